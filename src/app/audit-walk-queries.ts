// What walking through the audit trails of a workspace asks of storage: the rows in order, and a place for what was
// seen so far. Data and an interface; queries/ answers. Source: adjudon.md ruling 13 (audit/verify).

import type { RecordedEvent } from "../core/review/audit-chain.ts";
import type { TrailHead } from "./review-queries.ts";

/** The next event of a review, with the review's own idea of its trail. `event` null: it has no further one. */
export interface WalkRow {
  readonly reviewId: string;
  readonly dialect: string;
  readonly head: TrailHead;
  readonly event: RecordedEvent | null;
}

/** A review whose chain does not hold, and the first version at which it does not. */
export interface BrokenLink {
  readonly reviewId: string;
  readonly dialect: string;
  readonly version: number;
}

/** The review that the walk stands in. */
export interface WalkPlace {
  readonly reviewId: string;
  readonly dialect: string;
  readonly head: TrailHead;
  /** The last event looked at, and the hash up to which the chain holds. */
  readonly version: number;
  readonly hash: string;
  readonly isBroken: boolean;
}

/** How far a walk has come. Plain data: it is kept between two calls. */
export interface Walk {
  readonly place: WalkPlace | null;
  readonly entries: number;
  readonly brokenLinks: readonly BrokenLink[];
  /** When the latest of the verified events was recorded; null before the first. */
  readonly lastEntryAt: string | null;
}

export interface AuditWalks {
  /** Events after this one, in order of review and version; reviews without any come with `event` null. */
  rows(
    workspaceId: string,
    after: { readonly reviewId: string; readonly version: number },
    limit: number,
  ): Promise<readonly WalkRow[]>;
  /** The unfinished walk; null: there is none. */
  load(workspaceId: string): Promise<Walk | null>;
  /** Null: the walk is over. */
  save(workspaceId: string, walk: Walk | null): Promise<void>;
}
