// Counts what a workspace's stream has brought since the last time, in bounded steps. Any number may run at once: a step
// that another one took first is not written, and the next one goes on behind it. Source: time.md 9.

import { spanKeysOf, spanName, tally } from "../core/metrics.ts";
import type { RollUpStore } from "./metrics-ports.ts";

/** Events of one step: at most as many days touch as many rows, and together they stay below D1's 2 MB a parameter. */
export const ROLL_UP_STEP = 100;

export interface RolledUp {
  readonly events: number;
  /** False: the bound was reached and there may be more. */
  readonly isComplete: boolean;
}

const byName = <T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] => [
  ...new Map(items.map((item) => [nameOf(item), item])).values(),
];

/** At most so many steps; `mayGoOn` is asked before each. */
export const rollUp = async (
  store: RollUpStore,
  workspaceId: string,
  maxSteps: number,
  mayGoOn: () => boolean = () => true,
): Promise<RolledUp> => {
  let counted = 0;
  // A step that was not saved counts too: a bound on a loop that must end.
  for (let step = 0; step < maxSteps && mayGoOn(); step += 1) {
    const { from, to, events } = await store.pending(workspaceId, ROLL_UP_STEP);
    if (events.length === 0) return { events: counted, isComplete: true };
    const reviews = byName(events, ({ reviewId }) => reviewId);
    const spans = byName(events.flatMap(spanKeysOf), spanName);
    const known = await store.known(workspaceId, reviews, spans);
    const isSaved = await store.save(workspaceId, { from, to }, tally(events, known));
    if (isSaved) counted += events.length;
    if (isSaved && events.length < ROLL_UP_STEP) return { events: counted, isComplete: true };
  }
  return { events: counted, isComplete: false };
};
