// What is asked about traces: what an agent did, with the review that holds it where there is one, and the queue of
// those reviews. A trace is a subject; its parent is its agent. Source: adjudon.md rulings 5, 13.

import type { JsonObject } from "../core/json.ts";
import type { Review, ReviewStatus } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";

/** A trace as stored. In lists, members of a large body that are large themselves are left out, and named. */
export interface TraceBody {
  readonly members: JsonObject;
  readonly leftOut: readonly string[];
}

export interface Trace extends TraceBody {
  readonly id: string;
  readonly agent: string;
  readonly status: string;
  readonly createdAt: Instant;
  readonly review: Review | null;
}

/** Every part must hold; null asks for nothing. Both instants are inclusive. */
export interface TraceFilter {
  readonly agent: string | null;
  readonly status: string | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

export interface TracePage {
  /** Newest first. */
  readonly traces: readonly Trace[];
  /** Of all pages. */
  readonly total: number;
}

export interface QueuedItem extends TraceBody {
  readonly review: Review;
}

export interface QueuePage {
  /** Newest first. */
  readonly items: readonly QueuedItem[];
  readonly total: number;
}

/** Bytes of one member of a body, as JSON, above which a list leaves it out. Source: adjudon.md, list figures. */
export const MAX_LISTED_BYTES = 16_384;

/** Bound to one API's traces and reviews: nothing of another API is ever answered. */
export interface TraceQueries {
  /** Whole. */
  find(workspaceId: string, traceId: string): Promise<Trace | null>;
  /** The body alone, whole; empty when there is no such trace. */
  body(workspaceId: string, traceId: string): Promise<TraceBody>;
  list(workspaceId: string, filter: TraceFilter, limit: number, offset: number): Promise<TracePage>;
  /** The newest reviews that have one of these statuses, and how many there are. One round trip. */
  queue(workspaceId: string, statuses: readonly ReviewStatus[], limit: number): Promise<QueuePage>;
}
