// Small versions of the webhook faults, with real processes and real receivers. `npm run faults` runs the large ones.
// Source: issue "Figures".

import { expect, test } from "vitest";
import { run as down } from "./webhook-down.ts";
import { run as hang } from "./webhook-hang.ts";
import { run as kill } from "./webhook-kill.ts";

test("receiver down, then up: all delivered, no inversion, no duplicate", async () => {
  const report = await down({ reviews: 40, eventsEach: 5 });
  console.info(JSON.stringify(report));
  expect(report).toMatchObject({ events: 200, lost: 0, delivered: 200, duplicates: 0, inversions: 0 });
});

test("kill -9 during draining: nothing lost, at most one duplicate per message and crash", async () => {
  const report = await kill({ rounds: 2, reviewsEach: 20, eventsEach: 3 });
  console.info(JSON.stringify(report));
  expect(report).toMatchObject({ events: 120, lost: 0, delivered: 120, inversions: 0 });
  expect(report.worst).toBeLessThanOrEqual(1 + report.rounds);
});

test("a hanging receiver holds up no healthy one", async () => {
  const report = await hang({ healthy: 3, reviews: 5 });
  console.info(JSON.stringify(report));
  expect(report.p95WithMs - report.p95WithoutMs).toBeLessThan(1_000);
});
