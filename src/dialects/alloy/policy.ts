// The rules of an Alloy review as data: one person ends it with an outcome of the workspace's list.
// Source: alloy.md rulings 3-5, 9, 12 (Agents).

import { slaTerms } from "../../app/sla-terms.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { ITS_OUTCOME, type ReviewPolicy } from "../../core/review/policy.ts";
import type { Priority } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

/** Stored with every review; the entrance of its writes; the namespace of review tokens. */
export const DIALECT = "alloy";

/** Nothing in this API says how urgent a review is. */
export const PRIORITY: Priority = "normal";

/** The outcome that puts an evaluation into the queue. */
export const MANUAL_REVIEW = "Manual Review";

/** Terms of a review opened now. */
export const reviewPolicy = (document: WorkspaceDocument, now: Instant): ReviewPolicy => ({
  visibility: "members",
  askedGroups: [],
  voters: "members",
  quorum: { of: "people", minimum: 1 },
  selfApproval: "refused_to_people",
  afterApproval: [],
  sponsor: null,
  repeatedVote: "ignored",
  forceGroups: null,
  endings: ["outcome"],
  afterSettlement: [],
  findings: "none",
  findingsShape: null,
  access: null,
  expiry: null,
  sla: slaTerms(document, { dialect: DIALECT, priority: PRIORITY, createdAt: now, dueAt: null }),
  ladder: document.ladder,
  outputScrub: false,
  subjectStatus: { completed: ITS_OUTCOME },
  subjectEnd: null,
  ruleName: null,
});
