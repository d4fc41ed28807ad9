// Who may see a review and who may do what to it: every entrance asks here and nowhere else.
// Source: hoop.md rulings 4, 7, 13 (matrix 2.4); adjudon.md rulings 3, 13.

import { type Actor, isAdministrator, isSamePerson } from "./actor.ts";
import type { Review } from "./review.ts";

/** Whether the actor names the requester as the one it speaks for. */
const claimsRequester = ({ requester }: Review, { claimedAgent }: Actor): boolean =>
  claimedAgent !== null && requester?.kind === "member" && requester.id === claimedAgent.memberId;

/** Whoever asked in the requester's name. */
const isSponsor = ({ policy: { sponsor } }: Review, actor: Actor): boolean =>
  sponsor !== null && isSamePerson(sponsor, actor);

/** The requester, or somebody who claims to speak for the requester. */
export const isOwnRequest = (review: Review, actor: Actor): boolean =>
  (review.requester !== null && isSamePerson(review.requester, actor)) || claimsRequester(review, actor);

/** The requester, whoever asked in the requester's name, or somebody who claims to speak for the requester. */
export const isRequester = (review: Review, actor: Actor): boolean =>
  isOwnRequest(review, actor) || isSponsor(review, actor);

/** A plain member cannot ask in another's name to approve it; administrators and services speak for others as a matter of course. */
const isOwnByDetour = (review: Review, actor: Actor): boolean =>
  isSponsor(review, actor) && actor.kind === "member" && !isAdministrator(actor.role);

/** Whether the actor sits in the group of a row. Rows appended by a denial count: they are rows. */
export const isInReviewGroup = (review: Review, actor: Actor): boolean =>
  review.groups.some((row) => actor.groups.includes(row.group));

/** The force group the actor would settle with, searched from the shorter list; null when in none. */
export const forceGroupOf = (review: Review, actor: Actor): string | null => {
  const forceGroups = review.policy.forceGroups ?? [];
  const [shorter, longer] =
    forceGroups.length <= actor.groups.length ? [forceGroups, actor.groups] : [actor.groups, forceGroups];
  return shorter.find((group) => longer.includes(group)) ?? null;
};

/** Hidden reviews do not exist for the caller. Source: hoop.md ruling 4; workspace.md, last paragraph. */
export const isVisibleTo = (review: Review, actor: Actor): boolean => {
  if (review.policy.visibility === "members") return true;
  if (isAdministrator(actor.role) || actor.role === "auditor" || actor.kind === "policy") return true;
  const isAsked = review.policy.askedGroups.some((group) => actor.groups.includes(group));
  return isRequester(review, actor) || isAsked || forceGroupOf(review, actor) !== null;
};

/** Whether approving would be a self-approval: the requester never approves their own request, but for the policy's one exemption. */
export const isSelfApproval = (review: Review, actor: Actor): boolean => {
  if (!isOwnRequest(review, actor)) return isOwnByDetour(review, actor);
  switch (review.policy.selfApproval) {
    case "refused_to_people":
      return actor.kind === "member" || claimsRequester(review, actor);
    case "refused_unless_administrator_in_group":
      return !(isAdministrator(actor.role) && isInReviewGroup(review, actor));
  }
};

/** Whether the actor's vote counts at all, self-approval apart. */
export const isVoter = (review: Review, actor: Actor): boolean => {
  switch (review.policy.voters) {
    case "group_members":
      return isInReviewGroup(review, actor);
    case "administrators":
      return isAdministrator(actor.role);
    case "members":
      return true;
  }
};

/** A denial also belongs to the requester and to administrators, from outside every group. */
export const mayDenyFromOutside = (review: Review, actor: Actor): boolean =>
  review.policy.voters === "group_members" && (isRequester(review, actor) || isAdministrator(actor.role));

/** Whether the actor may run what was approved. Source: hoop.md ruling 10. */
export const mayExecute = (review: Review, actor: Actor): boolean =>
  isRequester(review, actor) || isAdministrator(actor.role);
