// When enough people have agreed. Two ways to count: rows of groups, or distinct people.
// Source: hoop.md ruling 5; adjudon.md ruling 13 (Quorum).

import type { Quorum } from "./policy.ts";
import type { GroupRow, PersonalVote } from "./review.ts";

/** Rows that must be approved: min(rows, minimum); a minimum that is null or not positive asks for all of them. */
export const rowsNeeded = (rowCount: number, minimum: number | null): number =>
  minimum === null || minimum <= 0 ? rowCount : Math.min(rowCount, minimum);

/** Approvals that settle a review, and those it has. `given` may be more: one person may stamp more rows than are needed. */
export interface QuorumStanding {
  readonly needed: number;
  readonly given: number;
}

export const quorumStanding = (
  quorum: Quorum,
  rows: readonly GroupRow[],
  votes: readonly PersonalVote[],
): QuorumStanding => {
  switch (quorum.of) {
    case "rows":
      return {
        needed: rowsNeeded(rows.length, quorum.minimum),
        given: rows.filter((row) => row.status === "approved").length,
      };
    case "people":
      return {
        needed: Math.max(1, quorum.minimum),
        given: votes.filter((vote) => vote.verdict === "approve").length,
      };
  }
};

/** Whether the approvals given settle the review. */
export const isQuorumReached = (quorum: Quorum, rows: readonly GroupRow[], votes: readonly PersonalVote[]): boolean => {
  const { needed, given } = quorumStanding(quorum, rows, votes);
  return given >= needed;
};
