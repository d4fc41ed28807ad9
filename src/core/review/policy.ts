// The rules of one review, fixed at its birth and stored with it: differences between dialects are data here,
// never a branch in the core. Each dialect's policy.ts fills it from the workspace document.

import type { Calendar } from "../calendar.ts";
import type { Instant } from "../time.ts";
import type { Person } from "./actor.ts";
import type { FindingsShape } from "./findings-shape.ts";
import type { Verdict } from "./review.ts";

/** How many approvals settle a review. `rows`: approved rows, a minimum that is null or <= 0 means all rows. */
export type Quorum =
  | { readonly of: "rows"; readonly minimum: number | null }
  | { readonly of: "people"; readonly minimum: number };

/** What an approved review lets the requester do: run one thing once, or keep access for a while. */
export type AccessTerms =
  | { readonly kind: "once"; readonly deadlineMs: number }
  | { readonly kind: "timed"; readonly durationMs: number };

/** What happens at the breach besides the flag. `escalate` starts the ladder; the others end the review. */
export type BreachAction = "flag" | "escalate" | "expire" | "approve" | "reject";

export interface SlaTerms {
  /** Actor id of what time does: the policy's name, or `default` for a caller's own deadline. */
  readonly policyName: string;
  readonly dueAt: Instant;
  /** Null when the deadline was already at risk before it began. */
  readonly atRiskAt: Instant | null;
  /** 1-99, of the time between opening and deadline: for a deadline that is moved. */
  readonly atRiskPercent: number;
  readonly onBreach: readonly BreachAction[];
  /** Business time for the ladder and for pauses; null is the wall clock. */
  readonly calendar: Calendar | null;
}

/** One rung. `to` names `member:<id>`, `group:<name>` or `role:<role>`; who that is, is asked when the rung fires. */
export interface LadderRung {
  readonly afterMinutes: number;
  readonly to: readonly string[];
}

/** One way a review may end by outcome: its name, what it means to the kernel, and the reasons linked with it. */
export interface OutcomeRule {
  readonly outcome: string;
  readonly verdict: "approve" | "reject" | "none";
  readonly reasons: readonly string[];
}

/** In `subjectStatus`: the subject takes the very outcome that ended the review. */
export const ITS_OUTCOME = "{outcome}";

export interface ReviewPolicy {
  /** `readers`: requester, row and force groups, administrators, auditors. `members`: everybody in the workspace. */
  readonly visibility: "readers" | "members";
  /** Groups that were asked when the review opened, in row order: their members read it whatever rows come later. */
  readonly askedGroups: readonly string[];
  /** Who may vote: members of a row's group, administrators, or anybody who may write. */
  readonly voters: "group_members" | "administrators" | "members";
  readonly quorum: Quorum;
  /**
   * `refused_unless_administrator_in_group` exempts an administrator who also sits in a row's group.
   * `refused_to_people` lets a service answer what it asked in its own name: the one workspace key of a small set-up.
   */
  readonly selfApproval: "refused_to_people" | "refused_unless_administrator_in_group";
  /** Verdicts that an approved review still takes; empty: an approval is final. */
  readonly afterApproval: readonly Verdict[];
  /** Who asked in the requester's name, and so counts as the requester too; null: the requester asked. */
  readonly sponsor: { readonly kind: Person["kind"]; readonly id: string } | null;
  /** What a second, identical vote of one person is: nothing, or an error. */
  readonly repeatedVote: "ignored" | "refused";
  /** Groups whose members may settle alone with `force`; null when nobody set any. */
  readonly forceGroups: readonly string[] | null;
  /** Which verbs end this review. */
  readonly endings: readonly ("vote" | "completion" | "outcome")[];
  /** Verbs that a settled review still takes. */
  readonly afterSettlement: readonly ("assign" | "escalate")[];
  /** Whether findings can be saved, and whether completing needs them. */
  readonly findings: "none" | "optional" | "required";
  /** What findings may say; null: anything. */
  readonly findingsShape: FindingsShape | null;
  readonly access: AccessTerms | null;
  /** An open review that outlives this instant expires; `by` is the actor id of that ending. */
  readonly expiry: { readonly at: Instant; readonly by: string } | null;
  readonly sla: SlaTerms | null;
  readonly ladder: readonly LadderRung[];
  /** Whether readers below administrator see payload texts scrubbed of personal data. */
  readonly outputScrub: boolean;
  /** Status of the subject for each status of the review (and while escalated), or {@link ITS_OUTCOME}; absent keys leave it alone. */
  readonly subjectStatus: Readonly<Record<string, string>>;
  /** Subject status that nothing may leave again (a killed session); null without one. */
  readonly subjectEnd: string | null;
  /** Name of the rule that asked for this review; null when nobody's rule did. */
  readonly ruleName: string | null;
}
