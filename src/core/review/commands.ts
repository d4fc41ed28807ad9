// What anybody, or time, may ask of a review. Every entrance speaks these and nothing else changes a review.

import type { JsonObject } from "../json.ts";
import type { Instant } from "../time.ts";
import type { Actor, Role } from "./actor.ts";
import type { OutcomeRule, ReviewPolicy } from "./policy.ts";
import type { Priority, TimeWindow, Verdict } from "./review.ts";

/** A verdict of one person. Stamps every row of a group that the actor is in. */
export interface CastVote {
  readonly type: "CastVote";
  readonly verdict: Verdict;
  readonly reason: string | null;
  readonly notes: string | null;
  /** Settle at once as a member of a force group. */
  readonly force: boolean;
  /** Kept only with an approval, once. */
  readonly timeWindow: TimeWindow | null;
}

/** Ends a review whose ending is an outcome with its linked reasons. */
export interface RecordOutcome {
  readonly type: "RecordOutcome";
  readonly outcome: string;
  readonly reasons: readonly string[];
  /** The workspace's outcomes as they are now: an outcome that was removed is no choice any more. */
  readonly rules: readonly OutcomeRule[];
  readonly reason: string | null;
  readonly notes: string | null;
}

export interface Assign {
  readonly type: "Assign";
  /** Null clears. The app has checked that the member exists. */
  readonly assignedTo: string | null;
  readonly priority: Priority | null;
  readonly dueAt: Instant | null;
  /** Set where the one who gets it is not to be told. */
  readonly isQuiet?: true;
}

/** Save findings, pick up, ask for a second reviewer, complete: any of them together are one change and one event. */
export interface Progress {
  readonly type: "Progress";
  readonly to: "in_progress" | "completed" | null;
  /** Merged key by key; arrays replace. Null: none sent. */
  readonly findings: JsonObject | null;
  readonly secondReview: boolean;
}

export interface Escalate {
  readonly type: "Escalate";
  readonly reason: string | null;
  /** Member ids that were named; null lets the ladder decide, then `fallback`. */
  readonly to: readonly string[] | null;
  /** Members to tell where the workspace has no ladder. */
  readonly fallback: readonly string[];
  readonly findings: JsonObject | null;
  readonly secondReview: boolean;
}

export interface AddNote {
  readonly type: "AddNote";
  readonly text: string;
  readonly claimedEmail: string | null;
}

export interface Cancel {
  readonly type: "Cancel";
  readonly reason: string | null;
}

/** Exactly one of any number of claims wins. */
export interface ClaimExecution {
  readonly type: "ClaimExecution";
}

/** The executor's report. The app has checked the execution token. */
export interface ReportExecution {
  readonly type: "ReportExecution";
  readonly result: "succeeded" | "failed";
  readonly exitCode: number | null;
  readonly output: string | null;
}

export interface PauseSla {
  readonly type: "PauseSla";
  readonly reason: string | null;
}

export interface ResumeSla {
  readonly type: "ResumeSla";
}

/** Fire what is due and do nothing else. */
export interface Tick {
  readonly type: "Tick";
}

export type Command =
  | CastVote
  | RecordOutcome
  | Assign
  | Progress
  | Escalate
  | AddNote
  | Cancel
  | ClaimExecution
  | ReportExecution
  | PauseSla
  | ResumeSla
  | Tick;

/** The birth of a review, decided by open() and not by decide(): there is nothing to decide against yet. */
export interface OpenReview {
  readonly workspaceId: string;
  readonly id: string;
  readonly dialect: string;
  readonly priority: Priority;
  readonly policy: ReviewPolicy;
  readonly subject: { readonly type: string; readonly id: string };
  readonly aliases: readonly { readonly namespace: string; readonly id: string }[];
  readonly requester: {
    readonly kind: "member" | "service";
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly slackId: string;
  } | null;
  /** Rows in creation order; `approvedBy` stamps a row at birth (a provisioned session). */
  readonly groups: readonly { readonly id: string; readonly group: string; readonly approvedBy: Actor | null }[];
  readonly assignedTo: string | null;
  readonly timeWindow: TimeWindow | null;
  readonly secondReview: boolean;
  /** An ending known at birth: a review that is only recorded. */
  readonly recorded: RecordOutcome | null;
  readonly extra: JsonObject;
  /** SHA-256 (hex) of the canonical subject body, "" where there is none. */
  readonly payloadDigest: string;
}

/** Somebody who can be told or assigned. Only active members are listed. */
export interface DirectoryMember {
  readonly id: string;
  readonly role: Role;
  readonly groups: readonly string[];
}

/** Everything about a command that is not in its body. */
export interface CommandMeta {
  readonly actor: Actor;
  readonly now: Instant;
  /** A fresh UUID, used if the command appends a row. */
  readonly newId: string;
  /** Active members in document order; null until somebody needs them (`directory_needed`). */
  readonly directory: readonly DirectoryMember[] | null;
}
