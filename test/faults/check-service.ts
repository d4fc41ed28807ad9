// What the restarted service says of what happened before the crash: operations that nobody knows the fate of are sent again,
// and every review that was touched has to verify.

import { send } from "./clients.ts";
import { type Fate, type Journal, retryOf } from "./journal.ts";
import { authorizationOf, DESK } from "./workspace.ts";

/** Requests at a time. */
const PARALLEL = 8;

const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
};

const fateOf = (status: number): Fate => (status < 300 ? "acknowledged" : "refused");

/** Sends every unanswered operation again under its own key; afterwards its fate is known. Returns how many there were. */
export const retryUnanswered = async (url: string, journal: Journal): Promise<number> => {
  const unanswered = journal.withFate("unanswered");
  await inParallel(unanswered, async ({ operation }) => {
    const answer = await send(url, operation, retryOf(operation));
    if (answer === null || answer.status >= 500) {
      journal.failures.push(`retry of ${operation.verb} ${operation.path}: ${answer?.status ?? "no answer"}`);
      return;
    }
    journal.settle(operation, fateOf(answer.status));
  });
  return unanswered.length;
};

/** Asks the service to verify these trails; answers what it finds fault with. */
export const verifyTrails = async (url: string, reviewIds: readonly string[]): Promise<readonly string[]> => {
  const violations: string[] = [];
  await inParallel(reviewIds, async (id) => {
    const response = await fetch(`${url}/v2/reviews/${id}/events/verification`, {
      headers: { authorization: authorizationOf(DESK) },
    });
    const text = await response.text();
    const isGood = response.ok && isWhole(JSON.parse(text));
    if (!isGood) violations.push(`verification of ${id}: ${response.status} ${text.slice(0, 200)}`);
  });
  return violations;
};

const isWhole = (verification: { readonly valid?: unknown }): boolean => verification.valid === true;
