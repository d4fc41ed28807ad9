// What eligibility says is what an attempt gets: for every rule, verb and kind of person, over random reviews; and each
// rule by name. Source: issue "The desk people like to sit at", Build 4.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import { decide } from "../../src/core/review/decide.ts";
import { decidersOf, decidingVerbs } from "../../src/core/review/deciders.ts";
import { type Eligibility, eligibilityOf, questionOf } from "../../src/core/review/eligibility.ts";
import type { ReviewError } from "../../src/core/review/errors.ts";
import { missingOf } from "../../src/core/review/missing.ts";
import type { Review } from "../../src/core/review/review.ts";
import { outcomeCommand, smallestCommand, type Verb, VERBS } from "../../src/core/review/verbs.ts";
import { aPerson, aReview, aVote, groupPolicy, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";
import { DIRECTORY, OUTCOMES, PEOPLE, randomReview } from "../support/random-reviews.ts";
import { given, MINUTE } from "../support/scenario.ts";

const metaOf = (actor: Actor, now: number) => ({ ...metaBy(actor, now), directory: DIRECTORY });

const ask = (review: Review, actor: Actor, now = NOON + MINUTE): Eligibility | null =>
  eligibilityOf(questionOf(review, OUTCOMES, metaOf(actor, now)));

/** Findings that every policy of the random reviews takes. */
const withFindings = (command: Command): Command =>
  command.type === "Progress" ? { ...command, findings: { risk: "high" } } : command;

describe("eligibility is the attempt", () => {
  const cases = fc.record({ at: randomReview, who: fc.constantFrom(...PEOPLE) });

  const forEachVerb = (
    check: (verb: Verb, review: Review, actor: Actor, now: number, eligibility: Eligibility) => void,
  ): void => {
    fc.assert(
      fc.property(cases, ({ at: { review, now }, who }) => {
        const eligibility = ask(review, who, now);
        if (eligibility === null) return;
        for (const verb of VERBS) check(verb, review, who, now, eligibility);
      }),
      { numRuns: 600 },
    );
  };

  const attemptOf = (verb: Verb, review: Review, needs: readonly string[]): Command => {
    if (verb === "outcome") throw new Error("is tried for each outcome");
    const command = smallestCommand(verb, review);
    return needs.includes("findings") ? withFindings(command) : command;
  };

  test("a review is hidden exactly from those whose every attempt finds nothing", () => {
    fc.assert(
      fc.property(cases, ({ at: { review, now }, who }) => {
        const note = decide(review, smallestCommand("note", review), metaOf(who, now));
        expect(ask(review, who, now) === null).toBe(note.refusal?.type === "not_found");
      }),
      { numRuns: 600 },
    );
  });

  test("allowed is accepted, refused is refused with the first reason, and a change is an event", () => {
    forEachVerb((verb, review, actor, now, { verbs }) => {
      if (verb === "outcome") return;
      const { reasons, needs, isChange } = verbs[verb];
      const tick = decide(review, { type: "Tick" }, metaOf(actor, now)).events.length;
      const { refusal, events } = decide(review, attemptOf(verb, review, needs), metaOf(actor, now));
      expect(refusal).toEqual(reasons[0] ?? null);
      expect(events.length > tick).toBe(isChange);
    });
  });

  test("the random reviews meet every rule that eligibility can name", () => {
    const met = new Set<string>();
    // A fixed seed: which rules chance meets must not differ from run to run.
    for (const { review, now } of fc.sample(randomReview, { numRuns: 300, seed: 1 })) {
      for (const who of PEOPLE) {
        const eligibility = ask(review, who, now);
        if (eligibility === null) continue;
        const { verbs, outcomes } = eligibility;
        for (const { reasons } of [...Object.values(verbs), ...outcomes]) for (const { type } of reasons) met.add(type);
      }
    }
    expect([...met].toSorted()).toEqual([
      "already_voted",
      "execution_running",
      "forbidden",
      "not_applicable",
      "not_eligible",
      "not_executable",
      "not_executor",
      "review_closed",
      "same_reviewer",
      "self_approval",
      "sla_not_paused",
      "sla_paused",
      "window_closed",
    ]);
  });

  test("without what it needs, a completion is refused with exactly that", () => {
    forEachVerb((verb, review, actor, now, { verbs }) => {
      if (verb !== "complete" || verbs.complete.reasons.length > 0) return;
      const { refusal } = decide(review, smallestCommand("complete", review), metaOf(actor, now));
      const expected: ReviewError | null = verbs.complete.needs.includes("findings")
        ? { type: "findings_missing" }
        : null;
      expect(refusal).toEqual(expected);
    });
  });

  test("each outcome is taken, or refused with the first reason", () => {
    fc.assert(
      fc.property(cases, ({ at: { review, now }, who }) => {
        const eligibility = ask(review, who, now);
        if (eligibility === null) return;
        const tried = (outcome: string) => decide(review, outcomeCommand(outcome, OUTCOMES), metaOf(who, now)).refusal;
        for (const { rule, reasons } of eligibility.outcomes) expect(tried(rule.outcome)).toEqual(reasons[0] ?? null);
        const { reasons } = eligibility.verbs.outcome;
        const refusals = OUTCOMES.map(({ outcome }) => tried(outcome));
        expect(reasons.length === 0).toBe(refusals.includes(null));
        if (reasons.length > 0) expect(refusals).toContainEqual(reasons[0]);
      }),
      { numRuns: 600 },
    );
  });

  test("who is named could decide by each of the verbs named, and who is not could by none", () => {
    fc.assert(
      fc.property(randomReview, ({ review, now }) => {
        const members = PEOPLE.filter(({ kind }) => kind === "member").slice(1);
        const question = questionOf(review, OUTCOMES, metaOf(OWNER, now));
        const { members: named } = decidersOf(question, members, 100);
        for (const member of members) {
          const verbs = named.find((one) => one.member === member)?.verbs ?? [];
          const eligibility = ask(review, member, now);
          const open = (["approve", "force", "reject", "revoke", "outcome", "complete"] as const).filter(
            (verb) => eligibility?.verbs[verb].reasons.length === 0 && eligibility.verbs[verb].isChange,
          );
          expect(verbs.toSorted()).toEqual(open.toSorted());
        }
      }),
      { numRuns: 300 },
    );
  });
});

const bea = aPerson("bea", ["banking"]);
const sue = aPerson("sue", ["sre"]);
const guarded = aReview(groupPolicy(["banking", "sre"], { forceGroups: ["oncall"] }));
const call = (changes = {}) => aReview(singlePolicy({ endings: ["completion"], findings: "required" }), changes);
const complete = (findings: { readonly risk: string } | null) =>
  ({ type: "Progress", to: "completed", findings, secondReview: false }) as const;

const reasonsOf = (review: Review, actor: Actor, verb: Verb): readonly string[] | undefined =>
  ask(review, actor)?.verbs[verb].reasons.map(({ type }) => type);

describe("each rule has its reason", () => {
  test.each<[string, Review, Actor, Verb, readonly string[]]>([
    ["self-approval", guarded, { ...OWNER, groups: ["sre"] }, "approve", ["self_approval"]],
    ["self-approval and no group", guarded, OWNER, "approve", ["self_approval", "not_eligible"]],
    ["a denial of one's own request", guarded, OWNER, "reject", []],
    ["an administrator outside the groups", guarded, aPerson("adm", [], "admin"), "approve", ["not_eligible"]],
    ["the same, denying", guarded, aPerson("adm", [], "admin"), "reject", []],
    ["no force group", guarded, bea, "force", ["not_eligible"]],
    ["a force group", guarded, aPerson("otto", ["oncall"]), "force", []],
    ["a role that reads", guarded, aPerson("vic", ["sre"], "viewer"), "approve", ["forbidden"]],
    ["a settled review", given(guarded, [bea, aVote("reject")]), bea, "approve", ["review_closed"]],
    ["another ending", guarded, bea, "complete", ["not_applicable"]],
    ["no findings here", guarded, bea, "findings", ["not_applicable"]],
    ["somebody else's question", guarded, bea, "cancel", ["forbidden"]],
    ["nothing approved to run", guarded, OWNER, "execute", ["not_executable"]],
    ["not one's own run", guarded, bea, "execute", ["not_executor", "not_executable"]],
    ["nothing paused", guarded, bea, "resume", ["sla_not_paused"]],
  ])("%s", (_name, review, actor, verb, expected) => {
    expect(reasonsOf(review, actor, verb)).toEqual(expected);
  });

  test("a vote said once already: allowed where it is ignored, and no change", () => {
    const half = given(guarded, [bea, aVote("approve")]);
    expect(ask(half, bea)?.verbs.approve).toEqual({ reasons: [], needs: [], isChange: false });
    const strict = aReview(singlePolicy({ quorum: { of: "people", minimum: 2 }, repeatedVote: "refused" }));
    expect(reasonsOf(given(strict, [bea, aVote("approve")]), bea, "approve")).toEqual(["already_voted"]);
  });

  test("findings are needed until they are there; the first of two cannot be the second", () => {
    expect(ask(call(), bea)?.verbs.complete).toEqual({ reasons: [], needs: ["findings"], isChange: true });
    const first = given(call({ secondReview: true }), [bea, complete({ risk: "low" })]);
    expect(reasonsOf(first, bea, "complete")).toEqual(["same_reviewer"]);
    expect(ask(first, sue)?.verbs.complete).toEqual({ reasons: [], needs: [], isChange: true });
  });

  test("an outcome that approves is not the requester's; one that is no choice is nobody's", () => {
    const review = aReview(singlePolicy({ endings: ["outcome"] }));
    const open = ask(review, OWNER)?.outcomes.map(({ rule, reasons }) => [rule.outcome, reasons.map((r) => r.type)]);
    expect(open).toEqual([
      ["Approved", ["self_approval"]],
      ["Denied", []],
      ["Closed", []],
    ]);
    const none = eligibilityOf(questionOf(review, [], metaOf(bea, NOON)));
    expect(none?.verbs.outcome.reasons).toEqual([{ type: "outcome_not_allowed", outcome: "", reasons: [] }]);
  });

  test("what is due has happened: after its expiry a review takes no vote, swept or not", () => {
    const review = aReview(groupPolicy(["banking"], { expiry: { at: NOON + MINUTE, by: "rule" } }));
    expect(ask(review, bea, NOON + 2 * MINUTE)?.verbs.approve.reasons).toEqual([
      { type: "review_closed", status: "expired", wanted: "approve" },
    ]);
  });
});

describe("what is missing", () => {
  test("rows: as many as the quorum asks for, and which groups have not approved", () => {
    expect(missingOf(given(guarded, [bea, aVote("approve")]))).toEqual([
      { type: "approvals", of: "groups", needed: 2, given: 1, groups: ["sre"] },
    ]);
    const oneOf = aReview(groupPolicy(["banking", "sre"], { quorum: { of: "rows", minimum: 1 } }));
    expect(missingOf(oneOf)).toEqual([
      { type: "approvals", of: "groups", needed: 1, given: 0, groups: ["banking", "sre"] },
    ]);
  });

  test("people, an outcome, findings, a second reviewer", () => {
    const people = aReview(singlePolicy({ quorum: { of: "people", minimum: 2 } }));
    expect(missingOf(given(people, [bea, aVote("approve")]))).toEqual([
      { type: "approvals", of: "people", needed: 2, given: 1, groups: [] },
    ]);
    expect(missingOf(aReview(singlePolicy({ endings: ["outcome"] })))).toEqual([{ type: "outcome" }]);
    expect(missingOf(call({ secondReview: true }))).toEqual([
      { type: "findings" },
      { type: "second_reviewer", notBy: null },
    ]);
    const first = given(call({ secondReview: true }), [bea, complete({ risk: "low" })]);
    expect(missingOf(first)).toMatchObject([{ type: "second_reviewer", notBy: { id: "bea" } }]);
  });

  test("a settled review waits for nothing", () => {
    expect(missingOf(given(guarded, [bea, aVote("reject")]))).toEqual([]);
  });
});

describe("who else could decide", () => {
  const question = questionOf(guarded, OUTCOMES, metaOf(OWNER, NOON));

  test("those who can bring it forward first, then those who can only deny; with the groups that count", () => {
    const adm = aPerson("adm", ["legal"], "admin");
    const cat = aPerson("cat", ["legal", "sre", "oncall"]);
    const { members, isTruncated } = decidersOf(question, [adm, aPerson("eve"), bea, cat], 10);
    expect(members.map(({ member: { id }, groups, verbs }) => [id, groups, verbs])).toEqual([
      ["bea", ["banking"], ["approve", "reject"]],
      ["cat", ["sre", "oncall"], ["approve", "force", "reject"]],
      ["adm", [], ["reject"]],
    ]);
    expect(isTruncated).toBe(false);
  });

  test("no more than asked for, and whether there are more", () => {
    const many = Array.from({ length: 30 }, (_, index) => aPerson(`m${index}`, ["sre"]));
    expect(decidersOf(question, many, 30)).toMatchObject({ members: { length: 30 }, isTruncated: false });
    expect(decidersOf(question, many, 29)).toMatchObject({ members: { length: 29 }, isTruncated: true });
  });

  test("who has said yes already is not named; of a hidden review nobody is", () => {
    const half = questionOf(given(guarded, [bea, aVote("approve")]), OUTCOMES, metaOf(OWNER, NOON));
    expect(decidingVerbs(half, bea)).toEqual(["reject"]);
    expect(decidingVerbs(question, aPerson("eve"))).toEqual([]);
  });
});
