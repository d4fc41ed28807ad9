// Claiming and reporting a run, by the state they meet. Source: hoop.md rulings 10, 13 and section 2.7.

import { describe, expect, test } from "vitest";
import { minuteOfDay } from "../../src/core/review/execution.ts";
import type { Review, TimeWindow } from "../../src/core/review/review.ts";
import { aPerson, aReview, aVote, groupPolicy, NOON, OWNER } from "../support/builders.ts";
import { given, MINUTE, refusalOf, typesOf, when } from "../support/scenario.ts";

const bea = aPerson("bea", ["banking"]);
const admin = aPerson("adam", [], "admin");
const claim = { type: "ClaimExecution" } as const;
const succeeded = { type: "ReportExecution", result: "succeeded", exitCode: 0, output: "1 row" } as const;
const DEADLINE = 15 * MINUTE;

const pending = aReview(groupPolicy(["banking"], { access: { kind: "once", deadlineMs: DEADLINE } }));
const approved = given(pending, [bea, aVote("approve")]);
const processing = given(approved, [OWNER, claim, NOON + 2 * MINUTE]);
const DUE = NOON + 2 * MINUTE + DEADLINE;

describe("given an approved review", () => {
  test("the claim makes it processing until the deadline", () => {
    const decided = when(approved, OWNER, claim, NOON + 2 * MINUTE);
    expect(typesOf(decided)).toEqual(["execution_started"]);
    expect(decided.review).toMatchObject({
      status: "processing",
      execution: { claimedBy: { id: "olga" }, claimedAt: NOON + 2 * MINUTE, deadlineAt: DUE, result: null },
    });
  });

  test("an administrator may claim it", () => {
    expect(when(approved, admin, claim).review.status).toBe("processing");
  });

  test("a reviewer may not", () => {
    expect(refusalOf(when(approved, bea, claim))).toBe("not_executor");
  });

  test("who may not see it learns nothing", () => {
    expect(refusalOf(when(approved, aPerson("eve"), claim))).toBe("not_found");
  });

  test("there is nothing to report", () => {
    expect(refusalOf(when(approved, OWNER, succeeded))).toBe("not_executable");
  });

  test("a session that was ended cannot be claimed", () => {
    const ending = aReview(groupPolicy(["banking"], { subjectEnd: "done", subjectStatus: { approved: "ready" } }));
    const review = given(ending, [bea, aVote("approve")]);
    const ended = { ...review, subject: { ...review.subject, status: "done" } };
    expect(refusalOf(when(ended, OWNER, claim))).toBe("not_executable");
    expect(when(review, OWNER, claim).review.status).toBe("processing");
  });
});

describe("given any other state", () => {
  test("timed access is never run", () => {
    const timed = aReview(groupPolicy(["banking"], { access: { kind: "timed", durationMs: 1 } }));
    expect(refusalOf(when(given(timed, [bea, aVote("approve")]), OWNER, claim))).toBe("not_applicable");
  });

  test("a processing review is running already; a stranger to the run hears only that it is not theirs", () => {
    expect(refusalOf(when(processing, OWNER, claim, NOON + 3 * MINUTE))).toBe("execution_running");
    expect(refusalOf(when(processing, bea, claim, NOON + 3 * MINUTE))).toBe("not_executor");
  });

  const closed: readonly (readonly [string, Review])[] = [
    ["pending", pending],
    ["rejected", given(pending, [bea, aVote("reject")])],
    ["revoked", given(approved, [bea, aVote("revoke")])],
    ["executed", given(processing, [OWNER, succeeded, NOON + 3 * MINUTE])],
    ["unknown", given(processing, [OWNER, { type: "Tick" }, DUE])],
  ];
  test.each(closed)("a %s review cannot be claimed", (status, review) => {
    expect(when(review, OWNER, claim, DUE).refusal).toEqual({ type: "not_executable", status });
  });
});

describe("given a processing review", () => {
  test.each([
    ["succeeded", 0],
    ["failed", 1],
  ] as const)("a report that it %s makes it executed", (result, exitCode) => {
    const decided = when(processing, OWNER, { ...succeeded, result, exitCode }, NOON + 3 * MINUTE);
    expect(typesOf(decided)).toEqual(["executed"]);
    expect(decided.review).toMatchObject({ status: "executed", execution: { result, exitCode, output: "1 row" } });
  });

  test("whoever holds the token may report: the requester, a service, a stranger", () => {
    expect(when(processing, aPerson("eve"), succeeded, NOON + 3 * MINUTE).review.status).toBe("executed");
  });

  test("a viewer may not", () => {
    expect(refusalOf(when(processing, aPerson("vic", [], "viewer"), succeeded, NOON + 3 * MINUTE))).toBe("forbidden");
  });

  test("one millisecond before the deadline it still runs; at the deadline the outcome is unknown", () => {
    expect(when(processing, OWNER, { type: "Tick" }, DUE - 1).events).toEqual([]);
    const decided = when(processing, OWNER, { type: "Tick" }, DUE + 5 * MINUTE);
    expect(typesOf(decided)).toEqual(["execution_unknown"]);
    expect(decided.events[0]).toMatchObject({ at: DUE, by: { kind: "policy", id: "execution" } });
  });

  test("a report at the deadline is late, whether or not a sweep came by", () => {
    const decided = when(processing, OWNER, succeeded, DUE);
    expect(typesOf(decided)).toEqual(["execution_unknown", "execution_report_late"]);
    expect(decided.review.status).toBe("unknown");
  });
});

describe("given an executed review", () => {
  const executed = given(processing, [OWNER, succeeded, NOON + 3 * MINUTE]);

  test("the identical report again changes nothing", () => {
    const decided = when(executed, OWNER, succeeded, NOON + 4 * MINUTE);
    expect([decided.events, decided.refusal]).toEqual([[], null]);
  });

  test.each([
    ["result", { result: "failed" }],
    ["exit code", { exitCode: 1 }],
    ["output", { output: "2 rows" }],
  ] as const)("a report with another %s is refused", (_name, change) => {
    expect(refusalOf(when(executed, OWNER, { ...succeeded, ...change }, NOON + 4 * MINUTE))).toBe("review_closed");
  });
});

describe("a time window", () => {
  const at = (text: string): number => Date.UTC(2026, 2, 3) + (Date.parse(`1970-01-01T${text}Z`) || 0);
  const claimAt = (start: string, end: string, time: string): string | null => {
    const timeWindow: TimeWindow = { type: "time_range", configuration: { start_time: start, end_time: end } };
    const review = given(pending, [bea, aVote("approve", { timeWindow })]);
    return refusalOf(when(review, OWNER, claim, at(time)));
  };

  test.each([
    ["09:00", "18:00", "08:59:59", "window_closed"],
    ["09:00", "18:00", "09:00:00", null],
    ["9:00", "18:00", "09:00:00", null],
    ["09:00", "18:00", "18:00:00", null],
    ["09:00", "18:00", "18:00:59", null],
    ["09:00", "18:00", "18:01:00", "window_closed"],
    ["22:00", "06:00", "21:59:59", "window_closed"],
    ["22:00", "06:00", "22:00:00", null],
    ["22:00", "06:00", "23:59:59", null],
    ["22:00", "06:00", "00:00:00", null],
    ["22:00", "06:00", "02:00:00", null],
    ["22:00", "06:00", "06:00:59", null],
    ["22:00", "06:00", "06:01:00", "window_closed"],
    ["22:00", "06:00", "12:00:00", "window_closed"],
    ["12:30", "12:30", "12:30:30", null],
    ["12:30", "12:30", "12:31:00", "window_closed"],
    ["00:00", "23:59", "23:59:59", null],
  ])("from %s to %s at %s: %s", (start, end, time, expected) => {
    expect(claimAt(start, end, time)).toBe(expected);
  });

  test("the refusal names the window as it was given", () => {
    const timeWindow: TimeWindow = { type: "time_range", configuration: { start_time: "9:00", end_time: "10:00" } };
    const review = given(pending, [bea, aVote("approve", { timeWindow })]);
    expect(when(review, OWNER, claim, at("12:00:00")).refusal).toEqual({
      type: "window_closed",
      start: "9:00",
      end: "10:00",
    });
  });

  test("a window of another type can never run", () => {
    const review = given(pending, [bea, aVote("approve", { timeWindow: { type: "moon", configuration: {} } })]);
    expect(when(review, OWNER, claim).refusal).toEqual({ type: "window_unknown", windowType: "moon" });
  });

  test.each([
    ["09:00", 540],
    ["9:00", 540],
    ["00:00", 0],
    ["23:59", 1439],
    ["24:00", null],
    ["9:5", null],
    ["09:60", null],
    ["0900", null],
    ["", null],
    ["09:00 ", null],
    ["-1:00", null],
  ])("the minute of %j is %s", (text, minute) => {
    expect(minuteOfDay(text)).toBe(minute);
  });
});
