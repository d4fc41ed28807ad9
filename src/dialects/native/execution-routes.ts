// PUT /v2/reviews/{id}/execution: the executor's report. The token is the permission; a late report is kept and refused.
// Source: workspace.md 4; hoop.md rulings 10, 13.

import { type Context, Hono } from "hono";
import { isExecutionToken } from "../../app/execution-token.ts";
import type { Executed } from "../../app/ports.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { err, type Result } from "../../core/result.ts";
import { mayWrite } from "../../core/review/actor.ts";
import { isVisibleTo } from "../../core/review/permissions.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, enterToWrite, factsOf } from "./auth.ts";
import type { NativeError } from "./errors.ts";
import { isTooLargeToKeep, parse, readBody, refuseWithoutReview } from "./respond.ts";
import { executionSchema } from "./schema.ts";
import { answered } from "./write-routes.ts";

/** A report after the deadline stands in the trail, and its sender learns that it came too late. */
const refusedIfLate = (outcome: Result<Executed, NativeError>): Result<Executed, NativeError> =>
  outcome.ok && outcome.value.review.status === "unknown"
    ? err({ type: "review_closed", status: "unknown", wanted: "report" })
    : outcome;

const report = async (
  c: Context<AppEnv>,
  { principal, target, answer }: Caller,
  facts: RequestFacts,
  value: unknown,
): Promise<Result<Executed, NativeError>> => {
  const { services } = c.var;
  if (answer !== null) return refusedIfLate(await services.run(principal, target, { type: "Tick" }, facts));
  const parsed = parse(executionSchema, value);
  if (!parsed.ok) return parsed;
  if (!mayWrite(principal.actor.role)) return err({ type: "forbidden" });
  const stored = target === null ? null : await services.store.load(principal.workspaceId, target.reviewId);
  if (stored === null) return err({ type: "not_found" });
  const { id, execution, status } = stored.review;
  const { executionToken, result, exitCode = null, output = null } = parsed.value;
  const isHeld =
    execution !== null && (await isExecutionToken(executionToken, principal.signingKey, id, execution.version));
  // Whoever holds the token needs to see nothing else; whoever does not learns nothing of a hidden review.
  if (!isHeld && !isVisibleTo(stored.review, principal.actor)) return err({ type: "not_found" });
  if (execution === null) return err({ type: "not_executable", status });
  if (!isHeld) return err({ type: "wrong_execution_token" });
  const command = { type: "ReportExecution", result, exitCode, output } as const;
  return refusedIfLate(await services.run(principal, target, command, facts));
};

const reportExecution = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToWrite(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const { raw, value } = body.value;
  if (isTooLargeToKeep(raw)) return refuseWithoutReview({ type: "payload_too_large" });
  const facts = await factsOf(c, caller.value, raw);
  return answered(c, caller.value, () => report(c, caller.value, facts, value));
};

export const executionRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().put("/v2/reviews/:id/execution", reportExecution);
