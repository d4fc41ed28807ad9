// Small versions of the cases in which the world fails on request; `npm run faults` runs the large ones. The real Worker,
// in workerd, on a real database.

import { createServer as createTlsServer } from "node:https";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { SELF_SIGNED } from "../support/self-signed.ts";
import { runClock } from "./clock.ts";
import { PHASES, runD1 } from "./d1.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { runObjects, PHASES as OBJECT_PHASES } from "./objects.ts";
import { abuseWorkerd } from "./sockets-service.ts";
import { runSweeps } from "./sweeps.ts";
import { runTexts } from "./texts.ts";
import { call } from "./timed-world.ts";
import { bearer, MIXED, mixedDocument } from "./mixed-workspace.ts";
import { aWorld } from "./world.ts";

const SMALL = /^(?:10 % of all calls, after|half of the writes, after|100 % of all calls, before)$/;
const TEXTS: readonly string[] = ["script", "NUL", "lone high surrogate"];

const portOf = (server: { address: () => unknown }): number => Number(Reflect.get(Object(server.address()), "port"));

test("D1 fails before and after its calls: nothing is lost, nothing doubled, 503 is all that is said", async () => {
  expect(
    await runD1({ stories: 5, clients: 5, seed: 1, phases: PHASES.filter(({ name }) => SMALL.test(name)) }),
  ).toEqual([]);
});

test("objects are aborted and doubled in the middle of group votes: the audit key is the lock", async () => {
  expect(await runObjects({ stories: 8, clients: 8, seed: 1, phases: OBJECT_PHASES.slice(-1) })).toEqual([]);
});

test("sweeps overlap, repeat, come late or not at all: each timer fires once, at its instant", async () => {
  expect(await runSweeps({ reviews: 4 })).toEqual([]);
});

test("clocks jump: one jump is many steps", async () => {
  expect(await runClock({ reviews: 2, stepMinutes: 50 })).toEqual([]);
});

test("abuse of the socket is 4xx or a closed connection, and nobody else notices", async () => {
  expect(await abuseWorkerd({ rounds: 1 })).toEqual([]);
});

test("hostile texts come back as they were, or are refused", async () => {
  expect(await runTexts({ texts: HOSTILE_TEXTS.filter(({ name }) => TEXTS.includes(name)) })).toEqual([]);
});

test("a receiver with a wrong certificate, and one that never answers, are failures with their reason", async () => {
  let requests = 0;
  const wrong = createTlsServer(SELF_SIGNED, (_request, response) => {
    requests += 1;
    response.writeHead(200).end();
  }).listen(0, "127.0.0.1");
  // Takes the request and says nothing.
  const silent = createServer(() => {}).listen(0, "127.0.0.1");
  await Promise.all([once(wrong, "listening"), once(silent, "listening")]);
  const world = await aWorld();
  try {
    const webhooks = [
      { id: "wrong", url: `https://127.0.0.1:${portOf(wrong)}/in`, events: ["*"] },
      { id: "silent", url: `http://127.0.0.1:${portOf(silent)}/in`, events: ["*"] },
    ];
    await world.apply(MIXED, { ...mixedDocument(), webhooks });
    await world.plan({ webhookTimeoutMs: 300 });
    const attempt = async (id: string) =>
      (await call(world, "POST", `/v2/webhooks/${id}/test`, bearer("olga"), {})).body;
    expect(JSON.stringify(await attempt("wrong"))).toContain("the connection failed");
    expect(requests).toBe(0);
    expect(JSON.stringify(await attempt("silent"))).toContain("no answer within 0.3 s");
  } finally {
    await world.end();
    wrong.close();
    silent.close();
  }
});
