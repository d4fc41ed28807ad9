// When the next attempt is made, and when there is none. Pure: randomness comes in as an argument.
// Source: webhooks.md 4; issue "Retry" (429 and 503 honour Retry-After).

import type { RetrySchedule } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** A receiver may ask for patience, but not for more than the longest wait of any schedule. */
const MAX_RETRY_AFTER_MS = 10 * 3_600_000;

export interface LastAttempt {
  /** Attempts of this round, the last included. */
  readonly tries: number;
  /** First attempt of this round. */
  readonly firstAt: Instant;
  readonly at: Instant;
  readonly retryAfterMs: number | null;
}

const scheduledAt = (
  schedule: RetrySchedule,
  { tries, firstAt, at }: LastAttempt,
  random: () => number,
): Instant | null => {
  const delayMs = schedule.delaysMs[tries - 1];
  if (delayMs === undefined) return null;
  if (schedule.from === "first") return Math.max(firstAt + delayMs, at);
  return at + Math.round(delayMs * (1 + schedule.jitter * (2 * random() - 1)));
};

/** Null: that was the last one. Never before what the receiver asked for. `random`: 0 <= n < 1. */
export const nextAttemptAt = (schedule: RetrySchedule, last: LastAttempt, random: () => number): Instant | null => {
  const scheduled = scheduledAt(schedule, last, random);
  if (scheduled === null || last.retryAfterMs === null) return scheduled;
  return Math.max(scheduled, last.at + Math.min(last.retryAfterMs, MAX_RETRY_AFTER_MS));
};

/** Seconds or a date, as milliseconds from now; null when it is neither. Source: RFC 9110, 10.2.3. */
export const readRetryAfter = (header: string | null, now: Instant): number | null => {
  if (header === null) return null;
  if (/^\d{1,10}$/.test(header.trim())) return Number(header.trim()) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
};
