// What evaluating, reviewing and reading an entity costs, through the Worker's own wiring, and that it does not grow
// with what else the workspace holds. Source: DESIGN § 8; alloy.md rulings 5, 8.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createServices } from "../../src/compose.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { createEntrance } from "../../src/http/entrance.ts";
import { countingD1, type D1Counts } from "../support/counting-d1.ts";
import { anEntityWorkspace, aReview, type EntityWorkspace, evaluate } from "../support/entity-workspace.ts";
import { type Client, textAt } from "../support/workspace-builder.ts";

const counting = countingD1(env.DB);
const entrance = createEntrance(dialects, createServices({ ...env, DB: counting.db }), () => undefined);

let workspace: EntityWorkspace;
let wf: Client;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
  // The document is in memory after the first request.
  await costOf("POST", "/v1/evaluations", {});
});

const costOf = async (method: string, path: string, body?: unknown, headers: object = {}): Promise<D1Counts> => {
  const request = new Request(`https://countersign.test${path}`, {
    method,
    headers: { authorization: workspace.authorization("wf"), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { value, counts } = await counting.measure(() => entrance(request));
  expect(value.status).toBeLessThan(300);
  return counts;
};

/** Rows that D1 reads and writes for one request, 2 of them for who listens to a commit; round trips beside authentication's one. */
const atMost = (counts: D1Counts, roundTrips: number, rowsRead: number, rowsWritten: number): void => {
  expect(counts.roundTrips - 1).toBeLessThanOrEqual(roundTrips);
  expect(counts.rowsRead).toBeLessThanOrEqual(rowsRead);
  expect(counts.rowsWritten).toBeLessThanOrEqual(rowsWritten);
};

const REVIEW = { name_last: "Review" };

describe("round trips after authentication, rows read (authentication's included), rows written", () => {
  test("an evaluation of somebody new that goes to review", async () => {
    const headers = { "alloy-external-entity-id": "cost", "alloy-external-group-id": "cost" };
    const counts = await costOf("POST", "/v1/evaluations", REVIEW, headers);
    atMost(counts, 2, 8, 32);
  });

  test("an evaluation of somebody known that needs nobody", async () => {
    const { entity } = await evaluate(wf, "A");
    const counts = await costOf("POST", "/v1/evaluations", {}, { "alloy-entity-token": entity });
    atMost(counts, 2, 9, 9);
  });

  test("a review that settles one", async () => {
    const { entity } = await evaluate(wf);
    const counts = await costOf("POST", `/v1/entities/${entity}/reviews`, aReview());
    // 6 of a decision, 1 for the claimed address, 2 for the entity's outcome.
    atMost(counts, 3, 19, 9);
  });

  test("a review that is recorded", async () => {
    const { entity } = await evaluate(wf, "A");
    const counts = await costOf("POST", `/v1/entities/${entity}/reviews`, aReview());
    atMost(counts, 3, 14, 12);
  });

  test("reading one review, and adding a note", async () => {
    const { entity } = await evaluate(wf);
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const path = `/v1/entities/${entity}/reviews/${textAt(body, "review_token")}`;
    const read = await costOf("GET", path);
    const note = await costOf("POST", `${path}/notes`, { note: "n", note_author_agent_email: "ada@example.com" });
    atMost(read, 2, 17, 0);
    atMost(note, 4, 24, 4);
  });
});

test("an access token costs as many round trips as the pair it was issued for", async () => {
  const { entity } = await evaluate(wf, "A");
  const issued = await wf.post("/v1/oauth/bearer", { grant_type: "client_credentials" });
  const authorization = `Bearer ${textAt(issued.body, "access_token")}`;
  const path = `/v1/entities/${entity}/reviews`;
  expect(await costOf("GET", path, undefined, { authorization })).toEqual(await costOf("GET", path));
});

describe("what a request costs does not grow", () => {
  test("with the evaluations of an entity, beyond those it shows", async () => {
    const { entity } = await evaluate(wf, "A");
    const rows = Array.from({ length: 5_000 }, (_, index) => ({ id: `S-old${index}`, at: index }));
    await env.DB.prepare(
      `INSERT INTO subjects (workspace_id, type, id, parent_id, status, created_at)
       SELECT ?1, 'evaluation', value->>'id', ?2, NULL, value->>'at' FROM json_each(?3)`,
    )
      .bind(workspace.id, entity, JSON.stringify(rows))
      .run();
    atMost(await costOf("POST", "/v1/evaluations", {}, { "alloy-entity-token": entity }), 2, 10, 9);
    atMost(await costOf("POST", `/v1/entities/${entity}/reviews`, aReview()), 3, 15, 12);
    const overview = await costOf("GET", `/v1/entities/${entity}`);
    atMost(overview, 3, 30 + 3 * 200, 0);
  });

  test("a list of n completed reviews reads a few rows each", async () => {
    const { entity } = await evaluate(wf, "A");
    const read = async (): Promise<number> => (await costOf("GET", `/v1/entities/${entity}/reviews`)).rowsRead;
    const none = await read();
    for (let made = 0; made < 20; made += 1) await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const twenty = await read();
    expect(twenty - none).toBeLessThanOrEqual(20 * 5);
  });
});
