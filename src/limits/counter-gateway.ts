// The way to a caller's counter. A limit is a courtesy to everybody else: when its counter does not answer, the call
// goes on uncounted, and the log says so once until a counter answers again. Source: docs/decisions/0012.

import type { CallCounter } from "../app/limit-ports.ts";
import type { RatePolicy, RateVerdict } from "../core/rate-limit.ts";

/** What the gateway needs of an object: JSON text in and out. */
export interface CounterStub {
  count(policies: string): Promise<string>;
}

export interface CounterGatewayDeps {
  /** A fresh stub each time: one that has thrown is broken for good. */
  readonly stubOf: (workspaceId: string, caller: string) => CounterStub;
  /** Rejects when the promise has not settled in time. */
  readonly inTime: <T>(promise: Promise<T>) => Promise<T>;
  /** Told once when counters do not answer. `reason` is the error's name. */
  readonly warn: (reason: string) => void;
}

export class CounterGateway implements CallCounter {
  private isAnswering = true;

  constructor(private readonly deps: CounterGatewayDeps) {}

  async count(workspaceId: string, caller: string, policies: readonly RatePolicy[]): Promise<RateVerdict | null> {
    const text = JSON.stringify(policies);
    const ask = () => this.deps.stubOf(workspaceId, caller).count(text);
    try {
      // A deploy resets every object: one more try finds it again. At worst the call counts twice.
      const verdict: RateVerdict = JSON.parse(await this.deps.inTime(ask().catch(ask)));
      this.isAnswering = true;
      return verdict;
    } catch (error) {
      if (this.isAnswering) this.deps.warn(error instanceof Error ? error.name : "unknown");
      this.isAnswering = false;
      return null;
    }
  }
}
