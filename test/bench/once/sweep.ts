// What a minute's Cron costs while nothing, a hundred and ten thousand reviews are due.

import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { cloneReviews, type Pool } from "../harness/clone-reviews.ts";
import type { Instance } from "../harness/instance.ts";
import { operationsIn } from "./workspace.ts";
import type { Figure } from "./figure.ts";

const MINUTELY = "* * * * *";
const SIZES = [0, 100, 10_000];
/** Long enough to make the clones' template, short enough to wait for. */
const DUE_AFTER_MS = 1_500;

const countDue = async (db: D1Database): Promise<number> => {
  const row = await db
    .prepare("SELECT count(*) AS due FROM reviews WHERE next_due_at <= ?1")
    .bind(Date.now())
    .first<{ due: number }>();
  return row?.due ?? 0;
};

const sweep = async (instance: Instance, size: number): Promise<Figure> => {
  const workspaceId = `sweep-${size}`;
  const { openReview } = await operationsIn(instance, workspaceId);
  if (size > 0) {
    const template = await openReview(new Date(Date.now() + DUE_AFTER_MS));
    const pool: Pool = { workspaceId, series: "a100", goodFor: "decisions" };
    await cloneReviews(instance.db, template, pool, 0, size - 1);
    await sleep(DUE_AFTER_MS);
  }
  const due = await countDue(instance.db);
  if (due !== size) throw new Error(`${due} reviews are due, not ${size}`);
  const [begun, cpuBefore] = [performance.now(), instance.cpuMs()];
  let runs = 0;
  do {
    await instance.runCron(MINUTELY);
    runs += 1;
  } while ((await countDue(instance.db)) > 0);
  return {
    key: "sweep",
    title: `Cron while ${size} reviews are due`,
    count: size,
    seconds: (performance.now() - begun) / 1000,
    cpuMs: instance.cpuMs() - cpuBefore,
    note: `${runs} ${runs === 1 ? "run" : "runs"}`,
  };
};

export const sweeps = async (instance: Instance): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const size of SIZES) figures.push(await sweep(instance, size));
  return figures;
};
