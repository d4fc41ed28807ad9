// The figures of a workspace: what is open now, and what happened from one instant up to another. Counts what is still
// uncounted first, so that an answer is exact at the time of asking, or is not given. Source: time.md 9.

import { openFigures, type OpenFigures, rangeFigures, type RangeFigures } from "../core/metric-figures.ts";
import { runsOf } from "../core/metric-spans.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import type { MetricsStore } from "./metrics-ports.ts";
import { rollUp } from "./metrics-roll-up.ts";

export interface MetricsRequest {
  readonly workspaceId: string;
  readonly from: Instant;
  /** Exclusive; not before `from`. */
  readonly to: Instant;
  /** Null: of all. */
  readonly dialect: string | null;
}

export interface Metrics {
  readonly open: OpenFigures & { readonly oldestOpenedAt: Instant | null };
  readonly range: RangeFigures;
}

/** More events are uncounted than one request may count: each try counts on, and so does Cron. */
export interface MetricsBehind {
  readonly type: "metrics_behind";
  readonly retryAfterSeconds: number;
}

/** 6,000 events: some 500 of the 1,000 queries of an invocation. */
export const MAX_STEPS = 60;

export const readMetrics = async (
  store: MetricsStore,
  { workspaceId, from, to, dialect }: MetricsRequest,
): Promise<Result<Metrics, MetricsBehind>> => {
  const { isComplete } = await rollUp(store, workspaceId, MAX_STEPS);
  if (!isComplete) return err({ type: "metrics_behind", retryAfterSeconds: 1 });
  const { range, open, oldestOpenedAt } = await store.read({ workspaceId, runs: runsOf(from, to), dialect });
  return ok({ open: { ...openFigures(open), oldestOpenedAt }, range: rangeFigures(range) });
};
