// Claims: who works on a review just now. A claim keeps colleagues from opening the same review, and forbids nothing:
// whoever may decide may decide, claimed or not, and an administrator takes a claim over or ends it.
// Why so: docs/decisions/0018-a-claim-is-a-lease.md.

import { err, ok, type Result } from "../core/result.ts";
import { isAdministrator, mayWrite } from "../core/review/actor.ts";
import { claimReasons } from "../core/review/claim.ts";
import { type EligibilityQuestion, questionOf } from "../core/review/eligibility.ts";
import type { ExecutionError, ReviewError } from "../core/review/errors.ts";
import { isVisibleTo } from "../core/review/permissions.ts";
import type { Review } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { JsonObject } from "../core/json.ts";
import type { Claim, ClaimedReview, ClaimStore, KeptUnder } from "./claim-ports.ts";
import { MAX_TRIES } from "./execute-directly.ts";
import { recordedAtOf } from "./judge.ts";
import type { Clock, Ids, ReviewStore, StoredAnswer } from "./ports.ts";
import type { Principal, ReviewRef } from "./principal.ts";
import type { ReviewQueries } from "./review-queries.ts";
import { metaOf, nowOf, type RequestFacts } from "./run-command.ts";
import type { Documents, WorkspaceDocument } from "./workspace-document.ts";

/** Source: issue "The desk people like to sit at", Build 5. The same number stands in the trigger that renews. */
export const LEASE_MS = 600_000;

export interface ClaimDeps {
  readonly claims: ClaimStore;
  readonly store: Pick<ReviewStore, "findAnswer">;
  readonly reviews: Pick<ReviewQueries, "attributes">;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "random">;
}

export type ClaimRefusal =
  | ReviewError
  /** A machine works on nothing. */
  | { readonly type: "claims_need_member" }
  /** Somebody else works on it. */
  | { readonly type: "claimed"; readonly claim: Claim };

export type ClaimError = ExecutionError | ClaimRefusal;

/** A review with who works on it. */
export interface ClaimShown {
  readonly review: Review;
  readonly attributes: JsonObject | null;
  readonly claim: Claim | null;
}

/** Why the asker cannot claim it now; empty: nothing is in the way. */
export const claimRefusals = (question: EligibilityQuestion, claim: Claim | null): readonly ClaimRefusal[] => {
  const { actor } = question.meta;
  if (actor.kind !== "member") return [{ type: "claims_need_member" }];
  const isElsewhere = claim !== null && claim.by.id !== actor.id && !isAdministrator(actor.role);
  return [...claimReasons(question), ...(isElsewhere ? [{ type: "claimed", claim } as const] : [])];
};

/** What the kernel is asked about a review in this workspace. */
export const askAbout = (
  stored: Review,
  document: WorkspaceDocument,
  actor: Principal["actor"],
  now: Instant,
): EligibilityQuestion =>
  questionOf(stored, document.outcomes, {
    actor,
    now,
    // No id is needed: nothing of what is tried is kept.
    newId: "",
    directory: document.members.filter(({ active }) => active),
  });

/** The lease that the caller would have from now on. */
export const leaseFor = ({ actor }: Principal, now: Instant): Claim => ({
  by: { id: actor.id, name: actor.name },
  until: now + LEASE_MS,
});

export const keptUnder = ({ clock }: ClaimDeps, principal: Principal, facts: RequestFacts): KeptUnder | null =>
  facts.idempotency === null
    ? null
    : { scope: facts.idempotency, recordedAt: recordedAtOf(metaOf(principal, facts, clock), clock) };

/** The review and who works on it, if the caller may see it. One round trip. */
export const readClaimed = async (
  { claims, clock }: Pick<ClaimDeps, "claims" | "clock">,
  principal: Principal,
  reviewId: string,
): Promise<Result<ClaimedReview, { readonly type: "not_found" }>> => {
  const found = await claims.find(principal.workspaceId, reviewId, nowOf(principal, clock));
  const isVisible = found !== null && isVisibleTo(found.stored.review, principal.actor);
  return isVisible ? ok(found) : err({ type: "not_found" });
};

/** The review as it is now, and who works on it now. */
export const showClaimed = async (
  deps: ClaimDeps,
  principal: Principal,
  reviewId: string,
): Promise<Result<ClaimShown, ClaimError>> => {
  const [found, attributes] = await Promise.all([
    readClaimed(deps, principal, reviewId),
    deps.reviews.attributes(principal.workspaceId, reviewId),
  ]);
  return found.ok ? ok({ review: found.value.stored.review, attributes, claim: found.value.claim }) : found;
};

/**
 * What was answered under the key before: the same review, as it is now (its id is all that is stored: free text lives
 * with its events). Null: nothing was left then.
 */
export const replayClaim = async (
  deps: ClaimDeps,
  principal: Principal,
  facts: RequestFacts,
  { fingerprint, answer }: StoredAnswer,
): Promise<Result<ClaimShown | null, ClaimError>> => {
  if (fingerprint !== facts.idempotency?.fingerprint || answer.type !== "body") {
    return err({ type: "idempotency_mismatch" });
  }
  const { reviewId } = answer.body;
  return typeof reviewId === "string" ? showClaimed(deps, principal, reviewId) : ok(null);
};

/** Of the loser of a race for the same key. */
export const replayStored = async (
  deps: ClaimDeps,
  principal: Principal,
  facts: RequestFacts,
): Promise<Result<ClaimShown | null, ClaimError>> => {
  const { idempotency } = facts;
  const answer = idempotency === null ? null : await deps.store.findAnswer(principal.workspaceId, idempotency);
  return answer === null ? err(UNAVAILABLE) : replayClaim(deps, principal, facts, answer);
};

export const UNAVAILABLE = { type: "unavailable", retryAfterSeconds: 1 } as const;

const notNothing = (shown: Result<ClaimShown | null, ClaimError>): Result<ClaimShown, ClaimError> => {
  if (!shown.ok) return shown;
  return shown.value === null ? err({ type: "idempotency_mismatch" }) : ok(shown.value);
};

const claimOnce = async (
  deps: ClaimDeps,
  principal: Principal,
  reviewId: string,
  facts: RequestFacts,
): Promise<Result<ClaimShown, ClaimError> | "lost_race"> => {
  const { workspaceId, workspaceVersion, actor } = principal;
  const now = nowOf(principal, deps.clock);
  const [shown, document] = await Promise.all([
    showClaimed(deps, principal, reviewId),
    deps.documents.load(workspaceId, workspaceVersion),
  ]);
  if (!shown.ok) return shown;
  const { review } = shown.value;
  if (facts.ifMatch !== null && facts.ifMatch !== review.version) {
    return err({ type: "precondition_failed", current: review });
  }
  const [refusal] = claimRefusals(askAbout(review, document, actor, now), shown.value.claim);
  if (refusal !== undefined) return err(refusal);
  const claim = leaseFor(principal, now);
  const taken = await deps.claims.take({
    workspaceId,
    reviews: [{ id: reviewId, version: review.version }],
    claim,
    now,
    token: deps.ids.random(),
    takesOver: isAdministrator(actor.role),
    isTestClock: principal.testNow !== null,
    keep: keptUnder(deps, principal, facts),
  });
  if (taken.type === "taken") return ok({ ...shown.value, claim });
  return taken.type === "answered" ? notNothing(await replayStored(deps, principal, facts)) : "lost_race";
};

/** A claim again renews it. Somebody else's is 409 to a plain member; an administrator takes it over. */
export const claimReview = async (
  deps: ClaimDeps,
  principal: Principal,
  target: ReviewRef | null,
  facts: RequestFacts,
): Promise<Result<ClaimShown, ClaimError>> => {
  if (principal.actor.kind !== "member") return err({ type: "claims_need_member" });
  if (target === null) return err({ type: "not_found" });
  if (facts.answer !== null) return notNothing(await replayClaim(deps, principal, facts, facts.answer));
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const outcome = await claimOnce(deps, principal, target.reviewId, facts);
    if (outcome !== "lost_race") return outcome;
  }
  return err(UNAVAILABLE);
};

/** Nobody's is released as well: nothing changes. Somebody else's only by an administrator. */
export const releaseReview = async (
  deps: ClaimDeps,
  principal: Principal,
  target: ReviewRef | null,
  facts: RequestFacts,
): Promise<Result<ClaimShown, ClaimError>> => {
  const { actor, workspaceId } = principal;
  const mayEndAny = isAdministrator(actor.role);
  if (target === null) return err({ type: "not_found" });
  if (facts.answer !== null) return notNothing(await replayClaim(deps, principal, facts, facts.answer));
  const shown = await showClaimed(deps, principal, target.reviewId);
  if (!shown.ok) return shown;
  const { review, claim } = shown.value;
  if (!mayWrite(actor.role)) return err({ type: "forbidden" });
  if (actor.kind !== "member" && !mayEndAny) return err({ type: "claims_need_member" });
  if (facts.ifMatch !== null && facts.ifMatch !== review.version) {
    return err({ type: "precondition_failed", current: review });
  }
  if (claim !== null && claim.by.id !== actor.id && !mayEndAny) return err({ type: "claimed", claim });
  const memberId = mayEndAny ? null : actor.id;
  const released = await deps.claims.release({
    workspaceId,
    reviewId: review.id,
    memberId,
    keep: keptUnder(deps, principal, facts),
  });
  if (released === "answered") return notNothing(await replayStored(deps, principal, facts));
  return ok({ ...shown.value, claim: null });
};
