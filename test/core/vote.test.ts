// Votes of groups, by the state they meet. Source: seed "Update Review Status"; hoop.md rulings 5-9, 13, matrix 2.4.

import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import { decide } from "../../src/core/review/decide.ts";
import type { Review, Verdict } from "../../src/core/review/review.ts";
import { aPerson, aReview, aService, aVote, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";
import { given, MINUTE, refusalOf, rowsOf, type Step, typesOf, when } from "../support/scenario.ts";

const bea = aPerson("bea", ["banking"]);
const ben = aPerson("ben", ["banking"]);
const sam = aPerson("sam", ["sre"]);
const both = aPerson("both", ["banking", "sre"]);
const admin = aPerson("adam", [], "admin");
const approve = aVote("approve");
const reject = aVote("reject");
const revoke = aVote("revoke");

const pending = aReview(groupPolicy(["banking", "sre"]));
const approved = given(pending, [bea, approve], [sam, approve]);

describe("given a pending review", () => {
  test("one approval of two stamps its row and leaves the review pending", () => {
    const decided = when(pending, bea, approve);
    expect(rowsOf(decided.review)).toEqual(["banking approved bea", "sre pending -"]);
    expect(decided.review.status).toBe("pending");
    expect(typesOf(decided)).toEqual(["vote_cast"]);
    expect(decided.review.accessEndsAt).toBeNull();
  });

  test("the last approval approves, at that very instant", () => {
    const decided = when(given(pending, [bea, approve]), sam, approve, NOON + 5 * MINUTE);
    expect(typesOf(decided)).toEqual(["approved"]);
    expect(decided.review).toMatchObject({ status: "approved", completedAt: NOON + 5 * MINUTE });
    expect(decided.review.decision).toMatchObject({ verdict: "approve", automated: false, by: { id: "sam" } });
  });

  test("one call stamps every row of a group that the caller is in, as one event", () => {
    const decided = when(pending, both, approve);
    expect(rowsOf(decided.review)).toEqual(["banking approved both", "sre approved both"]);
    expect(typesOf(decided)).toEqual(["approved"]);
    expect(decided.review.version).toBe(pending.version + 1);
  });

  test("more rows than needed still approve: the threshold is >=", () => {
    const one = aReview(groupPolicy(["banking", "sre"], { quorum: { of: "rows", minimum: 1 } }));
    expect(when(one, both, approve).review.status).toBe("approved");
  });

  test("a second member of a group re-stamps its row", () => {
    const decided = when(given(pending, [bea, approve]), ben, approve);
    expect(rowsOf(decided.review)).toEqual(["banking approved ben", "sre pending -"]);
    expect(typesOf(decided)).toEqual(["vote_cast"]);
  });

  test("the same reviewer again changes nothing", () => {
    const decided = when(given(pending, [bea, approve]), bea, approve);
    expect(decided.events).toEqual([]);
    expect(refusalOf(decided)).toBeNull();
  });

  test("a rejection settles at once and leaves the other rows as they were", () => {
    const decided = when(given(pending, [bea, approve]), sam, aVote("reject", { reason: "no ticket" }));
    expect(rowsOf(decided.review)).toEqual(["banking approved bea", "sre rejected sam"]);
    expect(decided.review).toMatchObject({ status: "rejected", decision: { reason: "no ticket" } });
    expect(typesOf(decided)).toEqual(["rejected"]);
  });

  test.each([["banking" as const], ["sre" as const]])(
    "revoking is the wrong state, for a member of %s too",
    (group) => {
      expect(refusalOf(when(pending, aPerson("x", [group]), revoke))).toBe("review_closed");
    },
  );

  test("rows keep the order of creation", () => {
    const groups = Array.from({ length: 20 }, (_, index) => `g${19 - index}`);
    const many = aReview(groupPolicy(groups));
    const votes = groups.toSorted().map((group): Step => [aPerson(`in-${group}`, [group]), approve]);
    const settled = given(many, ...votes);
    expect(settled.groups.map(({ group }) => group)).toEqual(groups);
    expect(settled.status).toBe("approved");
  });
});

describe("given an approved review", () => {
  test.each([
    ["rejected", reject, "rejected"],
    ["revoked", revoke, "revoked"],
  ] as const)("it can be %s by a member of a review group", (_name, command, status) => {
    expect(when(approved, bea, command).review.status).toBe(status);
  });

  test.each([
    ["its requester", OWNER],
    ["an administrator", admin],
  ])("it can be rejected and revoked by %s", (_name, actor) => {
    expect(when(approved, actor, reject).review.status).toBe("rejected");
    expect(when(approved, actor, revoke).review.status).toBe("revoked");
  });

  test("another reviewer's approval re-stamps the row and stays one of many votes", () => {
    const decided = when(approved, ben, approve);
    expect(typesOf(decided)).toEqual(["vote_cast"]);
    expect(decided.review.status).toBe("approved");
    expect(rowsOf(decided.review)[0]).toBe("banking approved ben");
  });

  test("the same reviewer's approval changes nothing where one run was approved", () => {
    expect(when(approved, bea, approve).events).toEqual([]);
  });
});

const TIMED = { kind: "timed", durationMs: 30 * MINUTE } as const;

describe("when access ends", () => {
  const at = (minutes: number): number => NOON + minutes * MINUTE;

  test("is unknown until the approval, for a run too", () => {
    expect(pending.accessEndsAt).toBeNull();
    expect(when(pending, bea, approve).review.accessEndsAt).toBeNull();
  });

  test("is the approval instant for one run", () => {
    expect(when(given(pending, [bea, approve]), sam, approve, at(7)).review.accessEndsAt).toBe(at(7));
  });

  test("is the approval instant and the duration for timed access", () => {
    const timed = aReview(groupPolicy(["banking"], { access: TIMED }));
    expect(when(timed, bea, approve, at(7)).review.accessEndsAt).toBe(at(37));
  });

  test("is renewed by the same reviewer for timed access, without a new stamp", () => {
    const timed = given(aReview(groupPolicy(["banking"], { access: TIMED })), [bea, approve, at(1)]);
    const decided = when(timed, bea, approve, at(10));
    expect(decided.review.accessEndsAt).toBe(at(40));
    expect(decided.review.groups).toEqual(timed.groups);
    expect(typesOf(decided)).toEqual(["vote_cast"]);
  });

  test("is renewed by any approval of an approved review, however many rows still wait", () => {
    const timed = aReview(groupPolicy(["banking", "sre"], { access: TIMED, forceGroups: ["oncall"] }));
    const forced = given(timed, [aPerson("otto", ["oncall"]), aVote("approve", { force: true }), at(1)]);
    const decided = when(forced, bea, approve, at(10));
    expect(typesOf(decided)).toEqual(["vote_cast"]);
    expect(decided.review).toMatchObject({ status: "approved", accessEndsAt: at(40) });
  });

  test("of several rows, one that somebody else has stamped since is stamped again", () => {
    const both = aPerson("both", ["banking", "sre"]);
    const settled = given(pending, [both, approve, at(1)], [bea, approve, at(2)]);
    expect(rowsOf(settled)).toEqual(["banking approved bea", "sre approved both"]);
    expect(rowsOf(when(settled, both, approve, at(3)).review)).toEqual(["banking approved both", "sre approved both"]);
  });

  test("twice in one instant is no renewal: nothing would change", () => {
    const timed = given(aReview(groupPolicy(["banking"], { access: TIMED })), [bea, approve, at(1)]);
    expect(when(timed, bea, approve, at(1))).toMatchObject({ events: [], refusal: null });
  });

  test.each([
    ["timed access", TIMED, 40],
    ["one run", { kind: "once", deadlineMs: 1 } as const, 10],
  ])("is renewed by another reviewer for %s", (_name, access, minutes) => {
    const settled = given(aReview(groupPolicy(["banking"], { access })), [bea, approve, at(1)]);
    expect(when(settled, ben, approve, at(10)).review.accessEndsAt).toBe(at(minutes));
  });

  test("stays on a revoked review", () => {
    const timed = given(aReview(groupPolicy(["banking"], { access: TIMED })), [bea, approve, at(1)]);
    const revoked = when(timed, bea, revoke, at(2)).review;
    expect(revoked).toMatchObject({ status: "revoked", accessEndsAt: at(31) });
  });
});

describe("given a review that is final", () => {
  const processing = given(approved, [OWNER, { type: "ClaimExecution" }]);
  const report = { type: "ReportExecution", result: "succeeded", exitCode: 0, output: null } as const;
  const finals: readonly (readonly [string, Review])[] = [
    ["rejected", given(pending, [bea, reject])],
    ["revoked", given(approved, [bea, revoke])],
    ["processing", processing],
    ["executed", given(processing, [OWNER, report])],
    ["unknown", given(processing, [OWNER, { type: "Tick" }, NOON + 60 * MINUTE])],
    [
      "expired",
      given(aReview(groupPolicy(["banking"], { expiry: { at: NOON + 1, by: "r" } })), [bea, { type: "Tick" }]),
    ],
    ["cancelled", given(pending, [OWNER, { type: "Cancel", reason: null }])],
  ];
  const verdicts: readonly Verdict[] = ["approve", "reject", "revoke"];
  const voters: readonly Actor[] = [bea, admin, OWNER];

  test.each(finals)("%s takes no vote of anybody", (status, review) => {
    expect(review.status).toBe(status);
    for (const verdict of verdicts) {
      for (const voter of voters) {
        const decided = when(review, voter, aVote(verdict), NOON + 90 * MINUTE);
        const wanted = review.status === "processing" ? "unknown" : status;
        expect(decided.refusal).toEqual({ type: "review_closed", status: wanted, wanted: verdict });
        expect(decided.review.groups).toEqual(review.groups);
      }
    }
  });
});

describe("the matrix of who may say what", () => {
  const inGroup = { ...OWNER, groups: ["banking"] };
  const outside = { ...OWNER, groups: ["eng", "ops"] };
  const cases: readonly (readonly [string, Actor, string, string, string])[] = [
    ["the requester in a group", inGroup, "self_approval", "banking rejected olga", "banking revoked olga"],
    ["the requester in other groups", outside, "self_approval", "eng rejected olga", "eng revoked olga"],
    ["the requester in none", OWNER, "self_approval", " rejected olga", " revoked olga"],
    [
      "the requester who is an admin in a group",
      { ...inGroup, role: "admin" },
      "banking approved olga",
      "banking rejected olga",
      "banking revoked olga",
    ],
    [
      "the requester who is an admin in none",
      { ...OWNER, role: "admin" },
      "self_approval",
      "admin rejected olga",
      "admin revoked olga",
    ],
    ["another in one group", bea, "banking approved bea", "banking rejected bea", "banking revoked bea"],
    ["another in none", aPerson("eve"), "not_found", "not_found", "not_found"],
    ["an admin in none", admin, "not_eligible", "admin rejected adam", "admin revoked adam"],
    ["an admin service", aService("bot", "admin"), "not_eligible", "admin rejected bot", "admin revoked bot"],
    [
      "an admin in a group",
      { ...admin, groups: ["sre"] },
      "sre approved adam",
      "sre rejected adam",
      "sre revoked adam",
    ],
    ["an auditor", aPerson("aud", [], "auditor"), "forbidden", "forbidden", "forbidden"],
  ];
  const outcome = (review: Review, actor: Actor, verdict: Verdict): string => {
    const decided = when(review, actor, aVote(verdict));
    if (decided.refusal !== null) return decided.refusal.type;
    return rowsOf(decided.review).find((row) => row.endsWith(` ${actor.id}`)) ?? "no row";
  };

  test.each(cases)("%s", (_name, actor, onApprove, onReject, onRevoke) => {
    expect(outcome(pending, actor, "approve")).toBe(onApprove);
    expect(outcome(pending, actor, "reject")).toBe(onReject);
    expect(outcome(approved, actor, "revoke")).toBe(onRevoke);
  });

  test("another in two groups stamps both rows with a denial", () => {
    expect(rowsOf(when(pending, both, reject).review)).toEqual(["banking rejected both", "sre rejected both"]);
  });

  test("an admin's denial from outside stamps the row named admin where there is one", () => {
    const guarded = aReview(groupPolicy(["admin", "sre"]));
    const { groups } = when(guarded, admin, reject).review;
    expect(groups.map(({ id, status }) => [id, status])).toEqual([
      [guarded.groups[0]?.id, "rejected"],
      [guarded.groups[1]?.id, "pending"],
    ]);
  });

  test("an appended row comes last and has the id that the command brought", () => {
    const meta = metaBy(admin);
    const { groups } = decide(pending, reject, meta).review;
    expect(groups.map(({ group }) => group)).toEqual(["banking", "sre", "admin"]);
    expect(groups[2]?.id).toBe(meta.newId);
  });
});
