// Figures from events: each kind of fact, percentiles, and that neither the size of the steps nor the cut of a range
// changes a count. Source: time.md 9, 11.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addCounts, bucketOf, type Counts, percentilesOf, timed } from "../../src/core/metric-counts.ts";
import { openFigures, rangeFigures } from "../../src/core/metric-figures.ts";
import { NOW, runsOf, WIDTHS } from "../../src/core/metric-spans.ts";
import { type MeasuredEvent, type OpenEntry, type Span, spanName, tally } from "../../src/core/metrics.ts";
import { NOON } from "../support/builders.ts";

const MINUTE = 60_000;

const anEvent = (type: string, changes: Partial<MeasuredEvent> = {}): MeasuredEvent => ({
  type,
  reviewId: "r1",
  version: 2,
  at: NOON,
  dialect: "native",
  status: "pending",
  priority: "normal",
  slaStatus: null,
  openedAt: NOON,
  isAutomated: null,
  escalatedBy: null,
  ...changes,
});

const opened = (changes: Partial<MeasuredEvent> = {}): MeasuredEvent => anEvent("opened", { version: 1, ...changes });

interface State {
  readonly entries: readonly OpenEntry[];
  readonly spans: readonly Span[];
}

const NOTHING: State = { entries: [], spans: [] };

/** As storage keeps it: what a step changed replaces what was there. */
const counted = (state: State, events: readonly MeasuredEvent[]): State => {
  const { open, closed, spans } = tally(events, state);
  const changed = new Set([...open, ...closed].map(({ reviewId }) => reviewId));
  return {
    entries: [...state.entries.filter(({ reviewId }) => !changed.has(reviewId)), ...open],
    spans: [...new Map([...state.spans, ...spans].map((span) => [spanName(span), span])).values()],
  };
};

const sum = (spans: readonly Span[]): Counts => spans.reduce<Counts>((all, { counts }) => addCounts(all, counts), {});
const inRange = ({ spans }: State, from: number, to: number): Counts =>
  sum(
    runsOf(from, to).flatMap((run) =>
      spans.filter(({ width, start }) => width === run.width && start >= run.from && start < run.to),
    ),
  );
const figures = (...events: readonly MeasuredEvent[]) =>
  rangeFigures(inRange(counted(NOTHING, events), 0, NOON + 1e10));
const openNow = ({ spans }: State) => openFigures(sum(spans.filter(({ width }) => width === NOW)));

describe("facts", () => {
  test("a review that settles is counted once, whatever happens to it afterwards", () => {
    const approved = { status: "approved", isAutomated: false } as const;
    expect(
      figures(
        opened(),
        anEvent("approved", { ...approved, at: NOON + MINUTE }),
        anEvent("execution_started", { ...approved, status: "processing", at: NOON + 2 * MINUTE }),
        anEvent("executed", { ...approved, status: "executed", at: NOON + 3 * MINUTE }),
      ),
    ).toMatchObject({
      opened: 1,
      settled: 1,
      byOutcome: { approved: 1 },
      timeToDecisionSeconds: { p50: 60, count: 1 },
    });
  });

  test("a review that is born settled is opened and settled, and kept nobody waiting", () => {
    const recorded = anEvent("completed", { version: 1, status: "completed", isAutomated: false });
    expect(figures(recorded)).toMatchObject({
      opened: 1,
      settled: 1,
      timeToFirstTouchSeconds: { count: 0 },
      timeToDecisionSeconds: { count: 0 },
    });
  });

  test.each(["assigned", "started", "findings_saved", "vote_cast", "second_review_requested"])(
    "%s is a first touch, and the next one is not",
    (type) => {
      const touch = anEvent(type, { at: NOON + 5 * MINUTE });
      const again = anEvent(type, { at: NOON + 9 * MINUTE });
      expect(figures(opened(), touch, again).timeToFirstTouchSeconds).toEqual({ p50: 300, p90: 300, count: 1 });
    },
  );

  test.each(["note_added", "paused", "resumed", "sla_at_risk", "sla_breached", "cancelled"])("%s is none", (type) => {
    expect(figures(opened(), anEvent(type)).timeToFirstTouchSeconds.count).toBe(0);
  });

  test("an escalation by hand is a touch, one by time is not; both are escalations", () => {
    const byHand = figures(opened(), anEvent("escalated", { escalatedBy: "member" }));
    const byTime = figures(opened(), anEvent("escalated", { escalatedBy: "policy" }));
    expect([byHand.timeToFirstTouchSeconds.count, byHand.escalations]).toEqual([1, 1]);
    expect([byTime.timeToFirstTouchSeconds.count, byTime.escalations]).toEqual([0, 1]);
  });

  test("met is a settlement in time; a breach counts while the review is still open", () => {
    const met = anEvent("approved", { status: "approved", slaStatus: "met", isAutomated: false });
    expect(figures(opened({ slaStatus: "on_track" }), met).sla).toEqual({ met: 1, breached: 0, hitRate: 1 });
    const breach = anEvent("sla_breached", { slaStatus: "breached" });
    expect(figures(opened({ slaStatus: "on_track" }), breach).sla).toEqual({ met: 0, breached: 1, hitRate: 0 });
  });

  test("a decision by a person that settles is a touch; one by time, and what merely follows it, is none", () => {
    const touches = (event: MeasuredEvent): number => figures(opened(), event).timeToFirstTouchSeconds.count;
    expect(touches(anEvent("approved", { status: "approved", isAutomated: false }))).toBe(1);
    expect(touches(anEvent("approved", { status: "approved", isAutomated: true }))).toBe(0);
    expect(touches(anEvent("expired", { status: "expired", isAutomated: null }))).toBe(0);
    expect(touches(anEvent("note_added", { status: "approved", isAutomated: false }))).toBe(0);
    expect(touches(anEvent("pending", { status: "pending", isAutomated: false }))).toBe(0);
  });

  test("automated are reviews that time ended: expired, approved or rejected", () => {
    const automated = (event: MeasuredEvent): number => figures(opened(), event).automated;
    expect(automated(anEvent("expired", { status: "expired" }))).toBe(1);
    expect(automated(anEvent("rejected", { status: "rejected", isAutomated: true }))).toBe(1);
    expect(automated(anEvent("rejected", { status: "rejected", isAutomated: false }))).toBe(0);
    expect(automated(anEvent("cancelled", { status: "cancelled" }))).toBe(0);
    expect(figures(opened()).automated).toBe(0);
  });

  test("what ends without a decision was decided by nobody, and late is not met", () => {
    const expired = anEvent("expired", { status: "expired", slaStatus: "on_track", at: NOON + MINUTE });
    expect(figures(opened(), expired)).toMatchObject({
      settled: 1,
      timeToDecisionSeconds: { count: 0 },
      sla: { met: 0, breached: 0, hitRate: null },
    });
    const late = anEvent("approved", { status: "approved", slaStatus: "breached", isAutomated: false });
    const breach = anEvent("sla_breached", { slaStatus: "breached" });
    const met = anEvent("approved", { reviewId: "r2", status: "approved", slaStatus: "met", isAutomated: false });
    const story = [opened(), breach, late, opened({ reviewId: "r2" }), met];
    expect(figures(...story, opened({ reviewId: "r3" }), { ...met, reviewId: "r3" }).sla).toEqual({
      met: 2,
      breached: 1,
      hitRate: 2 / 3,
    });
  });

  test("a step names the spans that it changed and the reviews that left, and no others", () => {
    const first = counted(NOTHING, [opened(), opened({ reviewId: "r2", dialect: "hoop" })]);
    const note = tally([anEvent("note_added")], first);
    expect(note.spans).toEqual([]);
    expect(note).toMatchObject({ open: [{ reviewId: "r1", slaStatus: null }], closed: [] });
    const expired = tally(
      [anEvent("expired", { status: "expired" }), anEvent("note_added", { status: "expired" })],
      first,
    );
    expect(expired.open).toEqual([]);
    expect(expired.closed.map(({ reviewId }) => reviewId)).toEqual(["r1"]);
    expect(new Set(expired.spans.map(({ dialect }) => dialect))).toEqual(new Set(["native"]));
  });

  test("what nets to nothing is not kept", () => {
    const { spans } = counted(NOTHING, [opened(), anEvent("expired", { status: "expired" })]);
    expect(spans.find(({ width }) => width === NOW)?.counts).toEqual({});
  });

  test("what is open says status, priority and deadline, and forgets who has left", () => {
    const state = counted(NOTHING, [
      opened({ slaStatus: "on_track", priority: "high" }),
      opened({ reviewId: "r2" }),
      anEvent("sla_at_risk", { slaStatus: "at_risk", priority: "high" }),
      anEvent("expired", { reviewId: "r2", status: "expired" }),
    ]);
    expect(openNow(state)).toMatchObject({
      total: 1,
      byStatus: { pending: 1, in_progress: 0 },
      byPriority: { high: 1, normal: 0 },
      bySla: { on_track: 0, at_risk: 1, breached: 0 },
    });
    expect(state.entries).toHaveLength(1);
  });
});

describe("percentiles", () => {
  test("the edges of the buckets are the numbers with at most two digits before their noughts", () => {
    expect([0, 7, 99, 100, 109, 110, 999, 1_000, 3_600, 86_399, 86_400].map(bucketOf)).toEqual([
      0, 7, 99, 100, 100, 110, 990, 1_000, 3_600, 86_000, 86_000,
    ]);
  });

  test("equal durations are exact, whatever the bucket", () => {
    const counts = addCounts(timed("t", 86_399_000), timed("t", 86_399_999));
    expect(percentilesOf(counts, "t")).toEqual({ p50: 86_399, p90: 86_399, count: 2 });
  });

  test("they are less than a tenth from the nearest rank of the durations themselves", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 10_000_000 }), { minLength: 1, maxLength: 60 }), (seconds) => {
        const counts = seconds.map((value) => timed("t", value * 1_000)).reduce(addCounts);
        const sorted = seconds.toSorted((a, b) => a - b);
        const { p50, p90, count } = percentilesOf(counts, "t");
        expect(count).toBe(seconds.length);
        for (const [value, share] of [
          [p50, 0.5],
          [p90, 0.9],
        ] as const) {
          const exact = sorted[Math.ceil(seconds.length * share) - 1] ?? -1;
          expect(Math.abs((value ?? -1) - exact)).toBeLessThanOrEqual(Math.max(0, exact * 0.1));
        }
      }),
    );
  });
});

describe("spans", () => {
  const instants = fc.integer({ min: NOON, max: NOON + 40 * 86_400_000 });

  test("the runs of a range are whole spans that follow each other from its first instant to its last", () => {
    fc.assert(
      fc.property(instants, instants, (from, to) => {
        const runs = runsOf(from, to);
        expect(runs.length).toBeLessThanOrEqual(2 * WIDTHS.length - 1);
        let reached = from;
        for (const run of runs) {
          expect([run.from, run.from % run.width, run.to % run.width]).toEqual([reached, 0, 0]);
          expect(run.to).toBeGreaterThan(run.from);
          reached = run.to;
        }
        expect(reached).toBe(Math.max(from, to));
      }),
    );
  });

  const history = fc.array(
    fc.record({ review: fc.nat({ max: 5 }), type: fc.nat({ max: 5 }), after: fc.nat({ max: 90_000_000 }) }),
    { maxLength: 40 },
  );
  const STEPS = [
    ["assigned", {}],
    ["vote_cast", {}],
    ["sla_breached", { slaStatus: "breached" }],
    ["escalated", { escalatedBy: "member" }],
    ["approved", { status: "approved", isAutomated: false }],
    ["expired", { status: "expired" }],
  ] as const;

  const eventsOf = (steps: readonly { review: number; type: number; after: number }[]): readonly MeasuredEvent[] => {
    const versions = new Map<number, number>();
    let at = NOON;
    return steps.flatMap(({ review, type, after }) => {
      at += after;
      const version = (versions.get(review) ?? 0) + 1;
      if (version === 1) {
        versions.set(review, 1);
        return [opened({ reviewId: `r${review}`, at, openedAt: NOON })];
      }
      const [name, changes] = STEPS[type] ?? STEPS[0];
      if (versions.get(review) === -1) return [];
      versions.set(review, "status" in changes ? -1 : version);
      return [anEvent(name, { ...changes, reviewId: `r${review}`, version, at, openedAt: NOON })];
    });
  };

  test("counted one by one or all at once, the figures are the same; and a range is what its parts are together", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 7 }), instants, (steps, size, middle) => {
        const events = eventsOf(steps);
        const once = counted(NOTHING, events);
        let piecemeal = NOTHING;
        for (let index = 0; index < events.length; index += size) {
          piecemeal = counted(piecemeal, events.slice(index, index + size));
        }
        const end = NOON + 1e10;
        const whole = inRange(once, NOON, end);
        expect(inRange(piecemeal, NOON, end)).toEqual(whole);
        expect(openNow(piecemeal)).toEqual(openNow(once));
        expect(addCounts(inRange(once, NOON, middle), inRange(once, middle, end))).toEqual(whole);
        expect(whole["opened"] ?? 0).toBe(events.filter(({ version }) => version === 1).length);
        const { settled, opened: births } = rangeFigures(whole);
        expect(births - settled).toBe(once.entries.length);
        expect(openNow(once).total).toBe(once.entries.length);
      }),
      { numRuns: 300 },
    );
  });
});
