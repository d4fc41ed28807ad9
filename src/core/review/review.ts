// The review: one question put to people, and everything decided about it so far. Plain data, changed only by evolve().

import type { JsonObject } from "../json.ts";
import type { Instant } from "../time.ts";
import type { Person } from "./actor.ts";
import type { ReviewPolicy } from "./policy.ts";

export const REVIEW_STATUSES = [
  "pending",
  "in_progress",
  "approved",
  "rejected",
  "revoked",
  "completed",
  "processing",
  "executed",
  "unknown",
  "expired",
  "cancelled",
] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

export const PRIORITIES = ["critical", "urgent", "high", "normal", "medium", "low"] as const;
/** Most pressing first. Source: time.md 10. */
export type Priority = (typeof PRIORITIES)[number];

/** A verdict is what somebody says; a status is what the review is. */
export type Verdict = "approve" | "reject" | "revoke";

export type RowStatus = "pending" | "approved" | "rejected" | "revoked";

/** One group that was asked, in creation order. */
export interface GroupRow {
  readonly id: string;
  readonly group: string;
  readonly status: RowStatus;
  readonly reviewedBy: Person | null;
  readonly reviewedAt: Instant | null;
  readonly forced: boolean;
}

/** A person's vote where people, not rows, are counted. */
export interface PersonalVote {
  readonly by: Person;
  readonly at: Instant;
  readonly verdict: Verdict;
}

/** `version` is the event that made it; texts live with that event and are joined again on load. */
export interface Decision {
  readonly version: number;
  readonly verdict: "approve" | "reject" | "revoke" | "none";
  readonly by: Person;
  readonly at: Instant;
  readonly automated: boolean;
  readonly reason: string | null;
  readonly notes: string | null;
  /** E-mail of the member whom the body claimed to speak for, where the API asks for one. */
  readonly claimedEmail: string | null;
}

export interface Escalation {
  readonly version: number;
  readonly at: Instant;
  /** Ids of the members who were told. */
  readonly to: readonly string[];
  readonly by: Person;
  /** The rung's number from 1. */
  readonly level: number;
  readonly reason: string | null;
  /** Somebody took it over since: it is history, not a state. */
  readonly isPickedUp: boolean;
}

export interface Note {
  readonly version: number;
  readonly by: Person;
  readonly at: Instant;
  readonly text: string | null;
  /** E-mail of the author that the body claimed, where the API asks for one. */
  readonly claimedEmail: string | null;
}

/** A daily window in UTC; `configuration` is kept as given, `start_time` and `end_time` are what is judged. */
export interface TimeWindow {
  readonly type: string;
  readonly configuration: Readonly<Record<string, string>>;
}

export interface Execution {
  readonly version: number;
  /** The event that brought the report and its output; null before. */
  readonly reportVersion: number | null;
  readonly claimedBy: Person;
  readonly claimedAt: Instant;
  readonly deadlineAt: Instant;
  readonly result: "succeeded" | "failed" | null;
  readonly exitCode: number | null;
  readonly reportedAt: Instant | null;
  readonly output: string | null;
}

/** How the deadline stands. The terms (calendar, actions) are in the policy; these are what moves. */
export interface SlaState {
  readonly dueAt: Instant;
  readonly atRiskAt: Instant | null;
  readonly status: "on_track" | "at_risk" | "breached" | "met";
  readonly breachedAt: Instant | null;
}

/** A ladder that has started. Rung k is due when `consumedMs` and the time since `baseAt` make up its `afterMinutes`. */
export interface LadderState {
  /** Start of the ladder, or the latest resume. */
  readonly baseAt: Instant;
  /** Ladder time that had passed before `baseAt`. */
  readonly consumedMs: number;
  /** Index of the rung that is performed next; the ladder's length when all have been. */
  readonly nextRung: number;
  /** When it fires by itself; null once a person acknowledged, or above the top rung. */
  readonly nextRungAt: Instant | null;
}

export interface Subject {
  readonly type: string;
  readonly id: string;
  /** As read with the review; null where the subject has no row or no status. Not part of the folded state. */
  readonly status: string | null;
}

/** One id that a dialect gave this review, or the thing it hangs on. */
export interface Alias {
  readonly namespace: string;
  readonly id: string;
}

export interface Review {
  readonly workspaceId: string;
  readonly id: string;
  readonly dialect: string;
  readonly status: ReviewStatus;
  /** Number of events so far; the ETag. */
  readonly version: number;
  readonly priority: Priority;
  readonly policy: ReviewPolicy;
  readonly subject: Subject;
  readonly aliases: readonly Alias[];
  readonly requester: Person | null;
  readonly groups: readonly GroupRow[];
  readonly votes: readonly PersonalVote[];
  readonly assignedTo: string | null;
  readonly escalation: Escalation | null;
  readonly ladder: LadderState | null;
  readonly findings: JsonObject | null;
  readonly outcome: string | null;
  readonly reasons: readonly string[];
  readonly decision: Decision | null;
  readonly notes: readonly Note[];
  /** Bytes of all free text so far: bounded, so that a review can always be read whole. */
  readonly textBytes: number;
  readonly sla: SlaState | null;
  /** Waiting for the requester: nothing fires while this is set. */
  readonly pausedAt: Instant | null;
  /** As the policy's, moved by pauses. */
  readonly expiresAt: Instant | null;
  readonly execution: Execution | null;
  readonly timeWindow: TimeWindow | null;
  /** When access granted by an approval ends; null until approved. */
  readonly accessEndsAt: Instant | null;
  readonly secondReview: "not_needed" | "needed" | "first_done";
  /** Who completed first where a second person must. */
  readonly firstCompletedBy: Person | null;
  /** What the dialect must show again but the kernel never judges (review type, instructions, workflow …). */
  readonly extra: JsonObject;
  readonly createdAt: Instant;
  readonly startedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly completedAt: Instant | null;
  /** `at` of the latest event: the next one is never before it. */
  readonly lastEventAt: Instant;
}

/** Open: a person can still be asked. Everything else is settled (time.md 3). */
export const isOpen = (status: ReviewStatus): boolean => status === "pending" || status === "in_progress";
