// The completed review that a path names, of the very entity or group that it names too.
// Source: alloy.md rulings 4, 12 (Reads): any other one is 404/4041.

import type { Context } from "hono";
import type { Entity } from "../../app/entity-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import type { Caller } from "./caller.ts";
import type { AlloyError } from "./errors.ts";
import { type Collection, findEntity, REVIEW_SEGMENT } from "./find-entity.ts";
import { pathId } from "./ids.ts";
import { isShown, reviewTokenOf } from "./translate.ts";

export interface FoundReview {
  readonly entity: Entity;
  readonly review: Review;
}

export const findReview = async (
  c: Context<AppEnv>,
  { principal, target }: Caller,
  under: Collection,
): Promise<Result<FoundReview, AlloyError>> => {
  const token = pathId(c.req.url, REVIEW_SEGMENT);
  const { store } = c.var.services;
  const [entity, stored] = await Promise.all([
    findEntity(c, principal, under),
    target === null ? null : store.load(principal.workspaceId, target.reviewId),
  ]);
  if (!entity.ok) return entity;
  const review = stored?.review ?? null;
  const isMeant =
    review !== null &&
    isShown(review) &&
    reviewTokenOf(review) === token &&
    review.subject.type === entity.value.type &&
    review.subject.id === entity.value.id;
  if (isMeant) return ok({ entity: entity.value, review });
  return err({ type: "unknown_resource", details: token === null ? {} : { review_token: token } });
};
