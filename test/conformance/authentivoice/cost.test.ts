// What a call costs in D1: round trips and rows, counted through the Worker's own wiring. Source: DESIGN § 8.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import { countingD1, type D1Counts } from "../../support/counting-d1.ts";
import type { TestWorkspace } from "../../support/workspace-builder.ts";
import { ANALYSIS, aVoiceDesk, aVoiceReview, anAnalysis, FINDINGS } from "./voice-desk.ts";

const counting = countingD1(env.DB);
const entrance = createEntrance(dialects, createServices({ ...env, DB: counting.db }), () => {});

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aVoiceDesk();
  // The document is in memory from the first call on.
  await costOf("GET", "/v1/reviews");
});

/** One call as the machine "bot". */
const costOf = async (method: string, path: string, body?: unknown): Promise<D1Counts> => {
  const request = new Request(`https://countersign.test${path}`, {
    method,
    headers: { authorization: `Bearer ${desk.secretOf("bot")}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value, counts } = await counting.measure(() => entrance(request));
  expect(value.status).toBeLessThan(300);
  return counts;
};

describe("round trips, authentication included, and rows written", () => {
  test.each([
    // Two of them keep it in the two orders of the queue.
    ["start", { status: "in_progress" }, 8],
    ["save", { findings: FINDINGS }, 4],
    // One of them is the reviewer's load, which a trigger keeps.
    ["complete", { status: "completed", findings: FINDINGS }, 8],
    ["escalate", { status: "escalated", escalationReason: "Unsure" }, 4],
  ])("%s: three, and few rows", async (_name, body, most) => {
    const review = await aVoiceReview(desk);
    const { roundTrips, rowsWritten } = await costOf("PUT", review.path, body);
    expect(roundTrips).toBe(3);
    expect(rowsWritten).toBeLessThanOrEqual(most);
  });

  test("register an analysis: two", async () => {
    const { roundTrips, rowsWritten } = await costOf("POST", "/v1/analyses", ANALYSIS);
    expect(roundTrips).toBe(2);
    expect(rowsWritten).toBeLessThanOrEqual(4);
  });

  test("create a review: three", async () => {
    const analysisId = await anAnalysis(desk);
    const { roundTrips, rowsWritten } = await costOf("POST", "/v1/reviews", { analysisId });
    expect(roundTrips).toBe(3);
    expect(rowsWritten).toBeLessThanOrEqual(15);
  });

  test("assign a hundred: four, and a bounded number of rows each", async () => {
    const ids = await Promise.all(Array.from({ length: 100 }, async () => (await aVoiceReview(desk)).id));
    const body = { reviewIds: ids, assignmentStrategy: { type: "load_balanced", pool: ["rob", "ron"] } };
    const { roundTrips, rowsWritten, rowsRead } = await costOf("POST", "/v1/reviews/assign", body);
    expect(roundTrips).toBe(4);
    // Two of each six are the loads of whom it leaves and whom it reaches.
    expect(rowsWritten).toBeLessThanOrEqual(6 * 100);
    // Of each: its id, alias, row and body, once for the plan and once for the decision; and the workspace's open reviews.
    expect(rowsRead).toBeLessThanOrEqual(16 * 100);
  });

  test("read a review: three, and one more for its history", async () => {
    const review = await aVoiceReview(desk);
    expect(await costOf("GET", review.path)).toMatchObject({ roundTrips: 3, rowsWritten: 0 });
    expect((await costOf("GET", `${review.path}?include=history,analysis`)).roundTrips).toBe(4);
  });
});
