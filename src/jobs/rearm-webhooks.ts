// Pokes endpoints whose alarm or whose message after a commit was lost. Bounded; the next run goes on where it must.
// Source: DESIGN § 7 (Cron re-arms what lost its alarm).

import type { Instant } from "../core/time.ts";

interface Endpoint {
  readonly workspaceId: string;
  readonly endpointId: string;
}

export interface RearmDeps {
  /** Due for a while already. */
  readonly findOverdue: (now: Instant, limit: number) => Promise<readonly Endpoint[]>;
  /** With events that they have not looked at, page by page. */
  readonly findBehind: (
    after: Endpoint | null,
    limit: number,
  ) => Promise<{ readonly behind: readonly Endpoint[]; readonly last: Endpoint | null }>;
  readonly poke: (endpoint: Endpoint) => Promise<void>;
}

/** Pokes of one run: they stay below the platform's limit of requests an invocation. */
const MAX_POKES = 400;
const PAGE = 500;
const MAX_PAGES = 40;
/** Requests under way at once. */
const TOGETHER = 6;

const pokeAll = async ({ poke }: RearmDeps, endpoints: readonly Endpoint[]): Promise<number> => {
  const queue = [...endpoints];
  let poked = 0;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      try {
        await poke(next);
        poked += 1;
      } catch {
        // The next run comes by again.
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  return poked;
};

/** Answers how many endpoints were poked. */
export const rearmWebhooks = async (deps: RearmDeps, now: Instant): Promise<number> => {
  let poked = await pokeAll(deps, await deps.findOverdue(now, MAX_POKES / 2));
  let after: Endpoint | null = null;
  for (let page = 0; page < MAX_PAGES && poked < MAX_POKES; page += 1) {
    const { behind, last } = await deps.findBehind(after, PAGE);
    poked += await pokeAll(deps, behind.slice(0, MAX_POKES - poked));
    if (last === null) break;
    after = last;
  }
  return poked;
};
