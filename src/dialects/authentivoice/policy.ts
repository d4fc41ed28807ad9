// The rules of a voice review as data: any member works on it, it ends by completion with findings.
// Source: authentivoice.md rulings 4-6, 13; seed "Update Review".

import { slaTerms } from "../../app/sla-terms.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { FindingsShape } from "../../core/review/findings-shape.ts";
import type { ReviewPolicy } from "../../core/review/policy.ts";
import type { Priority } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

/** Stored with every review; the entrance of its writes; namespace of the ids it gives them. */
export const DIALECT = "authentivoice";

/** Type of the subject: the analysed call that a review hangs on. */
export const ANALYSIS = "analysis";

/** Type of the row by which a review takes its analysis: of two that try, one gets it. Its id is the analysis's. */
export const ANALYSIS_TAKEN = "analysis_review";

/** What the workload queries have to know of this API. */
export const WORKLOAD = {
  dialect: DIALECT,
  subjectType: ANALYSIS,
  takenType: ANALYSIS_TAKEN,
  topicsPath: "$.fraudIndicators",
} as const;

export const RISKS = ["very_low", "low", "medium", "high", "critical"] as const;

/** What findings.ts takes, for the kernel: every entrance comes to it. Source: authentivoice.md ruling 2, section 4. */
export const FINDINGS_SHAPE: FindingsShape = {
  fraudConfirmed: { is: "flag" },
  riskAssessment: { is: "word", of: RISKS },
  notes: { is: "text" },
  flaggedSections: { is: "records", of: ["timestamp", "reason"] },
  recommendedActions: { is: "texts" },
  confidence: { is: "number", from: 0, to: 1 },
};

/** Terms of a review opened now. `dueAt`: the caller's own deadline; null leaves it to the workspace. */
export const reviewPolicy = (
  document: WorkspaceDocument,
  {
    priority,
    createdAt,
    dueAt,
  }: { readonly priority: Priority; readonly createdAt: Instant; readonly dueAt: Instant | null },
): ReviewPolicy => ({
  visibility: "members",
  askedGroups: [],
  voters: "members",
  quorum: { of: "people", minimum: 1 },
  selfApproval: "refused_to_people",
  afterApproval: [],
  sponsor: null,
  repeatedVote: "ignored",
  forceGroups: null,
  endings: ["completion"],
  afterSettlement: [],
  findings: "required",
  findingsShape: FINDINGS_SHAPE,
  access: null,
  expiry: null,
  sla: slaTerms(document, { dialect: DIALECT, priority, createdAt, dueAt }),
  ladder: document.ladder,
  outputScrub: false,
  subjectStatus: {},
  subjectEnd: null,
  ruleName: null,
});
