// The way to an object that breaks: what nobody knows is not told as a refusal.

import { expect, test } from "vitest";
import type { CommandEnvelope } from "../../src/app/ports.ts";
import { isUnreachable, ReviewGateway } from "../../src/object/review-gateway.ts";

const envelope = { workspaceId: "w", reviewId: "r", idempotency: { key: "k" } } as unknown as CommandEnvelope;
const unkeyed: CommandEnvelope = { ...envelope, idempotency: null };
const RESET = new Error("Durable Object reset because its code was updated.");
const REFUSED = { outcome: { ok: false, error: { type: "review_closed" } }, roundTrips: 1 };
const DONE = { outcome: { ok: true, value: {} }, roundTrips: 1 };

/** Each call of an object gets the next answer; an error is thrown. */
const aGateway = (...answers: readonly unknown[]) => {
  const left = [...answers];
  return new ReviewGateway(() => ({
    execute: async () => {
      const answer = left.shift();
      if (answer instanceof Error) throw answer;
      return JSON.stringify(answer);
    },
    forget: async () => {},
  }));
};

test("a reset object is asked once more, on a fresh stub", async () => {
  expect(await aGateway(RESET, DONE).execute(envelope)).toMatchObject({ ok: true });
});

test("without a key it is not: the same vote twice is two events, and nobody knows whether the first stands", async () => {
  await expect(aGateway(RESET, DONE).execute(unkeyed)).rejects.toThrow(RESET);
});

test("a refusal of the second try may be of what the first one did: nobody knows", async () => {
  const refused = aGateway(RESET, REFUSED).execute(envelope);
  await expect(refused).rejects.toThrow(RESET);
  expect(isUnreachable(RESET)).toBe(true);
});

test("a refusal of the first try is one", async () => {
  expect(await aGateway(REFUSED).execute(envelope)).toMatchObject({ ok: false, error: { type: "review_closed" } });
});

test("an overloaded object has done nothing", async () => {
  const overloaded = Object.assign(new Error("too many"), { overloaded: true });
  expect(await aGateway(overloaded).execute(envelope)).toMatchObject({ ok: false, error: { type: "unavailable" } });
});
