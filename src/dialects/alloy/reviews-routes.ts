// Reviewing an entity or a group, and reading its reviews.
// Source: seeds "Create a Review for an Entity" and "How to Change the Status of an Evaluation"; alloy.md rulings 1-7, 12.

import { type Context, Hono } from "hono";
import { type Entity, GROUP } from "../../app/entity-queries.ts";
import type { Principal } from "../../app/principal.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { enter } from "./caller.ts";
import { type Collection, findEntity, REVIEW_SEGMENT } from "./find-entity.ts";
import { findReview } from "./find-review.ts";
import { pathId } from "./ids.ts";
import { refuse } from "./respond.ts";
import { settle } from "./settle.ts";
import { reviewToWire, type ReviewView } from "./translate.ts";

/** What the reviews of an entity or group are shown with. */
const viewOf = async (
  c: Context<AppEnv>,
  { workspaceId }: Principal,
  entity: Entity,
  under: Collection,
): Promise<ReviewView> => {
  const members = entity.type === GROUP ? await c.var.services.entities.members(workspaceId, entity.id) : [];
  return { entity, under, members };
};

const createReview =
  (under: Collection) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const caller = await enter(c, "write", null);
    if (!caller.ok) return refuse(c, caller.error);
    const settled = await settle(c, caller.value, under);
    if (!settled.ok) return refuse(c, settled.error);
    const { entity, review } = settled.value;
    return c.json(reviewToWire(review, await viewOf(c, caller.value.principal, entity, under)));
  };

const listReviews = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const entity = await findEntity(c, principal, "entities");
  if (!entity.ok) return refuse(c, entity.error);
  const view = await viewOf(c, principal, entity.value, "entities");
  const reviews = await c.var.services.entities.completedReviews(principal.workspaceId, entity.value);
  const toWire = (review: Review) => reviewToWire(review, view);
  return c.json({ entity_token: entity.value.id, reviews: reviews.map(toWire) });
};

const getReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", pathId(c.req.url, REVIEW_SEGMENT));
  if (!caller.ok) return refuse(c, caller.error);
  const found = await findReview(c, caller.value, "entities");
  if (!found.ok) return refuse(c, found.error);
  const { entity, review } = found.value;
  return c.json(reviewToWire(review, await viewOf(c, caller.value.principal, entity, "entities")));
};

export const reviewsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/v1/entities/:entity/reviews", createReview("entities"))
    .get("/v1/entities/:entity/reviews", listReviews)
    .get("/v1/entities/:entity/reviews/:review", getReview)
    .post("/v1/groups/:group/reviews", createReview("groups"));
