// Who may claim a review, and whom it waits for. Source: issue "The desk people like to sit at", Build 5;
// docs/decisions/0018.

import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import { claimReasons, isNextFor } from "../../src/core/review/claim.ts";
import { questionOf } from "../../src/core/review/eligibility.ts";
import type { OutcomeRule, ReviewPolicy } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, aReview, aVote, groupPolicy, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";
import { OUTCOMES } from "../support/random-reviews.ts";
import { given, MINUTE } from "../support/scenario.ts";

const BEN = aPerson("ben", ["banking"]);
const SAM = aPerson("sam", ["sre"]);
const MIA = aPerson("mia");
const ADA = aPerson("ada", [], "admin");
const BOTH = ["banking", "sre"];

const question = (review: Review, actor: Actor) => questionOf(review, [], metaBy(actor, NOON + 2 * MINUTE));
const reasons = (review: Review, actor: Actor) => claimReasons(question(review, actor)).map(({ type }) => type);
const isNext = (review: Review, actor: Actor): boolean => isNextFor(question(review, actor));

describe("a review of two groups", () => {
  const fresh = aReview(groupPolicy(BOTH));
  const half = given(fresh, [BEN, aVote("approve")]);

  test("is claimed by whoever could vote, and waits for them", () => {
    expect([reasons(fresh, BEN), isNext(fresh, BEN)]).toEqual([[], true]);
    expect([reasons(half, SAM), isNext(half, SAM)]).toEqual([[], true]);
  });

  test("is nobody's who is in none of them", () => {
    expect([reasons(fresh, MIA), isNext(fresh, MIA)]).toEqual([["not_eligible"], false]);
  });

  test("does not wait for the one who asked", () => {
    const own = aReview(groupPolicy(["banking"]), {});
    expect([reasons(own, OWNER).length > 0, isNext(own, OWNER)]).toEqual([true, false]);
  });

  test("is handed on once somebody has voted, who may still deny it and therefore claim it", () => {
    expect([reasons(half, BEN), isNext(half, BEN)]).toEqual([[], false]);
  });

  test("is held by an administrator, who could deny it, and does not wait for one", () => {
    expect([reasons(fresh, ADA), isNext(fresh, ADA)]).toEqual([[], false]);
  });
});

describe("a review that is closed", () => {
  const closed = given(aReview(singlePolicy()), [MIA, aVote("reject")]);

  test("is nobody's work, and says which status is in the way", () => {
    expect(claimReasons(question(closed, BEN))).toEqual([
      { type: "review_closed", status: "rejected", wanted: "claim" },
    ]);
    expect(isNext(closed, BEN)).toBe(false);
  });
});

test("the requester of a review that one person decides may not take it", () => {
  const review = aReview(singlePolicy());
  expect([reasons(review, OWNER), isNext(review, OWNER)]).toEqual([["self_approval"], false]);
  expect([reasons(review, MIA), isNext(review, MIA)]).toEqual([[], true]);
});

test("one whose clock is paused waits for its requester, and may be claimed all the same", () => {
  const running = { ...aReview(singlePolicy()), pausedAt: null };
  const paused: Review = { ...running, pausedAt: NOON + MINUTE };
  expect([isNext(running, MIA), isNext(paused, MIA), reasons(paused, MIA)]).toEqual([true, false, []]);
});

test("brought forward by the first way in which it ends", () => {
  const waits = (endings: ReviewPolicy["endings"], outcomes: readonly OutcomeRule[]): boolean =>
    isNextFor(questionOf(aReview(singlePolicy({ endings })), outcomes, metaBy(MIA, NOON + 2 * MINUTE)));
  expect([waits(["vote"], []), waits(["completion"], []), waits(["vote", "outcome"], [])]).toEqual([true, true, true]);
  // Where the workspace links no outcome, nobody could name one.
  expect([waits(["outcome"], OUTCOMES), waits(["outcome"], [])]).toEqual([true, false]);
});
