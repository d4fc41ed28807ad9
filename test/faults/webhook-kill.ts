// `kill -9` in the middle of draining, again and again: nothing is lost, and a message is sent again only where a kill
// fell between the receiver's answer and our record of it.

import { setTimeout as sleep } from "node:timers/promises";
import { judge, startReceiver, type Verdict } from "./webhook-receiver.ts";
import { aWebhookWorld, playCron, stories, within } from "./webhook-world.ts";

export interface KillReport extends Verdict {
  readonly events: number;
  readonly rounds: number;
  readonly lost: number;
}

export const run = async ({
  rounds,
  reviewsEach,
  eventsEach,
  patienceMs = 60_000,
}: {
  readonly rounds: number;
  readonly reviewsEach: number;
  readonly eventsEach: number;
  readonly patienceMs?: number;
}): Promise<KillReport> => {
  const receiver = await startReceiver();
  const world = await aWebhookWorld([receiver.url], false);
  const messages: string[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      messages.push(...(await stories(world, reviewsEach, eventsEach)));
      await sleep((round * 37) % 150);
      await world.restart();
      await playCron(world);
    }
    const isAllThere = () => new Set(receiver.arrivals.map(({ id }) => id)).size >= messages.length;
    const deadline = Date.now() + patienceMs;
    while (!isAllThere() && Date.now() < deadline) {
      await playCron(world);
      await within(3_000, isAllThere);
    }
    const seen = new Set(receiver.arrivals.map(({ id }) => id));
    const lost = messages.filter((id) => !seen.has(id)).length;
    return { events: messages.length, rounds, lost, ...judge(receiver.arrivals) };
  } finally {
    await world.end();
    await receiver.close();
  }
};
