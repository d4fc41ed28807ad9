import { describe, expect, test } from "vitest";
import fc from "fast-check";
import {
  type Condition,
  type ConditionOperator,
  compileConditions,
  type ConditionProblem,
  matches,
  REGEX_INPUT_LIMIT,
} from "../../src/core/conditions.ts";
import type { Json } from "../../src/core/json.ts";
import { loadRegularExpressions } from "../../src/core/regular-expressions.ts";

await loadRegularExpressions();

const holds = (conditions: readonly Condition[], document: Json): boolean => {
  const compiled = compileConditions(conditions);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return matches(compiled.value, document);
};

const problemsOf = (conditions: readonly Condition[]): readonly ConditionProblem[] => {
  const compiled = compileConditions(conditions);
  return compiled.ok ? [] : compiled.error;
};

const asks = (field: string, operator: ConditionOperator, value: Json, logicalOperator?: "AND" | "OR"): Condition => ({
  field,
  operator,
  value,
  logicalOperator,
});

const operators: readonly ConditionOperator[] = [
  "equals",
  "not_equals",
  "contains",
  "greater_than",
  "less_than",
  "regex",
  "in",
];

const valueFor: Readonly<Record<ConditionOperator, Json>> = {
  equals: "x",
  not_equals: "x",
  contains: "x",
  greater_than: 0,
  less_than: 0,
  regex: "",
  in: ["x", null],
};

describe("operators", () => {
  const table: readonly (readonly [ConditionOperator, Json, Json, boolean])[] = [
    ["equals", "Review", "Review", true],
    ["equals", "Review", "review", false],
    ["equals", 1, "1", false],
    ["equals", "1", 1, false],
    ["equals", true, 1, false],
    ["equals", null, null, true],
    ["equals", null, false, false],
    ["equals", 1.0, 1, true],
    ["equals", { a: 1, b: [2, 3] }, { b: [2, 3], a: 1 }, true],
    ["equals", { a: 1 }, { a: "1" }, false],
    ["equals", [1, 2], [2, 1], false],
    ["equals", [], {}, false],
    ["equals", "é", "e\u0301", false],
    ["not_equals", "Review", "Pass", true],
    ["not_equals", "Review", "Review", false],
    ["not_equals", "1", 1, true],
    ["not_equals", "x", null, true],
    ["not_equals", [1], [1], false],
    ["contains", "wire", "a wire transfer", true],
    ["contains", "Wire", "a wire transfer", false],
    ["contains", "", "anything", true],
    ["contains", 1, "1", false],
    ["contains", "vip", ["new", "vip"], true],
    ["contains", "vi", ["new", "vip"], false],
    ["contains", 1, ["1", 1], true],
    ["contains", 1, ["1"], false],
    ["contains", { a: 1 }, [{ a: 1 }], true],
    ["contains", "a", { a: 1 }, false],
    ["contains", "1", 1, false],
    ["contains", null, null, false],
    ["greater_than", 10, 10.5, true],
    ["greater_than", 10, 10, false],
    ["greater_than", 10, "11", false],
    ["greater_than", 0, true, false],
    ["greater_than", 0, [1], false],
    ["less_than", 0.7, 0.69, true],
    ["less_than", 0.7, 0.7, false],
    ["less_than", 1, null, false],
    ["less_than", 1, "0", false],
    ["regex", "wire|swift", "by swift today", true],
    ["regex", "^wire$", "wire", true],
    ["regex", "^wire$", "a wire\nwire", false],
    ["regex", "(?i)WIRE", "wire", true],
    ["regex", "\\p{Lu}", "Ä", true],
    ["regex", "^.$", "😀", true],
    ["regex", "", "", true],
    ["regex", "1", 1, false],
    ["regex", "a", ["a"], false],
    ["in", ["US", "DE"], "DE", true],
    ["in", ["US", "DE"], "de", false],
    ["in", [1], "1", false],
    ["in", [null], null, true],
    ["in", [{ a: [1] }], { a: [1] }, true],
    ["in", ["DE"], ["DE"], false],
    ["in", [], "DE", false],
  ];
  test.each(table)("%s %j asked of %j is %j", (operator, value, found, expected) => {
    expect(holds([asks("field", operator, value)], { field: found })).toBe(expected);
  });
});

describe("field is a dotted path into the submitted document", () => {
  const document: Json = JSON.parse(
    '{"a": {"b": [{"c": "x"}, "x"], "": "x", "0": "x"}, "n": null, "s": "x", "__proto__": {"own": "x"}, "a.b": "x"}',
  );
  test.each(["a.b.0.c", "a.b.1", "a.0", "s", "__proto__.own"])("%s is found", (field) => {
    expect(holds([asks(field, "equals", "x")], document)).toBe(true);
  });

  test("a null that is there is present", () => {
    expect(holds([asks("n", "not_equals", "x")], document)).toBe(true);
  });

  const absent = [
    "missing",
    "a.missing.deeper",
    "s.0",
    "s.length",
    "n.x",
    "a.b.2",
    "a.b.-1",
    "a.b.01",
    "a.b.1.5",
    "a.b.length",
    "a.b.99999999999999999999",
    "constructor",
    "a.constructor",
    "a.b.constructor",
    "a.__proto__",
    "a.hasOwnProperty",
    "toString",
    "__proto__.toString",
  ];
  test.each(absent)("absent: no operator holds for %s", (field) => {
    for (const operator of operators) {
      expect(holds([asks(field, operator, valueFor[operator])], document)).toBe(false);
    }
  });

  test.each([null, "text", 1, true, []])("a document that is no object (%j) has no fields", (other) => {
    expect(holds([asks("a", "not_equals", "x")], other)).toBe(false);
  });
});

describe("logicalOperator joins to the next condition, in order, left to right without precedence", () => {
  const yes = (by?: "AND" | "OR") => asks("t", "equals", 1, by);
  const no = (by?: "AND" | "OR") => asks("t", "equals", 2, by);
  const table: readonly (readonly [string, readonly Condition[], boolean])[] = [
    ["no condition at all always matches", [], true],
    ["absent is AND", [yes(), no()], false],
    ["OR", [no("OR"), yes()], true],
    ["(yes OR no) AND no, not yes OR (no AND no)", [yes("OR"), no("AND"), no()], false],
    ["(no AND no) OR yes", [no("AND"), no("OR"), yes()], true],
    ["((no OR yes) AND yes) OR no", [no("OR"), yes("AND"), yes("OR"), no()], true],
    ["the last joiner says nothing: OR after no", [no("OR")], false],
    ["the last joiner says nothing: AND after yes", [yes("AND")], true],
  ];
  test.each(table)("%s", (_name, conditions, expected) => {
    expect(holds(conditions, { t: 1 })).toBe(expected);
  });

  test("property: the verdict is the left fold of the single verdicts", () => {
    const step = fc.record({ truth: fc.boolean(), by: fc.constantFrom<"AND" | "OR">("AND", "OR") });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        const conditions = steps.map(({ truth, by }) => (truth ? yes(by) : no(by)));
        const folded = steps.reduce(
          (left, { truth }, i) => (i > 0 && steps[i - 1]?.by === "OR" ? left || truth : left && truth),
          true,
        );
        expect(holds(conditions, { t: 1 })).toBe(folded);
      }),
    );
  });
});

describe("a list that does not compile", () => {
  test.each([
    asks("a", "greater_than", "10"),
    asks("a", "less_than", null),
    asks("a", "regex", 1),
    asks("a", "in", "DE"),
    asks("a", "in", { 0: "DE" }),
    asks("a", "regex", "("),
    asks("a", "regex", "(?=a)"),
    asks("a", "regex", "(a)\\1"),
    asks("a", "regex", "a{1001}"),
    asks("a", "regex", "(".repeat(2_000) + ")".repeat(2_000)),
    asks("a", "regex", "a".repeat(10_001)),
    asks("a", "regex", "a{1000}".repeat(50)),
  ])("a value its operator cannot use is refused, naming the condition: %j", (bad) => {
    expect(problemsOf([asks("ok", "equals", 1), bad])).toEqual([
      { index: 1, key: "value", message: expect.stringMatching(/./) },
    ]);
  });

  test.each(["", ".", "a.", ".a", "a..b"])("a field with an empty key is refused: %j", (field) => {
    expect(problemsOf([asks(field, "equals", 1)])).toMatchObject([{ index: 0, key: "field" }]);
  });

  test("all problems are told at once", () => {
    const problems = problemsOf([asks("", "in", 1), asks("a", "equals", 1), asks("b", "regex", "[")]);
    expect(problems.map(({ index, key }) => `${index} ${key}`)).toEqual(["0 field", "0 value", "2 value"]);
  });
});

describe("a regular expression runs on at most 10,000 characters", () => {
  test("a longer text is judged by its first 10,000", () => {
    const filler = "a".repeat(REGEX_INPUT_LIMIT - 1);
    expect(holds([asks("t", "regex", "z")], { t: `${filler}z` })).toBe(true);
    expect(holds([asks("t", "regex", "z")], { t: `${filler}az` })).toBe(false);
    expect(holds([asks("t", "regex", "^a+$")], { t: `${filler}az` })).toBe(true);
  });

  test("characters are code points: the cut never halves one", () => {
    const smileys = "😀".repeat(REGEX_INPUT_LIMIT);
    expect(holds([asks("t", "regex", "^😀+$")], { t: `${smileys}x` })).toBe(true);
    expect(holds([asks("t", "regex", "x")], { t: `${smileys}x` })).toBe(false);
  });

  test.each(["(a+)+$", "(a|a)*b", "(.*)(.*)(.*)[^a]$", "(a?){1000}[^a]"])("%s ends on a hostile text", (pattern) => {
    expect(holds([asks("t", "regex", pattern)], { t: `${"a".repeat(9_999)}!` })).toBeTypeOf("boolean");
  });

  test("half a surrogate pair is only text", () => {
    expect(holds([asks("t", "regex", "b$")], { t: "\ud83db" })).toBe(true);
  });
});

test("property: equals holds between any value and its own copy, and not_equals is its opposite", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const [a, b]: [Json, Json] = [JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(right))];
      expect(holds([asks("f", "equals", a)], { f: JSON.parse(JSON.stringify(a)) })).toBe(true);
      expect(holds([asks("f", "equals", a)], { f: b })).toBe(!holds([asks("f", "not_equals", a)], { f: b }));
      expect(holds([asks("f", "in", [a])], { f: b })).toBe(holds([asks("f", "equals", a)], { f: b }));
    }),
  );
});
