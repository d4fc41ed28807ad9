// One receiver hangs beside ten healthy ones: how long the healthy ones wait for a message, with it and without it.

import { startReceiver } from "./webhook-receiver.ts";
import { aStory, aWebhookWorld, within } from "./webhook-world.ts";

export interface HangReport {
  readonly messages: number;
  readonly p95WithoutMs: number;
  readonly p95WithMs: number;
}

const p95 = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? 0;
};

/** From the answer to the caller until the arrival, over all healthy receivers. */
const measure = async (healthy: number, isOneHanging: boolean, reviews: number): Promise<readonly number[]> => {
  const receivers = await Promise.all(Array.from({ length: healthy }, () => startReceiver()));
  const hanging = isOneHanging ? await startReceiver("hang") : null;
  const world = await aWebhookWorld(
    [...receivers, ...(hanging === null ? [] : [hanging])].map(({ url }) => url),
    false,
  );
  try {
    const latencies: number[] = [];
    for (let index = 0; index < reviews; index += 1) {
      const [id = ""] = await aStory(world, 1);
      const answeredAt = Date.now();
      await within(20_000, () => receivers.every(({ arrivals }) => arrivals.some((arrival) => arrival.id === id)));
      for (const { arrivals } of receivers) {
        const arrival = arrivals.find((one) => one.id === id);
        latencies.push(arrival === undefined ? 20_000 : Math.max(0, arrival.at - answeredAt));
      }
    }
    return latencies;
  } finally {
    await world.end();
    await Promise.all(receivers.map(({ close }) => close()));
    await hanging?.close();
  }
};

export const run = async ({
  healthy,
  reviews,
}: {
  readonly healthy: number;
  readonly reviews: number;
}): Promise<HangReport> => {
  const without = await measure(healthy, false, reviews);
  const withOne = await measure(healthy, true, reviews);
  return { messages: without.length, p95WithoutMs: p95(without), p95WithMs: p95(withOne) };
};
