// Figures step by step: what happened in each span of a range, and how many reviews stood open at its end. Depth is
// reckoned backwards from what is open now, by what has moved since. Pure.

import { addCounts, type Counts, countsOf } from "./metric-counts.ts";
import { openFigures, type OpenFigures, rangeFigures, type RangeFigures } from "./metric-figures.ts";
import type { Run } from "./metric-spans.ts";
import type { Span } from "./metrics.ts";
import type { Instant } from "./time.ts";

export interface MetricStep {
  readonly from: Instant;
  readonly range: RangeFigures;
  /** Open at the end of the step, or now in the step that is not over yet, by status. */
  readonly depth: OpenFigures["byStatus"];
}

/** One API, or all of them. */
export interface MetricPart {
  readonly open: OpenFigures;
  readonly range: RangeFigures;
}

export interface MetricSeries extends MetricPart {
  /** Oldest first, with empty steps where nothing happened. */
  readonly steps: readonly MetricStep[];
  /** APIs with anything in it, by name. */
  readonly byDialect: readonly (MetricPart & { readonly dialect: string })[];
}

const sum = (spans: readonly Span[]): Counts => spans.reduce<Counts>((all, { counts }) => addCounts(all, counts), {});

const negated = (counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [`status:${name}`, -value]));

/** Of whole spans up to now: `run` ends at or after the present, and nothing has happened after it. */
export const seriesOf = (run: Run, spans: readonly Span[], open: readonly Span[]): MetricSeries => {
  const byStart = new Map<Instant, readonly Span[]>();
  for (const span of spans) byStart.set(span.start, [...(byStart.get(span.start) ?? []), span]);
  const now = sum(open);
  const steps: MetricStep[] = [];
  let depth = now;
  for (let from = run.to - run.width; from >= run.from; from -= run.width) {
    const counts = sum(byStart.get(from) ?? []);
    steps.push({ from, range: rangeFigures(counts), depth: openFigures(depth).byStatus });
    depth = addCounts(depth, negated(countsOf(counts, "moved")));
  }
  const dialects = [...new Set([...spans, ...open].map(({ dialect }) => dialect))].toSorted();
  const of =
    (dialect: string) =>
    (span: Span): boolean =>
      span.dialect === dialect;
  return {
    open: openFigures(now),
    range: rangeFigures(sum(spans)),
    steps: steps.toReversed(),
    byDialect: dialects.map((dialect) => ({
      dialect,
      open: openFigures(sum(open.filter(of(dialect)))),
      range: rangeFigures(sum(spans.filter(of(dialect)))),
    })),
  };
};
