// Core state in this API's words. Source: authentivoice.md rulings 7-9, 13; workspace.md, last paragraph.

import { describe, expect, test } from "vitest";
import { PRIORITIES, type Review } from "../../../src/core/review/review.ts";
import type { AuditEvent } from "../../../src/core/review/audit-event.ts";
import { EVENT_TYPES } from "../../../src/core/review/events.ts";
import { historyToWire } from "../../../src/dialects/authentivoice/history.ts";
import { nextStepsOf } from "../../../src/dialects/authentivoice/next-steps.ts";
import { assignableMembers, seniorsFor } from "../../../src/dialects/authentivoice/people.ts";
import {
  PRIORITY,
  reviewToWire,
  statusOf,
  toSeconds,
  updateToWire,
} from "../../../src/dialects/authentivoice/translate.ts";
import { aPerson, aReview, aService, NOON, singlePolicy } from "../../support/builders.ts";

const voice = (changes: Partial<Review> = {}): Review => ({
  ...aReview(singlePolicy({ endings: ["completion"], findings: "required" }), {
    aliases: [{ namespace: "authentivoice", id: "rev_1" }],
    subject: { type: "analysis", id: "ana_1" },
    extra: { reviewType: "standard" },
  }),
  ...changes,
});
const escalation = (changes: Partial<NonNullable<Review["escalation"]>> = {}): Review["escalation"] => ({
  version: 2,
  at: NOON,
  to: ["ada", "alan"],
  by: aPerson("rita"),
  level: 1,
  reason: null,
  isPickedUp: false,
  ...changes,
});
const nobody = { members: [] };

describe("status", () => {
  test.each([
    ["pending", "pending"],
    ["in_progress", "in_progress"],
    ["completed", "completed"],
    ["expired", "completed"],
    ["cancelled", "completed"],
  ] as const)("%s is %s", (status, word) => {
    expect(statusOf(voice({ status }))).toBe(word);
  });

  test("escalated while somebody was told, nobody has picked it up, and it is open", () => {
    expect(statusOf(voice({ escalation: escalation() }))).toBe("escalated");
    expect(statusOf(voice({ status: "in_progress", escalation: escalation() }))).toBe("escalated");
    expect(statusOf(voice({ escalation: escalation({ isPickedUp: true }) }))).toBe("pending");
    expect(statusOf(voice({ status: "expired", escalation: escalation() }))).toBe("completed");
  });
});

describe("shape", () => {
  test("escalatedTo is the first who was told, only while escalated", () => {
    expect(reviewToWire(voice({ escalation: escalation() }), nobody)).toMatchObject({ escalatedTo: "ada" });
    expect(updateToWire(voice({ escalation: escalation({ to: [] }) }), ["x"])).toMatchObject({ escalatedTo: null });
    expect(reviewToWire(voice({ escalation: escalation({ isPickedUp: true }) }), nobody)).not.toHaveProperty(
      "escalatedTo",
    );
  });

  test("every priority of the desk has one of four words", () => {
    expect(PRIORITIES.map((priority) => PRIORITY[priority])).toEqual([
      "urgent",
      "urgent",
      "high",
      "normal",
      "normal",
      "low",
    ]);
  });

  test("instants are cut to the second, never rounded up", () => {
    expect(toSeconds(Date.UTC(2024, 0, 15, 13, 30, 0, 999))).toBe("2024-01-15T13:30:00Z");
  });
});

describe("nextSteps", () => {
  const rules = [
    { action: "Report", step: "Report filed" },
    { action: "Block", step: "Number blocked" },
    { action: "Also report", step: "Report filed" },
  ];
  const completed = (recommendedActions: readonly string[]): Review =>
    voice({ status: "completed", findings: { recommendedActions } });

  test("rules in the workspace's order, then the actions without one; each step once", () => {
    expect(nextStepsOf(completed(["Call", "Block", "Report", "Also report", "Call"]), rules)).toEqual([
      "Report filed",
      "Number blocked",
      "Call",
    ]);
  });

  test("actions are matched byte for byte", () => {
    expect(nextStepsOf(completed(["report"]), rules)).toEqual(["report"]);
  });

  test.each([
    ["pending", voice()],
    ["in progress", voice({ status: "in_progress" })],
    ["escalated", voice({ escalation: escalation() })],
    ["escalated to nobody", voice({ escalation: escalation({ to: [] }) })],
    ["waiting for the second reviewer", voice({ status: "in_progress", secondReview: "first_done" })],
    ["completed without actions", completed([])],
    ["completed without findings", voice({ status: "completed" })],
    ["completed with findings of another kind", voice({ status: "completed", findings: { recommendedActions: "x" } })],
    ["expired", voice({ status: "expired" })],
  ])("never empty: %s", (_name, review) => {
    const steps = nextStepsOf(review, []);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.every((step) => step !== "")).toBe(true);
  });

  test("they say that a second review is pending, or will be", () => {
    expect(nextStepsOf(voice({ status: "in_progress", secondReview: "first_done" }), [])[0]).toMatch(/second review/i);
    expect(nextStepsOf(voice({ secondReview: "needed" }), []).at(-1)).toMatch(/second reviewer/i);
  });
});

describe("people", () => {
  const member = (id: string, changes: object = {}) => ({ ...aPerson(id), active: true, ...changes });
  const members = [
    member("vic", { role: "viewer" }),
    member("gone", { role: "owner", active: false }),
    member("ada", { role: "admin" }),
    member("olga", { role: "owner" }),
    member("rita"),
    member("aud", { role: "auditor" }),
  ];

  test("assignable: active and not viewer or auditor", () => {
    expect(assignableMembers({ members }).map(({ id }) => id)).toEqual(["ada", "olga", "rita"]);
  });

  test("the senior is the first active owner or admin who is not the caller", () => {
    expect(seniorsFor({ members }, aPerson("rita"))).toEqual(["ada"]);
    expect(seniorsFor({ members }, aPerson("ada", [], "admin"))).toEqual(["olga"]);
    expect(seniorsFor({ members }, aService("ada"))).toEqual(["ada"]);
    expect(seniorsFor({ members: [] }, aPerson("rita"))).toEqual([]);
  });
});

describe("history", () => {
  const event = (type: string, data: AuditEvent["data"] = {}): AuditEvent => ({
    workspaceId: "ws",
    reviewId: "r",
    version: 1,
    type,
    at: "2026-03-02T12:00:00.500Z",
    recordedAt: "2026-03-02T12:00:00.500Z",
    actor: { kind: "member", id: "rita", role: "member", groups: [], identity: null },
    entrance: "authentivoice",
    requestId: "q",
    workspaceVersion: 1,
    data,
    texts: null,
  });
  const row = (recorded: AuditEvent | null) => ({
    event: { version: 1, event: recorded, hash: "", texts: null },
    email: "rita@example.com",
  });

  test("one closed list of words; the others are no events of this API", () => {
    const words = EVENT_TYPES.flatMap((type) => historyToWire([row(event(type))]).map((entry) => entry.event));
    expect([...new Set(words)].toSorted()).toEqual([
      "assigned",
      "completed",
      "created",
      "escalated",
      "findings_saved",
      "second_review_requested",
      "sla_at_risk",
      "sla_breached",
      "started",
    ]);
  });

  test("who, when to the second, and what is told of it", () => {
    const told = historyToWire([row(event("escalated", { to: ["ada", "alan"], level: 2, ladder: null }))]);
    expect(told).toEqual([
      {
        event: "escalated",
        at: "2026-03-02T12:00:00Z",
        by: { userId: "rita", email: "rita@example.com" },
        details: { level: 2, escalatedTo: "ada" },
      },
    ]);
  });

  test("a row that cannot be read is left out", () => {
    expect(historyToWire([row(null), row(event("unheard_of"))])).toEqual([]);
  });
});
