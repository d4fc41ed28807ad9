// What is asked about reviews beside deciding them: lists, bodies, audit rows. Data and an interface; queries/ answers.
// Source: workspace.md 4.

import type { JsonObject } from "../core/json.ts";
import type { RecordedEvent } from "../core/review/audit-chain.ts";
import type { Priority, Review, ReviewStatus, SlaState } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { Claim } from "./claim-ports.ts";
import type { StoredReview } from "./ports.ts";

/** Every part must hold; null asks for nothing. Instants are exclusive bounds. */
export interface ReviewFilter {
  /** Any of them; empty: every status. */
  readonly statuses: readonly ReviewStatus[];
  readonly dialect: string | null;
  readonly priority: Priority | null;
  readonly assignedTo: string | null;
  /** Name of a group that was asked. */
  readonly group: string | null;
  readonly sla: SlaState["status"] | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly createdAfter: Instant | null;
  readonly createdBefore: Instant | null;
  readonly dueBefore: Instant | null;
  /** Names of groups of which one was asked; absent: whichever. */
  readonly anyGroup?: readonly string[];
  /** Assigned to nobody. */
  readonly isUnassigned?: true;
}

/**
 * `createdAt`: newest first. `oldest`: the other way round. `dueAt`: soonest first, no deadline last. `priority`: most
 * pressing first, then oldest. `line`: most pressing first, then in the order in which open reviews are given out.
 */
export type ReviewSort = "createdAt" | "oldest" | "dueAt" | "priority" | "line";

/** The last row that a page looked at: its sort key (0 for `createdAt`, whose order is the id's) and its id. */
export interface ListPosition {
  readonly key: number;
  readonly id: string;
}

export interface ListQuery {
  readonly workspaceId: string;
  readonly filter: ReviewFilter;
  readonly sort: ReviewSort;
  /** Null: from the beginning. */
  readonly after: ListPosition | null;
  readonly limit: number;
  /** Names under which the caller reads; null: sees every review. */
  readonly principals: readonly string[] | null;
  /** All APIs there are: each is a stream of the status index. */
  readonly dialects: readonly string[];
  /** Ids tell real time: on a workspace with its own clock they bound no `created…` filter. */
  readonly isRealTime: boolean;
  /** The workspace's, where the question is about now. */
  readonly now?: Instant;
}

/** A review with the body of what it hangs on; null where there is none. */
export interface ReviewWithSubject {
  readonly review: Review;
  readonly attributes: JsonObject | null;
}

/** One line of the queue: the review without free text and body, and who works on it just now. */
export interface QueueItem {
  readonly review: Review;
  readonly claim: Claim | null;
}

export interface QueueQuery extends ListQuery {
  /** The workspace's: claims that are over by then are none. */
  readonly now: Instant;
}

/** As {@link ListPage}. */
export interface QueueListPage {
  readonly items: readonly QueueItem[];
  readonly next: ListPosition | null;
}

/** May be shorter than asked for, even empty, and still have a next page: what one page reads is bounded. */
export interface ListPage {
  readonly reviews: readonly ReviewWithSubject[];
  readonly next: ListPosition | null;
}

/** One row of a review's trail, as stored, with what can be erased. */
export interface TrailRow {
  readonly event: RecordedEvent;
  /** E-mail of the member who acted; null for others, or once it is erased. */
  readonly email: string | null;
}

/** A review's own idea of its trail. */
export interface TrailHead {
  readonly version: number;
  readonly hash: string;
}

/** A review that was asked for by its own id or by any that an API gave it. */
export interface FoundReview {
  readonly asked: string;
  readonly stored: StoredReview;
}

export interface ReviewQueries {
  list(query: ListQuery): Promise<ListPage>;
  /** As a person works through it: a row of the index an item, one round trip where the filter passes over few. */
  queue(query: QueueQuery): Promise<QueueListPage>;
  /** In the order asked; ids that name nothing are left out. One round trip. */
  findMany(workspaceId: string, asked: readonly string[]): Promise<readonly FoundReview[]>;
  /** The body of the review's subject: its own where it has one, else that of what it hangs on. */
  attributes(workspaceId: string, reviewId: string): Promise<JsonObject | null>;
  /** At most `limit` rows with a version above `after`, in order. */
  trail(workspaceId: string, reviewId: string, after: number, limit: number): Promise<readonly TrailRow[]>;
  /** Null: no such review. */
  head(workspaceId: string, reviewId: string): Promise<TrailHead | null>;
  /** Erases the free text of all events of the review, with its salts. */
  eraseTexts(workspaceId: string, reviewId: string): Promise<void>;
  /** Whether the database answers. */
  ping(): Promise<boolean>;
}

/** Type of the subject row that belongs to one review alone; its id is the review's. */
export const OWN_SUBJECT = "review_subject";
