// A thousand messages to one receiver that answers at once: sent again from the stored events, so that nothing but the
// delivery is measured.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Instance } from "../harness/instance.ts";
import { operationsIn } from "./workspace.ts";
import type { Figure } from "./figure.ts";

const MESSAGES = 1_000;
const DONE_WITHIN_MS = 120_000;

/** Counts what reaches it. */
const startReceiver = async () => {
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      seen.add(String(request.headers["webhook-id"]));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, seen, stop: () => server.close() };
};

export const drain = async (instance: Instance): Promise<Figure> => {
  const receiver = await startReceiver();
  try {
    const workspace = await operationsIn(instance, "drain");
    const since = new Date(Date.now() - 1_000);
    for (let n = 0; n < MESSAGES; n += 1) await workspace.openReview(null);
    const endpointId = await workspace.createEndpoint(receiver.url);
    const [begun, cpuBefore] = [performance.now(), instance.cpuMs()];
    await workspace.replay(endpointId, since);
    while (receiver.seen.size < MESSAGES) {
      if (performance.now() - begun > DONE_WITHIN_MS) throw new Error(`${receiver.seen.size} of ${MESSAGES} arrived`);
      await sleep(20);
    }
    return {
      key: "drain",
      title: `${MESSAGES} webhook messages to one receiver`,
      count: MESSAGES,
      seconds: (performance.now() - begun) / 1000,
      cpuMs: instance.cpuMs() - cpuBefore,
      note: "",
    };
  } finally {
    receiver.stop();
  }
};
