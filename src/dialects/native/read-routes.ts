// GET /v2/reviews and GET /v2/reviews/{id}. A hidden, a foreign and a missing review are answered alike.
// Source: workspace.md 4.

import { type Context, Hono } from "hono";
import type { Review } from "../../core/review/review.ts";
import { isVisibleTo } from "../../core/review/permissions.ts";
import { principalsOf, seesEverything } from "../../core/review/readers.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, enterToRead } from "./auth.ts";
import { listCursor } from "./cursor.ts";
import { toClaim } from "./eligibility-wire.ts";
import { entityTag, isKnown } from "./entity-tag.ts";
import { DIALECTS, readListQuery } from "./list-query.ts";
import { refuseWithoutReview, showReview } from "./respond.ts";
import { toReview } from "./translate.ts";

/** The review that the path names, if the caller may see it; null whatever else is the case. */
export const visibleReview = async (c: Context<AppEnv>, { principal, target }: Caller): Promise<Review | null> => {
  if (target === null) return null;
  const stored = await c.var.services.store.load(principal.workspaceId, target.reviewId);
  return stored !== null && isVisibleTo(stored.review, principal.actor) ? stored.review : null;
};

const getReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal, target } = caller.value;
  if (target === null) return refuseWithoutReview({ type: "not_found" });
  const found = await c.var.services.claims.find(principal, target.reviewId);
  if (!found.ok) return refuseWithoutReview(found.error);
  const { review } = found.value.stored;
  // The tag is the review's version. A claim is no part of the review, so 304 says nothing about it.
  if (isKnown(c.req.raw.headers, review)) return c.body(null, 304, { ETag: entityTag(review) });
  const attributes = await c.var.services.reviews.attributes(principal.workspaceId, review.id);
  return showReview(c, review, attributes, principal.actor, 200, { claim: toClaim(found.value.claim) });
};

const listReviews = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { actor, workspaceId, testNow } = caller.value.principal;
  const asked = readListQuery(new URL(c.req.url).searchParams);
  if (!asked.ok) return refuseWithoutReview(asked.error);
  const page = await c.var.services.reviews.list({
    ...asked.value,
    workspaceId,
    principals: seesEverything(actor) ? null : principalsOf(actor),
    dialects: DIALECTS,
    isRealTime: testNow === null,
  });
  return c.json({
    data: page.reviews.map(({ review, attributes }) => toReview(review, attributes, actor)),
    nextCursor: page.next === null ? null : listCursor(asked.value.sort, page.next),
  });
};

export const readRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/v2/reviews", listReviews).get("/v2/reviews/:id", getReview);
