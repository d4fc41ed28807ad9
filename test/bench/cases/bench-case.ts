// What one comparison is made of, and the pieces that several of them use.

import { cloneReviews, type Pool, type Template } from "../harness/clone-reviews.ts";
import type { Contestant } from "../harness/compare.ts";
import type { Instance } from "../harness/instance.ts";
import type { PreparedRequest } from "../harness/load.ts";

export interface BenchCase {
  /** As `--only` names it. */
  readonly key: string;
  readonly title: string;
  readonly subject: Contestant;
  readonly base: Contestant;
  /** Whether the base runs twice a round, as a control. */
  readonly isControlled: boolean;
  /** Smallest median ratio that is good enough; null: only shown. */
  readonly target: number | null;
  /** Which of the world's counts belong to it. */
  readonly countedAs: string;
}

export const CLIENTS = 16;
export const WARM_UP = 300;
/** Above every version that a copied review has. */
export const FIRST_FLOOR_VERSION = 1_000;

export const repeat = (
  from: number,
  count: number,
  request: (n: number) => PreparedRequest,
): readonly PreparedRequest[] => Array.from({ length: count }, (_, index) => request(from + index));

/** Makes the clones that an operation consumes, a little ahead of it. */
export const supply = (instance: Instance, template: Template, pool: Pool): ((upTo: number) => Promise<void>) => {
  let made = 0;
  return async (upTo) => {
    if (upTo <= made) return;
    await cloneReviews(instance.db, template, pool, made, upTo - made);
    made = upTo;
  };
};
