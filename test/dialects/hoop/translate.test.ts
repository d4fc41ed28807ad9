// Core state to the wire of reviews and sessions. Source: seed "Update Review Status"; hoop.md 1.2, 1.3, ruling 13.

import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/app/session-queries.ts";
import { REVIEW_STATUSES } from "../../../src/core/review/review.ts";
import { reviewToWire, sessionToWire, statusOf, verdictOf } from "../../../src/dialects/hoop/translate.ts";
import { aPerson, aReview, aService, aVote, groupPolicy, NOON, OWNER } from "../../support/builders.ts";
import { given, MINUTE } from "../../support/scenario.ts";

const john = { ...aPerson("17e4ff1a-104c-482c-be68-3c01bfc7028e", ["banking"]), name: "John Doe" };
const pending = aReview(groupPolicy(["banking", "sre"], { ruleName: "prod-writes" }));

describe("a review on the wire", () => {
  test("has these fields and no others, in snake_case, while pending", () => {
    expect(reviewToWire(pending)).toEqual({
      id: pending.id,
      session: pending.subject.id,
      type: "onetime",
      access_duration: 0,
      status: "PENDING",
      revoke_at: null,
      created_at: "2026-03-02T12:00:00.000Z",
      review_groups_data: ["banking", "sre"].map((group, index) => ({
        id: pending.groups[index]?.id,
        group,
        status: "PENDING",
        reviewed_by: null,
        review_date: null,
        forced_review: false,
      })),
      time_window: null,
      access_request_rule_name: "prod-writes",
      min_approvals: 2,
      force_approval_groups: null,
    });
  });

  test("shows who reviewed a row and when, as the seed does", () => {
    const rejected = given(pending, [john, aVote("reject", { reason: "not today" }), NOON + MINUTE]);
    expect(reviewToWire(rejected)).toMatchObject({
      status: "REJECTED",
      rejection_reason: "not today",
      review_groups_data: [
        {
          group: "banking",
          status: "REJECTED",
          reviewed_by: { id: john.id, name: "John Doe", email: john.email, slack_id: "" },
          review_date: "2026-03-02T12:01:00.000Z",
        },
        { group: "sre", status: "PENDING", reviewed_by: null, review_date: null },
      ],
    });
  });

  test("shows a service by its credential's name, without id", () => {
    const denied = given(pending, [aService("deploy-bot", "admin"), aVote("reject")]);
    const row = reviewToWire(denied).review_groups_data[2];
    expect(row?.reviewed_by).toEqual({ name: "Name of deploy-bot", email: "", slack_id: "" });
    expect(row?.group).toBe("admin");
  });

  test("omits a name that is empty", () => {
    const nameless = { ...john, name: "" };
    const row = reviewToWire(given(pending, [nameless, aVote("reject")])).review_groups_data[0];
    expect(row?.reviewed_by).toEqual({ id: john.id, email: john.email, slack_id: "" });
  });

  test("access_duration is in nanoseconds and revoke_at follows the approval", () => {
    const timed = aReview(groupPolicy(["banking"], { access: { kind: "timed", durationMs: 30 * MINUTE } }));
    expect(reviewToWire(given(timed, [john, aVote("approve"), NOON]))).toMatchObject({
      type: "jit",
      access_duration: 1_800_000_000_000,
      revoke_at: "2026-03-02T12:30:00.000Z",
    });
  });

  test("omits rejection_reason when there is none, and from every other status", () => {
    expect(reviewToWire(given(pending, [john, aVote("reject")]))).not.toHaveProperty("rejection_reason");
    const approved = given(pending, [OWNER, aVote("reject", { reason: "x" })]);
    expect(reviewToWire(approved)).toHaveProperty("rejection_reason", "x");
  });

  test.each([
    [null, 2],
    [0, 2],
    [1, 1],
    [5, 5],
  ])("min_approvals for a minimum of %s is %i", (minimum, shown) => {
    const review = aReview(groupPolicy(["banking", "sre"], { quorum: { of: "rows", minimum } }));
    expect(reviewToWire(review).min_approvals).toBe(shown);
  });

  test("every status of the core has its upper-case word", () => {
    for (const status of REVIEW_STATUSES) {
      expect(reviewToWire({ ...pending, status }).status).toBe(status.toUpperCase());
    }
  });

  test("keeps the window and the force groups", () => {
    const timeWindow = { type: "time_range", configuration: { start_time: "1:00", end_time: "02:00" } };
    const review = aReview(groupPolicy(["banking"], { forceGroups: ["oncall"] }), { timeWindow });
    expect(reviewToWire(review)).toMatchObject({ time_window: timeWindow, force_approval_groups: ["oncall"] });
  });
});

describe("a session on the wire", () => {
  const body = {
    connection: "prod-pg",
    script: "select 1",
    user_email: OWNER.email,
    user_name: OWNER.name,
    type: "onetime",
    access_duration_sec: 0,
    env_vars: { SECRET: "hidden" },
  };
  const session: Session = { id: "s-1", owner: "member:olga", status: "open", createdAt: NOON, body, review: pending };

  test("embeds its review without the session's id, and shows no environment", () => {
    const { session: _, ...review } = reviewToWire(pending);
    expect(sessionToWire(session)).toEqual({
      id: "s-1",
      connection: "prod-pg",
      script: "select 1",
      user_email: OWNER.email,
      user_name: OWNER.name,
      type: "onetime",
      status: "open",
      access_duration_sec: 0,
      review,
      created_at: "2026-03-02T12:00:00.000Z",
    });
  });

  test("shows null where nobody has to approve", () => {
    expect(sessionToWire({ ...session, review: null }).review).toBeNull();
  });
});

describe("words of the wire", () => {
  test.each([
    ["APPROVED", "approve"],
    ["approved", "approve"],
    ["Rejected", "reject"],
    ["revoked", "revoke"],
    ["PENDING", null],
    ["EXECUTED", null],
    [" APPROVED", null],
    ["", null],
    ["__proto__", null],
    ["constructor", null],
  ])("the status %j asks for %s", (status, verdict) => {
    expect(verdictOf(status)).toBe(verdict);
  });

  test("a list filter knows every status that a review can show", () => {
    expect(statusOf("expired")).toBe("expired");
    expect(statusOf("nonsense")).toBeNull();
  });
});
