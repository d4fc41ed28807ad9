// Cron as it may come: several runs at once, the same run again, late by hours, not at all; while people decide and write
// on the same reviews. No timer may fire twice or be forgotten, and each event is at its own instant, not at the sweep's.

import { checkDatabase } from "./check-database.ts";
import { twiceFired } from "./check-ledger.ts";
import { Journal } from "./journal.ts";
import { disturb, eventsOf, expectedBy, firedOf, openMany, timedDocument } from "./timed-world.ts";
import { aWorld, type World } from "./world.ts";

export interface SweepsOptions {
  /** Reviews that nobody touches; half as many are written on meanwhile. */
  readonly reviews: number;
}

const MINUTE_MS = 60_000;

/** Minutes after the opening, and how many runs of Cron at once there are then. 61 to 199: none comes. */
const RUNS: readonly { readonly at: number; readonly runs: number; readonly what: string }[] = [
  { at: 29, runs: 2, what: "too early" },
  { at: 31, runs: 6, what: "overlapping" },
  { at: 31, runs: 6, what: "repeated" },
  { at: 200, runs: 8, what: "late, after none came for hours: many steps at once, overlapping" },
  { at: 200, runs: 4, what: "repeated" },
];

const compare = async (world: World, ids: readonly string[], minutes: number): Promise<readonly string[]> => {
  const expected = JSON.stringify(expectedBy(minutes));
  const problems: string[] = [];
  for (const id of ids) {
    const fired = JSON.stringify(firedOf(await eventsOf(world, id)));
    if (fired !== expected) problems.push(`sweeps: ${id} after ${minutes} min: ${fired}, not ${expected}`);
  }
  return problems;
};

/** Prints each run; answers what fired twice, was forgotten, or is at a wrong instant. Empty is what is wanted. */
export const runSweeps = async ({ reviews }: SweepsOptions): Promise<readonly string[]> => {
  const world = await aWorld();
  const problems: string[] = [];
  try {
    await world.apply("timed", timedDocument(false));
    const quiet = await openMany(world, reviews);
    const busy = await openMany(world, Math.ceil(reviews / 2));
    for (const { at, runs, what } of RUNS) {
      // Everything was opened within this minute or two.
      await world.plan({ clockOffsetMs: at * MINUTE_MS });
      const disturbance = disturb(world, busy);
      const startedAt = Date.now();
      const { done, failed } = await world.cron(runs);
      const tookMs = Date.now() - startedAt;
      problems.push(...(await disturbance.stop()));
      // A run that lost every race has left its rest to the next one.
      await world.cron(1);
      console.log(
        `sweeps: ${at} min after, ${what}: ${runs} runs at once, ${done} done, ${failed} failed, ${tookMs} ms`,
      );
      if (failed > 0) problems.push(`sweeps: ${failed} runs failed at ${at} min`);
      problems.push(...(await compare(world, quiet, at)));
    }
    await world.stop();
    const report = await checkDatabase(world.persistTo, new Journal());
    const twice = twiceFired(world.persistTo);
    console.log(
      `sweeps: ${report.reviews} reviews, ${report.events} events, ${twice.length} timers fired twice, ` +
        `${report.violations.length} violations, ${problems.length} reviews not as expected`,
    );
    return [...problems, ...report.violations, ...twice];
  } finally {
    await world.end();
  }
};
