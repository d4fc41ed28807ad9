// What happened to a review. One event is one audit row, one version and one message.
// Source: the closed list of types in webhooks.md 1.

import type { JsonObject } from "../json.ts";
import type { Instant } from "../time.ts";
import type { Actor, Person } from "./actor.ts";
import type { OpenReview } from "./commands.ts";
import type { GroupRow, LadderState, Priority, ReviewStatus, SlaState, TimeWindow, Verdict } from "./review.ts";

/** A vote as it landed: the rows after it, and what it settled. */
export interface VoteData {
  readonly verdict: Verdict;
  /** Rows that this vote stamped or appended, as they now stand. Empty where people are counted. */
  readonly rows: readonly GroupRow[];
  readonly forced: boolean;
  /** Set when this vote brought the window. */
  readonly timeWindow: TimeWindow | null;
  readonly accessEndsAt: Instant | null;
  /** True for an ending that time made (time.md 6). */
  readonly automated: boolean;
}

/** The birth of a review: everything but its ids. */
export interface OpenedData extends Omit<OpenReview, "workspaceId" | "id" | "recorded" | "groups"> {
  readonly status: ReviewStatus;
  readonly groups: readonly GroupRow[];
  /** Set when the review is born approved. */
  readonly accessEndsAt: Instant | null;
}

export interface EscalatedData {
  readonly to: readonly string[];
  readonly level: number;
  readonly automated: boolean;
  /** The ladder after this rung. */
  readonly ladder: LadderState | null;
  readonly secondReview: boolean;
}

export interface CompletedData {
  readonly outcome: string | null;
  readonly verdict: "approve" | "reject" | "none";
  readonly reasons: readonly string[];
  /** Set when the review was only recorded: it is born completed, in this one event. */
  readonly opening: OpenedData | null;
}

/** `data` is hashed and kept for ever; `texts` is free text and personal data, kept apart and erasable. */
interface EventOf<Type extends string, Data> {
  readonly type: Type;
  /** Effective instant; never before the previous event's. */
  readonly at: Instant;
  readonly by: Actor;
  readonly data: Data;
  /** Free text by name; empty when there is none. */
  readonly texts: JsonObject;
}

type Nothing = Readonly<Record<never, never>>;

export type ReviewEvent =
  | EventOf<"opened", OpenedData>
  | EventOf<"vote_cast" | "approved" | "rejected" | "revoked", VoteData>
  | EventOf<
      "assigned",
      {
        readonly assignedTo: string | null;
        readonly priority: Priority | null;
        readonly sla: SlaState | null;
        /** Set where the one who gets it is not to be told. */
        readonly isQuiet?: true;
      }
    >
  | EventOf<"started", { readonly assignedTo: string | null; readonly secondReview: boolean }>
  | EventOf<"escalated", EscalatedData>
  | EventOf<"findings_saved", { readonly secondReview: boolean }>
  | EventOf<"second_review_requested", { readonly firstCompletedBy: Person | null }>
  | EventOf<"completed", CompletedData>
  | EventOf<"note_added", Nothing>
  | EventOf<"paused", Nothing>
  | EventOf<
      "resumed",
      { readonly sla: SlaState | null; readonly ladder: LadderState | null; readonly expiresAt: Instant | null }
    >
  | EventOf<"execution_started", { readonly deadlineAt: Instant }>
  | EventOf<
      "executed" | "execution_report_late",
      { readonly result: "succeeded" | "failed"; readonly exitCode: number | null }
    >
  | EventOf<"execution_unknown", Nothing>
  | EventOf<"expired" | "cancelled", { readonly automated: boolean }>
  | EventOf<"sla_at_risk" | "sla_breached", Nothing>;

export type EventType = ReviewEvent["type"];

export const EVENT_TYPES = [
  "opened",
  "vote_cast",
  "approved",
  "rejected",
  "revoked",
  "assigned",
  "started",
  "escalated",
  "findings_saved",
  "second_review_requested",
  "completed",
  "note_added",
  "paused",
  "resumed",
  "execution_started",
  "executed",
  "execution_unknown",
  "execution_report_late",
  "expired",
  "cancelled",
  "sla_at_risk",
  "sla_breached",
] as const satisfies readonly EventType[];
