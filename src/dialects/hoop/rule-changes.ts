// Writing access rules: each write is a change of the workspace document, which the next apply replaces.
// Source: hoop.md ruling 13 (Rules API) and section 1.8.

import { type Context, Hono } from "hono";
import { callerKey } from "../../app/principal.ts";
import { nowOf } from "../../app/run-command.ts";
import { ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { scopeOf } from "../../http/idempotency-key.ts";
import { readBody, readIgnoredBody } from "./body.ts";
import { type Caller, enter } from "./caller.ts";
import { type AccessRule, rulesIn, rulesOf } from "./document.ts";
import type { HoopError } from "./errors.ts";
import { replayed, replayedSince } from "./replay.ts";
import { type BodyAnswer, refuse, respond } from "./respond.ts";
import { readRuleBody, ruleOf, ruleToWire, withoutRule, withReplacedRule, withRule } from "./rule-wire.ts";

type Change = (rules: readonly AccessRule[]) => Result<readonly AccessRule[], HoopError>;

/** `toAnswer` sees the rules as they stand after the change, which may be asked again after a lost race. */
const applyChange = async (
  c: Context<AppEnv>,
  caller: Caller,
  rawBody: string,
  change: Change,
  toAnswer: (rules: readonly AccessRule[]) => BodyAnswer,
): Promise<Response> => {
  const earlier = await replayed(c, caller, rawBody);
  if (earlier !== null) return earlier;
  const { principal } = caller;
  const { workspaces, clock } = c.var.services;
  const scope = await scopeOf(c, caller, rawBody);
  const recordedAt = nowOf(principal, clock);
  const changed = await workspaces.change<HoopError>(
    principal.workspaceId,
    (json) => {
      const rules = change(rulesIn(json));
      return rules.ok ? ok({ ...json, accessRules: rules.value }) : rules;
    },
    callerKey(principal),
    scope === null ? null : (document) => ({ scope, answer: toAnswer(rulesOf(document)), recordedAt }),
  );
  if (changed.ok) return respond(c, toAnswer(rulesOf(changed.value)));
  // Whoever lost to the same request under the same key is answered as that one was.
  return (await replayedSince(c, caller, rawBody)) ?? refuse(c, changed.error);
};

/** The rule of that name, as it was just written. */
const shown =
  (status: 200 | 201, name: string) =>
  (rules: readonly AccessRule[]): BodyAnswer => {
    const rule = rules.find((candidate) => candidate.name === name);
    return { type: "body", status, body: rule === undefined ? {} : ruleToWire(rule) };
  };

const createRule = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_rules", null);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuse(c, body.error);
  const read = readRuleBody(body.value.value);
  if (!read.ok) return refuse(c, read.error);
  const rule = ruleOf(read.value, null);
  if (!rule.ok) return refuse(c, rule.error);
  const change: Change = (rules) => withRule(rules, rule.value);
  return applyChange(c, caller.value, body.value.raw, change, shown(201, rule.value.name));
};

const replaceRule = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_rules", null);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuse(c, body.error);
  const read = readRuleBody(body.value.value);
  if (!read.ok) return refuse(c, read.error);
  const name = c.req.param("name") ?? "";
  const change: Change = (rules) => withReplacedRule(rules, name, read.value);
  return applyChange(c, caller.value, body.value.raw, change, shown(200, read.value.name ?? ""));
};

const deleteRule = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_rules", null);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readIgnoredBody(c);
  if (!body.ok) return refuse(c, body.error);
  const name = c.req.param("name") ?? "";
  const gone = (): BodyAnswer => ({ type: "body", status: 204, body: {} });
  return applyChange(c, caller.value, body.value, (rules) => withoutRule(rules, name), gone);
};

export const ruleChanges = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/api/access-requests/rules", createRule)
    .put("/api/access-requests/rules/:name", replaceRule)
    .delete("/api/access-requests/rules/:name", deleteRule);
