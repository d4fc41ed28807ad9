// Which deadline a new review gets: the workspace's first matching policy, or the caller's own instant.
// Source: time.md 1.

import { addTime } from "../core/calendar.ts";
import type { SlaTerms } from "../core/review/policy.ts";
import type { Priority } from "../core/review/review.ts";
import { atRiskAt, DEFAULT_AT_RISK_PERCENT } from "../core/review/sla.ts";
import { type Instant, MS_PER_MINUTE } from "../core/time.ts";
import type { SlaPolicy, WorkspaceDocument } from "./workspace-document.ts";

const DEFAULT_ACTOR = "default";

const matches = ({ when }: SlaPolicy, dialect: string, priority: Priority): boolean =>
  (when.dialects === undefined || when.dialects.includes(dialect)) &&
  (when.priorities === undefined || when.priorities.includes(priority));

/** The terms of a review opened now; null: no deadline. `dueAt` is the caller's own, which replaces only the instant. */
export const slaTerms = (
  document: WorkspaceDocument,
  review: {
    readonly dialect: string;
    readonly priority: Priority;
    readonly createdAt: Instant;
    readonly dueAt: Instant | null;
  },
): SlaTerms | null => {
  const policy = document.slaPolicies.find((candidate) => matches(candidate, review.dialect, review.priority));
  if (policy === undefined && review.dueAt === null) return null;
  const calendar = policy?.calendar == null ? null : (document.calendars[policy.calendar] ?? null);
  const { createdAt } = review;
  const dueAt = review.dueAt ?? addTime(calendar, createdAt, (policy?.dueInMinutes ?? 0) * MS_PER_MINUTE);
  const atRiskPercent = policy?.atRiskPercent ?? DEFAULT_AT_RISK_PERCENT;
  return {
    policyName: policy?.name ?? DEFAULT_ACTOR,
    dueAt,
    atRiskAt: atRiskAt({ calendar, atRiskPercent }, createdAt, dueAt),
    atRiskPercent,
    onBreach: policy?.onBreach ?? ["flag"],
    calendar,
  };
};
