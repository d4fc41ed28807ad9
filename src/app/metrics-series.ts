// The figures of a workspace step by step, for pictures: exact at the time of asking, as those of metrics.ts.

import { type MetricSeries, seriesOf } from "../core/metric-series.ts";
import { startOf, type WIDTHS } from "../core/metric-spans.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import { MAX_STEPS, type MetricsBehind } from "./metrics.ts";
import type { MetricsStore } from "./metrics-ports.ts";
import { rollUp } from "./metrics-roll-up.ts";

export interface SeriesRequest {
  readonly workspaceId: string;
  readonly now: Instant;
  readonly width: (typeof WIDTHS)[number];
  /** The last one is the one that `now` falls into. */
  readonly steps: number;
  /** Null: of all. */
  readonly dialect: string | null;
}

/** How many open reviews are of an age: from one duration (ms) to the other, exclusive; null: and older. */
export interface AgeCount {
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly count: number;
  /** There are more than are counted. */
  readonly isMore: boolean;
}

export interface Series extends MetricSeries {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly ages: readonly AgeCount[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Edges of the ages that are told apart. */
const AGE_EDGES_MS = [0, HOUR_MS, 4 * HOUR_MS, DAY_MS, 3 * DAY_MS, 7 * DAY_MS] as const;

/** Of each age, so that a page of pictures reads a bounded number of rows whatever is open. */
export const MAX_COUNTED_OF_AGE = 10_000;

const agesOf = (
  now: Instant,
): readonly { readonly fromMs: number; readonly toMs: number | null; readonly from: Instant; readonly to: Instant }[] =>
  AGE_EDGES_MS.map((fromMs, index) => {
    const toMs = AGE_EDGES_MS[index + 1] ?? null;
    return { fromMs, toMs, from: toMs === null ? 0 : now - toMs + 1, to: now - fromMs + 1 };
  });

/** Two round trips where Cron has counted everything: what is uncounted, then the figures. */
export const readSeries = async (
  store: MetricsStore,
  { workspaceId, now, width, steps, dialect }: SeriesRequest,
): Promise<Result<Series, MetricsBehind>> => {
  const { isComplete } = await rollUp(store, workspaceId, MAX_STEPS);
  if (!isComplete) return err({ type: "metrics_behind", retryAfterSeconds: 1 });
  const to = startOf(now, width) + width;
  const run = { width, from: to - steps * width, to };
  const ages = agesOf(now);
  const read = await store.series({ workspaceId, run, ages, ageLimit: MAX_COUNTED_OF_AGE + 1, dialect });
  return ok({
    ...seriesOf(run, read.spans, read.open),
    from: run.from,
    to,
    ages: ages.map(({ fromMs, toMs }, index) => {
      const counted = read.ages[index] ?? 0;
      return { fromMs, toMs, count: Math.min(counted, MAX_COUNTED_OF_AGE), isMore: counted > MAX_COUNTED_OF_AGE };
    }),
  });
};
