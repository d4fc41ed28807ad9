// What is asked about sessions: the piece of work that a review may hold back, with the review when there is one.
// A session is a subject; its parent is its owner. Source: hoop.md rulings 11, 13 (Sessions, Kill).

import type { JsonObject } from "../core/json.ts";
import type { Review, ReviewStatus } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { Answer, IdempotencyScope } from "./ports.ts";

export interface Session {
  readonly id: string;
  /** `member:<id>` or `service:<name>`. */
  readonly owner: string;
  readonly status: string;
  readonly createdAt: Instant;
  readonly body: JsonObject;
  readonly review: Review | null;
}

/** Whose eyes look: everybody's sessions, or one's own and those whose review one of `readers` may see. */
export type SeenBy =
  | { readonly type: "all" }
  | { readonly type: "reader"; readonly owner: string; readonly readers: readonly string[] };

export interface SessionsQuestion {
  readonly seenBy: SeenBy;
  /** Only sessions whose review has this status; null: any session. */
  readonly reviewStatus: ReviewStatus | null;
  /** Only sessions whose review asked one of these groups; null: any session. */
  readonly reviewGroups: readonly string[] | null;
  readonly limit: number;
  readonly offset: number;
}

export interface SessionPage {
  /** Newest first. */
  readonly sessions: readonly Session[];
  /** Of all pages. */
  readonly total: number;
}

/** Bound to one API's sessions and reviews: nothing of another API is ever answered. */
export interface SessionQueries {
  find(workspaceId: string, sessionId: string): Promise<Session | null>;
  list(workspaceId: string, question: SessionsQuestion): Promise<SessionPage>;
  /** The newest reviews that these eyes may see, newest first. */
  newestReviews(workspaceId: string, seenBy: SeenBy, limit: number): Promise<readonly Review[]>;
  /** Whether an approved timed access of this owner to the connection is still running. */
  hasLiveAccess(workspaceId: string, owner: string, connection: string, now: Instant): Promise<boolean>;
  /** Ends the session for good and stores the answer under the key, in one batch. */
  end(
    workspaceId: string,
    sessionId: string,
    stored: { readonly scope: IdempotencyScope; readonly answer: Answer } | null,
    recordedAt: Instant,
  ): Promise<void>;
}
