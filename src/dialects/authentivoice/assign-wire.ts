// What a bulk assignment answers: a row per review and a line per person. Pure.
// Source: authentivoice.md ruling 13 (Bulk assignment) and section 5.

import type { ItemOutcome } from "../../app/decide-many.ts";
import type { AssignmentFacts } from "../../app/workload-queries.ts";
import type { JsonObject } from "../../core/json.ts";
import { isOpen } from "../../core/review/review.ts";
import type { Assignment } from "./assign-strategy.ts";

/** Unknown, foreign and completed reviews are told apart by nobody. */
const NOT_ASSIGNABLE = "The review was not found or is already completed";
const NOBODY_LEFT = "No reviewer is available";

/** Open reviews of each person after the call. */
const loadsAfter = ({ reviews, loads }: AssignmentFacts, assigned: Assignment): ReadonlyMap<string, number> => {
  const after = new Map(loads);
  const add = (id: string, by: number): void => void after.set(id, (after.get(id) ?? 0) + by);
  for (const { reviewId, assignedTo } of reviews) {
    const now = assigned.get(reviewId);
    if (now === undefined) continue;
    add(now, 1);
    if (assignedTo !== null) add(assignedTo, -1);
  }
  return after;
};

/** `plan` is what was meant, `outcomes` (by kernel id) what came of it. */
export const assignmentToWire = (
  reviewIds: readonly string[],
  facts: AssignmentFacts,
  plan: Assignment,
  outcomes: readonly ItemOutcome[],
): JsonObject => {
  const done = new Set(outcomes.flatMap(({ asked, outcome }) => (outcome.ok ? [asked] : [])));
  const assigned = new Map([...plan].filter(([reviewId]) => done.has(reviewId)));
  const found = new Map(facts.reviews.map((review) => [review.externalId, review]));
  const assignments = reviewIds.map((externalId) => {
    const review = found.get(externalId);
    const assignedTo = assigned.get(review?.reviewId ?? "");
    if (assignedTo !== undefined) return { reviewId: externalId, assignedTo, status: "success" };
    const isLeft = review !== undefined && isOpen(review.status) && !plan.has(review.reviewId);
    const error = isLeft ? NOBODY_LEFT : NOT_ASSIGNABLE;
    return { reviewId: externalId, assignedTo: null, status: "failed", error };
  });
  const loads = loadsAfter(facts, assigned);
  const summary = [...new Set(assigned.values())].map((userId) => ({
    userId,
    assignedCount: [...assigned.values()].filter((id) => id === userId).length,
    totalWorkload: loads.get(userId) ?? 0,
  }));
  return { assigned: assigned.size, failed: reviewIds.length - assigned.size, assignments, summary };
};
