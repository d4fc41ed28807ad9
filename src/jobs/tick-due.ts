// The sweep: finds what is due and ticks it through decide(), many reviews to one batch. It decides nothing itself.
// Late, repeated, overlapping or skipped runs change nothing twice: each event's place in the audit trail is taken once.
// Source: DESIGN § 6; time.md 2.

import type { CommandEnvelope, CommitItem, Directory, Ids, Judged, ReviewStore, StoredReview } from "../app/ports.ts";
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
  readonly directory: Directory;
  readonly judge: (
    stored: StoredReview,
    envelope: CommandEnvelope,
    newId: string,
    directory: readonly DirectoryMember[] | null,
  ) => Judged;
  readonly ids: Ids;
  /** The earliest due first, at most `limit`, by workspace; none of the workspaces in `except`. */
  readonly findDue: (now: Instant, limit: number, except: readonly string[]) => Promise<readonly DueReviews[]>;
  /** Takes reviews of a deleted workspace out of the sweep. */
  readonly clearTimers: (workspaceId: string, reviewIds: readonly string[]) => Promise<void>;
  /** False: the invocation has nearly used up its queries. Asked before each workspace of a step. */
  readonly mayGoOn: () => boolean;
}

/** Reviews of one step: their batch stays far below D1's 2 MB a parameter. */
export const STEP = 200;
/** A bound on a loop that must end: far above what the queries of one invocation allow. */
const MAX_STEPS = 200;

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
const tickWorkspace = async (
  deps: TickDeps,
  due: DueReviews,
  now: Instant,
  requestId: string,
): Promise<number | "lost_race"> => {
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
  // Whoever came between fired the timers of what they touched: the next look finds what is still due.
  return result.type === "committed" ? items.length : "lost_race";
};

interface Progress {
  readonly changed: number;
  readonly isRaced: boolean;
}

/** One look's worth. A workspace that cannot be ticked is noted and does not keep the others waiting. */
const tickStep = async (
  deps: TickDeps,
  due: readonly DueReviews[],
  now: Instant,
  requestId: string,
  failed: Set<string>,
): Promise<Progress> => {
  let changed = 0;
  let isRaced = false;
  for (const workspace of due) {
    if (!deps.mayGoOn()) break;
    try {
      const ticked = await tickWorkspace(deps, workspace, now, requestId);
      if (ticked === "lost_race") isRaced = true;
      else changed += ticked;
    } catch {
      failed.add(workspace.workspaceId);
    }
  }
  return { changed, isRaced };
};

export interface TickReport {
  readonly ticked: number;
  /** More is due than one run may do; the next run goes on. */
  readonly isBacklogged: boolean;
}

/** Throws after everything else when a workspace could not be ticked. */
export const tickDue = async (deps: TickDeps, now: Instant): Promise<TickReport> => {
  const requestId = `sweep-${deps.ids.random()}`;
  const failed = new Set<string>();
  let ticked = 0;
  let isBacklogged = true;
  for (let step = 0; step < MAX_STEPS && isBacklogged && deps.mayGoOn(); step += 1) {
    const due = await deps.findDue(now, STEP, [...failed]);
    const found = due.reduce((sum, { reviewIds }) => sum + reviewIds.length, 0);
    const failedBefore = failed.size;
    const { changed, isRaced } = await tickStep(deps, due, now, requestId, failed);
    ticked += changed;
    const isMoving = changed > 0 || isRaced || failed.size > failedBefore;
    isBacklogged = isMoving && (found === STEP || isRaced || !deps.mayGoOn());
  }
  if (failed.size > 0) throw new Error(`the sweep failed in ${failed.size} workspaces`);
  return { ticked, isBacklogged };
};
