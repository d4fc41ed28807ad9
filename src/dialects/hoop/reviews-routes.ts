// Reading reviews and deciding them, by review id or session id.
// Source: seed "Update Review Status"; hoop.md rulings 1-4, 13 and sections 1.2-1.4.

import { type Context, Hono } from "hono";
import { nowOf } from "../../app/run-command.ts";
import type { Result } from "../../core/result.ts";
import { isVisibleTo } from "../../core/review/permissions.ts";
import type { Verdict } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { asOf } from "./as-of.ts";
import { readBody } from "./body.ts";
import { type Caller, enter, eyesOf, factsOf } from "./caller.ts";
import type { HoopError } from "./errors.ts";
import { pathId } from "./ids.ts";
import { refuse } from "./respond.ts";
import { readReviewRequest, type ReviewRequest } from "./schema.ts";
import { reviewToWire, verdictOf } from "./translate.ts";

/** The list shows no more. Source: hoop.md ruling 13. */
const NEWEST = 500;

const listReviews = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const { sessions, clock } = c.var.services;
  const reviews = await sessions.newestReviews(principal.workspaceId, eyesOf(principal), NEWEST);
  const now = nowOf(principal, clock);
  return c.json(reviews.map((review) => reviewToWire(asOf(review, now))));
};

const getReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", pathId(c.req.param("id")));
  if (!caller.ok) return refuse(c, caller.error);
  const { principal, target } = caller.value;
  const { store, clock } = c.var.services;
  const stored = target === null ? null : await store.load(principal.workspaceId, target.reviewId);
  if (stored === null || !isVisibleTo(stored.review, principal.actor)) return refuse(c, { type: "not_found" });
  return c.json(reviewToWire(asOf(stored.review, nowOf(principal, clock))));
};

/** A status that nobody sets comes after everything that the caller may not even learn. Source: hoop.md 1.4 rows 8-15. */
const refuseStatus = async (
  c: Context<AppEnv>,
  { principal, target }: Caller,
  request: ReviewRequest,
): Promise<Response> => {
  const stored = target === null ? null : await c.var.services.store.load(principal.workspaceId, target.reviewId);
  if (stored === null || !isVisibleTo(stored.review, principal.actor)) return refuse(c, { type: "not_found" });
  const isSecondWindow = request.timeWindow !== null && stored.review.timeWindow !== null;
  return refuse(c, { type: isSecondWindow ? "time_window_already_set" : "unknown_status" });
};

const castVote = async (
  c: Context<AppEnv>,
  caller: Caller,
  verdict: Verdict,
  { timeWindow, force, rejectionReason }: ReviewRequest,
  rawBody: string,
): Promise<Response> => {
  const reason = verdict === "reject" ? rejectionReason : null;
  const decided = await c.var.services.run(
    caller.principal,
    caller.target,
    { type: "CastVote", verdict, reason, notes: null, force, timeWindow },
    await factsOf(c, caller, rawBody),
  );
  return decided.ok ? c.json(reviewToWire(decided.value.review)) : refuse(c, decided.error);
};

const updateReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write", pathId(c.req.param("id")));
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuse(c, body.error);
  const request: Result<ReviewRequest, HoopError> = readReviewRequest(body.value.value);
  if (!request.ok) return refuse(c, request.error);
  const verdict = verdictOf(request.value.status);
  if (verdict === null) return refuseStatus(c, caller.value, request.value);
  return castVote(c, caller.value, verdict, request.value, body.value.raw);
};

/** Whatever follows is an id, also with slashes and line breaks: one that nobody has is a review that is not found. */
const ONE = "/api/reviews/:id{[\\s\\S]+}";

export const reviewsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/api/reviews", listReviews)
    .get(ONE, getReview)
    .put(ONE, updateReview)
    .put("/api/sessions/:id/review", updateReview);
