// Ids as this API writes them. A review's own is an alias of the kernel's; an analysis's may be the caller's.

import type { Ids } from "../../app/ports.ts";
import type { Review } from "../../core/review/review.ts";
import { DIALECT } from "./policy.ts";

const opaque = (ids: Ids): string => ids.random().replaceAll("-", "");

export const newReviewId = (ids: Ids): string => `rev_${opaque(ids)}`;

export const newAnalysisId = (ids: Ids): string => `ana_${opaque(ids)}`;

const REVIEW_ID = /^rev_[A-Za-z0-9]{1,64}$/;

/** An id that a review of this API could have; null for what cannot be one: it is not looked up. */
export const asReviewId = (text: string | undefined): string | null =>
  text !== undefined && REVIEW_ID.test(text) ? text : null;

/** The id under which this API knows the review. */
export const reviewIdOf = ({ id, aliases }: Pick<Review, "id" | "aliases">): string =>
  aliases.find(({ namespace }) => namespace === DIALECT)?.id ?? id;
