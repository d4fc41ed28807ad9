// What the use cases need from the world, as interfaces: storage, ids, clock, secrets. compose.ts fills them in.
// Everything that crosses a Durable Object's RPC is plain data and every expected failure is a value.

import type { JsonObject } from "../core/json.ts";
import type { Result } from "../core/result.ts";
import type { Actor } from "../core/review/actor.ts";
import type { Command, DirectoryMember } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { ReviewEvent } from "../core/review/events.ts";
import type { Review } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { NewEndpoint } from "./endpoint-ports.ts";
import type { Notice } from "./webhook-ports.ts";

/** A review as read from the store. `headHash` is the hash of its latest audit row. */
export interface StoredReview {
  readonly review: Review;
  readonly headHash: string;
}

/** Which door a write came through: a dialect's name, `desk` or `sweep`. Recorded with every event. */
export type Entrance = string;

/** What every event of one request says besides what happened. */
export interface RequestMeta {
  readonly actor: Actor;
  readonly entrance: Entrance;
  readonly requestId: string;
  readonly workspaceVersion: number;
  /** `test` where the workspace runs on its own clock. */
  readonly clock: "test" | null;
  /** The workspace's now: its test clock, or real time. */
  readonly now: Instant;
}

/** Scope of an idempotency key. Source: workspace.md, `Idempotency-Key`: workspace, caller, method and route. */
export interface IdempotencyScope {
  readonly key: string;
  readonly actor: string;
  readonly method: string;
  readonly path: string;
  /** SHA-256 (hex) of the raw request body: another body under the same key is a mistake. */
  readonly fingerprint: string;
}

/** What a use case answered under a key, to be rendered again: a review as it was then, or a body as it was sent. No secrets. */
export type Answer =
  | { readonly type: "review"; readonly review: Review }
  | { readonly type: "body"; readonly status: number; readonly body: JsonObject };

export interface StoredAnswer {
  readonly fingerprint: string;
  readonly answer: Answer;
}

/** A new row of `subjects` and its body; null: it has none. */
export interface NewSubject {
  readonly type: string;
  readonly id: string;
  readonly parentId: string | null;
  readonly status: string | null;
  readonly createdAt: Instant;
  readonly body: JsonObject | null;
}

/** What changes of a subject that exists; null leaves it alone. */
export interface SubjectUpdate {
  readonly type: string;
  readonly id: string;
  readonly parentId: string | null;
  readonly status: string | null;
}

/** What an audit row says about its request. */
export type EventMeta = Pick<RequestMeta, "entrance" | "requestId" | "workspaceVersion" | "clock">;

/**
 * One command's part of a commit: what the review was, what happened, what it is. Several items may name one review,
 * each beginning where the one before it ended (a group commit); the head hash of the first counts.
 */
export interface CommitItem {
  readonly before: StoredReview | null;
  readonly events: readonly ReviewEvent[];
  readonly after: Review;
  readonly meta: EventMeta;
}

/** Everything that one request changes, written in one batch or not at all. */
export interface CommitRequest {
  readonly workspaceId: string;
  readonly recordedAt: Instant;
  readonly items: readonly CommitItem[];
  readonly subjects: readonly NewSubject[];
  readonly subjectUpdates?: readonly SubjectUpdate[];
  /** Messages about what has no review; absent: none. */
  readonly notices?: readonly Notice[];
  /** Endpoints that begin with these very events; absent: none. */
  readonly endpoints?: readonly NewEndpoint[];
  /** Stored for replays of the same key. Several in a group commit. */
  readonly answers: readonly { readonly scope: IdempotencyScope; readonly answer: Answer }[];
}

/** What another writer had already taken: nothing of the request was written. */
export type ConflictOn = "audit" | "idempotency" | "alias" | "subject" | "workspace";

export type CommitResult =
  /** One per review, as it now stands. */
  | { readonly type: "committed"; readonly stored: readonly StoredReview[] }
  | { readonly type: "conflict"; readonly on: ConflictOn };

/** The version now in D1 and the answer stored under a key: what an answer that writes nothing is checked against. */
export interface CurrentState {
  readonly version: number | null;
  readonly answer: StoredAnswer | null;
}

export interface ReviewStore {
  load(workspaceId: string, reviewId: string): Promise<StoredReview | null>;
  /** In the order of `reviewIds`; missing ones are left out. */
  loadMany(workspaceId: string, reviewIds: readonly string[]): Promise<readonly StoredReview[]>;
  commit(request: CommitRequest): Promise<CommitResult>;
  current(workspaceId: string, reviewId: string, scope: IdempotencyScope | null): Promise<CurrentState>;
  findAnswer(workspaceId: string, scope: IdempotencyScope): Promise<StoredAnswer | null>;
}

/** One command on one review, as it travels to whoever executes it. */
export interface CommandEnvelope {
  readonly workspaceId: string;
  readonly reviewId: string;
  readonly command: Command;
  readonly meta: RequestMeta;
  /** Version from `If-Match`; null without one. */
  readonly ifMatch: number | null;
  readonly idempotency: IdempotencyScope | null;
}

/** `changed` false: the command was already true. `replayed`: the answer was stored under the same key before. */
export interface Executed {
  readonly review: Review;
  readonly events: readonly ReviewEvent[];
  readonly changed: boolean;
  readonly replayed: boolean;
}

/** Executes a command on one review: directly against D1, or through the review's object. */
export interface ReviewExecutor {
  execute(envelope: CommandEnvelope): Promise<Result<Executed, ExecutionError>>;
}

/** Active members of a workspace in document order. */
export interface Directory {
  activeMembers(workspaceId: string, workspaceVersion: number): Promise<readonly DirectoryMember[]>;
}

export interface Clock {
  /** Real time. */
  readonly now: () => Instant;
}

export interface Ids {
  /** UUID, version 7: sorts by the real time it was made. */
  readonly review: () => string;
  /** UUID, version 4. */
  readonly random: () => string;
}

/** What a command comes to. `item` null: nothing to write; a refusal may still bring one: timers that fired before it. */
export interface Judged {
  readonly item: CommitItem | null;
  readonly outcome: Result<Executed, ExecutionError>;
}

/** A review of a test-clock workspace and when its earliest timer is due. */
export interface TestDue {
  readonly reviewId: string;
  readonly dueAt: Instant;
}

/** What moving a clock needs of storage. */
export interface TestClockStore {
  /** The earliest first, then by id. */
  readonly findDue: (workspaceId: string, until: Instant, limit: number) => Promise<readonly TestDue[]>;
  /** Never backwards. */
  readonly setNow: (workspaceId: string, now: Instant) => Promise<void>;
}
