// The queue of one endpoint on real D1: order, retries, recovery, and what a hundred deliveries cost.
// Source: webhooks.md 1, 4, 11; issue "Figures" (drain cost).

import { env } from "cloudflare:workers";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { NOON } from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";
import {
  aDrain,
  answer,
  anEndpointRow,
  aWorkspaceRow,
  deliveriesOf,
  inversions,
  noteOn,
  openMany,
  SECRET,
} from "./fixture.ts";

const SECOND = 1_000;

const setUp = async (name: string, testNow: number | null = null) => {
  await aWorkspaceRow(name, testNow);
  await anEndpointRow(name, "wh");
};

describe("delivering", () => {
  test("every event is one message, signed so that the standardwebhooks verifier takes it", async () => {
    await setUp("d-all");
    const ids = await openMany("d-all", 3);
    await noteOn("d-all", ids, "seen");
    const bench = aDrain("d-all", "wh", () => answer(200));
    bench.now = Date.now();
    expect(await bench.drain()).toEqual({ nextAt: null, isMore: false });
    expect(bench.ids().toSorted()).toEqual(ids.flatMap((id) => [`${id}:1`, `${id}:2`]).toSorted());
    const verifier = new Webhook(SECRET);
    for (const { body, headers } of bench.requests) expect(() => verifier.verify(body, { ...headers })).not.toThrow();
    const rows = await deliveriesOf("d-all", "wh");
    expect(rows.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => "delivered"));
  });

  test("the body shows the review right after the event, and the event", async () => {
    await setUp("d-body");
    const [id = ""] = await openMany("d-body", 1);
    await noteOn("d-body", [id], "first note");
    await noteOn("d-body", [id], "second note");
    const bench = aDrain("d-body", "wh", () => answer(204));
    await bench.drain();
    const bodies: readonly {
      type: string;
      timestamp: string;
      data: {
        seq: number;
        review: { id: string; version: number; notes: { text: string }[] };
        event: { type: string; version: number; hash: string; previousHash: string };
      };
    }[] = bench.requests.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type, data }) => [type, data.seq, data.review.version, data.event.version])).toEqual([
      ["review.opened", 1, 1, 1],
      ["review.note_added", 2, 2, 2],
      ["review.note_added", 3, 3, 3],
    ]);
    expect(bodies.map(({ data }) => data.review.notes.map(({ text }) => text))).toEqual([
      [],
      ["first note"],
      ["first note", "second note"],
    ]);
    expect(bodies[1]?.data.event.previousHash).toBe(bodies[0]?.data.event.hash);
  });

  test("an endpoint gets only the types that it subscribes to", async () => {
    await aWorkspaceRow("d-types");
    await anEndpointRow("d-types", "wh", { events: ["review.note_added"] });
    const [id = ""] = await openMany("d-types", 1);
    await noteOn("d-types", [id], "n");
    const bench = aDrain("d-types", "wh", () => answer(200));
    await bench.drain();
    expect(bench.ids()).toEqual([`${id}:2`]);
  });

  test("an empty queue sends nothing and writes nothing", async () => {
    await setUp("d-idle");
    const counted = countingD1(env.DB);
    const bench = aDrain("d-idle", "wh", () => answer(200), { db: counted.db });
    const { counts } = await counted.measure(() => bench.drain());
    expect(bench.requests).toHaveLength(0);
    expect(counts).toEqual({ roundTrips: 1, rowsRead: expect.any(Number), rowsWritten: 0 });
    expect(counts.rowsRead).toBeLessThanOrEqual(10);
  });
});

describe("failing", () => {
  test("a failed message holds up its review and no other; the next in line goes after it", async () => {
    await setUp("d-hold");
    const [a = "", b = ""] = await openMany("d-hold", 2);
    await noteOn("d-hold", [a, b], "n");
    let isBroken = true;
    const bench = aDrain("d-hold", "wh", ({ id }) => answer(isBroken && id === `${a}:1` ? 500 : 200));
    const { nextAt } = await bench.drain();
    expect(nextAt).toBe(NOON + 5 * SECOND);
    expect(bench.requests.map(({ id }) => id).toSorted()).toEqual([`${a}:1`, `${b}:1`, `${b}:2`].toSorted());
    isBroken = false;
    bench.now = NOON + 5 * SECOND;
    await bench.drain();
    expect(bench.requests.slice(3).map(({ id }) => id)).toEqual([`${a}:1`, `${a}:2`]);
    const body = (index: number) => bench.requests.find(({ id }, at) => id === `${a}:1` && at >= index)?.body;
    expect(body(3)).toBe(body(0));
  });

  test("after the last attempt the delivery is failed and the next in line goes", async () => {
    await setUp("d-last");
    const [id = ""] = await openMany("d-last", 1);
    await noteOn("d-last", [id], "n");
    const bench = aDrain("d-last", "wh", (request) => answer(request.id.endsWith(":1") ? 503 : 200));
    const delays: number[] = [];
    for (let next = (await bench.drain()).nextAt; next !== null; next = (await bench.drain()).nextAt) {
      delays.push((next - bench.now) / SECOND);
      bench.now = next;
      if (delays.length > 9) break;
    }
    expect(delays.slice(0, 7)).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]);
    const rows = await deliveriesOf("d-last", "wh");
    expect(rows.map(({ status }) => status)).toEqual(["failed", "delivered"]);
    expect(JSON.parse(rows[0]?.attempts ?? "[]")).toHaveLength(8);
  });

  test("Retry-After of a 429 or 503 is waited for", async () => {
    await setUp("d-after");
    await openMany("d-after", 1);
    const bench = aDrain("d-after", "wh", () => answer(429, { retryAfterMs: 120 * SECOND }));
    expect(await bench.drain()).toEqual({ nextAt: NOON + 120 * SECOND, isMore: false });
  });

  test("410 disables at once; the others are told; nothing waits for it any more", async () => {
    await setUp("d-gone");
    await anEndpointRow("d-gone", "other");
    await anEndpointRow("d-gone", "deaf", { events: ["review.opened"] });
    const [id = ""] = await openMany("d-gone", 1);
    await noteOn("d-gone", [id], "n");
    const bench = aDrain("d-gone", "wh", () => answer(410));
    await bench.drain();
    expect(bench.requests).toHaveLength(1);
    expect((await deliveriesOf("d-gone", "wh")).map(({ status }) => status)).toEqual(["failed"]);
    const row = await env.DB.prepare(
      "SELECT status, disabled_reason FROM webhook_endpoints WHERE workspace_id = ?1 AND id = 'wh'",
    )
      .bind("d-gone")
      .first();
    expect(row).toEqual({ status: "disabled", disabled_reason: "gone" });
    expect(bench.announced).toEqual([{ type: "endpoint", workspaceId: "d-gone", endpointId: "other" }]);
    const other = aDrain("d-gone", "other", () => answer(200));
    await other.drain();
    const told = other.requests.find(({ id: message }) => message === "wh:1");
    expect(JSON.parse(told?.body ?? "{}")).toMatchObject({
      type: "endpoint.disabled",
      data: { endpoint: { id: "wh", status: "disabled", disabledReason: "gone" } },
    });
  });

  test("an endpoint that has failed for five days is disabled", async () => {
    await setUp("d-days");
    await openMany("d-days", 1);
    const bench = aDrain("d-days", "wh", () => answer(null));
    let last = 0;
    for (let next = (await bench.drain()).nextAt; next !== null; next = (await bench.drain()).nextAt) {
      last = next;
      bench.now = next;
    }
    expect(last).toBe(NOON + 5 * 24 * 3_600 * SECOND);
    expect(bench.requests).toHaveLength(8);
    const row = await env.DB.prepare(
      "SELECT disabled_reason FROM webhook_endpoints WHERE workspace_id = 'd-days'",
    ).first();
    expect(row).toEqual({ disabled_reason: "failing" });
  });
});

describe("on a clock of its own", () => {
  test("one jump runs a whole schedule, and each attempt counts as made when it was due", async () => {
    await setUp("d-clock", NOON);
    await openMany("d-clock", 1, { clock: "test" });
    const bench = aDrain("d-clock", "wh", () => answer(500));
    expect(await bench.drain()).toEqual({ nextAt: null, isMore: false });
    expect(bench.requests).toHaveLength(1);
    bench.now = NOON + 1_000_000;
    await bench.drain();
    expect(bench.requests).toHaveLength(1);
    await env.DB.prepare("UPDATE workspaces SET test_now = ?1 WHERE id = 'd-clock'")
      .bind(NOON + 28 * 3_600 * SECOND)
      .run();
    await bench.drain();
    expect(bench.requests).toHaveLength(8);
    const [row] = await deliveriesOf("d-clock", "wh");
    expect(row?.status).toBe("failed");
    const attempts: readonly { at: number }[] = JSON.parse(row?.attempts ?? "[]");
    const offsets = attempts.map(({ at }) => (at - NOON) / SECOND);
    expect(offsets).toEqual([0, 5, 305, 2_105, 9_305, 27_305, 63_305, 99_305]);
  });

  test("attempts of several reviews go in the order in which they were due", async () => {
    await setUp("d-order", NOON + 3_600 * SECOND);
    await openMany("d-order", 1, { clock: "test", at: NOON });
    await openMany("d-order", 1, { clock: "test", at: NOON + 200 * SECOND });
    await openMany("d-order", 1, { clock: "test", at: NOON + 3 * SECOND });
    const bench = aDrain("d-order", "wh", () => answer(500));
    await bench.drain();
    const rows = await deliveriesOf("d-order", "wh");
    const made = rows.flatMap(({ attempts }) => JSON.parse(attempts).map(({ at }: { at: number }) => at));
    expect(made).toHaveLength(bench.requests.length);
    expect(bench.requests).toHaveLength(12);
    const reviews = new Map(rows.map(({ review_id, attempts }) => [review_id, JSON.parse(attempts)]));
    const sent = bench.requests.map(({ id }) => reviews.get(id.split(":")[0] ?? "").shift().at);
    expect(sent).toEqual(sent.toSorted((x: number, y: number) => x - y));
  });
});

describe("recovering", () => {
  test("a drain that dies between answer and record sends once more and loses nothing", async () => {
    await setUp("d-kill");
    const ids = await openMany("d-kill", 60);
    await noteOn("d-kill", ids, "n");
    let writes = 0;
    const bench = aDrain("d-kill", "wh", () => answer(200), {
      onRecord: async () => {
        writes += 1;
        if (writes % 3 === 0) throw new Error("killed");
      },
    });
    for (let round = 0; round < 30; round += 1) {
      const done = await bench.drain().then(
        () => true,
        () => false,
      );
      if (done) break;
    }
    expect(bench.ids()).toHaveLength(120);
    expect(inversions(bench.ids())).toBe(0);
    expect(new Set((await deliveriesOf("d-kill", "wh")).map(({ status }) => status))).toEqual(new Set(["delivered"]));
    const counts = new Map<string, number>();
    for (const { id } of bench.requests) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(1 + Math.ceil(writes / 3));
  });

  test("down, then up: everything arrives, in order within each review", async () => {
    await setUp("d-down");
    const ids = await openMany("d-down", 40);
    for (let round = 0; round < 4; round += 1) await noteOn("d-down", ids, `n${round}`);
    let isDown = true;
    const bench = aDrain("d-down", "wh", () => answer(isDown ? null : 200));
    await bench.drain();
    expect(bench.requests).toHaveLength(40);
    isDown = false;
    bench.now = NOON + 5 * SECOND;
    await bench.drain();
    expect(new Set(bench.requests.slice(40).map(({ id }) => id)).size).toBe(200);
    expect(bench.requests).toHaveLength(240);
    expect(inversions(bench.requests.slice(40).map(({ id }) => id))).toBe(0);
  });
});

test("a run ends after 400 attempts, though more is due: an invocation may make a thousand requests", async () => {
  await setUp("d-full");
  await openMany("d-full", 550);
  const bench = aDrain("d-full", "wh", () => answer(200));
  expect(await bench.drain()).toEqual({ nextAt: NOON, isMore: true });
  expect(bench.requests).toHaveLength(400);
  expect(await bench.drain()).toEqual({ nextAt: null, isMore: false });
  expect(bench.ids()).toHaveLength(550);
});

describe("cost", () => {
  test("100 deliveries: at most 8 round trips, 9 rows read and 4.1 rows written each", async () => {
    await setUp("d-cost");
    await openMany("d-cost", 100);
    const counted = countingD1(env.DB);
    const bench = aDrain("d-cost", "wh", () => answer(200), { db: counted.db });
    const { counts } = await counted.measure(() => bench.drain());
    expect(bench.requests).toHaveLength(100);
    expect(counts.roundTrips).toBeLessThanOrEqual(8);
    expect(counts.rowsRead).toBeLessThanOrEqual(900);
    expect(counts.rowsWritten).toBeLessThanOrEqual(410);
  });
});
