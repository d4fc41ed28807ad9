// What Cron does when: which jobs a trigger runs. Each job is bounded and repeatable; one that fails does not keep the
// others from running. Source: wrangler.toml [triggers].

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

/** Runs the trigger's jobs one after the other; throws after the last when one of them failed, so that Cron reports it. */
export const runScheduled = async (
  cron: string,
  { minutely, daily }: Schedule,
  log: (line: Readonly<Record<string, unknown>>) => void,
): Promise<void> => {
  const failed: string[] = [];
  for (const { name, run } of cron === DAILY_CRON ? daily : minutely) {
    try {
      const report = await run();
      if (report !== null) log({ job: name, ...report });
    } catch (error) {
      failed.push(name);
      // The message may carry SQL and parameters: only the kind of error is logged.
      log({ job: name, failed: error instanceof Error ? error.name : "unknown" });
    }
  }
  if (failed.length > 0) throw new Error(`jobs failed: ${failed.join(", ")}`);
};
