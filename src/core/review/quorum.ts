// When enough people have agreed. Two ways to count: rows of groups, or distinct people.
// Source: hoop.md ruling 5; adjudon.md ruling 13 (Quorum).

import type { Quorum } from "./policy.ts";
import type { GroupRow, PersonalVote } from "./review.ts";

/** Rows that must be approved: min(rows, minimum); a minimum that is null or not positive asks for all of them. */
export const rowsNeeded = (rowCount: number, minimum: number | null): number =>
  minimum === null || minimum <= 0 ? rowCount : Math.min(rowCount, minimum);

/** Whether the approvals given settle the review. `>=` and not `==`: one person may stamp more rows than are needed. */
export const isQuorumReached = (quorum: Quorum, rows: readonly GroupRow[], votes: readonly PersonalVote[]): boolean => {
  switch (quorum.of) {
    case "rows":
      return rows.filter((row) => row.status === "approved").length >= rowsNeeded(rows.length, quorum.minimum);
    case "people":
      return votes.filter((vote) => vote.verdict === "approve").length >= Math.max(1, quorum.minimum);
  }
};
