// D1 fails: 1 %, 10 % and all of its calls, before the call and after it (a reply that is lost after the commit), in the
// Worker and in the objects, under a mixed load of all five APIs with the sweep running beside it.

import { sendAgain } from "./act.ts";
import { checkLedger } from "./check-ledger.ts";
import type { FaultPlan, Moment } from "./faulty/plan.ts";
import { Ledger } from "./ledger.ts";
import { runMixedLoad } from "./mixed-load.ts";
import { MIXED, mixedDocument } from "./mixed-workspace.ts";
import { randomOf } from "./fuzz-random.ts";
import { aWorld, type World } from "./world.ts";

export interface Phase {
  readonly name: string;
  readonly plan: Partial<FaultPlan>;
}

export interface D1Options {
  /** Stories of one phase; a phase in which everything fails gets a few. */
  readonly stories: number;
  readonly clients: number;
  readonly seed: number;
  readonly phases?: readonly Phase[];
}

const MOMENTS: readonly Moment[] = ["before", "after"];

export const PHASES: readonly Phase[] = [
  ...[0.01, 0.1, 1].flatMap((rate) =>
    MOMENTS.map((moment) => ({ name: `${rate * 100} % of all calls, ${moment}`, plan: { rate, moment } })),
  ),
  ...MOMENTS.map((moment) => ({
    name: `half of the writes, ${moment}`,
    plan: { rate: 0.5, moment, onlyWrites: true },
  })),
  { name: "every write, after", plan: { rate: 1, moment: "after", onlyWrites: true } },
];

/** Runs Cron until the load is over: two at once, whatever becomes of them. */
const sweepMeanwhile = async (world: World, load: Promise<void>): Promise<number> => {
  let isOver = false;
  let runs = 0;
  const over = load.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await world.cron(2);
    runs += 2;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await over;
  return runs;
};

/** Prints each phase; answers what was lost, doubled, misanswered. Empty is what is wanted. */
export const runD1 = async ({ stories, clients, seed, phases = PHASES }: D1Options): Promise<readonly string[]> => {
  const world = await aWorld();
  const ledger = new Ledger();
  const chance = randomOf(`${seed}/d1`);
  const random = (): number => chance.below(1_000_000) / 1_000_000;
  try {
    await world.apply(MIXED, mixedDocument());
    let sweeps = 0;
    for (const { name, plan } of phases) {
      const before = ledger.all.length;
      const countsBefore = await world.counts();
      await world.plan(plan);
      const count = plan.rate === 1 ? Math.min(stories, 15) : stories;
      sweeps += await sweepMeanwhile(world, runMixedLoad({ url: world.url, ledger, random }, count, clients));
      await world.plan({});
      const counts = await world.counts();
      const unanswered = ledger.withFate("unanswered").length;
      const again = await sendAgain(world.url, ledger);
      console.log(
        `d1: ${name}: ${ledger.all.length - before} acts, ` +
          `${counts.failedBefore - countsBefore.failedBefore} calls failed before and ` +
          `${counts.failedAfter - countsBefore.failedAfter} after (${counts.failedInObjects - countsBefore.failedInObjects} ` +
          `in objects) of ${counts.calls - countsBefore.calls}; ${unanswered} acts without an answer so far, ${again} sent again`,
      );
    }
    await world.cron(1);
    await world.stop();
    const report = await checkLedger(world.persistTo, ledger);
    console.log(
      `d1: ${ledger.all.length} acts, ${sweeps} sweeps beside them. Acknowledged: ${ledger.tally("acknowledged")}. ` +
        `Refused: ${ledger.tally("refused")}. Unknown to the end, without a key: ${ledger.withFate("unanswered").length}, ` +
        `of which ${report.stoodUnknown} stand. ${report.reviews} reviews, ${report.events} events; ` +
        `${report.violations.length} violations, ${ledger.failures.length} wrong answers`,
    );
    return [...report.violations, ...ledger.failures];
  } finally {
    await world.end();
  }
};
