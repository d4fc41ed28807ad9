// Who gets which review, as properties of every pool and every batch. Source: authentivoice.md ruling 13 (Bulk assignment).

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssignableReview } from "../../../src/app/workload-queries.ts";
import type { Member } from "../../../src/app/workspace-document.ts";
import { assign, leastLoaded, type Strategy } from "../../../src/dialects/authentivoice/assign-strategy.ts";

const person = (id: string, ...groups: readonly string[]): Member => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role: "member",
  groups,
  slackId: "",
  active: true,
});
const review = (reviewId: string, assignedTo: string | null, ...topics: readonly string[]): AssignableReview => ({
  externalId: `rev_${reviewId}`,
  reviewId,
  status: "pending",
  assignedTo,
  topics,
});
const strategy = (type: Strategy["type"], changes: Partial<Strategy> = {}): Strategy => ({
  type,
  maxPerReviewer: null,
  considerWorkload: true,
  ...changes,
});
const NO_LOADS: ReadonlyMap<string, number> = new Map();
const A = person("a", "cloning");
const B = person("b");
const C = person("c", "cloning", "urgency");

describe("the least loaded", () => {
  test("is the first of those with the fewest, and nobody where there is nobody", () => {
    expect(leastLoaded([A, B, C], new Map([["a", 2]]))?.id).toBe("b");
    expect(leastLoaded([A, B], NO_LOADS)?.id).toBe("a");
    expect(leastLoaded([], NO_LOADS)).toBeUndefined();
  });
});

describe("every strategy", () => {
  const people = fc.integer({ min: 1, max: 5 }).map((count) => [A, B, C, person("d"), person("e")].slice(0, count));
  const owner = fc.option(fc.constantFrom("a", "b", "c", "z"), { nil: null });
  const reviews = fc
    .array(owner, { maxLength: 30 })
    .map((owners) => owners.map((id, index) => review(`r${index}`, id, ...(index % 3 === 0 ? ["cloning"] : []))));
  const types = fc.constantFrom<Strategy["type"]>("specific", "round_robin", "load_balanced", "expertise_based");
  const most = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });

  test("gives as many as fit: everybody keeps to the bound, and a review is left only when all are full", () => {
    fc.assert(
      fc.property(people, reviews, types, most, fc.boolean(), (pool, batch, type, maxPerReviewer, considerWorkload) => {
        const given = assign(batch, pool, { type, maxPerReviewer, considerWorkload }, NO_LOADS);
        const counts = pool.map(({ id }) => [...given.values()].filter((to) => to === id).length);
        const room = maxPerReviewer === null ? batch.length : Math.min(batch.length, maxPerReviewer * pool.length);
        expect(given.size).toBe(room);
        if (maxPerReviewer !== null) expect(Math.max(...counts)).toBeLessThanOrEqual(maxPerReviewer);
        expect([...given.values()].every((to) => pool.some(({ id }) => id === to))).toBe(true);
      }),
    );
  });

  test("round robin gives nobody two more than anybody else", () => {
    fc.assert(
      fc.property(people, reviews, (pool, batch) => {
        const given = assign(batch, pool, strategy("round_robin"), NO_LOADS);
        const counts = pool.map(({ id }) => [...given.values()].filter((to) => to === id).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("load_balanced never widens the gap between those it gives to", () => {
    const loads = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(people, loads, fc.integer({ min: 0, max: 30 }), (pool, open, count) => {
        const before = new Map(pool.map(({ id }, index) => [id, open[index] ?? 0]));
        const batch = Array.from({ length: count }, (_, index) => review(`r${index}`, null));
        const after = new Map(before);
        for (const to of assign(batch, pool, strategy("load_balanced"), before).values()) {
          const others = pool.map(({ id }) => after.get(id) ?? 0);
          expect(after.get(to)).toBe(Math.min(...others));
          after.set(to, (after.get(to) ?? 0) + 1);
        }
      }),
    );
  });
});

describe("load_balanced", () => {
  test("counts what this call gives", () => {
    const batch = [review("1", null), review("2", null), review("3", null)];
    expect([...assign(batch, [A, B], strategy("load_balanced"), new Map([["a", 1]])).values()]).toEqual([
      "b",
      "a",
      "b",
    ]);
  });

  test("spreads what one person has over the pool", () => {
    const batch = ["1", "2", "3", "4"].map((id) => review(id, "a"));
    const given = assign(batch, [A, B], strategy("load_balanced"), new Map([["a", 4]]));
    expect([...given.values()].toSorted()).toEqual(["a", "a", "b", "b"]);
  });

  test("considerWorkload: false counts this call only", () => {
    const batch = [review("1", null), review("2", null)];
    const given = assign(batch, [A, B], strategy("load_balanced", { considerWorkload: false }), new Map([["a", 9]]));
    expect([...given.values()]).toEqual(["a", "b"]);
  });
});

describe("expertise_based", () => {
  test("considers the workload whatever the flag says: it belongs to load_balanced", () => {
    const given = assign(
      [review("1", null, "cloning")],
      [A, B, C],
      strategy("expertise_based", { considerWorkload: false }),
      new Map([["a", 1]]),
    );
    expect([...given.values()]).toEqual(["c"]);
  });

  test("one topic of several is expertise enough", () => {
    expect([
      ...assign([review("1", null, "x", "urgency")], [A, B, C], strategy("expertise_based"), NO_LOADS).values(),
    ]).toEqual(["c"]);
  });
});
