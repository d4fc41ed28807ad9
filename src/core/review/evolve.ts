// evolve(review, event): the review after one event. Knows no rule and refuses nothing: what happened, happened.

import { type Person, toPerson } from "./actor.ts";
import type { OpenedData, ReviewEvent, VoteData } from "./events.ts";
import { startedLadder, stoppedLadder } from "./ladder.ts";
import { type Decision, isOpen, type LadderState, type Review, type ReviewStatus, type SlaState } from "./review.ts";
import { initialSla } from "./sla.ts";
import { textBytesOf, withTexts } from "./texts.ts";
import { escalatesOnBreach } from "./timers.ts";
import { withRows } from "./vote.ts";

/** Decided in time is `met`; a late decision stays `breached`; cancelled and expired keep what it was. */
const settledSla = (sla: SlaState | null): SlaState | null =>
  sla === null || sla.breachedAt !== null ? sla : { ...sla, status: "met" };

/** An act of a person after the ladder started stops the rest of it. Source: time.md 5. */
const acknowledged = (ladder: LadderState | null, by: Person): LadderState | null =>
  ladder === null || by.kind === "policy" ? ladder : stoppedLadder(ladder);

const decisionOf = (
  event: ReviewEvent,
  version: number,
  verdict: Decision["verdict"],
  automated: boolean,
): Decision => ({
  version,
  verdict,
  by: toPerson(event.by),
  at: event.at,
  automated,
  reason: null,
  notes: null,
  claimedEmail: null,
});

const STATUS_OF_VERDICT = { approve: "approved", reject: "rejected", revoke: "revoked" } as const satisfies Record<
  VoteData["verdict"],
  ReviewStatus
>;

const voted = (review: Review, event: ReviewEvent, data: VoteData, version: number, isSettled: boolean): Review => {
  const by = toPerson(event.by);
  const counts = review.policy.quorum.of === "people" && by.kind !== "policy";
  return {
    ...review,
    groups: withRows(review.groups, data.rows),
    votes: counts ? [...review.votes, { by, at: event.at, verdict: data.verdict }] : review.votes,
    timeWindow: data.timeWindow ?? review.timeWindow,
    accessEndsAt: data.accessEndsAt,
    ladder: acknowledged(review.ladder, event.by),
    ...(isSettled
      ? {
          status: STATUS_OF_VERDICT[data.verdict],
          decision: decisionOf(event, version, data.verdict, data.automated),
          completedAt: event.at,
          sla: isOpen(review.status) ? settledSla(review.sla) : review.sla,
        }
      : {}),
  };
};

/** The state that one event leaves, texts apart. */
const applied = (review: Review, event: ReviewEvent, version: number): Review => {
  switch (event.type) {
    case "opened":
      return review;
    case "vote_cast":
      return voted(review, event, event.data, version, false);
    case "approved":
    case "rejected":
    case "revoked":
      return voted(review, event, event.data, version, true);
    case "assigned": {
      const { assignedTo, priority, sla } = event.data;
      const ladder = acknowledged(review.ladder, event.by);
      return { ...review, assignedTo, priority: priority ?? review.priority, sla, ladder };
    }
    case "started":
      return {
        ...review,
        status: "in_progress",
        startedAt: review.startedAt ?? event.at,
        assignedTo: event.data.assignedTo,
        escalation: review.escalation === null ? null : { ...review.escalation, isPickedUp: true },
        secondReview: event.data.secondReview && review.secondReview === "not_needed" ? "needed" : review.secondReview,
        ladder: acknowledged(review.ladder, event.by),
      };
    case "escalated": {
      const { to, level, ladder, secondReview } = event.data;
      return {
        ...review,
        escalation: { version, at: event.at, to, by: toPerson(event.by), level, reason: null, isPickedUp: false },
        ladder,
        secondReview: secondReview && review.secondReview === "not_needed" ? "needed" : review.secondReview,
      };
    }
    case "findings_saved": {
      const needed = event.data.secondReview && review.secondReview === "not_needed";
      return { ...review, secondReview: needed ? "needed" : review.secondReview };
    }
    case "second_review_requested": {
      const { firstCompletedBy } = event.data;
      if (firstCompletedBy === null) return { ...review, secondReview: "needed" };
      return {
        ...review,
        status: "in_progress",
        secondReview: "first_done",
        firstCompletedBy,
        startedAt: review.startedAt ?? event.at,
        escalation: review.escalation === null ? null : { ...review.escalation, isPickedUp: true },
        ladder: acknowledged(review.ladder, event.by),
      };
    }
    case "completed":
      return {
        ...review,
        status: "completed",
        outcome: event.data.outcome,
        reasons: event.data.reasons,
        decision: decisionOf(event, version, event.data.verdict, false),
        completedAt: event.at,
        startedAt: review.startedAt ?? event.at,
        sla: settledSla(review.sla),
        ladder: acknowledged(review.ladder, event.by),
        escalation: review.escalation === null ? null : { ...review.escalation, isPickedUp: true },
      };
    case "note_added": {
      const note = { version, by: toPerson(event.by), at: event.at, text: null, claimedEmail: null };
      return { ...review, notes: [...review.notes, note] };
    }
    case "paused":
      return { ...review, pausedAt: event.at };
    case "resumed":
      return { ...review, pausedAt: null, ...event.data };
    case "execution_started":
      return {
        ...review,
        status: "processing",
        execution: {
          version,
          reportVersion: null,
          claimedBy: toPerson(event.by),
          claimedAt: event.at,
          deadlineAt: event.data.deadlineAt,
          result: null,
          exitCode: null,
          reportedAt: null,
          output: null,
        },
      };
    case "executed":
      return {
        ...review,
        status: "executed",
        execution:
          review.execution === null
            ? null
            : { ...review.execution, ...event.data, reportVersion: version, reportedAt: event.at },
      };
    case "execution_unknown":
      return { ...review, status: "unknown" };
    case "execution_report_late":
      return review;
    case "expired":
    case "cancelled":
      return { ...review, status: event.type, completedAt: event.at, ladder: acknowledged(review.ladder, event.by) };
    case "sla_at_risk":
      return { ...review, sla: review.sla === null ? null : { ...review.sla, status: "at_risk" } };
    case "sla_breached":
      return {
        ...review,
        sla: review.sla === null ? null : { ...review.sla, status: "breached", breachedAt: event.at },
        ladder: review.ladder ?? (escalatesOnBreach(review) ? startedLadder(review.policy, event.at) : null),
      };
  }
};

/** The review after an event; its version is the number of events so far. */
export const evolve = (review: Review, event: ReviewEvent): Review => {
  const version = review.version + 1;
  const after = { ...applied(review, event, version), version, updatedAt: event.at, lastEventAt: event.at };
  if (Object.keys(event.texts).length === 0) return after;
  const textBytes = review.textBytes + textBytesOf(event.texts);
  return withTexts({ ...after, textBytes }, { version, texts: event.texts });
};

/** The review that an opening event makes. */
export const born = (
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  event: ReviewEvent,
  opening: OpenedData,
): Review => {
  const { at } = event;
  const newborn: Review = {
    workspaceId,
    id,
    dialect: opening.dialect,
    status: opening.status,
    version: 0,
    priority: opening.priority,
    policy: opening.policy,
    subject: { ...opening.subject, status: null },
    aliases: opening.aliases,
    requester: opening.requester,
    groups: opening.groups,
    votes: [],
    assignedTo: opening.assignedTo,
    escalation: null,
    ladder: null,
    findings: null,
    outcome: null,
    reasons: [],
    decision: null,
    notes: [],
    textBytes: 0,
    sla: initialSla(opening.policy),
    pausedAt: null,
    expiresAt: opening.policy.expiry?.at ?? null,
    execution: null,
    timeWindow: opening.timeWindow,
    accessEndsAt: opening.accessEndsAt,
    secondReview: opening.secondReview ? "needed" : "not_needed",
    firstCompletedBy: null,
    extra: opening.extra,
    createdAt: at,
    startedAt: null,
    updatedAt: at,
    completedAt: opening.status === "pending" ? null : at,
    lastEventAt: at,
  };
  return evolve(newborn, event);
};
