// The receiver is down while everything happens, then comes back: every message arrives, in order within its review.

import { judge, startReceiver, type Verdict } from "./webhook-receiver.ts";
import { advance, aWebhookWorld, stories, within } from "./webhook-world.ts";

export interface DownReport extends Verdict {
  readonly events: number;
  readonly lost: number;
  readonly recoveryMs: number;
}

/** `reviews` x `eventsEach` messages. */
export const run = async ({
  reviews,
  eventsEach,
  patienceMs = 300_000,
}: {
  readonly reviews: number;
  readonly eventsEach: number;
  readonly patienceMs?: number;
}): Promise<DownReport> => {
  const receiver = await startReceiver("down");
  const world = await aWebhookWorld([receiver.url], true);
  try {
    const messages = await stories(world, reviews, eventsEach);
    receiver.mode = "up";
    const startedAt = Date.now();
    // An hour later, on the workspace's clock.
    const isAllThere = () => new Set(receiver.arrivals.map(({ id }) => id)).size >= messages.length;
    for (const minutes of [60, 300, 600, 600]) {
      if (!isAllThere()) await advance(world, minutes);
    }
    await within(patienceMs, isAllThere);
    const seen = new Set(receiver.arrivals.map(({ id }) => id));
    const lost = messages.filter((id) => !seen.has(id)).length;
    return { events: messages.length, lost, recoveryMs: Date.now() - startedAt, ...judge(receiver.arrivals) };
  } finally {
    await world.end();
    await receiver.close();
  }
};
