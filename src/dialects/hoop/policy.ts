// The rules of a hoop review as data: what an access rule of the workspace asks for, for one piece of work.
// Source: hoop.md rulings 4-10, 12, 13.

import { slaTerms } from "../../app/sla-terms.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { AccessTerms, ReviewPolicy } from "../../core/review/policy.ts";
import type { Priority } from "../../core/review/review.ts";
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from "../../core/time.ts";
import type { AccessRule } from "./document.ts";

/** Stored with every review; the entrance of its writes. */
export const DIALECT = "hoop";

/** A session's review has no priority of its own. */
export const PRIORITY: Priority = "normal";

/** What a connection without a rule is guarded by when a review is asked for all the same. Source: hoop.md 1.6. */
export const ADMINISTRATORS_GROUP = "admin";

/** A duration of 0 is one run; anything else is access for so long. */
export const accessTerms = (durationSec: number, document: WorkspaceDocument): AccessTerms =>
  durationSec === 0
    ? { kind: "once", deadlineMs: document.executionDeadlineMinutes * MS_PER_MINUTE }
    : { kind: "timed", durationMs: durationSec * MS_PER_SECOND };

/** Groups that are asked, in row order; a group that is named twice is one row. */
export const askedGroups = (rule: AccessRule | null): readonly string[] => [
  ...new Set(rule?.reviewerGroups ?? [ADMINISTRATORS_GROUP]),
];

/** Null: every row must approve. */
export const minimumApprovals = (rule: AccessRule | null): number | null =>
  rule === null || rule.allGroupsMustApprove ? null : rule.minApprovals;

const expiryOf = (rule: AccessRule | null, now: Instant): ReviewPolicy["expiry"] =>
  rule === null || rule.pendingTtlMinutes === null
    ? null
    : { at: now + rule.pendingTtlMinutes * MS_PER_MINUTE, by: rule.name };

/** Terms of a review opened now. `rule` null: nobody's rule asked for it (a provisioned session). */
export const reviewPolicy = (
  rule: AccessRule | null,
  durationSec: number,
  document: WorkspaceDocument,
  now: Instant,
): ReviewPolicy => ({
  visibility: "readers",
  askedGroups: askedGroups(rule),
  voters: "group_members",
  quorum: { of: "rows", minimum: minimumApprovals(rule) },
  selfApproval: "refused_unless_administrator_in_group",
  afterApproval: ["approve", "reject", "revoke"],
  sponsor: null,
  repeatedVote: "ignored",
  forceGroups: rule === null || rule.forceApprovalGroups.length === 0 ? null : rule.forceApprovalGroups,
  endings: ["vote"],
  afterSettlement: [],
  findings: "none",
  findingsShape: null,
  access: accessTerms(durationSec, document),
  expiry: expiryOf(rule, now),
  sla: slaTerms(document, { dialect: DIALECT, priority: PRIORITY, createdAt: now, dueAt: null }),
  ladder: document.ladder,
  outputScrub: false,
  subjectStatus: SESSION_STATUS,
  subjectEnd: SESSION_END,
  ruleName: rule?.name ?? null,
});

/** A killed session stays killed. */
export const SESSION_END = "done";

/** Source: hoop.md ruling 13 (Sessions) and section 2.9. */
const SESSION_STATUS = {
  approved: "ready",
  processing: "open",
  rejected: SESSION_END,
  revoked: SESSION_END,
  executed: SESSION_END,
  unknown: SESSION_END,
  expired: SESSION_END,
  cancelled: SESSION_END,
} as const;
