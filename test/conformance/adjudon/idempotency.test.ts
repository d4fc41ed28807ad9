// Replays of posted traces: adjudon.md ruling 9 and the paragraphs of ruling 13 about it, sentence by sentence.

import { beforeAll, expect, test } from "vitest";
import { aClient, bearer, type Client, operator, textAt } from "../../support/workspace-builder.ts";
import { aTrace, aTraceWorkspace, BLOCKS_DELETION, holdsRefunds, refused, type TraceWorkspace } from "./world.ts";

const TRACES = "/api/v1/traces";

let workspace: TraceWorkspace;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
});

const post = (client: Client, body: unknown, key?: string) =>
  client.post(TRACES, body, key === undefined ? {} : { "idempotency-key": key });

const fresh = (): string => `key-${crypto.randomUUID()}`;

test.each([
  ["answer_question", 201],
  ["initiate_refund", 202],
  ["delete_account", 403],
] as const)("without a header the derived key replays a byte-identical body: %s, %i", async (action, status) => {
  const body = aTrace(action);
  const first = await post(workspace.desk, body);
  expect(first.status).toBe(status);
  const second = await post(workspace.desk, body);
  expect({ status: second.status, text: second.text }).toEqual({ status, text: first.text });
  const otherBytes = await post(workspace.desk, `${JSON.stringify(body)} `);
  expect(textAt(otherBytes.body, "data", "traceId")).not.toBe(textAt(first.body, "data", "traceId"));
});

test("the first answer (201, 202 or 403) is replayed whatever the second body", async () => {
  for (const action of ["answer_question", "initiate_refund", "delete_account"]) {
    const key = fresh();
    const first = await post(workspace.desk, aTrace(action), key);
    const second = await post(workspace.desk, aTrace("something else"), key);
    expect({ status: second.status, text: second.text }).toEqual({ status: first.status, text: first.text });
  }
});

test("An idempotent replay comes before validation of the second body", async () => {
  const key = fresh();
  const first = await post(workspace.desk, aTrace(), key);
  for (const body of ["{", "[]", "", JSON.stringify({ agentId: 7 }), "x".repeat(1_048_577)]) {
    expect(await post(workspace.desk, body, key)).toMatchObject({ status: 201, text: first.text });
  }
});

test("case-insensitive key up to 256 characters (longer: 400)", async () => {
  const key = fresh();
  const first = await post(workspace.desk, aTrace(), key.toLowerCase());
  expect((await post(workspace.desk, aTrace(), key.toUpperCase())).text).toBe(first.text);
  expect((await post(workspace.desk, aTrace(), "k".repeat(256))).status).toBe(201);
  expect(await post(workspace.desk, aTrace(), "k".repeat(257))).toMatchObject(refused(400, "VALIDATION_ERROR"));
});

test("400s are not stored", async () => {
  const key = fresh();
  expect((await post(workspace.desk, {}, key)).status).toBe(400);
  expect((await post(workspace.desk, aTrace(), key)).status).toBe(201);
});

test("per workspace and caller: the caller is the agent, member or credential", async () => {
  const key = fresh();
  const body = aTrace();
  const other = await aTraceWorkspace();
  const clients = [workspace.desk, workspace.bot, workspace.as("mia"), other.desk];
  const ids = await Promise.all(
    clients.map(async (client) => textAt((await post(client, body, key)).body, "data", "traceId")),
  );
  expect(new Set(ids).size).toBe(clients.length);
});

test("two keys of one agent are one caller", async () => {
  const own = crypto.randomUUID().replaceAll("-", "");
  const second = `adj_agent_second${own}`;
  const shared = await aTraceWorkspace({
    credentials: [{ name: "second", secret: second, agent: "loan_underwriter" }],
  });
  const body = aTrace();
  const first = await post(shared.bot, body);
  expect((await post(aClient(bearer(second)), body)).text).toBe(first.text);
});

test("both spellings of the path are one route", async () => {
  const body = aTrace("initiate_refund");
  const first = await post(workspace.desk, body);
  expect((await workspace.desk.post("/api/traces", body)).text).toBe(first.text);
});

test("Of two concurrent posts one is processed and the other replays its answer", async () => {
  const own = await aTraceWorkspace();
  const body = aTrace("initiate_refund");
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(own.desk, body)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.status).toBe(202);
  const keyed = await Promise.all(Array.from({ length: 10 }, () => post(own.desk, aTrace("initiate_refund"), "one")));
  expect(new Set(keyed.map(({ text }) => text)).size).toBe(1);
  expect((await own.desk.get("/api/v1/review-queue")).body).toMatchObject({ total: 2 });
});

test("24 h; the TTL runs on the workspace's clock", async () => {
  const own = await aTraceWorkspace({ testClock: true, policies: [BLOCKS_DELETION, holdsRefunds()] });
  const body = aTrace("initiate_refund");
  const first = await post(own.desk, body);
  const advance = (advanceMinutes: number) => operator.post(`/v2/workspaces/${own.id}/clock`, { advanceMinutes });
  expect((await advance(24 * 60 - 1)).status).toBe(200);
  expect((await post(own.desk, body)).text).toBe(first.text);
  await advance(1);
  const later = await post(own.desk, body);
  expect(later.status).toBe(202);
  expect(textAt(later.body, "reviewId")).not.toBe(textAt(first.body, "reviewId"));
  expect((await post(own.desk, body)).text).toBe(later.text);
});
