// Everything that the page of one review shows, in three D1 calls: the review with whoever claims it, its payload, its
// trail. The trail is hashed again while it is read; eligibility is the kernel's own answer on the review at hand.

import { judgeEligibility, type ReviewEligibility } from "../../app/eligibility.ts";
import type { ReviewRef } from "../../app/principal.ts";
import type { ReviewQueries, TrailRow } from "../../app/review-queries.ts";
import { isScrubbedFor, shownAttributes } from "../../app/shown-payload.ts";
import { type Verification, verifyTrail } from "../../app/verify-trail.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Actor } from "../../core/review/actor.ts";
import type { Review } from "../../core/review/review.ts";
import { scrub } from "../../core/scrub.ts";
import { type ChainStanding, entriesOf, type HistoryEntry } from "../components/history.tsx";
import type { DeskContext } from "../context.ts";

export interface ReviewView {
  /** As any command would find it: what is due has happened, though it may not be written yet. */
  readonly review: Review;
  /** As stored: what forms carry. */
  readonly version: number;
  readonly eligibility: ReviewEligibility;
  /** As this viewer may see it. */
  readonly payload: JsonObject;
  readonly extra: Json;
  readonly isScrubbed: boolean;
  /** Oldest first, up to `version`. */
  readonly history: readonly HistoryEntry[];
  readonly chain: ChainStanding;
  readonly viewer: Actor;
  readonly document: WorkspaceDocument;
}

type Trail = Pick<ReviewQueries, "trail" | "head">;

interface ReadTrail {
  readonly rows: readonly TrailRow[];
  readonly verification: Verification | null;
}

/** The rows as verification reads them. The head is that of the review at hand; only a break asks for it again. */
const readTrail = async (
  reviews: Trail,
  { review, headHash }: { readonly review: Review; readonly headHash: string },
) => {
  const rows: TrailRow[] = [];
  let isAtHand = true;
  const recording: Trail = {
    trail: async (...asked) => {
      const read = await reviews.trail(...asked);
      rows.push(...read);
      return read;
    },
    head: async (...asked) => {
      if (!isAtHand) return reviews.head(...asked);
      isAtHand = false;
      return { version: review.version, hash: headHash };
    },
  };
  const verification = await verifyTrail(recording, review.workspaceId, review.id);
  return { rows, verification } satisfies ReadTrail;
};

/** Null: the review does not exist for whoever asks. */
export const readReview = async (c: DeskContext, target: ReviewRef): Promise<ReviewView | null> => {
  const { services, principal, now } = c.var;
  const { workspaceId, actor } = principal;
  const [found, attributes, document] = await Promise.all([
    services.claims.find(principal, target.reviewId),
    services.reviews.attributes(workspaceId, target.reviewId),
    c.var.document(),
  ]);
  if (!found.ok) return null;
  const { stored, claim } = found.value;
  const eligibility = judgeEligibility(stored.review, document, actor, now, claim);
  if (eligibility === null) return null;
  const { rows, verification } = await readTrail(services.reviews, stored);
  const isScrubbed = isScrubbedFor(stored.review, actor);
  return {
    review: eligibility.review,
    version: stored.review.version,
    eligibility,
    payload: shownAttributes(stored.review, attributes, actor),
    extra: isScrubbed ? scrub(stored.review.extra) : stored.review.extra,
    isScrubbed,
    history: entriesOf(rows.filter(({ event }) => event.version <= stored.review.version)),
    chain: {
      verifiedVersion: verification?.verified.version ?? 0,
      broken: verification?.broken ?? null,
      isComplete: verification?.isComplete ?? false,
    },
    viewer: actor,
    document,
  };
};
