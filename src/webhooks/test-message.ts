// A message that says nothing but "this is us": sent once, at once, logged like any other, never retried.
// Source: webhooks.md 11 (`webhook.test`).

import {
  type AttemptRecord,
  type DeliveryKey,
  type DrainedEndpoint,
  type MessageFormat,
  type Proof,
  type RenderOwn,
  TEST_TYPE,
} from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import { isDelivered, type Send } from "./send.ts";

/** An endpoint with the number that its next own message takes. */
export interface Numbered {
  readonly endpoint: DrainedEndpoint;
  readonly number: number;
  /** Now of the workspace. */
  readonly now: Instant;
}

export interface TestDeps<T extends Numbered> {
  /** Takes the next number; null: gone or disabled. */
  readonly take: () => Promise<T | null>;
  readonly formatOf: (name: string) => MessageFormat | null;
  readonly proofOf: (endpoint: DrainedEndpoint, format: MessageFormat, now: Instant) => Promise<Proof | null>;
  readonly renderOwn: RenderOwn;
  readonly send: Send;
  readonly record: (
    taken: T,
    message: { readonly messageId: string; readonly body: string },
    attempt: AttemptRecord,
    isDelivered: boolean,
  ) => Promise<DeliveryKey>;
  /** Real time. */
  readonly now: () => Instant;
}

export const sendTest = async <T extends Numbered>(
  deps: TestDeps<T>,
): Promise<{ readonly key: DeliveryKey; readonly attempt: AttemptRecord } | null> => {
  const taken = await deps.take();
  if (taken === null) return null;
  const { endpoint, number, now } = taken;
  const format = deps.formatOf(endpoint.format);
  const proof = format === null ? null : await deps.proofOf(endpoint, format, now);
  if (format === null || proof === null) return null;
  const messageId = `${endpoint.id}:${number}`;
  const body = deps.renderOwn(TEST_TYPE, now, endpoint);
  const headers = await format.headers({ messageId, type: TEST_TYPE, at: deps.now(), body }, proof);
  const { retryAfterMs: _, ...sent } = await deps.send(endpoint.url, headers, body);
  const attempt = { at: now, ...sent };
  return { key: await deps.record(taken, { messageId, body }, attempt, isDelivered(sent)), attempt };
};
