// Ending by outcome: the outcome and its reasons must be linked, exact case, and nobody approves their own request.
// Source: alloy.md rulings 3-5, 12 (Agents).

import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import type { RecordOutcome } from "../../src/core/review/commands.ts";
import { openReview } from "../../src/core/review/open.ts";
import { anOpening, aPerson, aReview, aService, aVote, metaBy, OWNER, singlePolicy } from "../support/builders.ts";
import { given, refusalOf, typesOf, when } from "../support/scenario.ts";

const rules = [
  { outcome: "Denied", verdict: "reject", reasons: ["Other", "Bad Quiz"] },
  { outcome: "Approved", verdict: "approve", reasons: ["Other"] },
  { outcome: "Resubmit", verdict: "none", reasons: ["Other"] },
] as const;

const anOutcome = (outcome: string, ...reasons: readonly string[]): RecordOutcome => ({
  type: "RecordOutcome",
  outcome,
  reasons,
  rules,
  reason: null,
  notes: null,
});

const policy = singlePolicy({ endings: ["outcome"] });
const open = aReview(policy);
const speakingFor = (actor: Actor, memberId: string): Actor => ({
  ...actor,
  claimedAgent: { memberId, email: `${memberId}@example.com` },
});
const KEY = aService("key");
const askedByKey = aReview(policy, { requester: { kind: "service", id: "key", name: "key", email: "", slackId: "" } });

describe("a review that ends by outcome", () => {
  test("a linked pair completes it in one event", () => {
    const decided = when(open, KEY, anOutcome("Denied", "Other", "Bad Quiz"));
    expect(typesOf(decided)).toEqual(["completed"]);
    expect(decided.review).toMatchObject({
      status: "completed",
      outcome: "Denied",
      reasons: ["Other", "Bad Quiz"],
      decision: { verdict: "reject" },
    });
  });

  test.each([
    ["an unknown outcome", anOutcome("Maybe", "Other")],
    ["an unknown reason", anOutcome("Denied", "Bad Hair")],
    ["a pair that is not linked", anOutcome("Approved", "Bad Quiz")],
    ["one reason of several that is not linked", anOutcome("Approved", "Other", "Bad Quiz")],
    ["the wrong case of an outcome", anOutcome("denied", "Other")],
    ["the wrong case of a reason", anOutcome("Denied", "other")],
  ])("%s is no choice", (_name, command) => {
    expect(refusalOf(when(open, KEY, command))).toBe("outcome_not_allowed");
  });

  test("it takes no vote and no second outcome", () => {
    expect(refusalOf(when(open, KEY, aVote("approve")))).toBe("not_applicable");
    const done = given(open, [KEY, anOutcome("Denied", "Other")]);
    expect(refusalOf(when(done, KEY, anOutcome("Denied", "Other")))).toBe("review_closed");
  });

  test("the member whom the body names stands with the decision, the actor stays the credential", () => {
    const { review } = when(open, speakingFor(KEY, "ada"), anOutcome("Denied", "Other"));
    expect(review.decision).toMatchObject({ by: { kind: "service", id: "key" }, claimedEmail: "ada@example.com" });
  });
});

describe("self-approval by outcome", () => {
  test.each([
    ["the requester", open, OWNER],
    ["a key that speaks for the requester", open, speakingFor(KEY, OWNER.id)],
    ["the requester who speaks for somebody else", open, speakingFor(OWNER, "ada")],
  ])("%s may not approve", (_name, review, actor) => {
    expect(refusalOf(when(review, actor, anOutcome("Approved", "Other")))).toBe("self_approval");
    expect(refusalOf(when(review, actor, anOutcome("Denied", "Other")))).toBeNull();
    expect(refusalOf(when(review, actor, anOutcome("Resubmit", "Other")))).toBeNull();
  });

  test.each([
    ["a key that speaks for somebody else", open, speakingFor(KEY, "ada")],
    ["another member", open, aPerson("ada")],
    ["the key that asked in its own name", askedByKey, KEY],
    ["the key that asked, speaking for a member", askedByKey, speakingFor(KEY, "ada")],
  ])("%s may", (_name, review, actor) => {
    expect(refusalOf(when(review, actor, anOutcome("Approved", "Other")))).toBeNull();
  });
});

test("an ending known at birth is one event, version 1, judged like every other", () => {
  const recorded = (command: RecordOutcome) =>
    openReview(anOpening(policy, { requester: null, recorded: command }), metaBy(speakingFor(KEY, "ada")));
  const done = recorded(anOutcome("Approved", "Other"));
  expect(done.ok && done.value.events.map(({ type }) => type)).toEqual(["completed"]);
  expect(done.ok && done.value.review).toMatchObject({
    status: "completed",
    version: 1,
    outcome: "Approved",
    decision: { claimedEmail: "ada@example.com" },
  });
  expect(recorded(anOutcome("Approved", "Bad Quiz"))).toMatchObject({ error: { type: "outcome_not_allowed" } });
});
