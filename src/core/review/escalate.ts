// Telling somebody higher, by hand: performs the ladder's next rung now, or goes where the caller says.
// Source: time.md 5, 11; adjudon.md rulings 6, 7, 13; authentivoice.md rulings 4, 8, 13.

import type { CommandMeta, DirectoryMember, Escalate } from "./commands.ts";
import type { Refusals } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { findingsError, findingsTexts } from "./findings.ts";
import { advancedLadder, nextReachableRung, startedLadder, stoppedLadder } from "./ladder.ts";
import { isOpen, type LadderState, type Review } from "./review.ts";

/** A ladder that runs, or one that starts now. One that a person had stopped starts anew at its next rung. */
const runningLadder = (review: Review, now: number): LadderState | null => {
  const { ladder, policy } = review;
  if (ladder?.nextRungAt != null) return ladder;
  const started = startedLadder(policy, now);
  return started === null ? null : { ...started, nextRung: ladder?.nextRung ?? 0 };
};

interface Step {
  readonly to: readonly string[];
  readonly level: number;
  readonly ladder: LadderState | null;
}

const stepOf = (
  review: Review,
  { to, fallback }: Escalate,
  directory: readonly DirectoryMember[],
  now: number,
): Step => {
  const { escalation, policy } = review;
  const ladder = runningLadder(review, now);
  if (ladder === null) return { to: to ?? fallback, level: (escalation?.level ?? 0) + 1, ladder: null };
  const reached = to === null ? nextReachableRung(policy, ladder.nextRung, directory) : { rung: ladder.nextRung, to };
  if (reached === null || reached.rung >= policy.ladder.length) {
    // Above the top rung it stays there; where a ladder reached nobody, the fallback is told.
    const told = escalation === null || escalation.to.length === 0 ? fallback : escalation.to;
    const stays = to ?? told;
    return { to: stays, level: escalation?.level ?? policy.ladder.length, ladder: stoppedLadder(ladder) };
  }
  return { to: reached.to, level: reached.rung + 1, ladder: advancedLadder(policy, ladder, reached.rung) };
};

export function* escalateRefusals(review: Review, command: Escalate, { directory }: CommandMeta): Refusals {
  if (!isOpen(review.status) && !review.policy.afterSettlement.includes("escalate")) {
    yield { type: "review_closed", status: review.status, wanted: "escalated" };
  }
  const invalid = findingsError(review, command);
  if (invalid !== null) yield invalid;
  if (directory === null) yield { type: "directory_needed" };
}

export const escalate = (
  review: Review,
  command: Escalate,
  { actor, now, directory }: CommandMeta,
): readonly ReviewEvent[] => {
  const { to, level, ladder } = stepOf(review, command, directory ?? [], now);
  const texts = {
    ...(command.reason === null ? {} : { reason: command.reason }),
    ...findingsTexts(command),
  };
  const kept = isOpen(review.status) || ladder === null ? ladder : stoppedLadder(ladder);
  const data = { to, level, automated: false, ladder: kept, secondReview: command.secondReview };
  return [{ type: "escalated", at: now, by: actor, data, texts }];
};
