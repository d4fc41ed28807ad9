// Forced votes and the time window, by the state they meet. Source: hoop.md 1.4 row 14, 2.5, rulings 7, 13.

import { describe, expect, test } from "vitest";
import type { TimeWindow } from "../../src/core/review/review.ts";
import { aPerson, aReview, aVote, groupPolicy, NOON, OWNER } from "../support/builders.ts";
import { given, MINUTE, refusalOf, rowsOf, typesOf, when } from "../support/scenario.ts";

const bea = aPerson("bea", ["banking"]);
const sam = aPerson("sam", ["sre"]);
const otto = aPerson("otto", ["oncall"]);
const admin = aPerson("adam", [], "admin");
const pending = aReview(groupPolicy(["banking", "sre"], { forceGroups: ["oncall"] }));
const force = aVote("approve", { force: true });

describe("a forced vote", () => {
  test("approves a pending review at once, through a row of its own", () => {
    const decided = when(pending, otto, force);
    expect(rowsOf(decided.review)).toEqual(["banking pending -", "sre pending -", "oncall approved otto"]);
    expect(decided.review.status).toBe("approved");
    expect(decided.review.groups[2]?.forced).toBe(true);
    expect(typesOf(decided)).toEqual(["approved"]);
  });

  test("stamps only the force group's row, where that group was asked too", () => {
    const asked = aReview(groupPolicy(["banking", "sre"], { forceGroups: ["sre"] }));
    const twice = aPerson("twice", ["banking", "sre"]);
    const decided = when(asked, twice, force);
    expect(rowsOf(decided.review)).toEqual(["banking pending -", "sre approved twice"]);
    expect(decided.review.status).toBe("approved");
  });

  test("rejects and revokes", () => {
    expect(when(pending, otto, aVote("reject", { force: true })).review.status).toBe("rejected");
    const approved = given(pending, [otto, force]);
    expect(when(approved, otto, aVote("revoke", { force: true })).review.status).toBe("revoked");
  });

  test.each([
    ["a reviewer outside the force groups", bea],
    ["an admin: the role alone is not enough", admin],
  ])("is refused to %s", (_name, actor) => {
    expect(refusalOf(when(pending, actor, force))).toBe("not_eligible");
  });

  test("is refused where no force groups are set", () => {
    expect(refusalOf(when(aReview(groupPolicy(["banking"])), bea, force))).toBe("not_eligible");
  });

  test("keeps the ban on self-approval", () => {
    expect(refusalOf(when(pending, { ...OWNER, groups: ["oncall"] }, force))).toBe("self_approval");
  });

  test("keeps the check of the state", () => {
    const rejected = given(pending, [bea, aVote("reject")]);
    expect(refusalOf(when(rejected, otto, force))).toBe("review_closed");
    expect(refusalOf(when(pending, otto, aVote("revoke", { force: true })))).toBe("review_closed");
  });

  test("is not repeated by an ordinary vote's stamp: the row becomes a forced one", () => {
    const asked = aReview(groupPolicy(["banking", "sre"], { forceGroups: ["sre"] }));
    const decided = when(given(asked, [sam, aVote("approve")]), sam, force);
    expect(decided.review.status).toBe("approved");
    expect(decided.review.groups[1]?.forced).toBe(true);
  });

  test("a member of a force group who was not asked has no ordinary vote", () => {
    expect(refusalOf(when(pending, otto, aVote("approve")))).toBe("not_eligible");
  });
});

describe("a time window", () => {
  const night: TimeWindow = {
    type: "time_range",
    configuration: { start_time: "22:00", end_time: "06:00", note: "x" },
  };
  const withWindow = aVote("approve", { timeWindow: night });

  test("is kept with an approval, partial ones too, as it was given", () => {
    expect(when(pending, bea, withWindow).review.timeWindow).toEqual(night);
  });

  test("is dropped with a rejection", () => {
    expect(when(pending, bea, aVote("reject", { timeWindow: night })).review.timeWindow).toBeNull();
  });

  test.each(["approve", "reject", "revoke"] as const)("a second one is refused, with %s too", (verdict) => {
    const once = given(pending, [bea, withWindow]);
    expect(refusalOf(when(once, sam, aVote(verdict, { timeWindow: night })))).toBe("time_window_already_set");
  });

  test("a second one is refused before the state is looked at", () => {
    const settled = given(pending, [bea, withWindow], [sam, aVote("reject")]);
    expect(refusalOf(when(settled, sam, aVote("reject", { timeWindow: night })))).toBe("time_window_already_set");
  });

  test("the first one makes an identical approval a change: stored, one event, no new stamp", () => {
    const once = given(pending, [bea, aVote("approve")]);
    const decided = when(once, bea, withWindow, NOON + 9 * MINUTE);
    expect(typesOf(decided)).toEqual(["vote_cast"]);
    expect(decided.review.timeWindow).toEqual(night);
    expect(decided.review.groups).toEqual(once.groups);
  });

  test("the first one on an approved run leaves the end of access as it was", () => {
    const approved = given(pending, [bea, aVote("approve")], [sam, aVote("approve")]);
    const decided = when(approved, sam, withWindow, NOON + 9 * MINUTE);
    expect(decided.review.accessEndsAt).toBe(approved.accessEndsAt);
  });
});
