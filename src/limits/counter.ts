// The exact counter of one caller: a log of passed calls for each policy, kept where its object keeps things. Between
// reading the log and adding to it nothing is awaited, so calls that arrive together are judged one after the other.

import { CallLog, judgeCall, type PassedCalls, type RatePolicy, type RateVerdict } from "../core/rate-limit.ts";
import type { Instant } from "../core/time.ts";

/** What is kept of a caller: one row for each policy and millisecond in which calls passed. */
export interface CallStore {
  /** In order of time. */
  load(): readonly ({ readonly policy: string } & PassedCalls)[];
  /** Replaces what was kept of this policy and instant. */
  save(policy: string, passed: PassedCalls): void;
}

export class Counter {
  private readonly logs = new Map<string, CallLog>();

  constructor(private readonly store: CallStore) {
    const kept = Map.groupBy(store.load(), ({ policy }) => policy);
    for (const [policy, rows] of kept) this.logs.set(policy, new CallLog(rows));
  }

  count(policies: readonly RatePolicy[], now: Instant): RateVerdict {
    const counted = policies.map((policy) => ({ policy, log: this.logOf(policy.name) }));
    return judgeCall(counted, now, (policy, passed) => this.store.save(policy.name, passed));
  }

  private logOf(name: string): CallLog {
    const log = this.logs.get(name) ?? new CallLog();
    this.logs.set(name, log);
    return log;
  }
}
