// What becomes of a message without a request, and the words for it. Pure.

import type { AttemptOutcome, Item, Outcome } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** Source: webhooks.md 4; issue "Retry": 410 disables at once. */
export const GONE = 410;

/** Null is never. */
export const earliest = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

const silent = (error: string): AttemptOutcome => ({
  statusCode: null,
  responseBody: null,
  latencyMs: 0,
  error,
  retryAfterMs: null,
});

export const NO_BODY = silent("the message is no longer kept");
export const NO_SECRET = silent("the endpoint's secret cannot be opened");

/** Not tried yet: it waits for the one before it. */
export const waitingBehind = (item: Item): Outcome => ({
  item,
  status: "pending",
  tries: 0,
  roundAt: null,
  attempts: item.attempts,
  nextAttemptAt: null,
});
