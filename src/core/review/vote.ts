// One verdict of one person: which rows it stamps, whether it settles the review, which event that is.
// Source: seed "Update Review Status"; hoop.md rulings 5-9, 13; adjudon.md ruling 13.

import type { Instant } from "../time.ts";
import { type Actor, isAdministrator, isSamePerson, toPerson } from "./actor.ts";
import type { CastVote, CommandMeta } from "./commands.ts";
import type { Refusals, ReviewError } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { forceGroupOf, isInReviewGroup, isSelfApproval, isVoter, mayDenyFromOutside } from "./permissions.ts";
import type { AccessTerms } from "./policy.ts";
import { isQuorumReached } from "./quorum.ts";
import { type GroupRow, isOpen, type Review, type RowStatus, type Verdict } from "./review.ts";

const ROW_STATUS = { approve: "approved", reject: "rejected", revoke: "revoked" } as const satisfies Record<
  Verdict,
  RowStatus
>;

/** Group name of the row that an administrator appends from outside the groups. Source: hoop.md 2.2. */
const ADMINISTRATORS_ROW = "admin";

/** Whether the review takes this verdict in its present state. */
const wrongState = (review: Review, verdict: Verdict): ReviewError | null => {
  const isTaken = isOpen(review.status)
    ? verdict !== "revoke"
    : review.status === "approved" && review.policy.afterApproval.includes(verdict);
  return isTaken ? null : { type: "review_closed", status: review.status, wanted: verdict };
};

const stamp = (row: GroupRow, verdict: Verdict, actor: Actor, at: Instant, forced: boolean): GroupRow => ({
  ...row,
  status: ROW_STATUS[verdict],
  reviewedBy: toPerson(actor),
  reviewedAt: at,
  forced,
});

/** The row of that name, or a new one with the fresh id. */
const rowNamed = (review: Review, group: string, newId: string): GroupRow =>
  review.groups.find((row) => row.group === group) ?? {
    id: newId,
    group,
    status: "pending",
    reviewedBy: null,
    reviewedAt: null,
    forced: false,
  };

/** The rows that this vote stamps, before the stamp; null when the actor may not vote so. */
const rowsToStamp = (review: Review, command: CastVote, { actor, newId }: CommandMeta): readonly GroupRow[] | null => {
  if (command.force) {
    const group = forceGroupOf(review, actor);
    return group === null ? null : [rowNamed(review, group, newId)];
  }
  if (review.policy.voters !== "group_members") return isVoter(review, actor) ? [] : null;
  if (isInReviewGroup(review, actor)) return review.groups.filter((row) => actor.groups.includes(row.group));
  if (command.verdict === "approve" || !mayDenyFromOutside(review, actor)) return null;
  const group = isAdministrator(actor.role) ? ADMINISTRATORS_ROW : (actor.groups[0] ?? "");
  return [rowNamed(review, group, newId)];
};

/** Whether this person has said this before: no row and no count would change. */
const isRepeated = (review: Review, { verdict, force }: CastVote, rows: readonly GroupRow[], actor: Actor): boolean => {
  if (review.policy.quorum.of === "people") {
    const earlier = review.votes.find((vote) => isSamePerson(vote.by, actor));
    return earlier !== undefined && (review.policy.repeatedVote === "refused" || earlier.verdict === verdict);
  }
  return rows.every(
    (row) =>
      row.status === ROW_STATUS[verdict] &&
      row.reviewedBy !== null &&
      isSamePerson(row.reviewedBy, actor) &&
      (row.forced || !force),
  );
};

/** The rows of a review after some of them were stamped or appended. */
export const withRows = (groups: readonly GroupRow[], stamped: readonly GroupRow[]): readonly GroupRow[] => [
  ...groups.map((row) => stamped.find((changed) => changed.id === row.id) ?? row),
  ...stamped.filter((changed) => groups.every((row) => row.id !== changed.id)),
];

/** Access runs from each approval: a timed one for its duration, a single run from that very instant. */
export const accessEnd = (access: AccessTerms | null, approvedAt: Instant): Instant | null => {
  if (access === null) return null;
  return access.kind === "timed" ? approvedAt + access.durationMs : approvedAt;
};

const isSettledBy = (
  review: Review,
  command: CastVote,
  stamped: readonly GroupRow[],
  { actor, now }: CommandMeta,
): boolean => {
  if (command.verdict !== "approve" || command.force || review.status === "approved") return true;
  const votes = [...review.votes, { by: toPerson(actor), at: now, verdict: command.verdict }];
  return isQuorumReached(review.policy.quorum, withRows(review.groups, stamped), votes);
};

const SETTLED_EVENT = { approve: "approved", reject: "rejected", revoke: "revoked" } as const;

const toEvent = (
  review: Review,
  command: CastVote,
  stamped: readonly GroupRow[],
  accessEndsAt: Instant | null,
  isSettled: boolean,
  { actor, now }: CommandMeta,
): ReviewEvent => {
  const { verdict, reason, notes, force, timeWindow } = command;
  const isStillApproved = review.status === "approved" && verdict === "approve";
  return {
    type: isSettled && !isStillApproved ? SETTLED_EVENT[verdict] : "vote_cast",
    at: now,
    by: actor,
    data: {
      verdict,
      rows: stamped,
      forced: force,
      timeWindow: verdict === "approve" ? timeWindow : null,
      accessEndsAt,
      automated: false,
    },
    texts: { ...(reason ? { reason } : {}), ...(notes ? { notes } : {}) },
  };
};

// Source: hoop.md 1.4, rows 14-21, for the order of the errors.
export function* voteRefusals(review: Review, command: CastVote, meta: CommandMeta): Refusals {
  const { verdict } = command;
  const { endings, repeatedVote } = review.policy;
  if (!endings.includes("vote")) return yield { type: "not_applicable", verb: verdict };
  if (command.timeWindow !== null && review.timeWindow !== null) yield { type: "time_window_already_set" };
  const closed = wrongState(review, verdict);
  if (closed !== null) yield closed;
  if (verdict === "approve" && isSelfApproval(review, meta.actor)) yield { type: "self_approval" };
  const rows = rowsToStamp(review, command, meta);
  if (rows === null) return yield { type: "not_eligible" };
  if (repeatedVote === "refused" && isRepeated(review, command, rows, meta.actor)) yield { type: "already_voted" };
}

/** Of a vote that nothing stands in the way of. No event means that nothing changes: an identical vote. */
export const vote = (review: Review, command: CastVote, meta: CommandMeta): readonly ReviewEvent[] => {
  const { actor, now } = meta;
  const { verdict } = command;
  const { access } = review.policy;
  const rows = rowsToStamp(review, command, meta) ?? [];
  if (isRepeated(review, command, rows, actor)) {
    // The same reviewer again changes nothing but a timed access that runs anew, or the first window it brings.
    const renews = review.status === "approved" && access?.kind === "timed";
    const accessEndsAt = renews ? accessEnd(access, now) : review.accessEndsAt;
    const bringsWindow = verdict === "approve" && command.timeWindow !== null;
    // Twice in one instant: access ends when it ended already.
    if (accessEndsAt === review.accessEndsAt && !bringsWindow) return [];
    return [toEvent(review, command, [], accessEndsAt, false, meta)];
  }
  const stamped = rows.map((row) => stamp(row, verdict, actor, now, command.force));
  const isSettled = isSettledBy(review, command, stamped, meta);
  const accessEndsAt = isSettled && verdict === "approve" ? accessEnd(access, now) : review.accessEndsAt;
  return [toEvent(review, command, stamped, accessEndsAt, isSettled, meta)];
};
