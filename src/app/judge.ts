// What one command does to one stored review: the step that both executors share. No I/O.

import { err, ok, type Result } from "../core/result.ts";
import type { DirectoryMember } from "../core/review/commands.ts";
import { decide } from "../core/review/decide.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { Instant } from "../core/time.ts";
import type {
  Clock,
  CommandEnvelope,
  EventMeta,
  Executed,
  Judged,
  RequestMeta,
  StoredAnswer,
  StoredReview,
} from "./ports.ts";

export const eventMetaOf = ({ entrance, requestId, workspaceVersion, clock }: EventMeta): EventMeta => ({
  entrance,
  requestId,
  workspaceVersion,
  clock,
});

/** When a write is recorded: a test-clock workspace lives by its own clock in everything. */
export const recordedAtOf = ({ clock, now }: Pick<RequestMeta, "clock" | "now">, real: Clock): Instant =>
  clock === "test" ? now : real.now();

export const judge = (
  stored: StoredReview,
  { command, meta, ifMatch }: CommandEnvelope,
  newId: string,
  directory: readonly DirectoryMember[] | null,
): Judged => {
  const { review } = stored;
  const {
    events,
    refusal,
    review: after,
  } = decide(review, command, { actor: meta.actor, now: meta.now, newId, directory });
  // A hidden review is not found, whatever version the caller named.
  if (ifMatch !== null && ifMatch !== review.version && refusal?.type !== "not_found") {
    return { item: null, outcome: err({ type: "precondition_failed", current: review }) };
  }
  const item = events.length === 0 ? null : { before: stored, events, after, meta: eventMetaOf(meta) };
  if (refusal !== null) return { item, outcome: err(refusal) };
  return { item, outcome: ok({ review: after, events, changed: item !== null, replayed: false }) };
};

/** The answer under an idempotency key that another request has stored. */
export const replay = (stored: StoredAnswer, { idempotency }: CommandEnvelope): Result<Executed, ExecutionError> => {
  if (stored.fingerprint !== idempotency?.fingerprint || stored.answer.type !== "review") {
    return err({ type: "idempotency_mismatch" });
  }
  return ok({ review: stored.answer.review, events: [], changed: false, replayed: true });
};
