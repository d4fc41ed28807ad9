// What is asked about the signed checkpoints of the audit trail. Data and an interface; queries/ answers.
// Source: DESIGN § 5 (Audit); docs/storage.md, "Checkpoints".

import type { Instant } from "../core/time.ts";

/** One day's statement about everything that a workspace's stream of events held so far. */
export interface Checkpoint {
  readonly workspaceId: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The last position of the stream that it covers. */
  readonly position: number;
  /** Reviews with an event between the checkpoint before and this one. */
  readonly reviewCount: number;
  /** Fold of all events up to `position`, hex. */
  readonly digest: string;
  readonly signature: string;
  readonly createdAt: Instant;
}

/** An event by its place in the stream, with the hash that its audit row has now; null: the row is gone. */
export interface StreamedEvent {
  readonly position: number;
  readonly reviewId: string;
  readonly version: number;
  readonly hash: string | null;
}

export interface Behind {
  readonly workspaceId: string;
  readonly latest: Checkpoint | null;
}

export interface CheckpointQueries {
  /** Workspaces above `after`, by id, that have events beyond their latest checkpoint. */
  behind(after: string, limit: number): Promise<readonly Behind[]>;
  /** Events after a position, in order. Crosses no workspace. */
  events(workspaceId: string, after: number, limit: number): Promise<readonly StreamedEvent[]>;
  /** Of a day before: the same day's checkpoint moves forward, never back. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** In order of days, after a day ("": from the first). */
  list(workspaceId: string, afterDay: string, limit: number): Promise<readonly Checkpoint[]>;
}
