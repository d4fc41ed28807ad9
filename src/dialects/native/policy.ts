// The rules of a review that is opened natively: people of groups, row by row, or any members, counted.
// Source: workspace.md 4, `POST /v2/reviews`.

import { slaTerms } from "../../app/sla-terms.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { Person } from "../../core/review/actor.ts";
import type { ReviewPolicy } from "../../core/review/policy.ts";
import type { Priority } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

/** Stored with every review that is opened here; the entrance of every write that comes through here. */
export const DIALECT = "native";

export interface NativeTerms {
  readonly groups: readonly string[];
  /** Null: all groups, or one person. */
  readonly minApprovals: number | null;
  readonly priority: Priority;
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  /** Who asks in somebody else's name; null: nobody does. */
  readonly sponsor: Pick<Person, "kind" | "id"> | null;
}

type Voting = Pick<ReviewPolicy, "visibility" | "voters" | "quorum" | "selfApproval" | "afterApproval">;

const votingOf = ({ groups, minApprovals }: NativeTerms): Voting =>
  groups.length > 0
    ? {
        visibility: "readers",
        voters: "group_members",
        quorum: { of: "rows", minimum: minApprovals },
        selfApproval: "refused_unless_administrator_in_group",
        afterApproval: ["approve", "reject", "revoke"],
      }
    : {
        visibility: "members",
        voters: "members",
        quorum: { of: "people", minimum: minApprovals ?? 1 },
        selfApproval: "refused_to_people",
        afterApproval: ["revoke"],
      };

/**
 * Completion says that work is done, and says neither yes nor no. Where several people or groups were asked, one person's
 * word (the requester's own, even) must not end what the others were asked for: such a review ends by votes alone.
 * Assumption: workspace.md 4 lists `/complete` and names no such bound.
 */
const endingsOf = ({ groups, minApprovals }: NativeTerms): ReviewPolicy["endings"] =>
  groups.length > 0 || (minApprovals ?? 1) > 1 ? ["vote"] : ["vote", "completion"];

export const nativePolicy = (document: WorkspaceDocument, terms: NativeTerms): ReviewPolicy => ({
  ...votingOf(terms),
  askedGroups: terms.groups,
  sponsor: terms.sponsor,
  repeatedVote: "ignored",
  forceGroups: null,
  endings: endingsOf(terms),
  afterSettlement: [],
  findings: "optional",
  findingsShape: null,
  access: null,
  expiry: null,
  sla: slaTerms(document, { dialect: DIALECT, ...terms }),
  ladder: document.ladder,
  outputScrub: false,
  subjectStatus: {},
  subjectEnd: null,
  ruleName: null,
});
