// Core states in this API's words: workspace.md (last paragraph), time.md 10, adjudon.md rulings 5, 6, 13.
import { describe, expect, test } from "vitest";
import { itemToWire, statusesOf, traceToWire } from "../../../src/dialects/adjudon/translate.ts";
import { PRIORITIES, REVIEW_STATUSES, type Review } from "../../../src/core/review/review.ts";
import { aPerson, aReview, NOON, singlePolicy } from "../../support/builders.ts";

const TENANT = { workspaceId: "ws", organizationId: null };
const NO_BODY = { members: {}, leftOut: [] };

const anItem = (changes: Partial<Review> = {}): Review => ({
  ...aReview(singlePolicy(), { extra: { agentId: "bot", agent: null, action: "refund", confidence: 0.5 } }),
  ...changes,
});
const wire = (review: Review, members = {}) => itemToWire({ review, members, leftOut: [] }, TENANT, true);

describe("statuses", () => {
  test("every core status is one of three words, and each word means the statuses that show so", () => {
    for (const status of REVIEW_STATUSES) {
      const word = wire(anItem({ status })).status;
      expect(["pending", "approved", "rejected"]).toContain(word);
      expect(statusesOf(word)).toContain(status);
    }
    expect(statusesOf(null)).toEqual(REVIEW_STATUSES);
    for (const word of ["expired", "Pending", "constructor", ""]) expect(statusesOf(word)).toEqual([]);
  });

  test("expired and cancelled show as rejected, without a decision", () => {
    for (const status of ["expired", "cancelled"] as const) {
      expect(wire(anItem({ status }))).toMatchObject({ status: "rejected" });
      expect(wire(anItem({ status }))).not.toHaveProperty("decision");
    }
  });
});

test("priorities: urgent is critical, normal is medium", () => {
  expect(PRIORITIES.map((priority) => wire(anItem({ priority })).priority)).toEqual([
    "critical",
    "critical",
    "high",
    "medium",
    "medium",
    "low",
  ]);
});

test("without an organisation of its own the workspace is one", () => {
  expect(wire(anItem())).toMatchObject({ organizationId: "ws", workspaceId: "ws" });
});

describe("payload and context", () => {
  const members = { inputContext: { prompt: "p" }, outputDecision: { action: "refund" }, metadata: { a: 1 } };

  test("context is the whole inputContext, payload is {...outputDecision, metadata}", () => {
    expect(wire(anItem(), members)).toMatchObject({
      context: { prompt: "p" },
      payload: { action: "refund", metadata: { a: 1 } },
    });
  });

  test("what is left out of a large body is left out of the item", () => {
    const item = (leftOut: readonly string[], kept: object) =>
      itemToWire({ review: anItem(), members: { ...kept }, leftOut }, TENANT, true);
    expect(item(["metadata"], { outputDecision: { action: "refund" } })).not.toHaveProperty("payload");
    expect(item(["outputDecision"], { metadata: {} })).not.toHaveProperty("payload");
    expect(item(["inputContext"], { outputDecision: {} })).toMatchObject({ payload: {} });
  });

  test("two halves that are small apart and large together: left out of the list, not of an answer", () => {
    const half = "x".repeat(10_000);
    const large = { outputDecision: { text: half }, metadata: { text: half } };
    expect(wire(anItem(), large)).not.toHaveProperty("payload");
    expect(itemToWire({ review: anItem(), members: large, leftOut: [] }, TENANT, false)).toHaveProperty("payload");
  });

  test("a key that is __proto__ is data", () => {
    const hostile: Record<string, never> = JSON.parse('{"inputContext":{"__proto__":{"prompt":"jo@example.com"}}}');
    expect(JSON.stringify(wire(anItem(), hostile))).toContain('"__proto__":{"prompt":"[REDACTED_EMAIL]"}');
  });

  test("the action is scrubbed where it stands alone, too", () => {
    expect(wire(anItem({ extra: { action: "mail jo@example.com" } })).action).toBe("mail [REDACTED_EMAIL]");
  });
});

describe("agents", () => {
  test("a registered one is populated in lists and a reference elsewhere; any other is a string", () => {
    const registered = anItem({ extra: { agentId: "bot", agent: { id: "a1", name: "Bot" } } });
    expect(wire(registered)).toMatchObject({ agentId: { _id: "a1", name: "Bot" } });
    expect(itemToWire({ review: registered, ...NO_BODY }, TENANT, false)).toMatchObject({ agentId: "a1" });
    expect(wire(anItem())).toMatchObject({ agentIdStr: "bot" });
  });
});

describe("humanOverride", () => {
  const decided = (automated: boolean, status: Review["status"] = "rejected"): Review =>
    anItem({
      status,
      decision: {
        version: 2,
        verdict: "reject",
        by: aPerson("ada"),
        at: NOON,
        automated,
        reason: null,
        notes: null,
        claimedEmail: null,
      },
    });
  const trace = (review: Review | null) =>
    traceToWire({ id: "t", agent: "bot", status: "blocked", createdAt: NOON, review, ...NO_BODY }, TENANT);

  test("only a person's no", () => {
    expect(trace(decided(false))["humanOverride"]).toBe(true);
    expect(trace(decided(true))["humanOverride"]).toBe(false);
    expect(trace(anItem({ status: "expired" }))["humanOverride"]).toBe(false);
    expect(trace(null)["humanOverride"]).toBe(false);
  });
});
