// The comparisons, with the targets of the design. Source: DESIGN § 8.

import type { BenchCase } from "./cases/bench-case.ts";
import { bulkDecision, opening, singleDecision } from "./cases/decisions.ts";
import { lists } from "./cases/lists.ts";
import { flaggedTrace } from "./cases/traces.ts";
import { coldVote, hotReview, warmVote } from "./cases/votes.ts";
import type { World } from "./world.ts";

export type { BenchCase };

export const allCases = (world: World): readonly BenchCase[] => [
  warmVote(world),
  coldVote(world),
  hotReview(world, 16, "hotDirect", 1.2),
  hotReview(world, 16, "hotBatchOnly", null),
  hotReview(world, 1, "hotDirect", null),
  hotReview(world, 64, "hotDirect", null),
  singleDecision(world),
  bulkDecision(world),
  opening(world),
  flaggedTrace(world),
  ...lists(world),
];
