// The part of compose.ts that is about who may call how often: counters, the gate before authentication, their clocks.

import type { LimitDeps } from "./app/limit-callers.ts";
import { log } from "./compose-log.ts";
import type { Env } from "./env.ts";
import { counterObjectClass } from "./limits/counter-object.ts";
import { CounterGateway } from "./limits/counter-gateway.ts";
import { FailedAttempts } from "./limits/failed-attempts.ts";

/** Real time, on workspaces of a test clock too: a limit protects machines that really run. Source: time.md 8. */
const now = (): number => Date.now();

/** Base of the exported class: see worker.ts. */
export const CounterObjectBase = counterObjectClass(now);

/**
 * A counter that takes longer is as good as none. Long, because a crowd at one counter is what it is for: of hundreds of
 * calls at once the last must still be counted. An object that is really overloaded says so at once.
 */
const COUNTER_TIMEOUT_MS = 10_000;

const inTime = async <T>(promise: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException("no answer in time", "TimeoutError")), COUNTER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

const warn = (event: string, more: Readonly<Record<string, string>> = {}): void => log({ event, ...more });

/** One of each per isolate. Counters live where their first call came from: no location hint. */
export const createLimits = (env: Env): LimitDeps => ({
  counter: new CounterGateway({
    stubOf: (workspaceId, caller) => env.COUNTER_OBJECT.get(env.COUNTER_OBJECT.idFromName(`${workspaceId}/${caller}`)),
    inTime,
    warn: (reason) => warn("rate_limit_not_counted", { reason }),
  }),
  gate: new FailedAttempts({
    count: async (address) => (await env.FAILED_ATTEMPTS.limit({ key: address })).success,
    now,
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    warn: () => warn("failed_attempts_not_counted"),
  }),
});
