// decide(review, command, meta): what happens, or why not. The one function that every entrance comes to.
// Timers that are due fire first, in the same answer, so that a vote at 10:05 never beats an expiry at 10:00.

import { addNote, assign, cancel } from "./assign.ts";
import type { Command, CommandMeta } from "./commands.ts";
import { firstOf, type ReviewError } from "./errors.ts";
import { escalate } from "./escalate.ts";
import type { ReviewEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { claimExecution, reportExecution } from "./execution.ts";
import { progress } from "./findings.ts";
import { recordOutcome } from "./outcomes.ts";
import { isHiddenFrom, refusalsOf } from "./refusals.ts";
import type { Review } from "./review.ts";
import { pause, resume } from "./sla.ts";
import { MAX_TEXT_BYTES } from "./texts.ts";
import { nextDue } from "./timers.ts";
import { vote } from "./vote.ts";

export interface Decided {
  /** The review after `events`. */
  readonly review: Review;
  /** Timers first, then the command's own, of which there is at most one. */
  readonly events: readonly ReviewEvent[];
  /** Why the command was refused; timers in `events` have happened all the same. */
  readonly refusal: ReviewError | null;
}

/** More timers than any review can hold: a bound on a loop that must end. */
const MAX_TIMERS = 1_000;

const fireTimers = (review: Review, { now, directory }: CommandMeta): Decided => {
  const events: ReviewEvent[] = [];
  let current = review;
  for (let fired = 0; fired < MAX_TIMERS; fired += 1) {
    const due = nextDue(current, now, directory);
    if (due === null) break;
    if (due === "directory_needed") return { review, events: [], refusal: { type: "directory_needed" } };
    events.push(due);
    current = evolve(current, due);
  }
  return { review: current, events, refusal: null };
};

/** What a command brings about that nothing stands in the way of. */
const perform = (review: Review, command: Command, meta: CommandMeta): readonly ReviewEvent[] => {
  switch (command.type) {
    case "Tick":
      return [];
    case "CastVote":
      return vote(review, command, meta);
    case "RecordOutcome":
      return recordOutcome(command, meta);
    case "Assign":
      return assign(review, command, meta);
    case "Progress":
      return progress(review, command, meta);
    case "Escalate":
      return escalate(review, command, meta);
    case "AddNote":
      return addNote(command, meta);
    case "Cancel":
      return cancel(command, meta);
    case "ClaimExecution":
      return claimExecution(review, meta);
    case "ReportExecution":
      return reportExecution(review, command, meta);
    case "PauseSla":
      return pause(command, meta);
    case "ResumeSla":
      return resume(review, meta);
  }
};

/** Decides one command on one review. `meta.now` may lie before the latest event: clocks of two machines differ. */
export const decide = (review: Review, command: Command, given: CommandMeta): Decided => {
  const meta = { ...given, now: Math.max(given.now, review.lastEventAt) };
  if (isHiddenFrom(review, command, meta)) return { review, events: [], refusal: { type: "not_found" } };
  const due = fireTimers(review, meta);
  if (due.refusal !== null) return due;
  const then = { ...meta, now: Math.max(meta.now, due.review.lastEventAt) };
  const refusal = firstOf(refusalsOf(due.review, command, then));
  if (refusal !== null) return { ...due, refusal };
  const events = perform(due.review, command, then);
  const after = events.reduce(evolve, due.review);
  if (after.textBytes > MAX_TEXT_BYTES && after.textBytes > due.review.textBytes) {
    return { ...due, refusal: { type: "too_much_text" } };
  }
  return { review: after, events: [...due.events, ...events], refusal: null };
};
