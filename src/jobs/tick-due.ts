// The sweep: finds what is due and ticks it through decide(), many reviews to one batch. It decides nothing itself.
// Late, repeated, overlapping or skipped runs change nothing twice: each event's place in the audit trail is taken once.
// Source: DESIGN § 6; time.md 2.

import type {
  CommandEnvelope,
  CommitItem,
  Directory,
  Ids,
  Judged,
  ReviewExecutor,
  ReviewStore,
  StoredReview,
} from "../app/ports.ts";
import type { DirectoryMember } from "../core/review/commands.ts";
import { policyActor } from "../core/review/actor.ts";
import type { Instant } from "../core/time.ts";

/** Reviews of one workspace whose earliest timer is due. */
export interface DueReviews {
  readonly workspaceId: string;
  readonly workspaceVersion: number;
  readonly isDeleted: boolean;
  readonly reviewIds: readonly string[];
}

export interface TickDeps {
  readonly store: ReviewStore;
  /** For a review whose batch lost a race. */
  readonly direct: ReviewExecutor;
  readonly directory: Directory;
  readonly judge: (
    stored: StoredReview,
    envelope: CommandEnvelope,
    newId: string,
    directory: readonly DirectoryMember[] | null,
  ) => Judged;
  readonly ids: Ids;
  /** The earliest due first, at most `limit`, by workspace. */
  readonly findDue: (now: Instant, limit: number) => Promise<readonly DueReviews[]>;
  /** Takes reviews of a deleted workspace out of the sweep. */
  readonly clearTimers: (workspaceId: string, reviewIds: readonly string[]) => Promise<void>;
}

/** Reviews of one step: their batch stays far below D1's 2 MB a parameter. */
export const STEP = 200;
/** Steps of one run: together they stay below D1's 1,000 queries an invocation. */
export const MAX_STEPS = 40;

const envelopeOf = (due: DueReviews, reviewId: string, now: Instant, requestId: string): CommandEnvelope => ({
  workspaceId: due.workspaceId,
  reviewId,
  command: { type: "Tick" },
  meta: {
    actor: policyActor("sweep"),
    entrance: "sweep",
    requestId,
    workspaceVersion: due.workspaceVersion,
    clock: null,
    now,
  },
  ifMatch: null,
  idempotency: null,
});

/** One workspace's part of a step; answers how many reviews changed. */
const tickWorkspace = async (deps: TickDeps, due: DueReviews, now: Instant, requestId: string): Promise<number> => {
  const { workspaceId, workspaceVersion, reviewIds } = due;
  if (due.isDeleted) {
    await deps.clearTimers(workspaceId, reviewIds);
    return reviewIds.length;
  }
  const [stored, directory] = await Promise.all([
    deps.store.loadMany(workspaceId, reviewIds),
    deps.directory.activeMembers(workspaceId, workspaceVersion),
  ]);
  const items: readonly CommitItem[] = stored.flatMap((one) => {
    const { item } = deps.judge(one, envelopeOf(due, one.review.id, now, requestId), deps.ids.random(), directory);
    return item === null ? [] : [item];
  });
  if (items.length === 0) return 0;
  const result = await deps.store.commit({ workspaceId, recordedAt: now, items, subjects: [], answers: [] });
  if (result.type === "committed") return items.length;
  // Somebody decided one of them meanwhile: each on its own, and the winner's word stands.
  for (const { after } of items) await deps.direct.execute(envelopeOf(due, after.id, now, requestId));
  return items.length;
};

export interface TickReport {
  readonly ticked: number;
  /** More is due than one run may do; the next run goes on. */
  readonly isBacklogged: boolean;
}

export const tickDue = async (deps: TickDeps, now: Instant): Promise<TickReport> => {
  const requestId = `sweep-${deps.ids.random()}`;
  let ticked = 0;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const due = await deps.findDue(now, STEP);
    const found = due.reduce((sum, { reviewIds }) => sum + reviewIds.length, 0);
    let changed = 0;
    for (const workspace of due) changed += await tickWorkspace(deps, workspace, now, requestId);
    ticked += changed;
    if (found < STEP || changed === 0) return { ticked, isBacklogged: false };
  }
  return { ticked, isBacklogged: true };
};
