// What an open review still waits for before it is decided, as data. Says what, not who: that is eligibility.ts.

import type { Person } from "./actor.ts";
import { lacksFindings } from "./findings.ts";
import { quorumStanding } from "./quorum.ts";
import { isOpen, type Review } from "./review.ts";

export type Missing =
  /** `groups`: those that were asked and have not approved, in row order; empty where people are counted. */
  | {
      readonly type: "approvals";
      readonly of: "groups" | "people";
      readonly needed: number;
      readonly given: number;
      readonly groups: readonly string[];
    }
  | { readonly type: "findings" }
  /** One of the workspace's outcomes, with reasons that are linked with it. */
  | { readonly type: "outcome" }
  /** `notBy`: who completed first and cannot be the second; null: nobody has completed yet. */
  | { readonly type: "second_reviewer"; readonly notBy: Person | null };

const approvals = ({ policy: { quorum }, groups, votes }: Review): Missing => ({
  type: "approvals",
  of: quorum.of === "rows" ? "groups" : "people",
  ...quorumStanding(quorum, groups, votes),
  groups: quorum.of === "rows" ? groups.filter(({ status }) => status !== "approved").map(({ group }) => group) : [],
});

/** Empty once the review is settled. */
export const missingOf = (review: Review): readonly Missing[] => {
  const { endings } = review.policy;
  if (!isOpen(review.status)) return [];
  const missing: Missing[] = [];
  if (endings.includes("vote")) missing.push(approvals(review));
  if (endings.includes("outcome")) missing.push({ type: "outcome" });
  if (endings.includes("completion") && lacksFindings(review)) missing.push({ type: "findings" });
  if (review.secondReview !== "not_needed") missing.push({ type: "second_reviewer", notBy: review.firstCompletedBy });
  return missing;
};
