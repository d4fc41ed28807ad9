// Everything that the comparisons need: the Workers built, one database prepared through the service itself, its
// operations recorded, and then two instances on copies of that database: the service and the floor.

import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { madeIds, type PlanOptions, type Recording, toFloorPlan, withoutHop } from "./floor/make-plan.ts";
import type { FloorPlans } from "./floor/plan.ts";
import { buildWorker, type BuiltWorker } from "./harness/build-worker.ts";
import { cloneReviews, type Pool, type Template } from "./harness/clone-reviews.ts";
import { type Instance, startInstance } from "./harness/instance.ts";
import type { Starter } from "./once/start.ts";
import * as operations from "./operations.ts";
import { type Counts, countsOf, record } from "./recorder/record.ts";
import { applyWorkspace, BINDINGS, HOT_CONNECTION, HOT_GROUPS, POOL_CONNECTION, sendOne } from "./workspaces.ts";

export interface World {
  readonly service: Instance;
  readonly floor: Instance;
  /** What each isolate parses. */
  readonly bundleGzipBytes: number;
  /** With the modules that only some requests load. */
  readonly uploadGzipBytes: number;
  readonly voteTemplate: Template;
  readonly decisionTemplate: Template;
  readonly hotReviewId: string;
  /** Workspaces of the lists, smallest first. */
  readonly lists: readonly { readonly workspaceId: string; readonly size: number }[];
  /** By operation. */
  readonly counts: Readonly<Record<string, Counts>>;
  /** Each on an empty database of its own. */
  readonly starters: { readonly service: Starter; readonly floor: Starter };
  readonly stop: () => Promise<void>;
}

export interface WorldOptions {
  readonly listSizes: readonly number[];
  /** Of the service; null: none. */
  readonly inspectorPort: number | null;
}

/** A version that stands for nothing else, so that it is found wherever the recording carries it. */
const MARKED_VERSION = 700_000_000;

const markVersion = async (db: D1Database, reviewId: string): Promise<void> => {
  const sql = "UPDATE reviews SET version = ?1, state = json_set(state, '$.version', ?1) WHERE id = ?2";
  await db.prepare(sql).bind(MARKED_VERSION, reviewId).run();
};

const newSession = async ({ url }: Instance, workspaceId: string, connection: string, isLarge = true) => {
  const { body } = await sendOne(url, operations.openSession(workspaceId, connection, isLarge));
  return operations.openedSession(url, workspaceId, body);
};

const newReview = async ({ url }: Instance): Promise<Template> => {
  const request = operations.openReview();
  const { body } = await sendOne(url, request);
  const { id, subject }: { id: string; subject: { id: string } } = JSON.parse(body);
  return { workspaceId: operations.WORKSPACE, reviewId: id, subjectId: subject.id };
};

/** Votes in order on a review with a marked version; the last one is the recording. */
const recordVotes = async (
  recorder: Instance,
  reviewId: string,
  vote: (n: number) => ReturnType<typeof operations.poolVote>,
  count: number,
): Promise<readonly Recording[]> => {
  await markVersion(recorder.db, reviewId);
  const recordings: Recording[] = [];
  for (let n = 0; n < count; n += 1) recordings.push(await record(recorder.url, vote(n)));
  return recordings;
};

interface Recorded {
  readonly plans: FloorPlans;
  readonly counts: Readonly<Record<string, Counts>>;
}

const lastOf = (recordings: readonly Recording[]): Recording => {
  const last = recordings.at(-1);
  if (last === undefined) throw new Error("nothing was recorded");
  return last;
};

const firstOf = (recordings: readonly Recording[]): Recording => lastOf(recordings.slice(0, 1));

const recordAll = async (recorder: Instance): Promise<Recorded> => {
  const { url } = recorder;
  const pool = await newSession(recorder, operations.WORKSPACE, POOL_CONNECTION);
  const poolVotes = await recordVotes(recorder, pool.reviewId, (n) => operations.poolVote(pool.reviewId, n), 2);
  const hot = await newSession(recorder, operations.WORKSPACE, HOT_CONNECTION);
  const hotCount = HOT_GROUPS + 1;
  const hotVotes = await recordVotes(recorder, hot.reviewId, (n) => operations.nthHotVote(hot.reviewId, n), hotCount);
  const single = await newReview(recorder);
  const decision = await record(url, operations.decision(single.reviewId));
  const bulkOf = await Promise.all(Array.from({ length: 100 }, () => newReview(recorder)));
  const bulk = await record(url, operations.bulkDecision(bulkOf.map(({ reviewId }) => reviewId)));
  const held = await record(url, operations.trace("held", 0));
  const passed = await record(url, operations.trace("passed", 0));
  const opening = await record(url, operations.openSession(operations.WORKSPACE, POOL_CONNECTION));

  const plan = (recording: Recording, options: PlanOptions) => toFloorPlan(recording, options);
  const versionAfter = (votes: number): string => String(MARKED_VERSION + votes);
  const hotPlan = plan(lastOf(hotVotes), { given: [hot.reviewId, versionAfter(hotCount)], made: [] });
  return {
    plans: {
      vote: plan(lastOf(poolVotes), { given: [pool.reviewId, versionAfter(2)], made: [] }),
      coldVote: plan(firstOf(poolVotes), { given: [pool.reviewId, versionAfter(1)], made: [] }),
      hotDirect: withoutHop(hotPlan),
      hotBatchOnly: withoutHop(hotPlan, 1),
      decision: plan(decision, { given: [single.reviewId, single.subjectId], made: [] }),
      opening: plan(opening, { given: [], made: madeIds(opening, []) }),
    },
    counts: {
      "group vote, cold": countsOf(firstOf(poolVotes)),
      "group vote, warm": countsOf(lastOf(poolVotes)),
      "hot review, one vote": countsOf(lastOf(hotVotes)),
      decision: countsOf(decision),
      "bulk of 100": countsOf(bulk),
      "trace, held": countsOf(held),
      "trace, passed": countsOf(passed),
      opening: countsOf(opening),
    },
  };
};

/** A workspace with that many pending reviews. */
const fillList = async (recorder: Instance, size: number) => {
  const workspaceId = `list-${size}`;
  await applyWorkspace(recorder.url, workspaceId);
  const template = await newSession(recorder, workspaceId, POOL_CONNECTION, false);
  const pool: Pool = { workspaceId, series: "c000", goodFor: "lists" };
  await cloneReviews(recorder.db, template, pool, 0, size - 1);
  const native = await record(recorder.url, operations.nativeList(workspaceId));
  const sessions = await record(recorder.url, operations.sessionApiList(workspaceId));
  return {
    list: { workspaceId, size },
    counts: { [`native list of 50 of ${size}`]: countsOf(native), [`hoop list of ${size}`]: countsOf(sessions) },
  };
};

export const createWorld = async ({ listSizes, inspectorPort }: WorldOptions): Promise<World> => {
  const root = mkdtempSync(join(tmpdir(), "countersign-bench-"));
  const config = "wrangler.toml";
  const serviceWorker = await buildWorker({ main: "src/worker.ts", config });
  const recorderWorker = await buildWorker({ main: "test/bench/recorder/worker.ts", config });
  const floorWorker = await buildWorker({
    main: "test/bench/floor/worker.ts",
    config: "test/bench/floor/wrangler.toml",
  });
  const directory = join(root, "service");
  const common = { directory, bindings: BINDINGS, inspectorPort: null };
  const starterOf = (worker: BuiltWorker, path: string): Starter => ({
    start: () => startInstance({ ...common, worker, directory: mkdtempSync(join(root, "start-")) }),
    path,
  });

  const recorder = await startInstance({ ...common, worker: recorderWorker });
  await applyWorkspace(recorder.url, operations.WORKSPACE);
  const voteTemplate = await newSession(recorder, operations.WORKSPACE, POOL_CONNECTION);
  const hot = await newSession(recorder, operations.WORKSPACE, HOT_CONNECTION);
  const decisionTemplate = await newReview(recorder);
  const recorded = await recordAll(recorder);
  const filled = [];
  for (const size of listSizes) filled.push(await fillList(recorder, size));
  await recorder.stop();

  const floorDirectory = join(root, "floor");
  cpSync(directory, floorDirectory, { recursive: true });
  const service = await startInstance({ ...common, worker: serviceWorker, inspectorPort });
  const bindings = { PLANS: JSON.stringify(recorded.plans) };
  const floor = await startInstance({ ...common, worker: floorWorker, directory: floorDirectory, bindings });
  return {
    service,
    floor,
    bundleGzipBytes: serviceWorker.gzipBytes,
    uploadGzipBytes: serviceWorker.totalGzipBytes,
    voteTemplate,
    decisionTemplate,
    hotReviewId: hot.reviewId,
    lists: filled.map(({ list }) => list),
    counts: filled.reduce((all, { counts }) => ({ ...all, ...counts }), recorded.counts),
    starters: { service: starterOf(serviceWorker, "/health"), floor: starterOf(floorWorker, "/vote") },
    stop: async () => {
      await Promise.all([service.stop(), floor.stop()]);
      rmSync(root, { recursive: true, force: true });
    },
  };
};
