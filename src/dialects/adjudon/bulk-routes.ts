// One verdict for many items in one commit. Items that are decided, foreign or unknown are skipped without a word.
// Source: seed "Bulk decision"; adjudon.md rulings 2, 4, 13.

import type { Context } from "hono";
import type { ItemOutcome } from "../../app/decide-many.ts";
import { metaOf } from "../../app/run-command.ts";
import type { AppEnv } from "../../http/context.ts";
import { readBody } from "./body.ts";
import { enter } from "./caller.ts";
import { itemId } from "./ids.ts";
import { DIALECT } from "./policy.ts";
import { refuse, succeed } from "./respond.ts";
import { readBulk } from "./schema.ts";

/** An item that this caller alone cannot decide is pending all the same: the ids did match something. */
const wasPending = ({ outcome }: ItemOutcome): boolean =>
  outcome.ok || (outcome.error.type !== "review_closed" && outcome.error.type !== "not_found");

export const decideBulk = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "decide");
  if (!caller.ok) return refuse(c, caller.error);
  const request = await readBody(c, readBulk);
  if (!request.ok) return refuse(c, request.error);
  const { ids, decision, reason } = request.value;
  const { principal } = caller.value;
  const { services, requestId } = c.var;
  const distinct = [...new Set(ids)];
  const decided = await services.decideMany({
    workspaceId: principal.workspaceId,
    asked: distinct.filter((id) => itemId(id) !== null),
    commandFor: ({ dialect }) =>
      dialect === DIALECT
        ? { type: "CastVote", verdict: decision, reason, notes: null, force: false, timeWindow: null }
        : null,
    meta: metaOf(principal, { entrance: DIALECT, requestId }, services.clock),
    idempotency: null,
    answer: () => null,
  });
  if (!decided.ok) return refuse(c, decided.error);
  const outcomes = decided.value.type === "decided" ? decided.value.outcomes : [];
  if (!outcomes.some(wasPending)) return refuse(c, { type: "no_pending_items" });
  const updated = outcomes.flatMap(({ asked, outcome }) => (outcome.ok ? [asked] : []));
  const data = { updated: updated.length, skipped: distinct.length - updated.length, ids: updated };
  return succeed(c, data, { count: updated.length });
};
