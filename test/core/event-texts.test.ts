// Free text travels with its event under its own name, and where nobody wrote any there is none: not even a null, which
// the digest of the trail would cover. Source: DESIGN "Audit"; docs/storage.md.

import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, aReview, aVote, groupPolicy, singlePolicy } from "../support/builders.ts";
import { given } from "../support/scenario.ts";
import { complete, does, escalate, save } from "./escalate.support.ts";

const admin = aPerson("adam", [], "admin");
const review = aReview(singlePolicy({ endings: ["vote", "completion", "outcome"], findings: "optional" }));
const running = given(
  aReview(groupPolicy(["a"])),
  [aPerson("ann", ["a"]), aVote("approve")],
  [admin, { type: "ClaimExecution" }],
);

const textsOf = (command: Command, on: Review = review, by: Actor = admin): unknown => {
  const { events, refusal } = does(on, by, command, 2);
  expect(refusal).toBeNull();
  expect(events).toHaveLength(1);
  return events[0]?.texts;
};

const OUTCOME = {
  type: "RecordOutcome",
  outcome: "Done",
  reasons: [],
  rules: [{ outcome: "Done", verdict: "none", reasons: [] }],
  reason: null,
  notes: null,
} as const;
const REPORT = { type: "ReportExecution", result: "succeeded", exitCode: 0 } as const;

describe("each text under its name, and nothing where there is none", () => {
  test.each<readonly [string, Command, Command, object]>([
    ["a vote", aVote("approve"), aVote("approve", { reason: "why", notes: "n" }), { reason: "why", notes: "n" }],
    ["a vote's reason alone", aVote("reject"), aVote("reject", { reason: "why" }), { reason: "why" }],
    ["a vote's notes alone", aVote("reject"), aVote("reject", { notes: "n" }), { notes: "n" }],
    ["an outcome", OUTCOME, { ...OUTCOME, reason: "why", notes: "n" }, { reason: "why", notes: "n" }],
    ["an outcome's notes alone", OUTCOME, { ...OUTCOME, notes: "n" }, { notes: "n" }],
    ["a cancellation", { type: "Cancel", reason: null }, { type: "Cancel", reason: "why" }, { reason: "why" }],
    ["a pause", { type: "PauseSla", reason: null }, { type: "PauseSla", reason: "why" }, { reason: "why" }],
    ["an escalation", escalate({ reason: null }), escalate({ reason: "why" }), { reason: "why" }],
    ["a completion", complete(), complete({ risk: "low" }), { findings: { risk: "low" } }],
  ])("%s", (_name, bare, written, texts) => {
    expect(textsOf(bare)).toEqual({});
    expect(textsOf(written)).toEqual(texts);
  });

  test("findings", () => {
    expect(textsOf(save({ risk: "low" }))).toEqual({ findings: { risk: "low" } });
  });

  test("a report's output, the empty one too", () => {
    expect(textsOf({ ...REPORT, output: null }, running)).toEqual({});
    expect(textsOf({ ...REPORT, output: "" }, running)).toEqual({ output: "" });
  });

  test("a note, and whom its body claims as the author", () => {
    const note = { type: "AddNote", text: "n", claimedEmail: null } as const;
    expect(textsOf(note)).toEqual({ note: "n" });
    expect(textsOf({ ...note, claimedEmail: "a@example.com" })).toEqual({ note: "n", claimedEmail: "a@example.com" });
  });

  test("an outcome names the member whom the credential claims to speak for", () => {
    const agent = { ...admin, claimedAgent: { memberId: "ann", email: "ann@example.com" } };
    expect(textsOf(OUTCOME, review, agent)).toEqual({ claimedEmail: "ann@example.com" });
  });
});

test("cancelling and escalating are acts of people", () => {
  expect(does(review, admin, { type: "Cancel", reason: null }).events[0]?.data).toEqual({ automated: false });
  expect(does(review, admin, escalate()).events[0]?.data).toMatchObject({ automated: false });
});
