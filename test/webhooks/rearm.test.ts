// Cron's net: every message after a commit lost, the deliveries are made all the same, within two ticks.
// Source: DESIGN § 7; issue "Figures".

import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rearmWebhooks } from "../../src/jobs/rearm-webhooks.ts";
import { type DueEndpoint, findEndpointsBehind, findOverdueEndpoints } from "../../src/queries/due-endpoints.ts";
import { countingD1 } from "../support/counting-d1.ts";
import { anEndpointRow, aWorkspaceRow, deliveriesOf, openMany } from "./fixture.ts";

let sent = 0;
beforeEach(() => {
  sent = 0;
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
    sent += 1;
    return new Response("ok");
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const poked = async (now: number): Promise<readonly DueEndpoint[]> => {
  const found: DueEndpoint[] = [];
  await rearmWebhooks(
    {
      findOverdue: (at, limit) => findOverdueEndpoints(env.DB, at, limit),
      findBehind: (after, limit) => findEndpointsBehind(env.DB, after, limit),
      poke: async (endpoint) => {
        found.push(endpoint);
        await env.ENDPOINT_OBJECT.get(
          env.ENDPOINT_OBJECT.idFromName(`${endpoint.workspaceId}/${endpoint.endpointId}`),
        ).poke(endpoint);
      },
    },
    now,
  );
  return found;
};

test("events that nobody told an endpoint of are found and their endpoint is poked", async () => {
  await aWorkspaceRow("net");
  await anEndpointRow("net", "wh");
  await anEndpointRow("net", "up-to-date", { cursor: 5 });
  await openMany("net", 5);
  expect(await poked(Date.now())).toEqual([{ workspaceId: "net", endpointId: "wh" }]);
  const object = env.ENDPOINT_OBJECT.get(env.ENDPOINT_OBJECT.idFromName("net/wh"));
  await runDurableObjectAlarm(object);
  for (let tries = 0; tries < 100 && (await deliveriesOf("net", "wh")).length < 5; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // Its secret was sealed by nobody: what cannot be signed is not sent, and is logged as such.
  const rows = await deliveriesOf("net", "wh");
  expect(rows).toHaveLength(5);
  expect(sent).toBe(0);
  expect(await poked(Date.now())).toEqual([]);
});

test("an alarm that was lost is set again once its instant has passed", async () => {
  await aWorkspaceRow("alarm");
  await anEndpointRow("alarm", "wh");
  await env.DB.prepare("UPDATE webhook_endpoints SET wake_at = 1000 WHERE workspace_id = 'alarm'").run();
  expect(await poked(4_000)).not.toContainEqual({ workspaceId: "alarm", endpointId: "wh" });
  expect(await poked(6_000)).toContainEqual({ workspaceId: "alarm", endpointId: "wh" });
});

test("an active endpoint that has nothing to do costs a few rows a tick", async () => {
  await aWorkspaceRow("idle");
  for (let index = 0; index < 50; index += 1) await anEndpointRow("idle", `wh-${index}`, { cursor: 1 });
  const counted = countingD1(env.DB);
  const all = await env.DB.prepare("SELECT count(*) AS n FROM webhook_endpoints").first<{ n: number }>();
  const { counts } = await counted.measure(() => findEndpointsBehind(counted.db, null, 500));
  expect(counts.rowsRead).toBeLessThanOrEqual(4 * (all?.n ?? 0));
});
