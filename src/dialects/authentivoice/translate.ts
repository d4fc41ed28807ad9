// Core state to this API's wire, and its words to the core's. Pure; decides nothing.
// Source: seed "Update Review" § Response; authentivoice.md rulings 8, 9, 13 and section 4; workspace.md, last paragraph.

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import { isOpen, type Priority, type Review, type ReviewStatus } from "../../core/review/review.ts";
import { type Instant, MS_PER_SECOND } from "../../core/time.ts";
import { reviewIdOf } from "./ids.ts";
import { assigneeToWire, reviewerToWire } from "./people.ts";

export const STATUS_WORDS = ["pending", "in_progress", "completed", "escalated"] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];

/** Escalated is no state of the kernel: see {@link statusOf}. Endings that this API does not know are completed. */
export const STATUS = {
  pending: "pending",
  in_progress: "in_progress",
  approved: "completed",
  rejected: "completed",
  revoked: "completed",
  completed: "completed",
  processing: "completed",
  executed: "completed",
  unknown: "completed",
  expired: "completed",
  cancelled: "completed",
} as const satisfies Record<ReviewStatus, StatusWord>;

export const PRIORITY_WORDS = ["low", "normal", "high", "urgent"] as const;
export type PriorityWord = (typeof PRIORITY_WORDS)[number];

/** The native desk has more words for the same four. */
export const PRIORITY = {
  critical: "urgent",
  urgent: "urgent",
  high: "high",
  normal: "normal",
  medium: "normal",
  low: "low",
} as const satisfies Record<Priority, PriorityWord>;

/** Somebody was told, and nobody has picked the review up since. */
export const isEscalated = ({ status, escalation }: Review): boolean =>
  isOpen(status) && escalation !== null && !escalation.isPickedUp;

export const statusOf = (review: Review): StatusWord => (isEscalated(review) ? "escalated" : STATUS[review.status]);

/** Who was told first: a rung's role or group means its first active member. Null: there was nobody to tell. */
export const escalatedTo = ({ escalation }: Review): string | null => escalation?.to[0] ?? null;

/** ISO 8601 in UTC to the second, such as 2024-01-15T13:30:00Z. */
export const toSeconds = (at: Instant): string =>
  `${new Date(Math.floor(at / MS_PER_SECOND) * MS_PER_SECOND).toISOString().slice(0, -".000Z".length)}Z`;

const when = (key: string, at: Instant | null | undefined): Readonly<Record<string, string>> =>
  at == null ? {} : { [key]: toSeconds(at) };

const reviewTypeOf = ({ extra }: Review) => extra["reviewType"] ?? null;

/** A review as GET and the list answer it. */
export const reviewToWire = (review: Review, document: Pick<WorkspaceDocument, "members">) => ({
  reviewId: reviewIdOf(review),
  analysisId: review.subject.id,
  status: statusOf(review),
  priority: PRIORITY[review.priority],
  reviewType: reviewTypeOf(review),
  assignedTo: reviewerToWire(document, review.assignedTo),
  createdAt: toSeconds(review.createdAt),
  ...when("startedAt", review.startedAt),
  ...when("completedAt", review.completedAt),
  ...when("deadline", review.sla?.dueAt),
  ...(review.findings === null ? {} : { findings: review.findings }),
  ...(isEscalated(review) ? { escalatedTo: escalatedTo(review) } : {}),
});

/** A review that was just created. */
export const createdToWire = (review: Review, document: Pick<WorkspaceDocument, "members">) => ({
  reviewId: reviewIdOf(review),
  analysisId: review.subject.id,
  assignedTo: assigneeToWire(document, review.assignedTo),
  status: statusOf(review),
  priority: PRIORITY[review.priority],
  reviewType: reviewTypeOf(review),
  createdAt: toSeconds(review.createdAt),
  ...when("deadline", review.sla?.dueAt),
});

/** What an update answers. */
export const updateToWire = (review: Review, nextSteps: readonly string[]) => ({
  reviewId: reviewIdOf(review),
  status: statusOf(review),
  updatedAt: toSeconds(review.updatedAt),
  ...when("completedAt", review.completedAt),
  ...(isEscalated(review) ? { escalatedTo: escalatedTo(review) } : {}),
  nextSteps,
});

/** An analysis, as registered. */
export const analysisToWire = (id: string, createdAt: Instant, body: JsonObject) => ({
  analysisId: id,
  status: "completed",
  fraudAnalysis: {
    riskScore: body["riskScore"] ?? null,
    riskLevel: body["riskLevel"] ?? null,
    fraudIndicators: body["fraudIndicators"] ?? [],
    summary: body["summary"] ?? null,
  },
  createdAt: toSeconds(createdAt),
});
