// The next review for somebody who asks for work: the first in line that they could bring forward, leased to them in the
// same step. In line: by priority, then by the instant it is due, then by age; without a deadline a review stands where one
// due a day after its opening would, so that within a priority nothing waits for ever behind what has one.

import { err, ok, type Result } from "../core/result.ts";
import { isAdministrator, mayWrite } from "../core/review/actor.ts";
import { isNextFor } from "../core/review/claim.ts";
import { principalsOf, seesEverything } from "../core/review/readers.ts";
import type { Review } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import { type LineFilter, type LinePosition, MAX_TRIED } from "./claim-ports.ts";
import {
  askAbout,
  type ClaimDeps,
  type ClaimError,
  type ClaimShown,
  keptUnder,
  leaseFor,
  replayClaim,
  replayStored,
  showClaimed,
  UNAVAILABLE,
} from "./claims.ts";
import type { Principal } from "./principal.ts";
import { nowOf, type RequestFacts } from "./run-command.ts";
import type { WorkspaceDocument } from "./workspace-document.ts";

export interface NextRequest {
  readonly filter: LineFilter;
  /** Ids of reviews that the caller does not want now. */
  readonly skip: readonly string[];
}

/** Pages of the line that one request looks at, and lost races: a bound on a loop that must end. */
const MAX_ROUNDS = 200;

/** Whether the group was asked. Readers are force groups, too. */
const isOfGroup = ({ policy, groups }: Review, group: string | null): boolean =>
  group === null || policy.askedGroups.includes(group) || groups.some((row) => row.group === group);

interface Look {
  readonly principal: Principal;
  readonly document: WorkspaceDocument;
  readonly request: NextRequest;
  readonly facts: RequestFacts;
  readonly now: Instant;
}

type Found = Result<ClaimShown | null, ClaimError>;

/** Null: nothing on this page. `lost_race`: others were faster with all of it. */
const takeFrom = async (
  deps: ClaimDeps,
  { principal, document, request, facts, now }: Look,
  page: readonly Review[],
): Promise<Found | "lost_race" | null> => {
  const { workspaceId, actor } = principal;
  const reviews = page.filter(
    (review) => isOfGroup(review, request.filter.group) && isNextFor(askAbout(review, document, actor, now)),
  );
  if (reviews.length === 0) return null;
  const taken = await deps.claims.take({
    workspaceId,
    reviews,
    claim: leaseFor(principal, now),
    now,
    token: deps.ids.random(),
    takesOver: false,
    isTestClock: principal.testNow !== null,
    keep: keptUnder(deps, principal, facts),
  });
  if (taken.type === "nothing") return "lost_race";
  return taken.type === "taken" ? showClaimed(deps, principal, taken.reviewId) : replayStored(deps, principal, facts);
};

const lookAlong = async (deps: ClaimDeps, look: Look): Promise<Found> => {
  const { principal, request, now } = look;
  const { actor, workspaceId } = principal;
  let after: LinePosition | null = null;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const page = await deps.claims.line({
      workspaceId,
      memberId: actor.id,
      isAdministrator: isAdministrator(actor.role),
      groups: actor.groups,
      principals: seesEverything(actor) ? null : principalsOf(actor),
      ...request,
      now,
      after,
      limit: MAX_TRIED,
    });
    const found = await takeFrom(deps, look, page.reviews);
    // What others took is out of the line now: the same stretch is looked at again.
    if (found === "lost_race") continue;
    if (found !== null) return found;
    if (page.next === null) return nothingLeft(deps, look);
    after = page.next;
  }
  return err(UNAVAILABLE);
};

const nothingLeft = async (deps: ClaimDeps, { principal, facts }: Look): Promise<Found> => {
  const keep = keptUnder(deps, principal, facts);
  if (keep === null || (await deps.claims.keepNothing(principal.workspaceId, keep)) === "kept") return ok(null);
  return replayStored(deps, principal, facts);
};

/**
 * Three round trips where nobody else is in the way: the line, the lease, the review as it then is. Ok null: nothing is
 * left for the caller. `unavailable`: too much was in the way; what is left is still there.
 */
export const nextReview = async (
  deps: ClaimDeps,
  principal: Principal,
  request: NextRequest,
  facts: RequestFacts,
): Promise<Found> => {
  const { actor, workspaceId, workspaceVersion } = principal;
  if (actor.kind !== "member") return err({ type: "claims_need_member" });
  if (!mayWrite(actor.role)) return err({ type: "forbidden" });
  if (facts.answer !== null) return replayClaim(deps, principal, facts, facts.answer);
  const document = await deps.documents.load(workspaceId, workspaceVersion);
  return lookAlong(deps, { principal, document, request, facts, now: nowOf(principal, deps.clock) });
};
