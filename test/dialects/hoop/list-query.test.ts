// Query parameters of the session list. Source: hoop.md ruling 13 (Sessions).

import { describe, expect, test } from "vitest";
import type { Member } from "../../../src/app/workspace-document.ts";
import { readPage, toQuestion } from "../../../src/dialects/hoop/list-query.ts";
import { mergeNewest } from "../../../src/queries/newest-reviews.ts";

const read = (query: string) => readPage(new URLSearchParams(query));
const bea: Member = {
  id: "bea",
  email: "Bea@Example.com",
  name: "Bea",
  role: "member",
  groups: ["banking"],
  slackId: "",
  active: true,
};

describe("a page", () => {
  test.each([
    ["", { limit: 20, offset: 0, status: null, approver: null }],
    ["limit=5&offset=10", { limit: 5, offset: 10, status: null, approver: null }],
    ["limit=5000", { limit: 100, offset: 0, status: null, approver: null }],
    ["review.status=approved&review.approver=a@b.c", { limit: 20, offset: 0, status: "approved", approver: "a@b.c" }],
  ])("%j", (query, value) => {
    expect(read(query)).toEqual({ ok: true, value });
  });

  test.each(["limit=0", "limit=-1", "limit=x", "limit=1.5", "limit=1e3", "offset=-1", "offset=99999999999999999999"])(
    "refuses %s",
    (query) => {
      expect(read(query)).toMatchObject({ ok: false, error: { type: "invalid_body" } });
    },
  );
});

describe("a question", () => {
  const filter = { limit: 20, offset: 0, status: null, approver: null };
  const all = { type: "all" } as const;

  test("an unknown status or approver can match nothing", () => {
    expect(toQuestion({ ...filter, status: "DENIED" }, all, [bea])).toBeNull();
    expect(toQuestion({ ...filter, approver: "eve@example.com" }, all, [bea])).toBeNull();
  });

  test("an approver is asked by the groups of that member, whatever the case of the address", () => {
    const question = toQuestion({ ...filter, status: "Pending", approver: "bea@example.COM" }, all, [bea]);
    expect(question).toMatchObject({ reviewStatus: "pending", reviewGroups: ["banking"] });
  });
});

describe("merging the newest ids of several readers", () => {
  test("short lists are complete", () => {
    expect(
      mergeNewest(
        [
          ["c", "a"],
          ["b", "a"],
        ],
        10,
      ),
    ).toEqual({ ids: ["c", "b", "a"], isComplete: true });
  });

  test("below the end of a list that was cut off nothing is taken yet", () => {
    expect(mergeNewest([["f", "e"], ["c"]], 2)).toEqual({ ids: ["f", "e"], isComplete: false });
    expect(
      mergeNewest(
        [
          ["f", "b"],
          ["e", "c"],
        ],
        2,
      ),
    ).toEqual({ ids: ["f", "e"], isComplete: false });
  });

  test("more than fit are not all", () => {
    expect(mergeNewest([["c"], ["b"], ["a"]], 2)).toEqual({ ids: ["c", "b"], isComplete: false });
  });
});
