// The birth of a review. Source: hoop.md 1.6, rulings 7, 9; time.md 1-3; alloy.md 5; issue "native API" (roles).

import { describe, expect, test } from "vitest";
import { toPerson } from "../../src/core/review/actor.ts";
import type { OpenReview, RecordOutcome } from "../../src/core/review/commands.ts";
import { openReview } from "../../src/core/review/open.ts";
import type { ReviewPolicy } from "../../src/core/review/policy.ts";
import {
  aPerson,
  anId,
  anOpening,
  aService,
  groupPolicy,
  metaBy,
  NOON,
  OWNER,
  singlePolicy,
} from "../support/builders.ts";
import { MINUTE } from "../support/scenario.ts";

const desk = aService("desk", "admin");

const opened = (policy: ReviewPolicy, changes: Partial<OpenReview> = {}, actor = OWNER) => {
  const result = openReview(anOpening(policy, changes), metaBy(actor));
  if (!result.ok) throw new Error(`not opened: ${result.error.type}`);
  return result.value;
};

const stampedBy = (...stamps: readonly (readonly [string, typeof desk | null])[]): OpenReview["groups"] =>
  stamps.map(([group, approvedBy]) => ({ id: anId(), group, approvedBy }));

describe("rows stamped at birth", () => {
  test("a row that nobody approved is pending and bare", () => {
    const { review } = opened(groupPolicy(["a"]));
    expect(review.groups).toMatchObject([
      { group: "a", status: "pending", reviewedBy: null, reviewedAt: null, forced: false },
    ]);
    expect(review).toMatchObject({ status: "pending", accessEndsAt: null, version: 1, workspaceId: "ws" });
  });

  test("one of two: the row is approved, the review waits", () => {
    const { review } = opened(groupPolicy(["a", "b"]), { groups: stampedBy(["a", desk], ["b", null]) });
    expect(review.groups).toMatchObject([
      { group: "a", status: "approved", reviewedBy: toPerson(desk), reviewedAt: NOON, forced: false },
      { group: "b", status: "pending", reviewedBy: null, reviewedAt: null, forced: false },
    ]);
    expect(review).toMatchObject({ status: "pending", accessEndsAt: null });
  });

  test("all of them: born approved, and access runs from then", () => {
    const access = { kind: "timed", durationMs: 30 * MINUTE } as const;
    const { review, events } = opened(groupPolicy(["a"], { access }), { groups: stampedBy(["a", desk]) });
    expect(review).toMatchObject({ status: "approved", accessEndsAt: NOON + 30 * MINUTE });
    expect(events.map(({ type }) => type)).toEqual(["opened"]);
  });

  test("no rows are no approval, whatever the minimum", () => {
    expect(opened(groupPolicy([])).review.status).toBe("pending");
    expect(opened(singlePolicy()).review.status).toBe("pending");
  });

  test("a row that the requester stamps is a self-approval", () => {
    const policy = groupPolicy(["a"]);
    const result = openReview(anOpening(policy, { groups: stampedBy(["a", OWNER]) }), metaBy(desk));
    expect(result).toEqual({ ok: false, error: { type: "self_approval" } });
  });
});

describe("who may open", () => {
  test.each([
    ["owner", true],
    ["admin", true],
    ["member", true],
    ["viewer", false],
    ["auditor", false],
  ] as const)("%s: %s", (role, isAllowed) => {
    const result = openReview(anOpening(groupPolicy(["a"])), metaBy(aPerson("ann", ["a"], role)));
    expect(result.ok ? null : result.error).toEqual(isAllowed ? null : { type: "forbidden" });
  });
});

describe("a deadline that lies in the past", () => {
  const overdue = (onBreach: readonly ("flag" | "escalate" | "reject")[]): ReviewPolicy =>
    singlePolicy({
      ladder: [{ afterMinutes: 0, to: ["role:admin"] }],
      sla: {
        policyName: "p",
        dueAt: NOON - MINUTE,
        atRiskAt: NOON - 2 * MINUTE,
        atRiskPercent: 75,
        onBreach,
        calendar: null,
      },
    });

  test("is breached at birth, in the same commit", () => {
    const { review, events } = opened(overdue(["flag"]));
    expect(events.map(({ type, at }) => [type, at])).toEqual([
      ["opened", NOON],
      ["sla_at_risk", NOON],
      ["sla_breached", NOON],
    ]);
    expect(review).toMatchObject({ version: 3, sla: { status: "breached" } });
  });

  test("ends it where the policy says so", () => {
    expect(opened(overdue(["reject"])).review.status).toBe("rejected");
  });

  test("leaves a rung to the sweep, which knows who is active", () => {
    const { review, events } = opened(overdue(["escalate"]));
    expect(events.at(-1)?.type).toBe("sla_breached");
    expect(review).toMatchObject({ escalation: null, ladder: { nextRungAt: NOON } });
  });
});

describe("a review that is only recorded", () => {
  const rules = [{ outcome: "Denied", verdict: "reject", reasons: ["Other"] }] as const;
  const recorded = (changes: Partial<RecordOutcome> = {}): RecordOutcome => ({
    type: "RecordOutcome",
    outcome: "Denied",
    reasons: ["Other"],
    rules,
    reason: null,
    notes: null,
    ...changes,
  });
  const policy = singlePolicy({ endings: ["outcome"] });

  test("is complete at birth, in one event that names the ids and the claimed agent", () => {
    const agent = { ...desk, claimedAgent: { memberId: "ann", email: "ann@example.com" } };
    const { review, events } = opened(policy, { recorded: recorded({ reason: "why" }) }, agent);
    expect(review).toMatchObject({ workspaceId: "ws", version: 1, status: "completed", outcome: "Denied" });
    expect(events).toMatchObject([
      { type: "completed", at: NOON, texts: { reason: "why", claimedEmail: "ann@example.com" } },
    ]);
  });

  test("by nobody but the credential, it claims nobody", () => {
    expect(opened(policy, { recorded: recorded() }).events[0]?.texts).toEqual({});
  });

  test("an outcome that is no choice opens nothing", () => {
    const result = openReview(anOpening(policy, { recorded: recorded({ outcome: "Maybe" }) }), metaBy(OWNER));
    expect(result).toEqual({
      ok: false,
      error: { type: "outcome_not_allowed", outcome: "Maybe", reasons: ["Other"] },
    });
  });
});
