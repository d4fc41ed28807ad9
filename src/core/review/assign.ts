// Giving a review to somebody, and the small verbs beside it: notes and cancelling.
// Source: adjudon.md rulings 6, 13; authentivoice.md ruling 13 (bulk assignment); workspace.md 4 (native writes).

import { isAdministrator } from "./actor.ts";
import type { AddNote, Assign, Cancel, CommandMeta } from "./commands.ts";
import type { Refusals } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { isRequester } from "./permissions.ts";
import { isOpen, type Review } from "./review.ts";
import { movedSla } from "./sla.ts";

export function* assignRefusals(review: Review): Refusals {
  if (!isOpen(review.status) && !review.policy.afterSettlement.includes("assign")) {
    yield { type: "review_closed", status: review.status, wanted: "assigned" };
  }
}

/** Assigning to whom it is assigned already changes nothing. */
export const assign = (
  review: Review,
  { assignedTo, priority, dueAt, isQuiet }: Assign,
  { actor, now }: CommandMeta,
): readonly ReviewEvent[] => {
  const changesPriority = priority !== null && priority !== review.priority;
  const changesDue = dueAt !== null && dueAt !== review.sla?.dueAt;
  if (assignedTo === review.assignedTo && !changesPriority && !changesDue) return [];
  const sla = changesDue && dueAt !== null ? movedSla(review, dueAt) : review.sla;
  const data = { assignedTo, priority, sla, ...(isQuiet === undefined ? {} : { isQuiet }) };
  return [{ type: "assigned", at: now, by: actor, data, texts: {} }];
};

/** Notes are taken in every state: what was decided may still be commented. */
export const addNote = (command: AddNote, { actor, now }: CommandMeta): readonly ReviewEvent[] => {
  const { text: note, claimedEmail } = command;
  const texts = claimedEmail === null ? { note } : { note, claimedEmail };
  return [{ type: "note_added", at: now, by: actor, data: {}, texts }];
};

/** Only who asked, or an administrator, takes the question back. */
export function* cancelRefusals(review: Review, { actor }: CommandMeta): Refusals {
  if (!isRequester(review, actor) && !isAdministrator(actor.role)) yield { type: "forbidden" };
  if (!isOpen(review.status)) yield { type: "review_closed", status: review.status, wanted: "cancelled" };
}

export const cancel = (command: Cancel, { actor, now }: CommandMeta): readonly ReviewEvent[] => {
  const texts = command.reason === null ? {} : { reason: command.reason };
  return [{ type: "cancelled", at: now, by: actor, data: { automated: false }, texts }];
};
