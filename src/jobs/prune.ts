// Deletes what nobody may need any more: answers under idempotency keys after their day, leases that are over. In bounded
// steps; the next run goes on.

import type { Instant } from "../core/time.ts";

export interface PruneDeps {
  readonly pruneAnswers: (
    now: Instant,
    after: number,
    size: number,
  ) => Promise<{ readonly last: number; readonly seen: number; readonly deleted: number }>;
  /** Answers how many went. */
  readonly pruneClaims: (now: Instant, size: number) => Promise<number>;
}

const WINDOW = 1_000;
const MAX_WINDOWS = 50;

/** Answers how many rows went. Stops at the first window in which nothing had expired: what follows is younger. */
export const prune = async (deps: PruneDeps, now: Instant): Promise<number> => {
  let after = 0;
  let total = await deps.pruneClaims(now, WINDOW);
  for (let index = 0; index < MAX_WINDOWS; index += 1) {
    const { last, seen, deleted } = await deps.pruneAnswers(now, after, WINDOW);
    total += deleted;
    after = last;
    if (seen < WINDOW || deleted === 0) break;
  }
  return total;
};
