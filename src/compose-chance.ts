// Time and chance: everything of the composition that is never the same twice.

import type { Clock, Ids } from "./app/ports.ts";

export const clock: Clock = { now: () => Date.now() };

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** UUID version 7: 48 bits of milliseconds, then a counter and randomness, so that ids of one isolate only grow. */
const monotoneUuid = (): (() => string) => {
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const now = Date.now();
    sequence = now > lastMs ? 0 : sequence + 1;
    lastMs = Math.max(lastMs, now);
    // 12 bits of sequence; a fuller millisecond borrows the next one.
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
    const time = lastMs.toString(16).padStart(12, "0");
    const tail = crypto.getRandomValues(new Uint8Array(8));
    const variant = ((tail[0] ?? 0) & 0x3f) | 0x80;
    const rest = variant.toString(16).padStart(2, "0") + hex(tail.subarray(1));
    const count = sequence.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${rest.slice(0, 4)}-${rest.slice(4)}`;
  };
};

export const ids: Ids = { review: monotoneUuid(), random: () => crypto.randomUUID() };

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const SALT_BYTES = 16;
export const newSalt = (): string => hex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

const SECRET_BYTES = 32;
export const newSecret = (): string => hex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));

/** Standard Webhooks spells its keys `whsec_` and base64; every other format takes any text. */
export const newWebhookSecret = (isWhsec: boolean): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return isWhsec ? `whsec_${btoa(String.fromCharCode(...bytes))}` : hex(bytes);
};
