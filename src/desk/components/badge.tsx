// Small words in a frame: status, priority, API. Always text; the colour only repeats it.

import type { Priority, ReviewStatus, RowStatus } from "../../core/review/review.ts";
import { Foreign } from "./foreign-text.tsx";

export const STATUS_WORDS = {
  pending: "pending",
  in_progress: "in progress",
  approved: "approved",
  rejected: "rejected",
  revoked: "revoked",
  completed: "completed",
  processing: "running",
  executed: "executed",
  unknown: "outcome unknown",
  expired: "expired",
  cancelled: "cancelled",
} as const satisfies Record<ReviewStatus, string>;

type Tone = "" | " badge-good" | " badge-warn" | " badge-bad" | " badge-accent";

const STATUS_TONE = {
  pending: "",
  in_progress: " badge-accent",
  approved: " badge-good",
  rejected: " badge-bad",
  revoked: " badge-bad",
  completed: " badge-good",
  processing: " badge-accent",
  executed: " badge-good",
  unknown: " badge-warn",
  expired: " badge-warn",
  cancelled: "",
} as const satisfies Record<ReviewStatus, Tone>;

const PRIORITY_TONE = {
  critical: " badge-bad",
  urgent: " badge-bad",
  high: " badge-warn",
  normal: "",
  medium: "",
  low: "",
} as const satisfies Record<Priority, Tone>;

export const StatusBadge = ({ status }: { readonly status: ReviewStatus | RowStatus }) => (
  <span class={`badge${STATUS_TONE[status]}`}>{STATUS_WORDS[status]}</span>
);

export const PriorityBadge = ({ priority }: { readonly priority: Priority }) => (
  <span class={`badge${PRIORITY_TONE[priority]}`}>{priority}</span>
);

/** The API that a review came through, by its name. */
export const DialectBadge = ({ dialect }: { readonly dialect: string }) => (
  <span class="badge dialect">
    <Foreign text={dialect} />
  </span>
);
