// Core state to hoop's wire, and hoop's words to the core's. Pure; decides nothing.
// Source: seed "Update Review Status"; hoop.md rulings 2, 13 and sections 1.2, 1.3.

import type { Session } from "../../app/session-queries.ts";
import type { Person } from "../../core/review/actor.ts";
import type { AccessTerms } from "../../core/review/policy.ts";
import type { GroupRow, Review, ReviewStatus, RowStatus, TimeWindow, Verdict } from "../../core/review/review.ts";
import { toIso, toIsoOrNull } from "../../core/time.ts";

export const STATUS = {
  pending: "PENDING",
  in_progress: "IN_PROGRESS",
  approved: "APPROVED",
  rejected: "REJECTED",
  revoked: "REVOKED",
  completed: "COMPLETED",
  processing: "PROCESSING",
  executed: "EXECUTED",
  unknown: "UNKNOWN",
  expired: "EXPIRED",
  cancelled: "CANCELLED",
} as const satisfies Record<ReviewStatus, string>;

const ROW_STATUS = {
  pending: "PENDING",
  approved: "APPROVED",
  rejected: "REJECTED",
  revoked: "REVOKED",
} as const satisfies Record<RowStatus, string>;

const VERDICTS: ReadonlyMap<string, Verdict> = new Map([
  ["APPROVED", "approve"],
  ["REJECTED", "reject"],
  ["REVOKED", "revoke"],
]);

/** The verdict that a status asks for, in any case; null for every status that no reviewer sets. */
export const verdictOf = (status: string): Verdict | null => VERDICTS.get(status.toUpperCase()) ?? null;

const STATUSES: ReadonlyMap<string, ReviewStatus> = new Map([
  ["PENDING", "pending"],
  ["APPROVED", "approved"],
  ["REJECTED", "rejected"],
  ["REVOKED", "revoked"],
  ["PROCESSING", "processing"],
  ["EXECUTED", "executed"],
  ["UNKNOWN", "unknown"],
  ["EXPIRED", "expired"],
  ["CANCELLED", "cancelled"],
]);

/** The status that a list filter names, in any case; null when it is none. */
export const statusOf = (status: string): ReviewStatus | null => STATUSES.get(status.toUpperCase()) ?? null;

const NS_PER_MS = 1_000_000;

/** `onetime` runs once; `jit` is access for a while. */
const typeOf = (access: AccessTerms | null): "onetime" | "jit" => (access?.kind === "timed" ? "jit" : "onetime");

const accessDurationMs = (access: AccessTerms | null): number => (access?.kind === "timed" ? access.durationMs : 0);

/** A service has a name and nothing else. Source: hoop.md ruling 13. */
const personToWire = ({ kind, id, name, email, slackId }: Person) => ({
  ...(kind === "member" ? { id } : {}),
  ...(name === "" ? {} : { name }),
  email,
  slack_id: slackId,
});

const rowToWire = (row: GroupRow) => ({
  id: row.id,
  group: row.group,
  status: ROW_STATUS[row.status],
  reviewed_by: row.reviewedBy === null ? null : personToWire(row.reviewedBy),
  review_date: toIsoOrNull(row.reviewedAt),
  forced_review: row.forced,
});

const windowToWire = (window: TimeWindow | null) =>
  window === null ? null : { type: window.type, configuration: window.configuration };

/** The rule's number, or how many groups were asked when all of them must approve. Source: hoop.md ruling 13. */
const minApprovals = ({ quorum, askedGroups }: Review["policy"]): number | null => {
  if (quorum.of !== "rows") return null;
  return quorum.minimum === null || quorum.minimum <= 0 ? askedGroups.length : quorum.minimum;
};

/** What a review and the review inside a session share. */
const reviewFields = (review: Review) => ({
  type: typeOf(review.policy.access),
  access_duration: accessDurationMs(review.policy.access) * NS_PER_MS,
  status: STATUS[review.status],
  revoke_at: toIsoOrNull(review.accessEndsAt),
  created_at: toIso(review.createdAt),
  review_groups_data: review.groups.map(rowToWire),
  time_window: windowToWire(review.timeWindow),
  access_request_rule_name: review.policy.ruleName,
  min_approvals: minApprovals(review.policy),
  force_approval_groups: review.policy.forceGroups,
  ...(review.status === "rejected" && review.decision?.reason ? { rejection_reason: review.decision.reason } : {}),
});

/** A review, as every endpoint of reviews answers it. */
export const reviewToWire = (review: Review) => ({
  id: review.id,
  session: review.subject.id,
  ...reviewFields(review),
});

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A session, as GET and the list answer it. */
export const sessionToWire = ({ id, status, createdAt, body, review }: Session) => ({
  id,
  connection: text(body["connection"]),
  script: text(body["script"]),
  user_email: text(body["user_email"]),
  user_name: text(body["user_name"]),
  type: text(body["type"]),
  status,
  access_duration_sec: typeof body["access_duration_sec"] === "number" ? body["access_duration_sec"] : 0,
  review: review === null ? null : { id: review.id, ...reviewFields(review) },
  created_at: toIso(createdAt),
});

/** A claim that was won. `exit_code` -2 means "still running". Source: hoop.md ruling 10. */
export const claimToWire = (sessionId: string, token: string) => ({
  session_id: sessionId,
  has_review: true,
  output_status: "running",
  exit_code: -2,
  execution_token: token,
});
