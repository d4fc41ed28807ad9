// What claims need of storage. A claim is a lease beside a review and no part of it: it writes no event, no version and
// no message, and nothing that decides a review ever asks for it.

import type { Priority, Review, ReviewStatus } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { IdempotencyScope, StoredReview } from "./ports.ts";

/** Who works on a review until when, by the workspace's clock. */
export interface Claim {
  readonly by: { readonly id: string; readonly name: string };
  readonly until: Instant;
}

/** `claim` null: nobody works on it, or nobody does any more. */
export interface ClaimedReview {
  readonly stored: StoredReview;
  readonly claim: Claim | null;
}

/** A request's idempotency key, and when its answer is recorded. */
export interface KeptUnder {
  readonly scope: IdempotencyScope;
  readonly recordedAt: Instant;
}

export interface TakeRequest {
  readonly workspaceId: string;
  /** In order: the first that nobody else holds is taken, if it still is at that version. At most {@link MAX_TRIED}. */
  readonly reviews: readonly { readonly id: string; readonly version: number }[];
  readonly claim: Claim;
  readonly now: Instant;
  /** Told apart by it: no other request has the same. */
  readonly token: string;
  /** From whoever holds it. */
  readonly takesOver: boolean;
  readonly isTestClock: boolean;
  readonly keep: KeptUnder | null;
}

/** As many reviews as one request tries at once. */
export const MAX_TRIED = 20;

/** `nothing`: none of them was free. `answered`: the idempotency key is taken. Nothing was written then. */
export type Taken =
  | { readonly type: "taken"; readonly reviewId: string }
  | { readonly type: "nothing" }
  | { readonly type: "answered" };

export interface ReleaseRequest {
  readonly workspaceId: string;
  readonly reviewId: string;
  /** Whose claim ends; null: whoever's it is. */
  readonly memberId: string | null;
  readonly keep: KeptUnder | null;
}

/** Every part must hold; null asks for nothing. */
export interface LineFilter {
  readonly dialect: string | null;
  readonly group: string | null;
  readonly status: ReviewStatus | null;
  readonly priority: Priority | null;
  /** Reviews that are assigned to somebody else as well. */
  readonly isAnybodys: boolean;
}

/** Where a page of the line ended. */
export interface LinePosition {
  readonly rank: number;
  readonly key: number;
  readonly id: string;
}

export interface LineQuestion {
  readonly workspaceId: string;
  readonly memberId: string;
  readonly isAdministrator: boolean;
  /** The member's. */
  readonly groups: readonly string[];
  /** Names under which the member reads; null: sees every review. */
  readonly principals: readonly string[] | null;
  readonly filter: LineFilter;
  readonly skip: readonly string[];
  readonly now: Instant;
  /** Null: from the front. */
  readonly after: LinePosition | null;
  readonly limit: number;
}

export interface LinePage {
  readonly reviews: readonly Review[];
  /** Null: the line has ended. */
  readonly next: LinePosition | null;
}

export interface ClaimStore {
  /** One round trip. Null: no such review. */
  find(workspaceId: string, reviewId: string, now: Instant): Promise<ClaimedReview | null>;
  /** One round trip; of any number of requests for the same review one gets it. */
  take(request: TakeRequest): Promise<Taken>;
  /** One round trip. `answered`: the idempotency key is taken, nothing was written. */
  release(request: ReleaseRequest): Promise<"released" | "answered">;
  /** Stores that nothing was left. */
  keepNothing(workspaceId: string, keep: KeptUnder): Promise<"kept" | "answered">;
  /** Open reviews that the member may see, could decide by their rules as far as SQL knows, and nobody else holds. */
  line(question: LineQuestion): Promise<LinePage>;
}
