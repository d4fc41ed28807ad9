// Verifying the workspace's audit trail, as much of it as one call may.
// Source: adjudon.md ruling 13 (audit/verify) and section 10.

import { type Context, Hono } from "hono";
import type { BrokenLink } from "../../app/audit-walk-queries.ts";
import type { AppEnv } from "../../http/context.ts";
import { enter } from "./caller.ts";
import { objectIdOf } from "./ids.ts";
import { DIALECT } from "./policy.ts";
import { methodNotAllowed, refuse, succeed } from "./respond.ts";
import { API_PREFIX } from "./versions.ts";

/** The trail is the whole workspace's; a review of another API has no id but its own. */
const linkToWire = ({ reviewId, dialect, version }: BrokenLink) => ({
  reviewId: dialect === DIALECT ? objectIdOf(reviewId) : reviewId,
  version,
});

const verifyAudit = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "verify");
  if (!caller.ok) return refuse(c, caller.error);
  const { entries, brokenLinks, lastEntryAt, isComplete } = await c.var.services.verifyAudit(
    caller.value.principal.workspaceId,
  );
  return succeed(c, {
    totalEntries: entries,
    brokenLinks: brokenLinks.map(linkToWire),
    lastVerifiedAt: lastEntryAt,
    complete: isComplete,
  });
};

export const auditRoutes = (): Hono<AppEnv> => {
  const path = `${API_PREFIX}/audit/verify`;
  return new Hono<AppEnv>().get(path, verifyAudit).all(path, methodNotAllowed("GET"));
};
