// GET /v1/reviews/{reviewId} and GET /v1/reviews. Source: authentivoice.md rulings 1, 10, 13 (List) and section 4.

import { type Context, Hono } from "hono";
import type { Principal } from "../../app/principal.ts";
import { nowOf } from "../../app/run-command.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { asOf } from "./as-of.ts";
import { enter } from "./caller.ts";
import { historyToWire } from "./history.ts";
import { asReviewId } from "./ids.ts";
import { type Block, includesOf } from "./include.ts";
import { readListQuery } from "./list-query.ts";
import { reviewerToWire } from "./people.ts";
import { refuse } from "./respond.ts";
import { reviewToWire } from "./translate.ts";

/** A review that has lived through more shows the beginning of its history. */
const MAX_HISTORY = 1_000;

const documentOf = (c: Context<AppEnv>, { workspaceId, workspaceVersion }: Principal): Promise<WorkspaceDocument> =>
  c.var.services.documents.load(workspaceId, workspaceVersion);

const analysisBlock = ({ riskScore = null, riskLevel = null, fraudIndicators = [] }: JsonObject) => ({
  analysis: { riskScore, riskLevel, fraudIndicators },
});

/** What the reader asked for beside the review itself. */
const blocksOf = async (
  c: Context<AppEnv>,
  { workspaceId, id, subject, assignedTo }: Review,
  document: WorkspaceDocument,
  wanted: ReadonlySet<Block>,
) => {
  const { workload, reviews } = c.var.services;
  const [registered, trail] = await Promise.all([
    workload.findSubject(workspaceId, subject.id),
    wanted.has("history") ? reviews.trail(workspaceId, id, 0, MAX_HISTORY) : [],
  ]);
  const { body = {}, taken = null } = registered ?? {};
  const { transcription = null } = body;
  return {
    ...taken,
    ...(wanted.has("analysis") ? analysisBlock(body) : {}),
    ...(wanted.has("transcription") ? { transcription } : {}),
    ...(wanted.has("history") ? { history: historyToWire(trail) } : {}),
    ...(wanted.has("reviewer") ? { reviewer: reviewerToWire(document, assignedTo) } : {}),
  };
};

const getReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read_reviews", asReviewId(c.req.param("id")));
  if (!caller.ok) return refuse(c, caller.error);
  const { principal, target } = caller.value;
  const { store, clock } = c.var.services;
  const stored = target === null ? null : await store.load(principal.workspaceId, target.reviewId);
  if (stored === null) return refuse(c, { type: "not_found" });
  const document = await documentOf(c, principal);
  const review = asOf(stored.review, nowOf(principal, clock), document);
  const blocks = await blocksOf(c, review, document, includesOf(c.req.url));
  return c.json({ ...reviewToWire(review, document), ...blocks });
};

const listReviews = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read_reviews", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const question = readListQuery(new URL(c.req.url).searchParams);
  if (!question.ok) return refuse(c, question.error);
  const { limit, offset } = question.value;
  const document = await documentOf(c, principal);
  const { reviews, total } = await c.var.services.workload.list(principal.workspaceId, question.value);
  return c.json({ reviews: reviews.map((review) => reviewToWire(review, document)), total, limit, offset });
};

export const reviewsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/v1/reviews", listReviews).get("/v1/reviews/:id", getReview);
