// The rules of a held trace as data: administrators decide, distinct people are counted, a verdict is final.
// Source: seed "Reviews"; adjudon.md rulings 6, 8, 13.

import { slaTerms } from "../../app/sla-terms.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { ReviewPolicy } from "../../core/review/policy.ts";
import type { Priority } from "../../core/review/review.ts";
import { type Instant, MS_PER_MINUTE } from "../../core/time.ts";
import type { FlagConfig } from "./document.ts";

/** Stored with every review; the entrance of its writes; the namespace of its 24-digit id. */
export const DIALECT = "adjudon";

/** Type of the subject, and namespace of the review's other id. */
export const TRACE = "trace";

/** Members of a trace that lists show even of a large one. Source: adjudon.md section 5 (DecisionTrace). */
export const LISTED_MEMBERS = [
  "inputContext",
  "outputDecision",
  "metadata",
  "agentVersion",
  "rationale",
  "alternatives",
  "triggeringCondition",
  "tags",
  "timestamp",
  "confidenceScore",
] as const;

export const DEFAULT_PRIORITY: Priority = "medium";

/** What a trace is called at each point of its life. Source: adjudon.md rulings 6, 8 and section 5. */
export const TRACE_STATUS = {
  approved: "approved",
  held: "flagged",
  blocked: "blocked",
  escalated: "escalated",
} as const;

/** Groups that a policy asks, each once. They are told; any administrator counts. */
export const askedGroups = ({ groups }: FlagConfig): readonly string[] => [...new Set(groups)];

export const priorityOf = ({ priority }: FlagConfig): Priority => priority ?? DEFAULT_PRIORITY;

/** Terms of a review opened now. `ruleName`: the policy that held the trace. */
export const reviewPolicy = (
  config: FlagConfig,
  ruleName: string | null,
  document: WorkspaceDocument,
  now: Instant,
): ReviewPolicy => ({
  visibility: "members",
  askedGroups: askedGroups(config),
  voters: "administrators",
  quorum: { of: "people", minimum: config.minApprovals ?? 1 },
  selfApproval: "refused_to_people",
  afterApproval: [],
  sponsor: null,
  repeatedVote: "refused",
  forceGroups: null,
  endings: ["vote"],
  afterSettlement: ["assign", "escalate"],
  findings: "none",
  findingsShape: null,
  access: null,
  expiry: null,
  sla: slaTerms(document, {
    dialect: DIALECT,
    priority: priorityOf(config),
    createdAt: now,
    dueAt: config.slaMinutes === undefined ? null : now + config.slaMinutes * MS_PER_MINUTE,
  }),
  ladder: document.ladder,
  outputScrub: true,
  subjectStatus: {
    approved: TRACE_STATUS.approved,
    rejected: TRACE_STATUS.blocked,
    escalated: TRACE_STATUS.escalated,
    expired: TRACE_STATUS.blocked,
    cancelled: TRACE_STATUS.blocked,
  },
  subjectEnd: null,
  ruleName,
});
