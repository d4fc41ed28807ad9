// Working on a review that ends by completion: pick it up, save findings, ask for a second reviewer, complete.
// Several parts in one command are one event, named after the furthest of them.
// Source: authentivoice.md rulings 4-6, 13.

import { isSamePerson, toPerson } from "./actor.ts";
import type { CommandMeta, Progress } from "./commands.ts";
import type { Refusals, ReviewError } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { misfitOf } from "./findings-shape.ts";
import { isOpen, type Review } from "./review.ts";

const isEmpty = (value: object | null): boolean => value === null || Object.keys(value).length === 0;

/** An empty object says nothing and is not kept. */
export const findingsTexts = ({ findings }: Pick<Progress, "findings">): ReviewEvent["texts"] =>
  findings === null || isEmpty(findings) ? {} : { findings };

/** What of the findings the review's rules do not take; null when they take it all. */
export const findingsError = ({ policy }: Review, { findings }: Pick<Progress, "findings">): ReviewError | null => {
  if (findings === null || policy.findingsShape == null) return null;
  const key = misfitOf(findings, policy.findingsShape);
  return key === null ? null : { type: "findings_invalid", key };
};

/** Completing once, or first of two, or second of two. */
const complete = (review: Review, command: Progress, { actor, now }: CommandMeta): ReviewEvent => {
  const first = review.firstCompletedBy;
  const common = { at: now, by: actor, texts: findingsTexts(command) };
  const isFirstOfTwo = first === null && (review.secondReview === "needed" || command.secondReview);
  if (isFirstOfTwo) {
    return { ...common, type: "second_review_requested", data: { firstCompletedBy: toPerson(actor) } };
  }
  const data = { outcome: null, verdict: "none", reasons: [], opening: null } as const;
  return { ...common, type: "completed", data };
};

/** Picking up is starting a review that is escalated or nobody's: it becomes the caller's. A machine owns nothing. */
const start = (review: Review, command: Progress, { actor, now }: CommandMeta): ReviewEvent | null => {
  const isEscalated = review.escalation !== null && !review.escalation.isPickedUp;
  const becomesCallers = (isEscalated || review.assignedTo === null) && actor.kind === "member";
  if (review.status === "in_progress" && !isEscalated && !becomesCallers) return null;
  const assignedTo = becomesCallers ? actor.id : review.assignedTo;
  const data = { assignedTo, secondReview: command.secondReview };
  return { type: "started", at: now, by: actor, data, texts: findingsTexts(command) };
};

/** Null when nothing would change. */
const save = (review: Review, command: Progress, { actor, now }: CommandMeta): ReviewEvent | null => {
  const common = { at: now, by: actor };
  if (!isEmpty(command.findings)) {
    return {
      ...common,
      type: "findings_saved",
      data: { secondReview: command.secondReview },
      texts: findingsTexts(command),
    };
  }
  const raises = command.secondReview && review.secondReview === "not_needed";
  return raises ? { ...common, type: "second_review_requested", data: { firstCompletedBy: null }, texts: {} } : null;
};

/** Whether completing needs findings that the review does not have yet; a second reviewer adds none. */
export const lacksFindings = ({ policy, findings, firstCompletedBy }: Review): boolean =>
  policy.findings === "required" && isEmpty(findings) && firstCompletedBy === null;

function* completionRefusals(review: Review, command: Progress, { actor }: CommandMeta): Refusals {
  const { firstCompletedBy: first, policy } = review;
  if (!policy.endings.includes("completion")) return yield { type: "not_applicable", verb: "complete" };
  if (first !== null && isSamePerson(first, actor)) yield { type: "same_reviewer" };
  if (isEmpty(command.findings) && lacksFindings(review)) yield { type: "findings_missing" };
}

export function* progressRefusals(review: Review, command: Progress, meta: CommandMeta): Refusals {
  const { policy, status } = review;
  if (!isOpen(status)) yield { type: "review_closed", status, wanted: command.to ?? "completed" };
  const invalid = findingsError(review, command);
  if (invalid !== null) yield invalid;
  if (command.to === "completed") return yield* completionRefusals(review, command, meta);
  if (command.findings !== null && policy.findings === "none") yield { type: "not_applicable", verb: "findings" };
}

/** No event means that nothing changes. */
export const progress = (review: Review, command: Progress, meta: CommandMeta): readonly ReviewEvent[] => {
  if (command.to === "completed") return [complete(review, command, meta)];
  const event = (command.to === "in_progress" ? start(review, command, meta) : null) ?? save(review, command, meta);
  return event === null ? [] : [event];
};
