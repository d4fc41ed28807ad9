// What happens next, in words: never empty. The workspace's rules speak first, plain defaults where they are silent.
// Source: seed "Update Review" § Response Example; authentivoice.md ruling 7.

import type { Json } from "../../core/json.ts";
import type { Review } from "../../core/review/review.ts";
import type { StepRule } from "./document.ts";
import { escalatedTo, isEscalated, statusOf, type StatusWord } from "./translate.ts";

const recommendedActions = ({ findings }: Review): readonly string[] => {
  const actions: Json = findings?.["recommendedActions"] ?? [];
  return Array.isArray(actions) ? actions.filter((action) => typeof action === "string") : [];
};

/** Steps of the rules that apply, in the order of the workspace's list; an action without a rule is a step itself. */
const actionSteps = (review: Review, rules: readonly StepRule[]): readonly string[] => {
  const actions = recommendedActions(review);
  const covered = rules.filter(({ action }) => actions.includes(action));
  const open = actions.filter((wanted) => covered.every(({ action }) => action !== wanted));
  return [...new Set([...covered.map(({ step }) => step), ...open])];
};

/** The seed's own words; who was assigned stands in `escalatedTo`. */
const escalationSteps = (review: Review): readonly string[] =>
  escalatedTo(review) === null
    ? ["Waiting for a senior reviewer"]
    : ["Senior review assigned", "Notification sent to supervisor"];

const secondReviewSteps = ({ secondReview }: Review): readonly string[] => {
  switch (secondReview) {
    case "not_needed":
      return [];
    case "needed":
      return ["A second reviewer will have to complete the review too"];
    case "first_done":
      return ["Second review pending: another reviewer has to complete the review"];
  }
};

const DEFAULTS = {
  pending: ["Start the review"],
  in_progress: ["Complete the review with your findings"],
  escalated: ["Waiting for a senior reviewer"],
  completed: ["No further action required"],
} as const satisfies Record<StatusWord, readonly string[]>;

const stepsOf = (review: Review, rules: readonly StepRule[]): readonly string[] => {
  if (isEscalated(review)) return [...escalationSteps(review), ...secondReviewSteps(review)];
  if (statusOf(review) === "completed") return actionSteps(review, rules);
  const second = secondReviewSteps(review);
  return review.secondReview === "first_done" ? second : [...DEFAULTS[statusOf(review)], ...second];
};

export const nextStepsOf = (review: Review, rules: readonly StepRule[]): readonly string[] => {
  const steps = stepsOf(review, rules);
  return steps.length > 0 ? steps : DEFAULTS[statusOf(review)];
};
