// Which members could decide a review now: the kernel is asked for each of them, so that this is no second rule.

import type { Actor } from "./actor.ts";
import { type EligibilityQuestion, standingIn } from "./eligibility.ts";
import { isVisibleTo } from "./permissions.ts";
import type { ReviewPolicy } from "./policy.ts";
import type { Review } from "./review.ts";
import type { Verb } from "./verbs.ts";

const DECIDING = {
  vote: ["approve", "force", "reject", "revoke"],
  outcome: ["outcome"],
  completion: ["complete"],
} as const satisfies Record<ReviewPolicy["endings"][number], readonly Verb[]>;

/** Verbs that say no: whoever may only say these brings a review no further towards what was asked. */
const DENYING: readonly Verb[] = ["reject", "revoke"];

/** Verbs by which the actor could decide now, and something would change. Empty for whoever may not see the review. */
export const decidingVerbs = ({ review, outcomes, meta }: EligibilityQuestion, actor: Actor): readonly Verb[] => {
  if (!isVisibleTo(review, actor)) return [];
  const question = { review, outcomes, meta: { ...meta, actor } };
  return review.policy.endings
    .flatMap((ending): readonly Verb[] => DECIDING[ending])
    .filter((verb) => {
      const { reasons, isChange } = standingIn(question, verb);
      return reasons.length === 0 && isChange;
    });
};

export interface Decider {
  readonly member: Actor;
  /** Groups by which this member counts here, in the member's order. */
  readonly groups: readonly string[];
  readonly verbs: readonly Verb[];
}

export interface Deciders {
  /** Those who can bring the review forward first, then those who can only deny it; each in the order given. */
  readonly members: readonly Decider[];
  /** There are more than were asked for. */
  readonly isTruncated: boolean;
}

const groupsThatCount = ({ groups, policy }: Review, { groups: own }: Actor): readonly string[] =>
  own.filter((name) => groups.some(({ group }) => group === name) || (policy.forceGroups ?? []).includes(name));

/** Looks no further than it must: at most as many as `limit`. */
export const decidersOf = (question: EligibilityQuestion, members: readonly Actor[], limit: number): Deciders => {
  const forward: Decider[] = [];
  const denying: Decider[] = [];
  for (const member of members) {
    const verbs = decidingVerbs(question, member);
    if (verbs.length === 0) continue;
    const isForward = verbs.some((verb) => !DENYING.includes(verb));
    (isForward ? forward : denying).push({ member, groups: groupsThatCount(question.review, member), verbs });
    if (forward.length > limit) break;
  }
  const found = [...forward, ...denying];
  return { members: found.slice(0, limit), isTruncated: found.length > limit };
};
