// What a refusal says, beside its type: the state it met and the verb it names. The APIs word their answers from these.
// Source: authentivoice.md rulings 4, 13 ("Cannot transition from completed to …"); hoop.md 1.4; workspace.md 4.

import { describe, expect, test } from "vitest";
import type { Command } from "../../src/core/review/commands.ts";
import type { ReviewError } from "../../src/core/review/errors.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, aReview, aService, aVote, groupPolicy, singlePolicy } from "../support/builders.ts";
import { given, when } from "../support/scenario.ts";
import { complete, escalate, progress, requireSecond, save, start } from "./escalate.support.ts";

const admin = aPerson("adam", [], "admin");
const refusal = (review: Review, command: Command): ReviewError | null => when(review, admin, command).refusal;

const PAUSE = { type: "PauseSla", reason: null } as const;
const RESUME = { type: "ResumeSla" } as const;
const CANCEL = { type: "Cancel", reason: null } as const;
const CLAIM = { type: "ClaimExecution" } as const;
const REPORT = { type: "ReportExecution", result: "succeeded", exitCode: 0, output: null } as const;
const ASSIGN = { type: "Assign", assignedTo: "ann", priority: null, dueAt: null } as const;
const OUTCOME = {
  type: "RecordOutcome",
  outcome: "Done",
  reasons: [],
  rules: [{ outcome: "Done", verdict: "none", reasons: [] }],
  reason: null,
  notes: null,
} as const;

describe("a review that is closed names its state and what was wanted", () => {
  const everything = singlePolicy({
    endings: ["vote", "completion", "outcome"],
    findings: "optional",
    afterApproval: ["revoke"],
  });
  const cancelled = given(aReview(everything), [admin, CANCEL]);

  test.each<readonly [string, Command]>([
    ["approve", aVote("approve")],
    ["reject", aVote("reject")],
    ["revoke", aVote("revoke")],
    ["completed", OUTCOME],
    ["completed", complete()],
    ["in_progress", start],
    ["completed", save({ notes: "late" })],
    ["completed", requireSecond],
    ["escalated", escalate()],
    ["assigned", ASSIGN],
    ["cancelled", CANCEL],
    ["pause", PAUSE],
    ["resume", RESUME],
  ])("%s", (wanted, command) => {
    expect(refusal(cancelled, command)).toEqual({ type: "review_closed", status: "cancelled", wanted });
  });

  test("revoke is wanted of an open one in vain", () => {
    expect(refusal(aReview(everything), aVote("revoke"))).toEqual({
      type: "review_closed",
      status: "pending",
      wanted: "revoke",
    });
  });

  test("report", () => {
    const review = aReview(groupPolicy(["a"]), { requester: null });
    const executed = given(review, [aPerson("ann", ["a"]), aVote("approve")], [admin, CLAIM], [admin, REPORT]);
    expect(refusal(executed, { ...REPORT, exitCode: 1 })).toEqual({
      type: "review_closed",
      status: "executed",
      wanted: "report",
    });
    expect(refusal(executed, CLAIM)).toEqual({ type: "not_executable", status: "executed" });
    expect(refusal(review, REPORT)).toEqual({ type: "not_executable", status: "pending" });
  });
});

describe("a verb that is not this review's names itself", () => {
  const nothing = singlePolicy({ endings: [] });

  test.each<readonly [string, Command]>([
    ["approve", aVote("approve")],
    ["reject", aVote("reject")],
    ["revoke", aVote("revoke")],
    ["outcome", OUTCOME],
    ["complete", progress("completed")],
    ["findings", save({ notes: "n" })],
    ["execute", CLAIM],
  ])("%s", (verb, command) => {
    expect(refusal(aReview(nothing), command)).toEqual({ type: "not_applicable", verb });
  });

  test("not this review's comes before closed", () => {
    const cancelled = given(aReview(nothing), [admin, CANCEL]);
    expect(refusal(cancelled, OUTCOME)?.type).toBe("not_applicable");
    expect(refusal(cancelled, aVote("approve"))?.type).toBe("not_applicable");
  });
});

describe("a second vote where it is an error", () => {
  const policy = singlePolicy({
    voters: "administrators",
    quorum: { of: "people", minimum: 2 },
    repeatedVote: "refused",
  });
  const once = given(aReview(policy), [admin, aVote("approve")]);

  test("is refused, the other verdict too; another person's is taken", () => {
    expect(refusal(once, aVote("approve"))).toEqual({ type: "already_voted" });
    expect(refusal(once, aVote("reject"))).toEqual({ type: "already_voted" });
    expect(when(once, aService("desk", "admin"), aVote("approve")).review.status).toBe("approved");
  });

  test("where it is none, the same verdict is nothing and the other one counts", () => {
    const lenient = aReview({ ...policy, repeatedVote: "ignored" });
    const said = given(lenient, [admin, aVote("approve")]);
    expect(when(said, admin, aVote("approve"))).toMatchObject({ refusal: null, events: [] });
    expect(when(said, admin, aVote("reject")).review.status).toBe("rejected");
  });
});
