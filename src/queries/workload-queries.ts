// The WorkloadQueries port over one database, for one API's subjects and reviews.

import type { WorkloadQueries } from "../app/workload-queries.ts";
import { assignmentFacts } from "./assignment-facts.ts";
import { listByOffset } from "./list-by-offset.ts";
import { findSubject, openingFacts } from "./opening-facts.ts";
import type { WorkloadScope } from "./workload-rows.ts";

export const createWorkloadQueries = (scope: WorkloadScope): WorkloadQueries => ({
  findSubject: (...asked) => findSubject(scope, ...asked),
  openingFacts: (...asked) => openingFacts(scope, ...asked),
  assignmentFacts: (...asked) => assignmentFacts(scope, ...asked),
  list: (...asked) => listByOffset(scope, ...asked),
});
