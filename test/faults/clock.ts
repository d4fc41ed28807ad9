// Clocks that jump. A workspace's own clock: one jump over hours fires what sixty small steps fire, at the same instants,
// also while requests run and two jumps meet. The Worker's clock: set back an hour and forward again under load, no review
// has an event before the one before it.

import { checkDatabase, openCopy } from "./check-database.ts";
import { twiceFired } from "./check-ledger.ts";
import { Journal } from "./journal.ts";
import { call, disturb, eventsOf, expectedBy, firedOf, openMany, timedDocument } from "./timed-world.ts";
import { aWorld, OPERATOR_TOKEN, type World } from "./world.ts";

export interface ClockOptions {
  readonly reviews: number;
  /** Length of the small steps. */
  readonly stepMinutes: number;
}

const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
const HOURS_MINUTES = 300;

const advance = async (world: World, workspaceId: string, advanceMinutes: number): Promise<number> =>
  (await call(world, "POST", `/v2/workspaces/${workspaceId}/clock`, operator, { advanceMinutes })).status;

/** Opened in this workspace: the callers are the same in all of them, so there is one at a time. */
const inWorkspace = async <T>(world: World, id: string, testClock: boolean, act: () => Promise<T>): Promise<T> => {
  await world.apply(id, timedDocument(testClock));
  const result = await act();
  await call(world, "DELETE", `/v2/workspaces/${id}`, operator);
  return result;
};

const notAsExpected = async (world: World, ids: readonly string[], what: string): Promise<readonly string[]> => {
  const expected = JSON.stringify(expectedBy(HOURS_MINUTES));
  const problems: string[] = [];
  for (const id of ids) {
    const fired = JSON.stringify(firedOf(await eventsOf(world, id)));
    if (fired !== expected) problems.push(`clock: ${what}: ${id}: ${fired}, not ${expected}`);
  }
  return problems;
};

const steps = (world: World, { reviews, stepMinutes }: ClockOptions): Promise<readonly string[]> =>
  inWorkspace(world, "in-steps", true, async () => {
    const ids = await openMany(world, reviews);
    for (let minutes = 0; minutes < HOURS_MINUTES; minutes += stepMinutes)
      await advance(world, "in-steps", stepMinutes);
    return notAsExpected(world, ids, `steps of ${stepMinutes} min`);
  });

const jump = (world: World, reviews: number): Promise<readonly string[]> =>
  inWorkspace(world, "in-one-jump", true, async () => {
    const quiet = await openMany(world, reviews);
    const busy = await openMany(world, Math.ceil(reviews / 2));
    const disturbance = disturb(world, busy);
    // Both say by how much: the later one starts where the earlier one has come to, or finds the same start.
    const statuses = await Promise.all([
      advance(world, "in-one-jump", HOURS_MINUTES),
      advance(world, "in-one-jump", HOURS_MINUTES),
    ]);
    const disturbed = await disturbance.stop();
    const failed = statuses.filter((status) => status !== 200 && status !== 503);
    const back = await call(world, "POST", "/v2/workspaces/in-one-jump/clock", operator, {
      advanceTo: "2020-01-01T00:00:00Z",
    });
    return [
      ...disturbed,
      ...failed.map((status) => `clock: a jump was answered ${status}`),
      ...(back.status === 400 ? [] : [`clock: a jump back was answered ${back.status}`]),
      ...(await notAsExpected(world, quiet, "one jump")),
    ];
  });

/** Forward and back, in minutes. */
const OFFSETS = [0, 61, -60, 20, 200, -200, 0];

const shake = (world: World, reviews: number): Promise<readonly string[]> =>
  inWorkspace(world, "shaken", false, async () => {
    const ids = await openMany(world, reviews);
    const disturbance = disturb(world, ids);
    for (const minutes of OFFSETS) {
      await world.plan({ clockOffsetMs: minutes * 60_000 });
      await world.cron(2);
    }
    return disturbance.stop();
  });

const BACKWARDS_SQL = `SELECT a.review_id || ':' || a.seq AS what FROM audit a JOIN audit b
  ON b.workspace_id = a.workspace_id AND b.review_id = a.review_id AND b.seq = a.seq - 1 WHERE a.at < b.at`;

/** Prints what it did; answers what is not as it should be. Empty is what is wanted. */
export const runClock = async (options: ClockOptions): Promise<readonly string[]> => {
  const { reviews, stepMinutes } = options;
  const world = await aWorld();
  try {
    const problems = [
      ...(await steps(world, options)),
      ...(await jump(world, reviews)),
      ...(await shake(world, reviews)),
    ];
    await world.stop();
    const report = await checkDatabase(world.persistTo, new Journal());
    const { db, close } = openCopy(world.persistTo);
    const backwards = db
      .prepare(BACKWARDS_SQL)
      .all()
      .map(({ what }) => `clock: an event before the one before it: ${String(what)}`);
    close();
    const twice = twiceFired(world.persistTo);
    console.log(
      `clock: ${reviews} reviews in ${HOURS_MINUTES / stepMinutes} steps, as many in one jump that was made twice at once ` +
        `under load, as many under a Worker's clock set to ${OFFSETS.join(", ")} min; ${report.events} events, ` +
        `${twice.length} timers fired twice, ${backwards.length} events out of order, ${problems.length} not as expected`,
    );
    return [...problems, ...report.violations, ...backwards, ...twice];
  } finally {
    await world.end();
  }
};
