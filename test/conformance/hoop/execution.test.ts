// The run as a claim: checks in their order, one winner, its token, the report. Source: hoop.md rulings 10, 13, 1.5, 2.7.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldAccess,
  aHeldSession,
  anApprovedSession,
  decide,
} from "../../support/guarded-workspace.ts";
import { operator, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const message = (status: number, text: string) => ({ status, body: { message: text } });
const NOT_FOUND = message(404, "resource not found");
const NO_SESSION = message(404, "session not found");
const NOT_EXECUTABLE = message(403, "review not approved or already executed");

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({ credentials: [{ name: "bot" }] });
});

const claim = (ws: TestWorkspace, who: string, id: string, headers = {}) =>
  ws.as(who).post(`/api/sessions/${id}/exec`, undefined, headers);

describe("the checks, in this order", () => {
  test("visible: a hidden, missing, foreign or malformed session is 404 `resource not found`", async () => {
    const held = await aHeldSession(workspace);
    const foreign = await aHeldSession(await aGuardedWorkspace());
    expect(await claim(workspace, "eve", held.sessionId)).toMatchObject(NOT_FOUND);
    expect(await claim(workspace, "eve", held.reviewId)).toMatchObject(NOT_FOUND);
    expect(await claim(workspace, "olga", foreign.sessionId)).toMatchObject(NOT_FOUND);
    expect(await claim(workspace, "olga", "00000000-0000-4000-8000-000000000000")).toMatchObject(NOT_FOUND);
    expect(await claim(workspace, "olga", "nonsense")).toMatchObject(NOT_FOUND);
  });

  test("a jit session, a review id, or a session without a review: 404 `session not found`", async () => {
    const access = await aHeldAccess(workspace);
    await decide(workspace, "bea", access, "APPROVED");
    expect(await claim(workspace, "olga", access.sessionId)).toMatchObject(NO_SESSION);
    const approved = await anApprovedSession(workspace);
    expect(await claim(workspace, "olga", approved.reviewId)).toMatchObject(NO_SESSION);
    const free = await workspace.as("olga").post("/api/sessions", { connection: "dev-pg", script: "x" });
    const id = textAt(free.body, "session_id");
    expect(await claim(workspace, "olga", id)).toMatchObject(NO_SESSION);
    expect(await claim(workspace, "eve", id)).toMatchObject(NOT_FOUND);
  });

  test("who only reads: 403 `access denied`, whatever the session", async () => {
    expect(await claim(workspace, "aud", "nonsense")).toMatchObject(message(403, "access denied"));
    expect(await claim(workspace, "vic", "nonsense")).toMatchObject(message(403, "access denied"));
  });

  test("owner or admin: a reviewer gets 403 `unable to execute session`, before the status is looked at", async () => {
    const pending = await aHeldSession(workspace);
    expect(await claim(workspace, "bea", pending.sessionId)).toMatchObject(message(403, "unable to execute session"));
    const running = await anApprovedSession(workspace);
    await claim(workspace, "olga", running.sessionId);
    expect(await claim(workspace, "bea", running.sessionId)).toMatchObject(message(403, "unable to execute session"));
  });

  test("not already PROCESSING: 409 names the session", async () => {
    const held = await anApprovedSession(workspace);
    await claim(workspace, "olga", held.sessionId);
    const busy = message(409, `the session ${held.sessionId} is already being processed`);
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(busy);
    expect(await claim(workspace, "adam", held.sessionId)).toMatchObject(busy);
  });

  test.each(["PENDING", "REJECTED", "REVOKED"])("status APPROVED: %s is 403", async (status) => {
    const held = status === "REVOKED" ? await anApprovedSession(workspace) : await aHeldSession(workspace);
    if (status !== "PENDING") await decide(workspace, "bea", held, status);
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(NOT_EXECUTABLE);
  });

  test("the time window comes last: 403 with its times", async () => {
    const hour = new Date().getUTCHours();
    const at = (offset: number): string => `${String((hour + offset) % 24).padStart(2, "0")}:00`;
    const time_window = { type: "time_range", configuration: { start_time: at(2), end_time: at(3) } };
    const held = await aHeldSession(workspace);
    await decide(workspace, "bea", held, "APPROVED", { time_window });
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(NOT_EXECUTABLE);
    await decide(workspace, "sam", held, "APPROVED");
    const closed = `execution not allowed outside the time window ${at(2)} to ${at(3)} UTC`;
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(message(403, closed));
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "APPROVED" });
  });

  test("a window of another type can never run", async () => {
    const time_window = { type: "moon", configuration: { start_time: "00:00", end_time: "23:59" } };
    const held = await aHeldSession(workspace);
    await decide(workspace, "both", held, "APPROVED", { time_window });
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(
      message(403, "unknown execution window type moon"),
    );
  });

  test("overnight windows work: 22:00-06:00 includes 02:00", async () => {
    const timed = await aGuardedWorkspace({ testClock: true });
    const now = await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 0 });
    const today = Date.parse(textAt(now.body, "now"));
    const tomorrowAt = (hours: number): string =>
      new Date(Math.ceil(today / 86_400_000) * 86_400_000 + hours * 3_600_000).toISOString();
    const time_window = { type: "time_range", configuration: { start_time: "22:00", end_time: "06:00" } };
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceTo: tomorrowAt(2) });
    const held = await aHeldSession(timed);
    await decide(timed, "both", held, "APPROVED", { time_window });
    const other = await aHeldSession(timed);
    await decide(timed, "both", other, "APPROVED", { time_window });
    expect((await claim(timed, "olga", held.sessionId)).status).toBe(202);
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceTo: tomorrowAt(12) });
    expect((await claim(timed, "olga", other.sessionId)).status).toBe(403);
  });
});

describe("the winner", () => {
  test("gets 202 with a token, and the review is PROCESSING", async () => {
    const held = await anApprovedSession(workspace);
    const claimed = await claim(workspace, "olga", held.sessionId);
    expect(claimed.status).toBe(202);
    expect(claimed.body).toEqual({
      session_id: held.sessionId,
      has_review: true,
      output_status: "running",
      exit_code: -2,
      execution_token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PROCESSING" });
  });

  test("may be an administrator", async () => {
    const held = await anApprovedSession(workspace);
    expect((await claim(workspace, "adam", held.sessionId)).status).toBe(202);
  });

  test("a replayed claim returns its own token again, and only to the same caller", async () => {
    const held = await anApprovedSession(workspace);
    const key = { "idempotency-key": "claim-1" };
    const claimed = await claim(workspace, "olga", held.sessionId, key);
    const again = await claim(workspace, "olga", held.sessionId, key);
    expect([again.status, again.text]).toEqual([202, claimed.text]);
    expect((await claim(workspace, "adam", held.sessionId, key)).status).toBe(409);
    const report = { executionToken: textAt(again.body, "execution_token"), result: "succeeded" };
    expect((await workspace.as("bot").put(`/v2/reviews/${held.reviewId}/execution`, report)).status).toBe(200);
    expect((await claim(workspace, "olga", held.sessionId, key)).text).toBe(claimed.text);
  });

  test("tokens stand nowhere in the database", async () => {
    const held = await anApprovedSession(workspace);
    const claimed = await claim(workspace, "olga", held.sessionId, { "idempotency-key": "claim-2" });
    const token = textAt(claimed.body, "execution_token");
    const { results: tables } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    ).all<{ name: string }>();
    const contents = await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
    const dump = JSON.stringify(contents.map(({ results }) => results));
    expect(dump).toContain(held.sessionId);
    expect(dump).not.toContain(token);
  });

  test("a token fits its own claim only", async () => {
    const first = await anApprovedSession(workspace);
    const second = await anApprovedSession(workspace);
    const token = textAt((await claim(workspace, "olga", first.sessionId)).body, "execution_token");
    await claim(workspace, "olga", second.sessionId);
    const report = { executionToken: token, result: "succeeded" };
    expect(
      (await workspace.as("olga").put(`/v2/reviews/${second.reviewId}/execution`, report)).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await workspace.as("olga").get(second.path)).body).toMatchObject({ status: "PROCESSING" });
  });
});

describe("the report", () => {
  test.each([
    ["succeeded", 0],
    ["failed", 1],
  ])("%s: the review becomes EXECUTED, its session done", async (result, exitCode) => {
    const held = await anApprovedSession(workspace);
    const token = textAt((await claim(workspace, "olga", held.sessionId)).body, "execution_token");
    const report = { executionToken: token, result, exitCode, output: "1 row" };
    const path = `/v2/reviews/${held.reviewId}/execution`;
    expect((await workspace.as("bot").put(path, report)).status).toBe(200);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "EXECUTED" });
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    expect(await claim(workspace, "olga", held.sessionId)).toMatchObject(NOT_EXECUTABLE);
  });

  test("missing until the deadline: UNKNOWN at that instant, session done; a late report is 409", async () => {
    const timed = await aGuardedWorkspace({ testClock: true, execution: { deadlineMinutes: 20 } });
    const held = await anApprovedSession(timed);
    const token = textAt((await claim(timed, "olga", held.sessionId)).body, "execution_token");
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 19 });
    expect((await timed.as("olga").get(held.path)).body).toMatchObject({ status: "PROCESSING" });
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 1 });
    expect((await timed.as("olga").get(held.path)).body).toMatchObject({ status: "UNKNOWN" });
    expect((await timed.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    const report = { executionToken: token, result: "succeeded" };
    expect((await timed.as("olga").put(`/v2/reviews/${held.reviewId}/execution`, report)).status).toBe(409);
    expect((await timed.as("olga").get(held.path)).body).toMatchObject({ status: "UNKNOWN" });
  });
});
