// Moves a test-clock workspace forward and fires everything that falls due on the way, in order of due time.
// The clock is set before the timers of that stretch fire: whoever comes between fires them first, to the same end.
// Source: workspace.md 4 (`clock`), 5; time.md 2, 8.

import { policyActor } from "../core/review/actor.ts";
import type { DirectoryMember } from "../core/review/commands.ts";
import { type Instant, toIso } from "../core/time.ts";
import { judge } from "./judge.ts";
import type {
  CommandEnvelope,
  CommitItem,
  Directory,
  Ids,
  ReviewStore,
  StoredReview,
  TestClockStore,
} from "./ports.ts";

export interface AdvanceDeps {
  readonly clocks: TestClockStore;
  readonly store: ReviewStore;
  readonly directory: Directory;
  readonly ids: Ids;
}

/** What happened on the way. Source: workspace.md 4: `{"at", "reviewId", "type"}`. */
export interface Fired {
  readonly at: string;
  readonly reviewId: string;
  readonly type: string;
}

export interface Advanced {
  readonly now: Instant;
  readonly fired: readonly Fired[];
  /** More was due than one call may fire; `now` is the instant reached. */
  readonly remaining: boolean;
}

/** Source: workspace.md 5. */
export const MAX_FIRED = 1_000;
/** Reviews of one stretch. Each of them fires something, so a call has a dozen stretches at most. */
const CHUNK = 100;

export interface TestWorkspace {
  readonly workspaceId: string;
  readonly workspaceVersion: number;
  readonly requestId: string;
}

const tickEnvelope = (workspace: TestWorkspace, reviewId: string, now: Instant): CommandEnvelope => ({
  workspaceId: workspace.workspaceId,
  reviewId,
  command: { type: "Tick" },
  meta: {
    actor: policyActor("sweep"),
    entrance: "sweep",
    requestId: workspace.requestId,
    workspaceVersion: workspace.workspaceVersion,
    clock: "test",
    now,
  },
  ifMatch: null,
  idempotency: null,
});

const firedBy = ({ events, after }: CommitItem): readonly Fired[] =>
  events.map(({ at, type }) => ({ at: toIso(at), reviewId: after.id, type }));

/** Order of `at`, then id; events of one review keep the order of its trail. */
const inOrder = (fired: readonly Fired[]): readonly Fired[] =>
  fired.toSorted((a, b) => (a.at === b.at ? compare(a.reviewId, b.reviewId) : compare(a.at, b.at)));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What the reviews do up to an instant. */
const ticksOf = (
  deps: AdvanceDeps,
  workspace: TestWorkspace,
  stored: readonly StoredReview[],
  until: Instant,
  directory: readonly DirectoryMember[],
): readonly CommitItem[] =>
  stored.flatMap((one) => {
    const envelope = tickEnvelope(workspace, one.review.id, until);
    const { item } = judge(one, envelope, deps.ids.random(), directory);
    return item === null ? [] : [item];
  });

/** The part of the ticks that fits the budget: up to the instant before the first event too many, or the first reviews of one instant. */
const withinBudget = (
  items: readonly CommitItem[],
  budget: number,
  again: (until: Instant) => readonly CommitItem[],
): { readonly items: readonly CommitItem[]; readonly until: Instant | null } => {
  const instants = items.flatMap(({ events }) => events.map(({ at }) => at)).toSorted((a, b) => a - b);
  const tooMany = instants[budget];
  if (tooMany === undefined) return { items, until: null };
  if ((instants[0] ?? tooMany) < tooMany) return { items: again(tooMany - 1), until: tooMany - 1 };
  let room = budget;
  const fitting = again(tooMany).filter(({ events }) => {
    room -= events.length;
    return room >= 0;
  });
  return { items: fitting, until: tooMany };
};

/** `to` is not before the workspace's now; the caller has checked that and that it is a test clock. */
export const advanceClock = async (deps: AdvanceDeps, workspace: TestWorkspace, to: Instant): Promise<Advanced> => {
  const { workspaceId, workspaceVersion } = workspace;
  const fired: Fired[] = [];
  for (;;) {
    const due = await deps.clocks.findDue(workspaceId, to, CHUNK + 1);
    const next = due[CHUNK];
    const until = next?.dueAt ?? to;
    if (due.length === 0) {
      await deps.clocks.setNow(workspaceId, to);
      return { now: to, fired: inOrder(fired), remaining: false };
    }
    const [stored, directory] = await Promise.all([
      deps.store.loadMany(
        workspaceId,
        due.slice(0, CHUNK).map(({ reviewId }) => reviewId),
      ),
      deps.directory.activeMembers(workspaceId, workspaceVersion),
    ]);
    const ticks = (instant: Instant) => ticksOf(deps, workspace, stored, instant, directory);
    const part = withinBudget(ticks(until), MAX_FIRED - fired.length, ticks);
    const reached = part.until ?? until;
    await deps.clocks.setNow(workspaceId, reached);
    const recordedAt = reached;
    const result = await deps.store.commit({ workspaceId, recordedAt, items: part.items, subjects: [], answers: [] });
    // A lost race means that somebody else has just fired one of them: look again.
    if (result.type === "committed") fired.push(...part.items.flatMap(firedBy));
    if (part.until !== null || (fired.length >= MAX_FIRED && next !== undefined)) {
      return { now: reached, fired: inOrder(fired), remaining: true };
    }
  }
};
