// Which rule guards a connection, whom it means, and the terms of the review it asks for. Source: hoop.md 2.6, ruling 13.

import { describe, expect, test } from "vitest";
import type { WorkspaceDocument } from "../../../src/app/workspace-document.ts";
import { durationProblem, mustWait, ruleFor } from "../../../src/dialects/hoop/access-rules.ts";
import type { AccessRule } from "../../../src/dialects/hoop/document.ts";
import { reviewPolicy } from "../../../src/dialects/hoop/policy.ts";
import { NOON } from "../../support/builders.ts";

export const aRule = (changes: Partial<AccessRule> = {}): AccessRule => ({
  name: "prod-writes",
  description: "",
  accessType: "command",
  connections: ["prod-pg"],
  reviewerGroups: ["banking", "sre"],
  allGroupsMustApprove: false,
  minApprovals: null,
  forceApprovalGroups: [],
  approvalRequiredGroups: [],
  skipReviewGroups: [],
  accessMaxDurationSec: null,
  pendingTtlMinutes: null,
  ...changes,
});

const document: WorkspaceDocument = {
  workspaceId: "ws",
  version: 1,
  organizationId: null,
  name: null,
  members: [],
  outcomes: [],
  slaPolicies: [],
  calendars: {},
  ladder: [],
  executionDeadlineMinutes: 15,
  rateLimits: {},
  testClock: false,
  json: {},
};

describe("the rule of a connection", () => {
  const command = aRule();
  const jit = aRule({ name: "jit", accessType: "jit" });
  const either = aRule({ name: "either", accessType: "jit_command", connections: ["both"] });
  const rules = [command, jit, either];

  test.each([
    ["prod-pg", "command", "prod-writes"],
    ["prod-pg", "jit", "jit"],
    ["both", "jit", "either"],
    ["both", "command", "either"],
    ["other", "command", undefined],
    ["Prod-pg", "command", undefined],
  ] as const)("%s by %s is %s", (connection, wanted, name) => {
    expect(ruleFor(rules, connection, wanted)?.name).toBe(name);
  });
});

describe("whom a rule means", () => {
  test.each([
    ["everybody, without lists", {}, [], true],
    ["only the groups that need approval", { approvalRequiredGroups: ["dev"] }, ["dev"], true],
    ["nobody outside them", { approvalRequiredGroups: ["dev"] }, ["ops"], false],
    ["nobody in a group that is exempt", { skipReviewGroups: ["sre"] }, ["sre", "dev"], false],
    ["everybody else beside an exemption", { skipReviewGroups: ["sre"] }, ["dev"], true],
  ])("%s", (_name, changes, groups, expected) => {
    expect(mustWait(aRule(changes), groups)).toBe(expected);
  });
});

describe("how long access may last", () => {
  test.each([
    ["the rule's maximum", aRule({ accessMaxDurationSec: 3600 }), 3600, null],
    [
      "a second above it",
      aRule({ accessMaxDurationSec: 3600 }),
      3601,
      "access duration cannot exceed 3600 seconds for this connection",
    ],
    ["48 hours without a rule", null, 172_800, null],
    ["a second above 48 hours", null, 172_801, "access duration cannot exceed 48 hours"],
    ["a rule's own maximum above 48 hours", aRule({ accessMaxDurationSec: 200_000 }), 200_000, null],
  ])("%s", (_name, rule, seconds, problem) => {
    expect(durationProblem(rule, seconds)).toBe(problem);
  });
});

describe("the terms of a review", () => {
  test("carry the rule's groups, minimum, force groups, name and lifetime", () => {
    const rule = aRule({ minApprovals: 1, forceApprovalGroups: ["oncall"], pendingTtlMinutes: 10 });
    expect(reviewPolicy(rule, 0, document, NOON)).toMatchObject({
      visibility: "readers",
      askedGroups: ["banking", "sre"],
      quorum: { of: "rows", minimum: 1 },
      forceGroups: ["oncall"],
      access: { kind: "once", deadlineMs: 900_000 },
      expiry: { at: NOON + 600_000, by: "prod-writes" },
      ruleName: "prod-writes",
    });
  });

  test.each([
    [{ allGroupsMustApprove: true, minApprovals: 1 }, null],
    [{ minApprovals: null }, null],
    [{ minApprovals: 9 }, 9],
  ])("ask of %o a minimum of %s", (changes, minimum) => {
    expect(reviewPolicy(aRule(changes), 0, document, NOON).quorum).toEqual({ of: "rows", minimum });
  });

  test("a duration is access for a while", () => {
    expect(reviewPolicy(aRule(), 60, document, NOON).access).toEqual({ kind: "timed", durationMs: 60_000 });
  });

  test("force groups that are empty are none at all", () => {
    expect(reviewPolicy(aRule(), 0, document, NOON).forceGroups).toBeNull();
  });

  test("without a rule one group is asked, and no rule is named", () => {
    expect(reviewPolicy(null, 0, document, NOON)).toMatchObject({
      askedGroups: ["admin"],
      ruleName: null,
      expiry: null,
    });
  });
});
