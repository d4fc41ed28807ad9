// One ending for everything that is open about one subject: all of it in one commit, or nothing. Where nothing is open,
// the ending is recorded as a review of its own, so that two calls at once leave two reviews and overwrite none.
// Source: alloy.md ruling 5.

import { err, ok, type Result } from "../core/result.ts";
import type { DirectoryMember, OpenReview, RecordOutcome } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import { openReview } from "../core/review/open.ts";
import type { Review } from "../core/review/review.ts";
import { MAX_TRIES } from "./execute-directly.ts";
import { eventMetaOf, judge, recordedAtOf } from "./judge.ts";
import { replayOf } from "./open-review.ts";
import type {
  Answer,
  Clock,
  CommitItem,
  Directory,
  IdempotencyScope,
  Ids,
  Judged,
  RequestMeta,
  ReviewStore,
  StoredReview,
} from "./ports.ts";

export interface SettleDeps {
  readonly store: ReviewStore;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** 0 <= n < 1, for jitter. */
  readonly random: () => number;
}

export interface SettleRequest {
  readonly workspaceId: string;
  /** The open reviews that are meant, newest first; asked again after a lost race. */
  readonly findOpen: () => Promise<readonly StoredReview[]>;
  readonly command: RecordOutcome;
  /** What is recorded where nothing is open, with a fresh id; null: that is refused. */
  readonly record: ((reviewId: string) => OpenReview) | null;
  readonly meta: RequestMeta;
  readonly idempotency: IdempotencyScope | null;
}

export type SettleError = ExecutionError | { readonly type: "nothing_open" };

/** `review`: the newest of those that were settled, or the one that was recorded. */
export type SettleOutcome =
  | { readonly type: "settled"; readonly review: Review }
  | { readonly type: "replayed"; readonly answer: Answer };

type Settled = Result<SettleOutcome, SettleError>;

const JITTER_MS = 40;

const judgeAll = (
  found: readonly StoredReview[],
  { workspaceId, command, meta }: SettleRequest,
  ids: Ids,
  directory: readonly DirectoryMember[] | null,
): readonly Judged[] =>
  found.map((stored) => {
    const reviewId = stored.review.id;
    return judge(
      stored,
      { workspaceId, reviewId, command, meta, ifMatch: null, idempotency: null },
      ids.random(),
      directory,
    );
  });

const isRefusedWith = ({ outcome }: Judged, type: ExecutionError["type"]): boolean =>
  !outcome.ok && outcome.error.type === type;

const judgeOpen = async (deps: SettleDeps, request: SettleRequest): Promise<readonly Judged[]> => {
  const found = await request.findOpen();
  const judged = judgeAll(found, request, deps.ids, null);
  if (!judged.some((one) => isRefusedWith(one, "directory_needed"))) return judged;
  const members = await deps.directory.activeMembers(request.workspaceId, request.meta.workspaceVersion);
  return judgeAll(found, request, deps.ids, members);
};

interface Plan {
  readonly items: readonly CommitItem[];
  readonly review: Review;
}

/** What is written: the settled ones, else a recorded one. A review that time closed meanwhile is not open any more. */
const planOf = (judged: readonly Judged[], request: SettleRequest, ids: Ids): Result<Plan, SettleError> => {
  const closedByTime = judged.filter((one) => isRefusedWith(one, "review_closed"));
  const settled: Review[] = [];
  for (const { outcome } of judged.filter((one) => !closedByTime.includes(one))) {
    if (!outcome.ok) return outcome;
    settled.push(outcome.value.review);
  }
  const items = judged.flatMap(({ item }) => (item === null ? [] : [item]));
  const [newest] = settled;
  if (newest !== undefined) return ok({ items, review: newest });
  if (request.record === null) return err({ type: "nothing_open" });
  const { actor, now } = request.meta;
  const recorded = openReview(request.record(ids.review()), { actor, now, newId: ids.random(), directory: null });
  if (!recorded.ok) return recorded;
  const { review, events } = recorded.value;
  return ok({ items: [...items, { before: null, events, after: review, meta: eventMetaOf(request.meta) }], review });
};

const attempt = async (deps: SettleDeps, request: SettleRequest): Promise<Settled | "lost_race"> => {
  const { workspaceId, idempotency, meta } = request;
  const plan = planOf(await judgeOpen(deps, request), request, deps.ids);
  if (!plan.ok) return plan;
  const { items, review } = plan.value;
  const result = await deps.store.commit({
    workspaceId,
    recordedAt: recordedAtOf(meta, deps.clock),
    items,
    subjects: [],
    answers: idempotency === null ? [] : [{ scope: idempotency, answer: { type: "review", review } }],
  });
  if (result.type === "committed") return ok({ type: "settled", review });
  if (result.on !== "idempotency" || idempotency === null) return "lost_race";
  const stored = await deps.store.findAnswer(workspaceId, idempotency);
  return stored === null ? "lost_race" : replayOf(stored, idempotency);
};

/** One refusal refuses all of it. `unavailable` after as many lost races as one decision may lose: nothing was written. */
export const settleSubject = async (deps: SettleDeps, request: SettleRequest): Promise<Settled> => {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const outcome = await attempt(deps, request);
    if (outcome !== "lost_race") return outcome;
    await deps.pause(JITTER_MS * tries * deps.random());
  }
  return err({ type: "unavailable", retryAfterSeconds: 1 });
};
