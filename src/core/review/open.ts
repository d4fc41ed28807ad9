// The birth of a review: one event, then whatever is due at that very instant.

import { err, ok, type Result } from "../result.ts";
import { mayWrite, toPerson } from "./actor.ts";
import type { CommandMeta, OpenReview } from "./commands.ts";
import type { ReviewError } from "./errors.ts";
import type { OpenedData, ReviewEvent } from "./events.ts";
import { born, evolve } from "./evolve.ts";
import { judgeOutcome, outcomeTexts } from "./outcomes.ts";
import { isSelfApproval } from "./permissions.ts";
import { isQuorumReached } from "./quorum.ts";
import type { GroupRow, Review } from "./review.ts";
import { nextDue } from "./timers.ts";
import { accessEnd } from "./vote.ts";

const toRow = (group: OpenReview["groups"][number], at: number): GroupRow => ({
  id: group.id,
  group: group.group,
  status: group.approvedBy === null ? "pending" : "approved",
  reviewedBy: group.approvedBy === null ? null : toPerson(group.approvedBy),
  reviewedAt: group.approvedBy === null ? null : at,
  forced: false,
});

const openedData = ({ workspaceId, id, recorded, ...opening }: OpenReview, now: number): OpenedData => {
  const groups = opening.groups.map((group) => toRow(group, now));
  const isApproved = groups.length > 0 && isQuorumReached(opening.policy.quorum, groups, []);
  const accessEndsAt = isApproved ? accessEnd(opening.policy.access, now) : null;
  return { ...opening, groups, status: isApproved ? "approved" : "pending", accessEndsAt };
};

export interface Opened {
  readonly review: Review;
  readonly events: readonly ReviewEvent[];
}

/** A deadline that lies in the past is breached at birth. A rung waits for the sweep, which knows who is active. */
const withDueTimers = (newborn: Review, opening: ReviewEvent, now: number): Opened => {
  const events = [opening];
  let review = newborn;
  for (
    let due = nextDue(review, now, null);
    due !== null && due !== "directory_needed";
    due = nextDue(review, now, null)
  ) {
    events.push(due);
    review = evolve(review, due);
  }
  return { review, events };
};

/** A row that is stamped at birth obeys the rule of self-approval like every later one. */
const isSelfApprovedAtBirth = (newborn: Review, groups: OpenReview["groups"]): boolean =>
  groups.some(({ approvedBy }) => approvedBy !== null && isSelfApproval(newborn, approvedBy));

/**
 * Opens a review. `forbidden` for roles that only read; `self_approval` for a row that the requester stamps at
 * birth; `outcome_not_allowed` for a recorded ending that is no choice.
 */
export const openReview = (command: OpenReview, { actor, now }: CommandMeta): Result<Opened, ReviewError> => {
  if (!mayWrite(actor.role)) return err({ type: "forbidden" });
  const opening = openedData(command, now);
  const ids = { workspaceId: command.workspaceId, id: command.id };
  const { recorded } = command;
  if (recorded === null) {
    const event: ReviewEvent = { type: "opened", at: now, by: actor, data: opening, texts: {} };
    const newborn = born(ids, event, opening);
    if (isSelfApprovedAtBirth(newborn, command.groups)) return err({ type: "self_approval" });
    return ok(withDueTimers(newborn, event, now));
  }
  const judged = judgeOutcome(recorded);
  if (!judged.ok) return judged;
  const texts = outcomeTexts(recorded, actor.claimedAgent?.email ?? null);
  const event: ReviewEvent = { type: "completed", at: now, by: actor, data: { ...judged.value, opening }, texts };
  return ok({ review: born(ids, event, opening), events: [event] });
};
