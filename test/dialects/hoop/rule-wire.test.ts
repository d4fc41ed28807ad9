// Access rules on the wire: wrong types 400, wrong values 422. Source: hoop.md ruling 13 (Rules API), 1.8.

import { describe, expect, test } from "vitest";
import type { AccessRule } from "../../../src/dialects/hoop/document.ts";
import {
  readRuleBody,
  ruleOf,
  ruleToWire,
  withoutRule,
  withReplacedRule,
  withRule,
} from "../../../src/dialects/hoop/rule-wire.ts";

const wire = {
  name: "prod-writes",
  access_type: "command",
  connection_names: ["prod-pg"],
  approval_required_groups: [],
  all_groups_must_approve: true,
  reviewers_groups: ["banking"],
  force_approval_groups: [],
};

const made = (changes: object = {}): AccessRule => {
  const body = readRuleBody({ ...wire, ...changes });
  if (!body.ok) throw new Error("not read");
  const rule = ruleOf(body.value, null);
  if (!rule.ok) throw new Error("not made");
  return rule.value;
};

const problem = (changes: object): unknown => {
  const body = readRuleBody({ ...wire, ...changes });
  if (!body.ok) return body.error;
  const rule = ruleOf(body.value, null);
  return rule.ok ? null : rule.error;
};

test("a rule comes back as it was written; empty lists are [] and nobody manages it", () => {
  expect(ruleToWire(made({ description: "careful", access_max_duration: 60, min_approvals: 0 }))).toEqual({
    ...wire,
    description: "careful",
    attributes: [],
    skip_review_groups: [],
    access_max_duration: 60,
    min_approvals: 0,
    managed_by: null,
  });
});

describe("wrong values are 422", () => {
  test.each([
    [{ name: undefined }, "name is required"],
    [{ name: "" }, "name is required"],
    [{ connection_names: [] }, "either connection_names or attributes must have at least 1 entry"],
    [{ attributes: ["x"] }, "attributes are not supported, name the connections"],
    [{ access_type: "ssh" }, "access_type must be one of 'jit', 'command' or 'jit_command'"],
    [{ reviewers_groups: [] }, "reviewers_groups must have at least 1 entry"],
    [{ all_groups_must_approve: false }, "min_approvals must be at least 1 when all_groups_must_approve is false"],
    [
      { all_groups_must_approve: false, min_approvals: 0 },
      "min_approvals must be at least 1 when all_groups_must_approve is false",
    ],
    [
      { skip_review_groups: ["a"], approval_required_groups: ["b"] },
      "skip_review_groups can only be set when approval_required_groups is empty",
    ],
    [{ access_max_duration: 0 }, "access_max_duration must be at least 1"],
  ])("%o", (changes, message) => {
    expect(problem(changes)).toEqual({ type: "invalid_value", message });
  });

  test("a minimum may exceed the groups, and 0 goes with all groups", () => {
    expect(problem({ all_groups_must_approve: false, min_approvals: 9 })).toBeNull();
    expect(problem({ min_approvals: 0 })).toBeNull();
  });
});

describe("wrong types are 400", () => {
  test.each([
    [{ name: 1 }],
    [{ connection_names: "prod-pg" }],
    [{ min_approvals: 1.5 }],
    [{ all_groups_must_approve: "yes" }],
    [{ reviewers_groups: [1] }],
  ])("%o", (changes) => {
    expect(problem(changes)).toMatchObject({ type: "invalid_body" });
  });

  test("a fraction is named", () => {
    expect(problem({ min_approvals: 1.5 })).toMatchObject({
      message:
        "json: cannot unmarshal number 1.5 into Go struct field AccessRequestRuleRequest.min_approvals of type int",
    });
  });
});

describe("among other rules", () => {
  const rules = [made(), made({ name: "jit", access_type: "jit" })];

  test.each([
    ["the same connection and type", { name: "new" }, "conflicting connection: prod-pg"],
    ["jit_command beside either", { name: "new", access_type: "jit_command" }, "conflicting connection: prod-pg"],
    ["a name that is taken", { connection_names: ["other"] }, "access request rule with the same name already exists"],
  ])("%s is refused", (_name, changes, message) => {
    expect(withRule(rules, made(changes))).toMatchObject({
      error: { type: "invalid_value", message: expect.stringContaining(message) },
    });
  });

  test("another connection goes to the end", () => {
    const added = made({ name: "new", connection_names: ["other"] });
    expect(withRule(rules, added)).toEqual({ ok: true, value: [...rules, added] });
  });

  const body = readRuleBody({ ...wire, reviewers_groups: ["sre"] });

  test("a rule is replaced in its place and keeps what the wire does not show", () => {
    const [first, ...rest] = [{ ...made(), pendingTtlMinutes: 5 }, ...rules.slice(1)];
    if (!body.ok || first === undefined) throw new Error("not read");
    const replaced = withReplacedRule([first, ...rest], "prod-writes", body.value);
    const wanted = { ...first, reviewerGroups: ["sre"] };
    expect(replaced).toEqual({ ok: true, value: [wanted, ...rest] });
  });

  test("a rule that is not there cannot be replaced or removed", () => {
    if (!body.ok) throw new Error("not read");
    expect(withReplacedRule(rules, "gone", body.value)).toEqual({ ok: false, error: { type: "rule_not_found" } });
    expect(withoutRule(rules, "gone")).toEqual({ ok: false, error: { type: "rule_not_found" } });
    expect(withoutRule(rules, "jit")).toEqual({ ok: true, value: rules.slice(0, 1) });
  });
});
