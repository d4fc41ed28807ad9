// Reading the access rules: the part of the workspace document that says which work waits for whom.
// Source: hoop.md ruling 13 (Rules API) and section 1.8.

import { type Context, Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { enter } from "./caller.ts";
import { type AccessRule, rulesOf } from "./document.ts";
import { readInteger } from "./list-query.ts";
import { refuse } from "./respond.ts";
import { ruleToWire } from "./rule-wire.ts";

const loadRules = async (c: Context<AppEnv>, workspaceId: string, version: number): Promise<readonly AccessRule[]> =>
  rulesOf(await c.var.services.documents.load(workspaceId, version));

/** A page size of 0 is everything. */
const listRules = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read_rules", null);
  if (!caller.ok) return refuse(c, caller.error);
  const params = new URL(c.req.url).searchParams;
  const page = readInteger(params, "page", 0, 1);
  if (!page.ok) return refuse(c, page.error);
  const size = readInteger(params, "page_size", 0, 0);
  if (!size.ok) return refuse(c, size.error);
  const { workspaceId, workspaceVersion } = caller.value.principal;
  const rules = await loadRules(c, workspaceId, workspaceVersion);
  const start = Math.max(0, page.value - 1) * size.value;
  const shown = size.value === 0 ? rules : rules.slice(start, start + size.value);
  const pages = { total: rules.length, page: page.value, size: size.value };
  return c.json({ pages, data: shown.map(ruleToWire) });
};

const getRule = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read_rules", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { workspaceId, workspaceVersion } = caller.value.principal;
  const rules = await loadRules(c, workspaceId, workspaceVersion);
  const rule = rules.find(({ name }) => name === c.req.param("name"));
  return rule === undefined ? refuse(c, { type: "rule_not_found" }) : c.json(ruleToWire(rule));
};

export const rulesRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/api/access-requests/rules", listRules).get("/api/access-requests/rules/:name", getRule);
