// What an API asks whose reviews each hang on one thing that was registered before, and who has how much to do.
// Data and an interface; queries/ answers. Source: authentivoice.md rulings 1, 13 (Who, Bulk assignment, List).

import type { JsonObject } from "../core/json.ts";
import type { Review, ReviewStatus } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";

/** Open reviews of all APIs that each member has; who has none is left out. */
export type Loads = ReadonlyMap<string, number>;

/** A registered thing. `taken`: what the review that took it keeps beside it; null where that is nothing. */
export interface RegisteredSubject {
  readonly createdAt: Instant;
  readonly body: JsonObject;
  readonly taken: JsonObject | null;
}

/** Everything that opening a review on a subject depends on. */
export interface OpeningFacts {
  /** Null: nothing of that id is registered. */
  readonly subject: RegisteredSubject | null;
  /** The one that hangs on it already. */
  readonly review: Review | null;
  readonly loads: Loads;
}

/** A review as far as giving it to somebody is concerned. */
export interface AssignableReview {
  /** Id by which the API knows it. */
  readonly externalId: string;
  readonly reviewId: string;
  readonly status: ReviewStatus;
  readonly assignedTo: string | null;
  /** What its subject is about, in the subject's own words. */
  readonly topics: readonly string[];
}

export interface AssignmentFacts {
  /** Those of the ids asked for that name a review of this API, in no order. */
  readonly reviews: readonly AssignableReview[];
  readonly loads: Loads;
}

/** Every part must hold; null asks for nothing. */
export interface OffsetFilter {
  readonly statuses: readonly ReviewStatus[];
  /** Whether somebody was told and nobody has picked it up since. */
  readonly isEscalated: boolean | null;
  readonly priorityRanks: readonly number[] | null;
  readonly assignedTo: string | null;
}

/** Ties: newest first. `dueAt`: no deadline last, whichever way. `priority` ascending: the least pressing first. */
export interface OffsetSort {
  readonly by: "createdAt" | "dueAt" | "priority";
  readonly isDescending: boolean;
}

export interface OffsetQuestion {
  readonly filter: OffsetFilter;
  readonly sort: OffsetSort;
  readonly limit: number;
  readonly offset: number;
}

export interface OffsetPage {
  readonly reviews: readonly Review[];
  /** Of all pages. */
  readonly total: number;
}

/** Bound to one API's subjects and reviews: nothing of another API is ever answered. One round trip each. */
export interface WorkloadQueries {
  findSubject(workspaceId: string, subjectId: string): Promise<RegisteredSubject | null>;
  openingFacts(workspaceId: string, subjectId: string): Promise<OpeningFacts>;
  assignmentFacts(workspaceId: string, externalIds: readonly string[]): Promise<AssignmentFacts>;
  list(workspaceId: string, question: OffsetQuestion): Promise<OffsetPage>;
}
