// The objects that put group votes in order are aborted in the middle of their work, and doubled: two instances of one
// review's object decide at once, as a platform in trouble may run them. The audit key in D1 is the lock that must hold.

import { sendAgain } from "./act.ts";
import { checkLedger } from "./check-ledger.ts";
import type { FaultPlan } from "./faulty/plan.ts";
import { randomOf } from "./fuzz-random.ts";
import { Ledger } from "./ledger.ts";
import { GROUP_STORIES, runMixedLoad } from "./mixed-load.ts";
import { MIXED, mixedDocument } from "./mixed-workspace.ts";
import { aWorld } from "./world.ts";

export interface ObjectsOptions {
  /** Stories of one phase: two groups of two vote at once in each. */
  readonly stories: number;
  readonly clients: number;
  readonly seed: number;
  /** Absent: all of {@link PHASES}. */
  readonly phases?: typeof PHASES;
}

export const PHASES: readonly { readonly name: string; readonly plan: Partial<FaultPlan> }[] = [
  { name: "aborted", plan: { abortRate: 0.3 } },
  { name: "doubled", plan: { isDoubled: true } },
  { name: "aborted and doubled, with 5 % of D1's calls lost", plan: { abortRate: 0.2, isDoubled: true, rate: 0.05 } },
];

/** Prints each phase; answers what was lost, doubled, misanswered. Empty is what is wanted. */
export const runObjects = async ({
  stories,
  clients,
  seed,
  phases = PHASES,
}: ObjectsOptions): Promise<readonly string[]> => {
  const world = await aWorld();
  const ledger = new Ledger();
  const chance = randomOf(`${seed}/objects`);
  const load = { url: world.url, ledger, random: () => chance.below(1_000_000) / 1_000_000 };
  try {
    await world.apply(MIXED, mixedDocument());
    for (const { name, plan } of phases) {
      const before = ledger.all.length;
      const was = await world.counts();
      await world.plan(plan);
      await runMixedLoad(load, stories, clients, GROUP_STORIES);
      await world.plan({});
      const counts = await world.counts();
      const again = await sendAgain(world.url, ledger);
      console.log(
        `objects: ${name}: ${ledger.all.length - before} acts, ${counts.aborts - was.aborts} aborts, ` +
          `${counts.doubled - was.doubled} calls to a second instance, ${again} acts sent again`,
      );
      const isIdle = counts.aborts + counts.doubled === was.aborts + was.doubled;
      if (isIdle) return [`nothing was ${name}`];
    }
    await world.stop();
    const report = await checkLedger(world.persistTo, ledger);
    console.log(
      `objects: ${ledger.withFate("acknowledged").length} acknowledged, ${ledger.withFate("refused").length} refused, ` +
        `${ledger.withFate("unanswered").length} unknown to the end, of which ${report.stoodUnknown} stand; ` +
        `${report.reviews} reviews, ${report.events} events; ${report.violations.length} violations, ` +
        `${ledger.failures.length} wrong answers`,
    );
    return [...report.violations, ...ledger.failures];
  } finally {
    await world.end();
  }
};
