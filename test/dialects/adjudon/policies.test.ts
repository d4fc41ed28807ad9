// What policies say together: adjudon.md rulings 8, 13. Compiled once per version: issue "The other three APIs", Figures.
import { describe, expect, test } from "vitest";
import type { WorkspaceDocument } from "../../../src/app/workspace-document.ts";
import { judgeTrace, rulebookOf } from "../../../src/dialects/adjudon/policies.ts";
import { documentSchema } from "../../../src/dialects/registry.ts";
import { loadRegularExpressions } from "../../../src/core/regular-expressions.ts";

await loadRegularExpressions();

const schema = documentSchema({ allowLoopback: false });

const aDocument = (policies: readonly object[]): WorkspaceDocument => {
  const validated = schema.validate({ policies });
  if (!validated.ok) throw new Error(JSON.stringify(validated.error));
  return schema.read("ws", 1, validated.value.json);
};

const flag = (config?: object) => ({ type: "flag_for_review", ...(config === undefined ? {} : { config }) });
const judge = (policies: readonly object[], trace = {}) => judgeTrace(rulebookOf(aDocument(policies)), trace);

describe("policies are compiled once per workspace version", () => {
  test("the same document has one rulebook", () => {
    const document = aDocument([{ name: "a", actions: [{ type: "block" }] }]);
    expect(rulebookOf(document)).toBe(rulebookOf(document));
    expect(rulebookOf(document)).not.toBe(rulebookOf(aDocument([])));
  });
});

describe("precedence", () => {
  test("no policy approves", () => {
    expect(judge([])).toEqual({ verdict: "approve", policy: null, config: {} });
  });

  test("the strongest action of any matching policy wins, whatever its priority", () => {
    const policies = [
      { name: "first", priority: 1, actions: [{ type: "approve" }] },
      { name: "second", priority: 2, actions: [flag(), { type: "notify" }] },
      { name: "third", priority: 3, actions: [{ type: "block" }] },
    ];
    expect(judge(policies)).toMatchObject({ verdict: "block", policy: { name: "third", priority: 3 } });
    expect(judge(policies.slice(0, 2))).toMatchObject({ verdict: "flag_for_review", policy: { name: "second" } });
    expect(judge(policies.slice(0, 1))).toMatchObject({ verdict: "approve", policy: { name: "first" } });
  });

  test("lower priority first, then document order", () => {
    const policies = [
      { name: "late", priority: 2, actions: [flag()] },
      { name: "early", priority: 1, actions: [flag()] },
      { name: "twin", priority: 1, actions: [flag()] },
    ];
    expect(judge(policies).policy?.name).toBe("early");
  });
});

test("each config key is given by the first policy that has it; null is a choice", () => {
  const policies = [
    { name: "b", priority: 2, actions: [flag({ priority: "low", slaMinutes: 5, groups: ["b"] })] },
    { name: "a", priority: 1, actions: [flag({ priority: "high" }), flag({ priority: "low", minApprovals: 2 })] },
    {
      name: "not matching",
      priority: 0,
      conditions: [{ field: "x", operator: "equals", value: 1 }],
      actions: [flag({ minApprovals: 9 })],
    },
  ];
  expect(judge(policies).config).toEqual({ priority: "high", minApprovals: 2, slaMinutes: 5, groups: ["b"] });
});

test.each([
  ["equals", "a", { f: "a" }, { f: "b" }],
  ["not_equals", "a", { f: "b" }, {}],
  ["contains", "ell", { f: "hello" }, { f: "hullo" }],
  ["greater_than", 1, { f: 2 }, { f: 1 }],
  ["less_than", 1, { f: 0 }, { f: "0" }],
  ["regex", "^a+$", { f: "aaa" }, { f: "ab" }],
  ["in", ["a", 1], { f: 1 }, { f: "1" }],
])("operator %s", (operator, value, yes, no) => {
  const policies = [{ name: "p", conditions: [{ field: "f", operator, value }], actions: [{ type: "block" }] }];
  expect(judge(policies, yes).verdict).toBe("block");
  expect(judge(policies, no).verdict).toBe("approve");
});
