// Who may see a review and who may do what to it. Source: hoop.md rulings 4, 7, 10, 13 and the matrix 2.4.

import { describe, expect, test } from "vitest";
import {
  forceGroupOf,
  isInReviewGroup,
  isRequester,
  isSelfApproval,
  isVisibleTo,
  mayDenyFromOutside,
  mayExecute,
} from "../../src/core/review/permissions.ts";
import { aPerson, aReview, aService, aVote, groupPolicy, OWNER, singlePolicy } from "../support/builders.ts";
import { given, refusalOf, when } from "../support/scenario.ts";

const review = aReview(groupPolicy(["banking", "sre"], { forceGroups: ["oncall"] }));
const admin = aPerson("adam", [], "admin");

describe("a review is visible to its requester, to the groups that were asked, to force groups, admins and auditors", () => {
  test.each([
    ["the requester", OWNER, true],
    ["a member of an asked group", aPerson("bea", ["banking"]), true],
    ["a member of a force group", aPerson("otto", ["oncall"]), true],
    ["a viewer in an asked group", aPerson("vic", ["sre"], "viewer"), true],
    ["an admin in no group", admin, true],
    ["an owner in no group", aPerson("olaf", [], "owner"), true],
    ["an auditor", aPerson("aud", [], "auditor"), true],
    ["a stranger", aPerson("eve", ["legal"]), false],
    ["somebody in no group", aPerson("eve"), false],
    ["a group name in another case", aPerson("eve", ["Banking"]), false],
    ["a viewer in no group", aPerson("vic", [], "viewer"), false],
    ["a service, which is in no group", aService("ci-bot"), false],
    ["a service with the requester's id", aService(OWNER.id), false],
  ] as const)("%s: %o", (_name, actor, expected) => {
    expect(isVisibleTo(review, actor)).toBe(expected);
  });

  test("groups count as configured at creation: a row that a denial appended opens no eyes", () => {
    const denied = given(aReview(groupPolicy(["banking"])), [admin, aVote("reject")]);
    expect(denied.groups.map(({ group }) => group)).toEqual(["banking", "admin"]);
    expect(isVisibleTo(denied, aPerson("eve", ["admin"]))).toBe(false);
  });

  test("a review for all members is visible to everybody", () => {
    expect(isVisibleTo(aReview(singlePolicy()), aPerson("eve"))).toBe(true);
  });
});

describe("roles that only read change nothing", () => {
  test.each(["viewer", "auditor"] as const)("%s", (role) => {
    const decided = when(review, aPerson("ron", ["banking"], role), aVote("approve"));
    expect(refusalOf(decided)).toBe("forbidden");
    expect(decided.events).toEqual([]);
  });

  test("hidden comes before forbidden: a viewer who may not see it learns nothing", () => {
    expect(refusalOf(when(review, aPerson("ron", [], "viewer"), aVote("approve")))).toBe("not_found");
  });
});

describe("self-approval", () => {
  const inGroup = { ...OWNER, groups: ["banking"] };
  test.each([
    ["the requester", OWNER, true],
    ["the requester in a review group", inGroup, true],
    ["the requester who is an admin outside the groups", { ...OWNER, role: "admin" }, true],
    ["the requester who is an owner outside the groups", { ...OWNER, role: "owner" }, true],
    ["the requester who is an admin in a review group", { ...inGroup, role: "admin" }, false],
    ["the requester who is an owner in a review group", { ...inGroup, role: "owner" }, false],
    ["the requester who is an admin in another group", { ...OWNER, role: "admin", groups: ["legal"] }, true],
    ["somebody else", aPerson("bea", ["banking"]), false],
    ["a service of the requester's id", aService(OWNER.id), false],
    [
      "somebody who claims to speak for the requester",
      { ...aPerson("bea", ["banking"]), claimedAgent: { memberId: OWNER.id, email: OWNER.email } },
      true,
    ],
  ] as const)("%s: %o", (_name, actor, expected) => {
    expect(isSelfApproval(review, actor)).toBe(expected);
  });

  test("a service that requested the review is its requester", () => {
    const service = aService("ci-bot");
    const requester = { kind: "service", id: "ci-bot", name: "ci-bot", email: "", slackId: "" } as const;
    const own = aReview(groupPolicy(["banking"]), { requester });
    expect(isRequester(own, service)).toBe(true);
    expect(isSelfApproval(own, service)).toBe(true);
  });

  test("a review without requester has no self-approval", () => {
    expect(isSelfApproval(aReview(groupPolicy(["banking"]), { requester: null }), OWNER)).toBe(false);
  });
});

describe("groups come from a member's groups only", () => {
  test("the role puts nobody in a group", () => {
    expect(isInReviewGroup(aReview(groupPolicy(["admin"])), admin)).toBe(false);
    expect(isInReviewGroup(aReview(groupPolicy(["admin"])), aPerson("adam", ["admin"]))).toBe(true);
  });

  test("the force group is searched from the shorter list", () => {
    const policy = groupPolicy(["banking"], { forceGroups: ["a", "b", "c"] });
    expect(forceGroupOf(aReview(policy), aPerson("otto", ["c", "a"]))).toBe("c");
    expect(forceGroupOf(aReview(policy), aPerson("otto", ["z", "y", "c", "a"]))).toBe("a");
    expect(forceGroupOf(aReview(policy), aPerson("otto", ["z"]))).toBeNull();
    expect(forceGroupOf(aReview(groupPolicy(["banking"])), aPerson("otto", ["a"]))).toBeNull();
  });
});

describe("who may deny from outside, and who may run", () => {
  test.each([
    ["the requester", OWNER, true, true],
    ["an admin", admin, true, true],
    ["an owner", aPerson("olaf", [], "owner"), true, true],
    ["a reviewer", aPerson("bea", ["banking"]), false, false],
    ["a member of a force group", aPerson("otto", ["oncall"]), false, false],
    ["a stranger", aPerson("eve"), false, false],
  ] as const)("%s", (_name, actor, deny, run) => {
    expect(mayDenyFromOutside(review, actor)).toBe(deny);
    expect(mayExecute(review, actor)).toBe(run);
  });
});
