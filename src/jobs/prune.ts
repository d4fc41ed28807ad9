// Deletes what nobody may need any more: answers under idempotency keys after their day. In bounded steps; the next
// run goes on.

import type { Instant } from "../core/time.ts";

export interface PruneDeps {
  readonly pruneAnswers: (
    now: Instant,
    after: number,
    size: number,
  ) => Promise<{ readonly last: number; readonly seen: number; readonly deleted: number }>;
}

const WINDOW = 1_000;
const MAX_WINDOWS = 50;

/** Answers how many rows went. Stops at the first window in which nothing had expired: what follows is younger. */
export const prune = async (deps: PruneDeps, now: Instant): Promise<number> => {
  let after = 0;
  let total = 0;
  for (let index = 0; index < MAX_WINDOWS; index += 1) {
    const { last, seen, deleted } = await deps.pruneAnswers(now, after, WINDOW);
    total += deleted;
    after = last;
    if (seen < WINDOW || deleted === 0) break;
  }
  return total;
};
