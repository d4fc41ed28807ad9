// What Cron does when: which jobs a trigger runs. Each job is bounded and repeatable; one that fails does not keep the
// others from running. Source: wrangler.toml [triggers].

import { costOf, newScope, type RequestScope } from "../app/log-ports.ts";
import type { Instant } from "../core/time.ts";

export interface Job {
  readonly name: string;
  readonly run: () => Promise<Readonly<Record<string, unknown>> | null>;
}

/** Jobs of the minute's trigger and of the daily one. */
export interface Schedule {
  readonly minutely: readonly Job[];
  readonly daily: readonly Job[];
}

/** The trigger of wrangler.toml that is not the minute's. */
export const DAILY_CRON = "17 3 * * *";

/** The trigger as Cron calls it. */
export interface Trigger {
  readonly cron: string;
  /** When it should have run. */
  readonly scheduledAt: Instant;
}

export interface RunDeps {
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
  /** Runs the jobs so that what they do is counted in the scope. */
  readonly inScope: (scope: RequestScope, run: () => Promise<void>) => Promise<void>;
  readonly now: () => Instant;
}

/**
 * Runs the trigger's jobs one after the other and logs one line about all of them; throws after the last when one of
 * them failed, so that Cron reports it.
 */
export const runScheduled = async (
  { cron, scheduledAt }: Trigger,
  { minutely, daily }: Schedule,
  { log, inScope, now }: RunDeps,
): Promise<void> => {
  const startedAt = now();
  const scope = newScope();
  const jobs: Record<string, unknown> = {};
  const failed: string[] = [];
  await inScope(scope, async () => {
    for (const { name, run } of cron === DAILY_CRON ? daily : minutely) {
      try {
        jobs[name] = await run();
      } catch (error) {
        failed.push(name);
        // The message may carry SQL and parameters: only the kind of error is logged.
        jobs[name] = { failed: error instanceof Error ? error.name : "unknown" };
      }
    }
  });
  const durationMs = now() - startedAt;
  log({ event: "scheduled", cron, lateMs: startedAt - scheduledAt, durationMs, failed, jobs, ...costOf(scope) });
  if (failed.length > 0) throw new Error(`jobs failed: ${failed.join(", ")}`);
};
