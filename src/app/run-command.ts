// One command of one caller on one review, by whichever executor it needs: votes of groups meet in the review's
// object, everything else goes straight to a fenced commit.

import { err, ok, type Result } from "../core/result.ts";
import type { Command } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { Instant } from "../core/time.ts";
import type {
  Clock,
  Entrance,
  Executed,
  IdempotencyScope,
  RequestMeta,
  ReviewExecutor,
  StoredAnswer,
} from "./ports.ts";
import type { Principal, ReviewRef } from "./principal.ts";

export interface RunDeps {
  readonly direct: ReviewExecutor;
  readonly serialized: ReviewExecutor;
  readonly clock: Clock;
}

/** What a request says besides its command. */
export interface RequestFacts {
  readonly entrance: Entrance;
  readonly requestId: string;
  readonly ifMatch: number | null;
  readonly idempotency: IdempotencyScope | null;
  /** Found beside authentication; null: nothing stored yet. */
  readonly answer: StoredAnswer | null;
}

/** The caller's now: the workspace's own clock, or real time. */
export const nowOf = (principal: Principal, clock: Clock): Instant => principal.testNow ?? clock.now();

export const metaOf = (
  principal: Principal,
  facts: Pick<RequestFacts, "entrance" | "requestId">,
  clock: Clock,
): RequestMeta => ({
  actor: principal.actor,
  entrance: facts.entrance,
  requestId: facts.requestId,
  workspaceVersion: principal.workspaceVersion,
  clock: principal.testNow === null ? null : "test",
  now: nowOf(principal, clock),
});

/** Whether votes of several people can meet: those are put in order by the review's object. */
const needsQueue = (target: ReviewRef, command: Command): boolean => target.isGrouped && command.type === "CastVote";

/** `target` null is `not_found`: the caller must not learn why. */
export const runCommand = async (
  deps: RunDeps,
  principal: Principal,
  target: ReviewRef | null,
  command: Command,
  facts: RequestFacts,
): Promise<Result<Executed, ExecutionError>> => {
  if (target === null) return err({ type: "not_found" });
  const { idempotency, answer } = facts;
  if (idempotency !== null && answer !== null) {
    if (answer.fingerprint !== idempotency.fingerprint || answer.answer.type !== "review") {
      return err({ type: "idempotency_mismatch" });
    }
    return ok({ review: answer.answer.review, events: [], changed: false, replayed: true });
  }
  const executor = needsQueue(target, command) ? deps.serialized : deps.direct;
  return executor.execute({
    workspaceId: principal.workspaceId,
    reviewId: target.reviewId,
    command,
    meta: metaOf(principal, facts, deps.clock),
    ifMatch: facts.ifMatch,
    idempotency,
  });
};
