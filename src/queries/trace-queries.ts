// The questions about traces, over one database, for one API's traces.

import type { TraceQueries } from "../app/trace-queries.ts";
import { findTrace, findTraceBody } from "./find-trace.ts";
import { listQueue } from "./list-queue.ts";
import { listTraces } from "./list-traces.ts";
import type { TraceScope } from "./trace-rows.ts";

export const createTraceQueries = (scope: TraceScope): TraceQueries => ({
  find: (...asked) => findTrace(scope, ...asked),
  body: (...asked) => findTraceBody(scope, ...asked),
  list: (...asked) => listTraces(scope, ...asked),
  queue: (...asked) => listQueue(scope, ...asked),
});
