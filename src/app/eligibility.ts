// Who may do what to one review, and why not: the caller, and everybody else who could decide it. The kernel answers for
// each of them (core/review/eligibility.ts); here it only gets to know the workspace.

import { err, ok, type Result } from "../core/result.ts";
import { type Actor, isSamePerson } from "../core/review/actor.ts";
import { type Deciders, decidersOf } from "../core/review/deciders.ts";
import { type Eligibility, eligibilityOf } from "../core/review/eligibility.ts";
import { type Missing, missingOf } from "../core/review/missing.ts";
import { isRequester } from "../core/review/permissions.ts";
import type { Review, Verdict } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import { memberActor } from "./build-principal.ts";
import type { Claim } from "./claim-ports.ts";
import { askAbout, type ClaimDeps, type ClaimRefusal, claimRefusals, readClaimed } from "./claims.ts";
import type { Principal, ReviewRef } from "./principal.ts";
import { nowOf } from "./run-command.ts";
import type { WorkspaceDocument } from "./workspace-document.ts";

/** As many others as are named; more are only said to be there. */
export const MAX_DECIDERS = 50;

export interface ReviewEligibility extends Eligibility {
  /** As any command would find it: what is due has happened, though it may not be written yet. */
  readonly review: Review;
  /** As stored: what `If-Match` names. */
  readonly version: number;
  readonly you: {
    readonly isRequester: boolean;
    /** What the caller has said last, and it still counts; null: nothing. */
    readonly vote: Verdict | null;
  };
  readonly missing: readonly Missing[];
  /** Active members but the caller. */
  readonly others: Deciders;
  /** Who works on it. It forbids nothing. */
  readonly claim: Claim | null;
  /** Why the caller cannot claim it; empty: nothing is in the way. */
  readonly claimRefusals: readonly ClaimRefusal[];
}

const VERDICT_OF = { pending: null, approved: "approve", rejected: "reject", revoked: "revoke" } as const;

const voteOf = ({ groups, votes }: Review, actor: Actor): Verdict | null => {
  const row = groups.findLast(({ reviewedBy }) => reviewedBy !== null && isSamePerson(reviewedBy, actor));
  const personal = votes.findLast(({ by }) => isSamePerson(by, actor));
  return personal?.verdict ?? (row === undefined ? null : VERDICT_OF[row.status]);
};

/** Of a review at hand, without a round trip. Null: it does not exist for the actor. */
export const judgeEligibility = (
  stored: Review,
  document: WorkspaceDocument,
  actor: Actor,
  now: Instant,
  claim: Claim | null = null,
): ReviewEligibility | null => {
  const question = askAbout(stored, document, actor, now);
  const own = eligibilityOf(question);
  if (own === null) return null;
  const active = document.members.filter((member) => member.active);
  const others = active
    .filter(({ id }) => actor.kind !== "member" || id !== actor.id)
    .map((member) => memberActor(member, null));
  const { review } = question;
  return {
    ...own,
    review,
    version: stored.version,
    you: { isRequester: isRequester(review, actor), vote: voteOf(review, actor) },
    missing: missingOf(review),
    others: decidersOf(question, others, MAX_DECIDERS),
    claim,
    claimRefusals: claimRefusals(question, claim),
  };
};

export type EligibilityDeps = Pick<ClaimDeps, "claims" | "documents" | "clock">;

/** One round trip; a second beside it where the isolate has not read this version of the workspace yet. */
export const readEligibility = async (
  deps: EligibilityDeps,
  principal: Principal,
  target: ReviewRef | null,
): Promise<Result<ReviewEligibility, { readonly type: "not_found" }>> => {
  if (target === null) return err({ type: "not_found" });
  const { actor, workspaceId, workspaceVersion } = principal;
  const [found, document] = await Promise.all([
    readClaimed(deps, principal, target.reviewId),
    deps.documents.load(workspaceId, workspaceVersion),
  ]);
  if (!found.ok) return found;
  const { stored, claim } = found.value;
  const eligibility = judgeEligibility(stored.review, document, actor, nowOf(principal, deps.clock), claim);
  return eligibility === null ? err({ type: "not_found" }) : ok(eligibility);
};
