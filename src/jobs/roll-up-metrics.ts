// Each minute: counts what the streams of all workspaces have brought, so that nobody who asks for figures waits for a
// backlog. In bounded steps; the next run goes on. Source: time.md 9.

import type { MetricsStore } from "../app/metrics-ports.ts";
import { rollUp } from "../app/metrics-roll-up.ts";

export interface RollUpDeps {
  readonly store: MetricsStore;
  /** False: the invocation has nearly used up its queries. */
  readonly mayGoOn: () => boolean;
}

/** Workspaces of one look. */
const WORKSPACES = 100;
/** Steps that one workspace gets in a run, so that a busy one does not keep the others waiting. */
const MAX_STEPS = 20;

export interface RollUpReport {
  readonly counted: number;
  /** More is uncounted than one run may do; the next run goes on. */
  readonly isBacklogged: boolean;
}

/** Throws after everything else when a workspace could not be counted: it does not keep the others waiting. */
export const rollUpMetrics = async ({ store, mayGoOn }: RollUpDeps): Promise<RollUpReport> => {
  let counted = 0;
  let isBacklogged = false;
  let failed = 0;
  let after = "";
  for (let hasMore = true; hasMore && mayGoOn(); ) {
    const behind = await store.behind(after, WORKSPACES);
    for (const workspaceId of behind) {
      const rolled = await rollUp(store, workspaceId, MAX_STEPS, mayGoOn).catch(() => null);
      if (rolled === null) failed += 1;
      counted += rolled?.events ?? 0;
      isBacklogged ||= rolled?.isComplete === false;
      after = workspaceId;
    }
    hasMore = behind.length === WORKSPACES;
    isBacklogged ||= hasMore && !mayGoOn();
  }
  if (failed > 0) throw new Error(`figures failed in ${failed} workspaces`);
  return { counted, isBacklogged };
};
