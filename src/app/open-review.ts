// Opening a review: the first event, its row, its subject, its aliases and readers, in one batch.

import { err, ok, type Result } from "../core/result.ts";
import type { OpenReview } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import { openReview } from "../core/review/open.ts";
import type { Review } from "../core/review/review.ts";
import { eventMetaOf, recordedAtOf } from "./judge.ts";
import type {
  Answer,
  Clock,
  IdempotencyScope,
  Ids,
  NewSubject,
  RequestMeta,
  ReviewStore,
  StoredAnswer,
  SubjectUpdate,
} from "./ports.ts";
import type { NewEndpoint } from "./endpoint-ports.ts";
import type { Notice } from "./webhook-ports.ts";

export interface OpenDeps {
  readonly store: ReviewStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

export interface OpenRequest {
  readonly workspaceId: string;
  /** Null: only the subjects are recorded (a session that nobody has to approve). */
  readonly open: OpenReview | null;
  readonly subjects: readonly NewSubject[];
  /** Messages about what has no review; absent: none. */
  readonly notices?: readonly Notice[];
  /** The review's callback; absent: none. */
  readonly endpoints?: readonly NewEndpoint[];
  readonly subjectUpdates?: readonly SubjectUpdate[];
  readonly meta: RequestMeta;
  readonly idempotency: IdempotencyScope | null;
  /** What a replay answers; null: the review itself. */
  readonly answer: Answer | null;
}

export type OpenError =
  | ExecutionError
  /** Another request has just made a subject or an alias of that id. */
  | { readonly type: "already_exists"; readonly on: "subject" | "alias" };

export type OpenOutcome =
  | { readonly type: "opened"; readonly review: Review | null }
  | { readonly type: "replayed"; readonly answer: Answer };

/** The answer stored under the request's key, or why it cannot be replayed. */
export const replayOf = (
  stored: StoredAnswer,
  scope: IdempotencyScope,
): Result<Extract<OpenOutcome, { type: "replayed" }>, { readonly type: "idempotency_mismatch" }> =>
  stored.fingerprint === scope.fingerprint
    ? ok({ type: "replayed", answer: stored.answer })
    : err({ type: "idempotency_mismatch" });

export const open = async (
  { store, clock, ids }: OpenDeps,
  request: OpenRequest,
): Promise<Result<OpenOutcome, OpenError>> => {
  const { meta, idempotency, subjects, notices = [], endpoints = [] } = request;
  const opened =
    request.open === null
      ? null
      : openReview(request.open, { actor: meta.actor, now: meta.now, newId: ids.random(), directory: null });
  if (opened !== null && !opened.ok) return opened;
  const review = opened?.value.review ?? null;
  const answer: Answer | null = request.answer ?? (review === null ? null : { type: "review", review });
  const result = await store.commit({
    workspaceId: request.workspaceId,
    recordedAt: recordedAtOf(meta, clock),
    items:
      opened === null ? [] : [{ before: null, ...opened.value, after: opened.value.review, meta: eventMetaOf(meta) }],
    subjects,
    notices,
    endpoints,
    subjectUpdates: request.subjectUpdates ?? [],
    answers: idempotency === null || answer === null ? [] : [{ scope: idempotency, answer }],
  });
  if (result.type === "committed") return ok({ type: "opened", review });
  // Whatever was taken: an equal request may have been faster, then its answer counts.
  if (idempotency !== null) {
    const stored = await store.findAnswer(request.workspaceId, idempotency);
    if (stored !== null) return replayOf(stored, idempotency);
  }
  if (result.on === "subject" || result.on === "alias") return err({ type: "already_exists", on: result.on });
  return err({ type: "unavailable", retryAfterSeconds: 1 });
};
