// POST /v2/workspaces/{id}/clock: the operator moves a test-clock workspace forward.
// Source: workspace.md 4 (`clock`), 5; time.md 8.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { err, ok, type Result } from "../../core/result.ts";
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND, toIso } from "../../core/time.ts";
import type { AppEnv } from "../../http/context.ts";
import { refuseCaller } from "./operator-only.ts";
import { problem } from "./problem.ts";
import { parse, readBody, refuseWithoutReview } from "./respond.ts";
import { isOperator, noWorkspace } from "./workspace-routes.ts";

const PATH = "/v2/workspaces/:workspaceId/clock";

/** Counted from the clock's own now. Source: time.md 8. */
const MAX_ADVANCE_YEARS = 10;

const amount = z.number().check(z.nonnegative());
export const clockSchema = z.union(
  [
    z.strictObject({ advanceSeconds: amount }),
    z.strictObject({ advanceMinutes: amount }),
    z.strictObject({ advanceTo: z.iso.datetime({ offset: true }) }),
  ],
  "must hold one of advanceSeconds, advanceMinutes and advanceTo, and nothing else",
);
type ClockRequest = z.infer<typeof clockSchema>;

const targetOf = (request: ClockRequest, now: Instant): Instant => {
  if ("advanceSeconds" in request) return Math.round(now + request.advanceSeconds * MS_PER_SECOND);
  if ("advanceMinutes" in request) return Math.round(now + request.advanceMinutes * MS_PER_MINUTE);
  return Date.parse(request.advanceTo);
};

const latestFrom = (now: Instant): Instant => {
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + MAX_ADVANCE_YEARS);
  return latest.getTime();
};

/** Why the clock does not go there; in words, for a problem document. */
const judgeTarget = (request: ClockRequest, now: Instant): Result<Instant, string> => {
  const to = targetOf(request, now);
  if (to < now) return err(`The clock stands at ${toIso(now)} and never goes back.`);
  if (!(to <= latestFrom(now))) return err(`The clock moves at most ${MAX_ADVANCE_YEARS} years in one call.`);
  return ok(to);
};

const advance = async (c: Context<AppEnv>): Promise<Response> => {
  const { services, requestId } = c.var;
  const workspaceId = c.req.param("workspaceId") ?? "";
  if (!(await isOperator(c))) return refuseCaller(c, workspaceId);
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const request = parse(clockSchema, body.value.value);
  if (!request.ok) return refuseWithoutReview(request.error);
  const [entered, current] = await Promise.all([
    services.enterAsOperator(workspaceId, null),
    services.workspaces.read(workspaceId),
  ]);
  if (entered === null || current === null) return noWorkspace();
  const { testNow, workspaceVersion } = entered.principal;
  if (testNow === null) return problem("conflict", "This workspace runs on real time: it was made without testClock.");
  const to = judgeTarget(request.value, testNow);
  if (!to.ok) return problem("invalid_request", to.error);
  const advanced = await services.advanceClock({ workspaceId, workspaceVersion, requestId }, to.value);
  const { now, fired, remaining } = advanced;
  return c.json({ now: toIso(now), fired, ...(remaining ? { remaining } : {}) });
};

export const clockRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post(PATH, advance)
    .all(PATH, () => problem("method_not_allowed", "This path takes POST.", { headers: { allow: "POST" } }));
