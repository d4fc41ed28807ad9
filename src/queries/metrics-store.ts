// The parts of the figures' storage as one.

import type { MetricsStore } from "../app/metrics-ports.ts";
import { pendingEvents } from "./metrics-events.ts";
import { readSeries } from "./metrics-series.ts";
import { readFigures, workspacesBehind } from "./metrics-figures.ts";
import { knownFigures, saveTally } from "./metrics-roll-up.ts";

export interface MetricsStoreDeps {
  readonly db: D1Database;
  /** Whether a failed call may have succeeded all the same, or may the next time. */
  readonly isTransient: (error: unknown) => boolean;
}

export const createMetricsStore = ({ db, isTransient }: MetricsStoreDeps): MetricsStore => ({
  pending: (workspaceId, limit) => pendingEvents(db, workspaceId, limit),
  known: (workspaceId, entries, spans) => knownFigures(db, workspaceId, entries, spans),
  save: (workspaceId, step, tally) => saveTally({ db, isTransient }, workspaceId, step, tally),
  read: (query) => readFigures(db, query),
  series: (query) => readSeries(db, query),
  behind: (after, limit) => workspacesBehind(db, after, limit),
});
