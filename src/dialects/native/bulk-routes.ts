// POST /v2/reviews/bulk-decisions: one verdict on many reviews, in one commit, with one result per id.
// Source: workspace.md 4 (Native writes).

import { scopeOf } from "../../http/idempotency-key.ts";
import { type Context, Hono } from "hono";
import type { ItemOutcome } from "../../app/decide-many.ts";
import type { Answer } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { JsonObject } from "../../core/json.ts";
import type { AppEnv } from "../../http/context.ts";
import { enterToWrite } from "./auth.ts";
import { toVote } from "./commands.ts";
import { refusalOf } from "./errors.ts";
import { DIALECT } from "./policy.ts";
import { isTooLargeToKeep, parse, readBody, refuseWithoutReview } from "./respond.ts";
import { bulkSchema } from "./schema.ts";

const toResult = ({ asked, outcome }: ItemOutcome): JsonObject => {
  if (outcome.ok) return { id: asked, status: "decided" };
  const { code, detail } = refusalOf(outcome.error);
  return { id: asked, status: "refused", error: { code, detail } };
};

const toBody = (outcomes: readonly ItemOutcome[]): JsonObject => ({ results: outcomes.map(toResult) });

const show = (c: Context<AppEnv>, answer: Answer): Response =>
  answer.type === "body" ? c.json(answer.body) : refuseWithoutReview({ type: "idempotency_mismatch" });

const bulkDecisions = async (c: Context<AppEnv>): Promise<Response> => {
  const { services, requestId } = c.var;
  const caller = await enterToWrite(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal, answer } = caller.value;
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const idempotency = await scopeOf(c, caller.value, body.value.raw);
  if (answer !== null) {
    return answer.fingerprint === idempotency?.fingerprint
      ? show(c, answer.answer)
      : refuseWithoutReview({ type: "idempotency_mismatch" });
  }
  if (isTooLargeToKeep(body.value.raw)) return refuseWithoutReview({ type: "payload_too_large" });
  const parsed = parse(bulkSchema, body.value.value);
  if (!parsed.ok) return refuseWithoutReview(parsed.error);
  const { ids, verdict, reason } = parsed.value;
  const decided = await services.decideMany({
    workspaceId: principal.workspaceId,
    asked: ids,
    commandFor: () => toVote(verdict, reason),
    meta: metaOf(principal, { entrance: DIALECT, requestId }, services.clock),
    idempotency,
    answer: (outcomes) => ({ type: "body", status: 200, body: toBody(outcomes) }),
  });
  if (!decided.ok) return refuseWithoutReview(decided.error);
  return decided.value.type === "replayed" ? show(c, decided.value.answer) : c.json(toBody(decided.value.outcomes));
};

export const bulkRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post("/v2/reviews/bulk-decisions", bulkDecisions);
