// Whether one more call may pass: a sliding log. Of every window, wherever it begins, at most `quota` calls pass, which
// a fixed window (twice the quota around its edge) and GCRA (a burst and its refill) do not promise. Calls that are
// refused are not counted. `now` comes in as an argument; who is calling is not known here.

import { type Instant, MS_PER_SECOND } from "./time.ts";

/** At most `quota` calls in any `windowMs`. */
export interface RatePolicy {
  readonly name: string;
  /** At least 1. */
  readonly quota: number;
  readonly windowMs: number;
}

/** How many calls passed at one instant. */
export interface PassedCalls {
  readonly at: Instant;
  readonly count: number;
}

/** How one caller stands with one policy, after the call that asked. */
export interface RateStanding {
  readonly name: string;
  readonly quota: number;
  readonly windowSeconds: number;
  /** Calls that may still pass now. */
  readonly remaining: number;
  /** Whole seconds, rounded up, until at least one more may pass than now. */
  readonly resetSeconds: number;
}

export interface RateVerdict {
  readonly passes: boolean;
  /** Whole seconds after which the call passes, if nobody else calls meanwhile; 0 when it passes. */
  readonly retryAfterSeconds: number;
  /** One for each policy, in their order. */
  readonly standings: readonly RateStanding[];
}

/** Calls that passed, oldest first, by the millisecond: never more entries than a window has milliseconds. */
export class CallLog {
  private readonly entries: { readonly at: Instant; count: number }[];
  /** Entries before this one have left the window; they are cut off now and then. */
  private first = 0;
  private total: number;

  /** `entries` in order of time. */
  constructor(entries: readonly PassedCalls[] = []) {
    this.entries = entries.map((entry) => ({ ...entry }));
    this.total = entries.reduce((sum, { count }) => sum + count, 0);
  }

  get calls(): number {
    return this.total;
  }

  /** Instant of the newest call, or null. A clock that went back must not make the log unordered. */
  get newest(): Instant | null {
    return this.total === 0 ? null : (this.entries.at(-1)?.at ?? null);
  }

  /** Forgets calls at or before this instant. */
  forget(upTo: Instant): void {
    for (let entry = this.entries[this.first]; entry !== undefined && entry.at <= upTo; ) {
      this.total -= entry.count;
      this.first += 1;
      entry = this.entries[this.first];
    }
    if (this.first * 2 > this.entries.length) {
      this.entries.splice(0, this.first);
      this.first = 0;
    }
  }

  /** Adds one call, at the newest instant at the earliest; answers what the log now says of that instant. */
  add(at: Instant): PassedCalls {
    const last = this.total === 0 ? undefined : this.entries.at(-1);
    this.total += 1;
    if (last !== undefined && last.at >= at) {
      last.count += 1;
      return { ...last };
    }
    this.entries.push({ at, count: 1 });
    return { at, count: 1 };
  }

  /** Instant of the call that is the n-th oldest (from 1); null: there are fewer. */
  nthOldest(n: number): Instant | null {
    let seen = 0;
    for (let index = this.first; index < this.entries.length; index += 1) {
      const entry = this.entries[index];
      seen += entry?.count ?? 0;
      if (entry !== undefined && seen >= n) return entry.at;
    }
    return null;
  }
}

/** A policy with the calls that count for it. */
export interface Counted {
  readonly policy: RatePolicy;
  readonly log: CallLog;
}

const secondsUntil = (instant: Instant, now: Instant): number =>
  Math.max(1, Math.ceil((instant - now) / MS_PER_SECOND));

/** Until the n-th oldest call has left the window; it leaves when it is exactly one window old. */
const secondsUntilFree = ({ policy, log }: Counted, n: number, now: Instant): number => {
  const at = log.nthOldest(n);
  return at === null ? 0 : secondsUntil(at + policy.windowMs, now);
};

const standingOf = (counted: Counted, now: Instant): RateStanding => {
  const { name, quota, windowMs } = counted.policy;
  const excess = Math.max(0, counted.log.calls - quota);
  return {
    name,
    quota,
    windowSeconds: windowMs / MS_PER_SECOND,
    remaining: Math.max(0, quota - counted.log.calls),
    resetSeconds: secondsUntilFree(counted, excess + 1, now),
  };
};

/**
 * Judges one call by all policies at once: it passes and is added to every log, or to none. `save` gets what a log now
 * says of the call's instant, for whoever keeps it.
 */
export const judgeCall = (
  counted: readonly Counted[],
  now: Instant,
  save: (policy: RatePolicy, passed: PassedCalls) => void,
): RateVerdict => {
  for (const { policy, log } of counted) log.forget(now - policy.windowMs);
  const full = counted.filter(({ policy, log }) => log.calls >= policy.quota);
  if (full.length === 0) for (const { policy, log } of counted) save(policy, log.add(now));
  const standings = counted.map((one) => standingOf(one, now));
  const waits = full.map((one) => secondsUntilFree(one, one.log.calls - one.policy.quota + 1, now));
  return { passes: full.length === 0, retryAfterSeconds: Math.max(0, ...waits), standings };
};
