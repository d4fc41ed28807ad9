// Whether one more call may pass: the sliding log, on a clock that the test turns.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CallLog, type Counted, judgeCall, type RatePolicy } from "../../src/core/rate-limit.ts";

const MINUTE = 60_000;

const aPolicy = (quota: number, name = "calls"): RatePolicy => ({ name, quota, windowMs: MINUTE });

const aCounter = (...policies: readonly RatePolicy[]) => {
  const counted: readonly Counted[] = policies.map((policy) => ({ policy, log: new CallLog() }));
  const saved: (readonly [string, number, number])[] = [];
  return {
    saved,
    counted,
    at: (now: number) => judgeCall(counted, now, ({ name }, { at, count }) => saved.push([name, at, count])),
  };
};

describe("The window", () => {
  test("a quota of n passes exactly n, all of them in one millisecond", () => {
    const counter = aCounter(aPolicy(3));
    expect([1, 2, 3, 4, 5].map(() => counter.at(1_000).passes)).toEqual([true, true, true, false, false]);
  });

  test("a call leaves the window when it is exactly one window old, and not a millisecond before", () => {
    const counter = aCounter(aPolicy(1));
    expect(counter.at(5_000).passes).toBe(true);
    expect(counter.at(5_000 + MINUTE - 1).passes).toBe(false);
    expect(counter.at(5_000 + MINUTE).passes).toBe(true);
  });

  test("there is no edge around which twice the quota passes", () => {
    const counter = aCounter(aPolicy(2));
    expect([counter.at(MINUTE - 2), counter.at(MINUTE - 1)].every(({ passes }) => passes)).toBe(true);
    expect([counter.at(MINUTE), counter.at(MINUTE + 1)].some(({ passes }) => passes)).toBe(false);
  });

  test("a refused call is not counted: whoever keeps calling gets in as soon as the oldest call has left", () => {
    const counter = aCounter(aPolicy(1));
    counter.at(0);
    for (let now = 1; now < MINUTE; now += 1_000) expect(counter.at(now).passes).toBe(false);
    expect(counter.at(MINUTE).passes).toBe(true);
  });

  test("a clock that goes back gives nothing back and breaks no order", () => {
    const counter = aCounter(aPolicy(2));
    counter.at(10_000);
    expect(counter.at(4_000).passes).toBe(true);
    expect(counter.at(3_000).passes).toBe(false);
    expect(counter.saved).toEqual([
      ["calls", 10_000, 1],
      ["calls", 10_000, 2],
    ]);
  });
});

describe("What the caller is told", () => {
  test("how many are left, and when more may pass", () => {
    const counter = aCounter(aPolicy(2));
    expect(counter.at(0)).toEqual({
      passes: true,
      retryAfterSeconds: 0,
      standings: [{ name: "calls", quota: 2, windowSeconds: 60, remaining: 1, resetSeconds: 60 }],
    });
    expect(counter.at(10_500).standings).toMatchObject([{ remaining: 0, resetSeconds: 50 }]);
    expect(counter.at(20_001)).toMatchObject({
      passes: false,
      retryAfterSeconds: 40,
      standings: [{ remaining: 0, resetSeconds: 40 }],
    });
  });

  test("whoever waits as long as Retry-After says gets in", () => {
    const counter = aCounter(aPolicy(1));
    counter.at(0);
    const { retryAfterSeconds } = counter.at(59_999);
    expect(retryAfterSeconds).toBe(1);
    expect(counter.at(59_999 + retryAfterSeconds * 1_000).passes).toBe(true);
  });

  test("a quota that was lowered waits until enough calls have left", () => {
    const log = new CallLog([
      { at: 0, count: 2 },
      { at: 30_000, count: 1 },
    ]);
    const verdict = judgeCall([{ policy: aPolicy(1), log }], 31_000, () => {});
    expect(verdict).toMatchObject({ passes: false, retryAfterSeconds: 59, standings: [{ remaining: 0 }] });
  });
});

describe("Several policies", () => {
  test("a call passes all of them or counts for none", () => {
    const counter = aCounter(aPolicy(5, "calls"), aPolicy(1, "assign"));
    expect(counter.at(0).passes).toBe(true);
    const refused = counter.at(1);
    expect(refused.passes).toBe(false);
    expect(refused.standings).toMatchObject([{ remaining: 4 }, { remaining: 0 }]);
    expect(counter.saved).toEqual([
      ["calls", 0, 1],
      ["assign", 0, 1],
    ]);
  });
});

test("property: of every window at most the quota passes, and a call is refused only when the window is full", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 120 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), gaps, (quota, steps) => {
      const counter = aCounter(aPolicy(quota));
      const passed: number[] = [];
      let now = 0;
      for (const step of steps) {
        now += step;
        const inWindow = passed.filter((at) => at > now - MINUTE).length;
        const { passes, standings } = counter.at(now);
        expect(passes).toBe(inWindow < quota);
        if (passes) passed.push(now);
        expect(standings[0]?.remaining).toBe(quota - passed.filter((at) => at > now - MINUTE).length);
      }
    }),
  );
});

test("property: a log that was kept and read again judges like the one that was not", () => {
  const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), steps, (quota, gaps) => {
      const policy = aPolicy(quota);
      const kept = new Map<number, number>();
      const log = new CallLog();
      let now = 0;
      for (const gap of gaps) {
        now += gap;
        const read = new CallLog([...kept].map(([at, count]) => ({ at, count })));
        const again = judgeCall([{ policy, log: read }], now, () => {});
        const first = judgeCall([{ policy, log }], now, (_, { at, count }) => kept.set(at, count));
        expect(again).toEqual(first);
      }
    }),
  );
});
