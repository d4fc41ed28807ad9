// Whose work a review could be: who may claim it, and to whom it is handed when somebody asks for the next one. Neither
// is a permission to decide: the kernel's own rules are asked, and asked again when the decision comes.

import { decidingVerbs } from "./deciders.ts";
import { type EligibilityQuestion, type Standing, standingIn } from "./eligibility.ts";
import type { ReviewError } from "./errors.ts";
import { isOwnRequest } from "./permissions.ts";
import type { ReviewPolicy } from "./policy.ts";
import { isOpen } from "./review.ts";
import type { Verb } from "./verbs.ts";

/** The verb that brings a review forward, by the first way in which it ends. */
const FORWARD = {
  vote: "approve",
  outcome: "outcome",
  completion: "complete",
} as const satisfies Record<ReviewPolicy["endings"][number], Verb>;

const forwardIn = (question: EligibilityQuestion): Standing => {
  const [ending = "vote"] = question.review.policy.endings;
  return standingIn(question, FORWARD[ending]);
};

/**
 * Empty: the asker may claim it, being able to decide it one way or another. Taking back what one asked for oneself needs
 * no claim, and must not keep it from the others.
 */
export const claimReasons = (question: EligibilityQuestion): readonly ReviewError[] => {
  const { review, meta } = question;
  const { status } = review;
  if (!isOpen(status)) return [{ type: "review_closed", status, wanted: "claim" }];
  const { reasons } = forwardIn(question);
  if (isOwnRequest(review, meta.actor) && reasons.length > 0) return reasons;
  if (decidingVerbs(question, meta.actor).length > 0) return [];
  return reasons.length > 0 ? reasons : [{ type: "already_voted" }];
};

/**
 * Whether to hand it to the asker: it is open and not waiting for its requester, the asker could bring it forward and has
 * not said so yet, and did not ask for it. Whoever can only deny it is not who it waits for.
 */
export const isNextFor = (question: EligibilityQuestion): boolean => {
  const { review, meta } = question;
  if (!isOpen(review.status) || review.pausedAt !== null || isOwnRequest(review, meta.actor)) return false;
  const { reasons, isChange } = forwardIn(question);
  return reasons.length === 0 && isChange;
};
