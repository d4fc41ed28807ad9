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

export const StatusBadge = ({ status }: { readonly status: ReviewStatus | RowStatus }) => (
  <span class={`badge status-${status.replace("_", "-")}`}>{STATUS_WORDS[status]}</span>
);

export const PriorityBadge = ({ priority }: { readonly priority: Priority }) => (
  <span class={`badge priority-${priority}`}>{priority}</span>
);

/** The API that a review came through, by its name. */
export const DialectBadge = ({ dialect }: { readonly dialect: string }) => (
  <span class="badge dialect">
    <Foreign text={dialect} />
  </span>
);
