// Many reviews of one caller in one commit: found and loaded together, decided one by one, written in one batch.
// Each keeps its own outcome; one that was closed meanwhile is refused and holds up nobody.
// Source: DESIGN § 2 (Any error drops the cache), § 8 (2 round trips after authentication).

import { err, ok, type Result } from "../core/result.ts";
import type { Command, DirectoryMember } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { Review } from "../core/review/review.ts";
import { MAX_TRIES } from "./execute-directly.ts";
import { judge, recordedAtOf } from "./judge.ts";
import { replayOf } from "./open-review.ts";
import type {
  Answer,
  Clock,
  CommandEnvelope,
  Directory,
  Executed,
  IdempotencyScope,
  Ids,
  Judged,
  RequestMeta,
  ReviewStore,
} from "./ports.ts";
import type { FoundReview, ReviewQueries } from "./review-queries.ts";

export interface ManyDeps {
  readonly store: ReviewStore;
  readonly queries: Pick<ReviewQueries, "findMany">;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** 0 <= n < 1, for jitter. */
  readonly random: () => number;
}

/** `asked` is the id as the caller named it. */
export interface ItemOutcome {
  readonly asked: string;
  readonly outcome: Result<Executed, ExecutionError>;
}

export interface ManyRequest {
  readonly workspaceId: string;
  /** Own ids or aliases; an id that stands twice counts once. */
  readonly asked: readonly string[];
  /** What is asked of a review; null: the caller's API does not know it, so it is not found. */
  readonly commandFor: (review: Review) => Command | null;
  readonly meta: RequestMeta;
  /** Version of a review that the caller saw; null: whichever. Absent: whichever, for all of them. */
  readonly versionOf?: (asked: string) => number | null;
  readonly idempotency: IdempotencyScope | null;
  /** What a replay under the key answers; null: nothing is kept. Nothing is kept either where nothing was written. */
  readonly answer: (outcomes: readonly ItemOutcome[]) => Answer | null;
}

export type ManyError = Extract<ExecutionError, { type: "unavailable" | "idempotency_mismatch" }>;

export type ManyOutcome =
  | { readonly type: "decided"; readonly outcomes: readonly ItemOutcome[] }
  | { readonly type: "replayed"; readonly answer: Answer };

const JITTER_MS = 40;

/** Judges each review once, however many of its ids were named. */
const judgeAll = (
  found: readonly FoundReview[],
  request: ManyRequest,
  ids: Ids,
  directory: readonly DirectoryMember[] | null,
): ReadonlyMap<string, Judged> => {
  const stored = new Map<string, FoundReview>(found.map((one) => [one.stored.review.id, one]));
  const judged = new Map<string, Judged>();
  for (const [reviewId, { asked, stored: review }] of stored) {
    const command = request.commandFor(review.review);
    const { workspaceId, meta } = request;
    const ifMatch = request.versionOf?.(asked) ?? null;
    const envelope = { workspaceId, reviewId, meta, ifMatch, idempotency: null } satisfies Omit<
      CommandEnvelope,
      "command"
    >;
    if (command !== null) judged.set(reviewId, judge(review, { ...envelope, command }, ids.random(), directory));
  }
  return judged;
};

const needsDirectory = ({ outcome }: Judged): boolean => !outcome.ok && outcome.error.type === "directory_needed";

const outcomesOf = (
  asked: readonly string[],
  found: readonly FoundReview[],
  judged: ReadonlyMap<string, Judged>,
): readonly ItemOutcome[] => {
  const reviewIds = new Map(found.map((one) => [one.asked, one.stored.review.id]));
  return asked.map((id) => {
    const outcome = judged.get(reviewIds.get(id) ?? "")?.outcome ?? err<ExecutionError>({ type: "not_found" });
    return { asked: id, outcome };
  });
};

const attempt = async (deps: ManyDeps, request: ManyRequest): Promise<Result<ManyOutcome, ManyError> | "lost_race"> => {
  const { workspaceId, meta, idempotency } = request;
  const asked = [...new Set(request.asked)];
  const found = await deps.queries.findMany(workspaceId, asked);
  let judged = judgeAll(found, request, deps.ids, null);
  if ([...judged.values()].some(needsDirectory)) {
    const members = await deps.directory.activeMembers(workspaceId, meta.workspaceVersion);
    judged = judgeAll(found, request, deps.ids, members);
  }
  const outcomes = outcomesOf(asked, found, judged);
  const items = [...judged.values()].flatMap(({ item }) => (item === null ? [] : [item]));
  if (items.length === 0) return orReplay(deps, request, { type: "decided", outcomes });
  const answer = idempotency === null ? null : request.answer(outcomes);
  const result = await deps.store.commit({
    workspaceId,
    recordedAt: recordedAtOf(meta, deps.clock),
    items,
    subjects: [],
    answers: idempotency === null || answer === null ? [] : [{ scope: idempotency, answer }],
  });
  if (result.type === "committed") return ok({ type: "decided", outcomes });
  return result.on === "idempotency" ? orReplay(deps, request, null) : "lost_race";
};

/** An answer that wrote nothing may be the second of two equal requests: then the first one's answer counts. */
const orReplay = async (
  { store }: ManyDeps,
  { workspaceId, idempotency }: ManyRequest,
  otherwise: ManyOutcome | null,
): Promise<Result<ManyOutcome, ManyError> | "lost_race"> => {
  const stored = idempotency === null ? null : await store.findAnswer(workspaceId, idempotency);
  if (stored === null || idempotency === null) return otherwise === null ? "lost_race" : ok(otherwise);
  const replayed = replayOf(stored, idempotency);
  if (!replayed.ok) return replayed;
  return replayed.value.type === "replayed" ? ok(replayed.value) : "lost_race";
};

/** `unavailable` after as many lost races as one decision may lose: nothing was written. */
export const decideMany = async (deps: ManyDeps, request: ManyRequest): Promise<Result<ManyOutcome, ManyError>> => {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const outcome = await attempt(deps, request);
    if (outcome !== "lost_race") return outcome;
    await deps.pause(JITTER_MS * tries * deps.random());
  }
  return err({ type: "unavailable", retryAfterSeconds: 1 });
};
