// Random stories through the Worker, beside a model that was written without the kernel: some hundred commands, some of them
// two at once. `npm run faults -- --only model` sends ten thousand to a service in a process of its own.

import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { runStories } from "../support/model/service-run.ts";
import type { Send } from "../support/model/service-world.ts";

/** The same stories each time. */
const SEED = 20_261_122;

const send: Send = async ({ method, path, headers, body }) => {
  const response = await exports.default.fetch(`https://countersign.test${path}`, {
    method,
    headers,
    ...(body === null ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
};

test("the service and the model tell the same story", async () => {
  const report = await runStories({
    send,
    operatorToken: env.OPERATOR_TOKEN,
    commands: 200,
    longest: 60,
    parallel: 1,
    seed: SEED,
  });
  expect(report.divergences).toEqual([]);
  // Stories in which everything is refused prove nothing.
  expect(report.accepted).toBeGreaterThan(report.sent / 4);
  expect(report.pairs).toBeGreaterThan(20);
});
