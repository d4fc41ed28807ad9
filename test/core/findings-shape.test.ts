// What findings may say, value by value. Source: authentivoice.md ruling 2 and section 4.

import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/json.ts";
import { type FindingsValue, misfitOf } from "../../src/core/review/findings-shape.ts";

const fits = (rule: FindingsValue, value: Json): boolean => misfitOf({ key: value }, { key: rule }) === null;

describe("each rule takes its own kind of value and no other", () => {
  const score = { is: "number", from: 0, to: 1 } as const;
  const word = { is: "word", of: ["low", "high"] } as const;
  const records = { is: "records", of: ["from", "why"] } as const;

  test.each<readonly [FindingsValue, readonly Json[], readonly Json[]]>([
    [{ is: "flag" }, [true, false], ["true", 1, null, []]],
    [{ is: "text" }, ["", "word"], [1, null, ["word"], { text: "word" }]],
    [{ is: "texts" }, [[], ["a", ""]], ["a", ["a", 1], [null], { 0: "a" }]],
    [score, [0, 0.5, 1], [-0.01, 1.01, "0.5", null]],
    [word, ["low", "high"], ["Low", "", "medium", 1, ["low"]]],
    [
      records,
      [[], [{ from: "0:01", why: "a hiss" }], [{ why: "", from: "" }]],
      [
        { from: "0:01", why: "no list" },
        ["0:01"],
        [null],
        [[]],
        [["0:01", "a hiss"]],
        [{}],
        [{ from: "0:01" }],
        [{ from: "0:01", why: "one more", to: "0:02" }],
        [{ from: "0:01", because: "another key" }],
        [{ from: "0:01", why: 7 }],
        [
          { from: "0:01", why: "good" },
          { from: 1, why: "bad" },
        ],
      ],
    ],
  ])("%j", (rule, good, bad) => {
    for (const value of good) expect(fits(rule, value), JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(fits(rule, value), JSON.stringify(value)).toBe(false);
  });
});

test("the first misfit is named; keys that the rules do not know are misfits, absent ones are not", () => {
  const shape = { sure: { is: "flag" }, notes: { is: "text" } } as const;
  expect(misfitOf({}, shape)).toBeNull();
  expect(misfitOf({ notes: "fine" }, shape)).toBeNull();
  expect(misfitOf({ notes: "fine", sure: "yes", other: 1 }, shape)).toBe("sure");
  expect(misfitOf({ other: 1 }, shape)).toBe("other");
});

test("a key of every object's prototype is no key of the rules", () => {
  expect(misfitOf({ constructor: "x" }, { notes: { is: "text" } })).toBe("constructor");
});
