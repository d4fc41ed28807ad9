// Figures step by step: depth is what really stood open, reckoned back from now, however the stream was cut.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seriesOf } from "../../src/core/metric-series.ts";
import { NOW, startOf } from "../../src/core/metric-spans.ts";
import { type MeasuredEvent, type OpenEntry, type Span, spanName, tally } from "../../src/core/metrics.ts";
import { isOpen, type ReviewStatus } from "../../src/core/review/review.ts";
import { NOON } from "../support/builders.ts";

const HOUR = 3_600_000;
const START = startOf(NOON, HOUR);
const HOURS = 6;

interface Moment {
  readonly reviewId: string;
  readonly at: number;
  readonly status: ReviewStatus;
  readonly dialect: string;
}

const measured = ({ reviewId, at, status, dialect }: Moment, version: number): MeasuredEvent => ({
  type: version === 1 ? "opened" : isOpen(status) ? "started" : status,
  reviewId,
  version,
  at,
  dialect,
  status,
  priority: "normal",
  slaStatus: null,
  openedAt: at,
  isAutomated: isOpen(status) ? null : false,
  escalatedBy: null,
});

/** Stories of reviews: pending, then maybe in progress, then maybe settled, at rising instants. */
const story = fc
  .record({
    reviewId: fc.uuid(),
    dialect: fc.constantFrom("one", "other"),
    instants: fc.uniqueArray(fc.integer({ min: 0, max: HOURS * HOUR - 1 }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ reviewId, dialect, instants }) =>
    instants
      .toSorted((a, b) => a - b)
      .map((at, index) => ({
        reviewId,
        dialect,
        at: START + at,
        status: (["pending", "in_progress", "approved"] as const)[index] ?? "pending",
      })),
  );

const countedIn = (events: readonly MeasuredEvent[], step: number): readonly Span[] => {
  let entries: readonly OpenEntry[] = [];
  const spans = new Map<string, Span>();
  for (let from = 0; from < events.length; from += step) {
    const next = tally(events.slice(from, from + step), { entries, spans: [...spans.values()] });
    for (const span of next.spans) spans.set(spanName(span), span);
    const gone = new Set(next.closed.map(({ reviewId }) => reviewId));
    entries = [...new Map([...entries, ...next.open].map((entry) => [entry.reviewId, entry])).values()].filter(
      ({ reviewId }) => !gone.has(reviewId),
    );
  }
  return [...spans.values()];
};

const run = { width: HOUR, from: START, to: START + HOURS * HOUR };

const series = (spans: readonly Span[]) =>
  seriesOf(
    run,
    spans.filter(({ width }) => width === HOUR),
    spans.filter(({ width }) => width === NOW),
  );

describe("depth over time", () => {
  test("at the end of each step as many stood open in each status as really did", () => {
    fc.assert(
      fc.property(fc.array(story, { maxLength: 12 }), fc.integer({ min: 1, max: 7 }), (stories, step) => {
        const events = stories
          .flatMap((moments) => moments.map((moment, index) => measured(moment, index + 1)))
          .toSorted((a, b) => a.at - b.at);
        const { steps } = series(countedIn(events, step));
        expect(steps.map(({ from }) => from)).toEqual(Array.from({ length: HOURS }, (_, hour) => START + hour * HOUR));
        for (const { from, depth } of steps) {
          const last = stories.flatMap((moments) => moments.findLast(({ at }) => at < from + HOUR) ?? []);
          const standing = (status: ReviewStatus): number => last.filter((moment) => moment.status === status).length;
          expect(depth).toEqual({ pending: standing("pending"), in_progress: standing("in_progress") });
        }
      }),
      { numRuns: 200 },
    );
  });

  test("APIs stand apart, in order of name, and add up", () => {
    const moment = (dialect: string, reviewId: string): Moment => ({ reviewId, dialect, at: START, status: "pending" });
    const events = [moment("b", "1"), moment("a", "2"), moment("b", "3")].map((one) => measured(one, 1));
    const { byDialect, open, range } = series(countedIn(events, 2));
    expect(byDialect.map(({ dialect, open: own }) => [dialect, own.total])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
    expect([open.total, range.opened]).toEqual([3, 3]);
  });

  test("nothing has happened: empty steps, nothing open", () => {
    const { steps, byDialect } = series([]);
    expect([steps.length, byDialect.length, steps[0]?.depth]).toEqual([HOURS, 0, { pending: 0, in_progress: 0 }]);
  });
});
