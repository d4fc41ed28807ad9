// Under which names a review is listed, and under which names somebody asks. Both sides must meet exactly where the
// permission to see says so. Source: hoop.md ruling 4; workspace.md, last paragraph.

import { describe, expect, test } from "vitest";
import { isVisibleTo } from "../../src/core/review/permissions.ts";
import type { ReviewPolicy } from "../../src/core/review/policy.ts";
import { principalsOf, readersOf, seesEverything } from "../../src/core/review/readers.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, aReview, aService, groupPolicy, singlePolicy } from "../support/builders.ts";

const bot = { kind: "service", id: "bot", name: "bot", email: "", slackId: "" } as const;
const sponsored = (changes: Partial<ReviewPolicy> = {}): ReviewPolicy =>
  groupPolicy(["a", "b"], { forceGroups: ["oncall", "a"], sponsor: { kind: "service", id: "desk" }, ...changes });

describe("readersOf", () => {
  test("the requester, who asked in the requester's name, the groups asked and the force groups, each once", () => {
    expect(readersOf(aReview(sponsored()))).toEqual([
      "member:olga",
      "service:desk",
      "group:a",
      "group:b",
      "group:oncall",
    ]);
  });

  test("without a sponsor or force groups there are none of them", () => {
    expect(readersOf(aReview(groupPolicy(["a"])))).toEqual(["member:olga", "group:a"]);
    expect(readersOf(aReview(groupPolicy(["a"]), { requester: bot }))).toEqual(["service:bot", "group:a"]);
    expect(readersOf(aReview(groupPolicy(["a"]), { requester: null }))).toEqual(["group:a"]);
  });

  test("what all members may see is everyone's, and is not listed under its requester as well", () => {
    expect(readersOf(aReview(singlePolicy()))).toEqual(["everyone"]);
    expect(readersOf(aReview(singlePolicy({ askedGroups: ["a"] }), { groups: [] }))).toEqual(["everyone", "group:a"]);
  });
});

test("principalsOf: everyone, oneself, and one's groups", () => {
  expect(principalsOf(aPerson("ann", ["a", "c"]))).toEqual(["everyone", "member:ann", "group:a", "group:c"]);
  expect(principalsOf(aService("desk"))).toEqual(["everyone", "service:desk"]);
});

test("owners, administrators and auditors see everything, nobody else does", () => {
  const seeing = (["owner", "admin", "auditor", "member", "viewer"] as const).filter((role) =>
    seesEverything(aPerson("x", [], role)),
  );
  expect(seeing).toEqual(["owner", "admin", "auditor"]);
});

describe("the list and the permission agree", () => {
  const reviews: readonly Review[] = [
    aReview(sponsored()),
    aReview(groupPolicy(["b"]), { requester: bot }),
    aReview(groupPolicy(["a"], { forceGroups: ["oncall"] }), { requester: null }),
    aReview(singlePolicy()),
  ];
  const actors = [
    aPerson("olga"),
    aPerson("ann", ["a"]),
    aPerson("bob", ["b", "x"]),
    aPerson("otto", ["oncall"]),
    aPerson("eve", ["legal"]),
    aPerson("vic", ["a"], "viewer"),
    aPerson("adam", [], "admin"),
    aPerson("aud", [], "auditor"),
    aService("bot"),
    aService("desk"),
    // A person who happens to be called like a machine is somebody else.
    aPerson("bot"),
    aPerson("desk"),
  ];

  test.each(actors.map((actor) => [`${actor.kind} ${actor.id}`, actor] as const))("%s", (_name, actor) => {
    for (const review of reviews) {
      const isListed = principalsOf(actor).some((principal) => readersOf(review).includes(principal));
      expect(isListed || seesEverything(actor)).toBe(isVisibleTo(review, actor));
    }
  });
});
