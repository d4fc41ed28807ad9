// The body of a bulk assignment, parsed once. Source: authentivoice.md ruling 13 (Bulk assignment, Details) and section 5.

import * as z from "zod/mini";
import { err, ok, type Result } from "../../core/result.ts";
import type { Priority } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import type { Strategy } from "./assign-strategy.ts";
import { type Fields, invalidRequest, parseFields } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { idText, instant, priorityWord, toPriority } from "./words.ts";

const MAX_REVIEWS = 100;

const people = z.array(idText).check(z.minLength(1));

export const assignBody = z.object({
  reviewIds: z.array(z.string()).check(z.minLength(1)),
  assignmentStrategy: z.object({
    type: z.enum(["specific", "round_robin", "load_balanced", "expertise_based"]),
    assignTo: z.optional(people),
    pool: z.optional(people),
    maxPerReviewer: z.optional(z.int().check(z.minimum(1))),
    considerWorkload: z._default(z.boolean(), true),
  }),
  priority: z.optional(priorityWord),
  deadline: z.optional(instant),
  notifyReviewers: z._default(z.boolean(), true),
});

export const ASSIGN_KEYS = Object.keys(assignBody.shape);

export interface AssignRequest {
  /** Each once, in the order of the body. */
  readonly reviewIds: readonly string[];
  readonly strategy: Strategy;
  /** Needed for `specific`. */
  readonly assignTo: readonly string[] | null;
  /** Null: everybody assignable. */
  readonly pool: readonly string[] | null;
  /** Null: as they are. */
  readonly priority: Priority | null;
  readonly deadline: Instant | null;
  /** Whether those who get a review hear of it. */
  readonly notifies: boolean;
}

const distinct = (ids: readonly string[] | undefined): readonly string[] | null =>
  ids === undefined ? null : [...new Set(ids)];

export const readAssignment = (fields: Fields): Result<AssignRequest, VoiceError> => {
  const parsed = parseFields(assignBody, fields);
  if (!parsed.ok) return parsed;
  const { assignmentStrategy, priority, deadline = null, notifyReviewers: notifies } = parsed.value;
  const reviewIds = [...new Set(parsed.value.reviewIds)];
  if (reviewIds.length > MAX_REVIEWS) {
    return err(invalidRequest(422, "reviewIds", `must name at most ${MAX_REVIEWS} reviews`));
  }
  const { type, assignTo, pool, maxPerReviewer = null, considerWorkload } = assignmentStrategy;
  if (type === "specific" && assignTo === undefined) {
    return err(invalidRequest(422, "assignmentStrategy.assignTo", "is needed to assign to specific people"));
  }
  return ok({
    reviewIds,
    strategy: { type, maxPerReviewer, considerWorkload },
    assignTo: distinct(assignTo),
    pool: distinct(pool),
    priority: priority === undefined ? null : toPriority(priority),
    deadline,
    notifies,
  });
};
