// When enough have agreed. Source: hoop.md ruling 5; adjudon.md ruling 13 (Quorum).

import { describe, expect, test } from "vitest";
import { isQuorumReached, rowsNeeded } from "../../src/core/review/quorum.ts";
import type { GroupRow, PersonalVote, RowStatus } from "../../src/core/review/review.ts";
import { aPerson, NOON } from "../support/builders.ts";

const row = (status: RowStatus, index: number): GroupRow => ({
  id: `row-${index}`,
  group: `g${index}`,
  status,
  reviewedBy: null,
  reviewedAt: null,
  forced: false,
});
const rows = (...statuses: readonly RowStatus[]): readonly GroupRow[] => statuses.map(row);
const vote = (id: string, verdict: PersonalVote["verdict"]): PersonalVote => ({ by: aPerson(id), at: NOON, verdict });

describe("rows needed: min(rows, minimum); a minimum <= 0 or absent means all rows", () => {
  test.each([
    [2, null, 2],
    [2, 0, 2],
    [2, -1, 2],
    [2, 1, 1],
    [2, 2, 2],
    [2, 3, 2],
    [1, 1, 1],
    [20, null, 20],
    [20, 19, 19],
  ])("%i rows, minimum %s: %i", (count, minimum, needed) => {
    expect(rowsNeeded(count, minimum)).toBe(needed);
  });
});

describe("quorum of rows", () => {
  const reached = (minimum: number | null, ...statuses: readonly RowStatus[]): boolean =>
    isQuorumReached({ of: "rows", minimum }, rows(...statuses), []);

  test.each([
    ["all of them", null, ["approved", "approved"], true],
    ["one short of all", null, ["approved", "pending"], false],
    ["exactly the minimum", 2, ["approved", "approved", "pending"], true],
    ["one short of the minimum", 2, ["approved", "pending", "pending"], false],
    ["more than the minimum: >= and not ==", 1, ["approved", "approved", "pending"], true],
    ["minimum 0 never approves by itself", 0, ["pending", "pending"], false],
    ["a rejected row is no approval", 2, ["approved", "rejected", "pending"], false],
    ["a revoked row is no approval", 1, ["revoked", "pending"], false],
    ["a minimum above the rows is clamped", 9, ["approved", "approved"], true],
  ] as const)("%s", (_name, minimum, statuses, expected) => {
    expect(reached(minimum, ...statuses)).toBe(expected);
  });
});

describe("quorum of people", () => {
  test.each([
    ["one of one", 1, [vote("ann", "approve")], true],
    ["none of one", 1, [], false],
    ["two of two", 2, [vote("ann", "approve"), vote("bob", "approve")], true],
    ["one of two", 2, [vote("ann", "approve")], false],
    ["a rejection does not count as agreement", 2, [vote("ann", "approve"), vote("bob", "reject")], false],
    ["a minimum of 0 still asks for somebody", 0, [], false],
  ] as const)("%s", (_name, minimum, votes, expected) => {
    expect(isQuorumReached({ of: "people", minimum }, [], votes)).toBe(expected);
  });
});
