// From counts to the figures that are shown. Source: time.md 9.

import { type Counts, countsOf, type Percentiles, percentilesOf, total } from "./metric-counts.ts";
import { PRIORITIES } from "./review/review.ts";

/** Every name, nought where nothing was counted. */
const filled = (names: readonly string[], counts: Counts): Counts =>
  Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));

/** What is open now. */
export interface OpenFigures {
  readonly total: number;
  readonly byStatus: Counts;
  readonly byPriority: Counts;
  /** Reviews with a deadline only. */
  readonly bySla: Counts;
}

export const openFigures = (counts: Counts): OpenFigures => {
  const byStatus = filled(["pending", "in_progress"], countsOf(counts, "status"));
  return {
    total: total(byStatus),
    byStatus,
    byPriority: filled(PRIORITIES, countsOf(counts, "priority")),
    bySla: filled(["on_track", "at_risk", "breached"], countsOf(counts, "sla")),
  };
};

/** What happened in a range of time. */
export interface RangeFigures {
  readonly opened: number;
  readonly settled: number;
  /** By the status in which a review left open; adds up to `settled`. */
  readonly byOutcome: Counts;
  readonly timeToFirstTouchSeconds: Percentiles;
  readonly timeToDecisionSeconds: Percentiles;
  /** `met`: settled in time; `breached`: breaches, open reviews included; `hitRate` null where there was neither. */
  readonly sla: { readonly met: number; readonly breached: number; readonly hitRate: number | null };
  readonly escalations: number;
  /** Reviews that time ended. */
  readonly automated: number;
}

export const rangeFigures = (counts: Counts): RangeFigures => {
  const byOutcome = countsOf(counts, "settled");
  const met = counts["met"] ?? 0;
  const breached = counts["breached"] ?? 0;
  return {
    opened: counts["opened"] ?? 0,
    settled: total(byOutcome),
    byOutcome,
    timeToFirstTouchSeconds: percentilesOf(counts, "touch"),
    timeToDecisionSeconds: percentilesOf(counts, "decision"),
    sla: { met, breached, hitRate: met + breached === 0 ? null : met / (met + breached) },
    escalations: counts["escalated"] ?? 0,
    automated: counts["automated"] ?? 0,
  };
};
