// Giving a review to somebody, and the small verbs beside it: notes and cancelling.
// Source: adjudon.md rulings 6, 13; authentivoice.md ruling 13 (bulk assignment); workspace.md 4 (native writes).

import { err, ok, type Result } from "../result.ts";
import { isAdministrator } from "./actor.ts";
import type { AddNote, Assign, Cancel, CommandMeta } from "./commands.ts";
import type { ReviewError } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { isRequester } from "./permissions.ts";
import { isOpen, type Review } from "./review.ts";
import { movedSla } from "./sla.ts";

/** Assigning to whom it is assigned already changes nothing. */
export const assign = (
  review: Review,
  { assignedTo, priority, dueAt, isQuiet }: Assign,
  { actor, now }: CommandMeta,
): Result<ReviewEvent[], ReviewError> => {
  if (!isOpen(review.status) && !review.policy.afterSettlement.includes("assign")) {
    return err({ type: "review_closed", status: review.status, wanted: "assigned" });
  }
  const changesPriority = priority !== null && priority !== review.priority;
  const changesDue = dueAt !== null && dueAt !== review.sla?.dueAt;
  if (assignedTo === review.assignedTo && !changesPriority && !changesDue) return ok([]);
  const sla = changesDue && dueAt !== null ? movedSla(review, dueAt) : review.sla;
  const data = { assignedTo, priority, sla, ...(isQuiet === undefined ? {} : { isQuiet }) };
  return ok([{ type: "assigned", at: now, by: actor, data, texts: {} }]);
};

/** Notes are taken in every state: what was decided may still be commented. */
export const addNote = (command: AddNote, { actor, now }: CommandMeta): Result<ReviewEvent[], ReviewError> => {
  const { text: note, claimedEmail } = command;
  const texts = claimedEmail === null ? { note } : { note, claimedEmail };
  return ok([{ type: "note_added", at: now, by: actor, data: {}, texts }]);
};

/** Only who asked, or an administrator, takes the question back. */
export const cancel = (
  review: Review,
  command: Cancel,
  { actor, now }: CommandMeta,
): Result<ReviewEvent[], ReviewError> => {
  if (!isRequester(review, actor) && !isAdministrator(actor.role)) return err({ type: "forbidden" });
  if (!isOpen(review.status)) return err({ type: "review_closed", status: review.status, wanted: "cancelled" });
  const texts = command.reason === null ? {} : { reason: command.reason };
  return ok([{ type: "cancelled", at: now, by: actor, data: { automated: false }, texts }]);
};
