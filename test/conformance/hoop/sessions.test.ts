// Asking for sessions, reading, listing and ending them. Source: hoop.md rulings 11, 13 and sections 1.5, 2.6.

import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldAccess,
  aHeldSession,
  anApprovedSession,
  decide,
  JIT_RULE,
  withRule,
} from "../../support/guarded-workspace.ts";
import { operator, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const run = { connection: "prod-pg", script: "select 1" };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({ credentials: [{ name: "bot" }] });
});

describe("POST /api/sessions", () => {
  test("held: 202, has_review, output is where the session is, a review with one row per reviewer group", async () => {
    const answer = await workspace.as("olga").post("/api/sessions", run);
    const id = textAt(answer.body, "session_id");
    expect(id).toMatch(UUID);
    const output = `https://countersign.test/api/sessions/${id}`;
    expect(answer).toMatchObject({ status: 202, body: { session_id: id, has_review: true, output } });
    expect((await workspace.as("olga").get(`/api/reviews/${id}`)).body).toMatchObject({
      status: "PENDING",
      type: "onetime",
      access_duration: 0,
      access_request_rule_name: "prod-writes",
      review_groups_data: [{ group: "banking" }, { group: "sre" }],
    });
    expect((await workspace.as("olga").get(`/api/sessions/${id}`)).body).toMatchObject({ status: "open" });
  });

  test("not held: 200, has_review false, output empty, session ready without review", async () => {
    const answer = await workspace.as("olga").post("/api/sessions", { ...run, connection: "dev-pg" });
    const id = textAt(answer.body, "session_id");
    expect(answer).toMatchObject({ status: 200, body: { session_id: id, has_review: false, output: "" } });
    expect((await workspace.as("olga").get(`/api/sessions/${id}`)).body).toMatchObject({
      status: "ready",
      review: null,
    });
    expect((await workspace.as("olga").get(`/api/reviews/${id}`)).status).toBe(404);
  });

  test("access for a while opens a jit review by the jit rule", async () => {
    const held = await aHeldAccess(workspace);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      type: "jit",
      access_duration: 1_800_000_000_000,
      access_request_rule_name: "prod-access",
      revoke_at: null,
      review_groups_data: [{ group: "banking" }],
    });
  });

  test.each([
    ["no connection", { script: "x" }],
    ["no script", { connection: "prod-pg" }],
    ["a wrong type", { ...run, access_duration_sec: "1" }],
    ["a negative duration", { ...run, access_duration_sec: -1 }],
    ["a duration above the rule's maximum", { ...run, access_duration_sec: 3601 }],
    ["a duration above 48 hours without a rule", { connection: "dev-pg", access_duration_sec: 172_801 }],
  ])("%s is 400", async (_name, body) => {
    expect(await workspace.as("olga").post("/api/sessions", body)).toMatchObject({
      status: 400,
      body: { message: expect.any(String) },
    });
  });

  test("the rule's maximum itself is fine", async () => {
    const body = { ...run, access_duration_sec: 3600 };
    expect(await workspace.as("olga").post("/api/sessions", body)).toMatchObject({ status: 202 });
  });

  test.each(["aud", "vic"])("%s only reads: 403", async (who) => {
    expect(await workspace.as(who).post("/api/sessions", run)).toMatchObject({
      status: 403,
      body: { message: "access denied" },
    });
  });

  test("payloads above 256 KB are 413 and leave nothing behind", async () => {
    const before = (await workspace.as("adam").get("/api/sessions")).body;
    const answer = await workspace.as("olga").post("/api/sessions", { ...run, script: "x".repeat(262_145) });
    expect(answer).toMatchObject({ status: 413, body: { message: expect.any(String) } });
    expect((await workspace.as("adam").get("/api/sessions")).body).toEqual(before);
  });

  test("administrators wait like everybody else", async () => {
    expect(await workspace.as("adam").post("/api/sessions", run)).toMatchObject({ status: 202 });
  });

  test.each([
    [{ approvalRequiredGroups: ["dev"] }, "olga", 202],
    [{ approvalRequiredGroups: ["dev"] }, "bea", 200],
    [{ skipReviewGroups: ["banking"] }, "bea", 200],
    [{ skipReviewGroups: ["banking"] }, "olga", 202],
    [{ accessType: "jit" }, "olga", 200],
    [{ accessType: "jit_command" }, "olga", 202],
  ])("rule %o, %s: %i", async (rule, who, status) => {
    const other = await aGuardedWorkspace(withRule(rule));
    expect((await other.as(who).post("/api/sessions", run)).status).toBe(status);
  });

  test("a service asks in its own name, waits where everybody does, and cannot approve itself", async () => {
    const held = await aHeldSession(workspace, {}, "bot");
    expect((await workspace.as("bot").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({
      user_name: "bot",
      user_email: "",
    });
    expect(await decide(workspace, "bot", held, "APPROVED")).toMatchObject({
      status: 400,
      body: { message: "unable to self approve review" },
    });
    expect(await decide(workspace, "both", held, "APPROVED")).toMatchObject({ body: { status: "APPROVED" } });
  });

  test("access that was approved and still runs is not asked for again, until it ends", async () => {
    const timed = await aGuardedWorkspace({ testClock: true, accessRules: [JIT_RULE] });
    const held = await aHeldAccess(timed);
    const again = () => timed.as("olga").post("/api/sessions", { ...run, access_duration_sec: 60 });
    expect(await again()).toMatchObject({ status: 202 });
    await decide(timed, "bea", held, "APPROVED");
    expect(await again()).toMatchObject({ status: 200, body: { has_review: false } });
    expect(await timed.as("sam").post("/api/sessions", { ...run, access_duration_sec: 60 })).toMatchObject({
      status: 202,
    });
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 31 });
    expect(await again()).toMatchObject({ status: 202 });
  });
});

describe("GET /api/sessions/{id}", () => {
  test("shows these fields and no others; the environment of the run is not among them", async () => {
    const held = await aHeldSession(workspace, { env_vars: { PASSWORD: "s3cret" } });
    const { body } = await workspace.as("bea").get(`/api/sessions/${held.sessionId}`);
    const { session: _, ...review } = Object((await workspace.as("bea").get(held.path)).body);
    expect(body).toEqual({
      id: held.sessionId,
      connection: "prod-pg",
      script: "update accounts set frozen = true",
      user_email: "olga@example.com",
      user_name: "Name of olga",
      type: "onetime",
      status: "open",
      access_duration_sec: 0,
      review,
      created_at: expect.stringMatching(/Z$/),
    });
  });

  test("a session without review is seen by its owner, administrators and auditors only", async () => {
    const { body } = await workspace.as("olga").post("/api/sessions", { ...run, connection: "dev-pg" });
    const path = `/api/sessions/${textAt(body, "session_id")}`;
    for (const [who, status] of [
      ["olga", 200],
      ["adam", 200],
      ["aud", 200],
      ["bea", 404],
      ["eve", 404],
    ] as const) {
      expect((await workspace.as(who).get(path)).status).toBe(status);
    }
    expect((await workspace.as("eve").get(path)).text).toBe('{"message":"resource not found"}');
  });

  test("a review id is no session id", async () => {
    const held = await aHeldSession(workspace);
    expect((await workspace.as("olga").get(`/api/sessions/${held.reviewId}`)).status).toBe(404);
  });
});

describe("GET /api/sessions", () => {
  let listed: TestWorkspace;
  const ids: string[] = [];
  beforeAll(async () => {
    listed = await aGuardedWorkspace();
    for (let index = 0; index < 5; index += 1) ids.unshift((await aHeldSession(listed)).sessionId);
    ids.unshift((await anApprovedSession(listed)).sessionId);
    ids.unshift(
      textAt((await listed.as("olga").post("/api/sessions", { ...run, connection: "dev-pg" })).body, "session_id"),
    );
  });
  const list = async (who: string, query = "") => (await listed.as(who).get(`/api/sessions${query}`)).body;
  const idsIn = (body: unknown): readonly unknown[] => {
    const data: unknown = Reflect.get(Object(body), "data");
    return Array.isArray(data) ? data.map((session: unknown) => Reflect.get(Object(session), "id")) : ["no data"];
  };

  test("newest first, with total and has_next_page, by limit and offset", async () => {
    expect(idsIn(await list("olga"))).toEqual(ids);
    const page = await list("olga", "?limit=3&offset=1");
    expect(idsIn(page)).toEqual(ids.slice(1, 4));
    expect(page).toMatchObject({ total: 7, has_next_page: true });
    expect(await list("olga", "?limit=3&offset=4")).toMatchObject({ total: 7, has_next_page: false });
    expect(await list("olga", "?offset=100")).toEqual({ data: [], total: 7, has_next_page: false });
  });

  test("review.status filters in any case; an unknown one is an empty page", async () => {
    for (const who of ["olga", "adam", "bea"]) {
      expect(idsIn(await list(who, "?review.status=APPROVED"))).toEqual(ids.slice(1, 2));
      expect(await list(who, "?review.status=pending")).toMatchObject({ total: 5 });
      expect(await list(who, "?review.status=NONSENSE")).toEqual({ data: [], total: 0, has_next_page: false });
    }
  });

  test("review.approver is the e-mail of a member of one of the rows' groups", async () => {
    for (const who of ["olga", "adam"]) {
      expect(await list(who, "?review.approver=bea@example.com")).toMatchObject({ total: 6 });
      expect(await list(who, "?review.approver=SAM@example.com&review.status=APPROVED")).toMatchObject({ total: 1 });
      expect(await list(who, "?review.approver=eve@example.com")).toMatchObject({ total: 0, data: [] });
      expect(await list(who, "?review.approver=nobody@example.com")).toMatchObject({ total: 0, data: [] });
    }
  });

  test.each(["limit=x", "limit=0", "offset=-1"])("%s is 400", async (query) => {
    expect(await listed.as("olga").get(`/api/sessions?${query}`)).toMatchObject({ status: 400 });
  });

  test("one sees one's own and those with a visible review", async () => {
    expect(idsIn(await list("bea"))).toEqual(ids.slice(1));
    expect(idsIn(await list("eve"))).toEqual([]);
    expect(idsIn(await list("aud"))).toEqual(ids);
  });
});

describe("POST /api/sessions/{id}/kill", () => {
  test.each(["olga", "adam"])("by %s: 204, done, and the review is untouched", async (who) => {
    const held = await anApprovedSession(workspace);
    const answer = await workspace.as(who).post(`/api/sessions/${held.sessionId}/kill`);
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "APPROVED" });
    expect(await workspace.as("olga").post(`/api/sessions/${held.sessionId}/exec`)).toMatchObject({
      status: 403,
      body: { message: "review not approved or already executed" },
    });
  });

  test("others who see it: 403; who does not: 404; who only reads: 403", async () => {
    const held = await aHeldSession(workspace);
    const path = `/api/sessions/${held.sessionId}/kill`;
    expect(await workspace.as("bea").post(path)).toMatchObject({ status: 403, body: { message: "access denied" } });
    expect(await workspace.as("eve").post(path)).toMatchObject({
      status: 404,
      body: { message: "resource not found" },
    });
    expect(await workspace.as("aud").post(path)).toMatchObject({ status: 403, body: { message: "access denied" } });
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "open" });
  });

  test("a killed session stays done, whatever becomes of its review", async () => {
    const held = await aHeldSession(workspace);
    await workspace.as("olga").post(`/api/sessions/${held.sessionId}/kill`);
    await decide(workspace, "both", held, "APPROVED");
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({
      status: "done",
      review: { status: "APPROVED" },
    });
    expect((await workspace.as("olga").post(`/api/sessions/${held.sessionId}/kill`)).status).toBe(204);
  });

  test("a running claim may still report", async () => {
    const held = await anApprovedSession(workspace);
    const claimed = await workspace.as("olga").post(`/api/sessions/${held.sessionId}/exec`);
    await workspace.as("olga").post(`/api/sessions/${held.sessionId}/kill`);
    const report = { executionToken: textAt(claimed.body, "execution_token"), result: "failed", exitCode: 137 };
    expect((await workspace.as("bot").put(`/v2/reviews/${held.reviewId}/execution`, report)).status).toBe(200);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "EXECUTED" });
  });
});

describe("the session follows its review", () => {
  test.each([
    ["APPROVED", "ready"],
    ["REJECTED", "done"],
  ])("%s: %s", async (status, session) => {
    const held = await aHeldSession(workspace);
    await decide(workspace, "both", held, status);
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: session });
  });

  test("a partial approval leaves it open; revoking ends it; a claim opens it", async () => {
    const held = await aHeldSession(workspace);
    const status = async () =>
      textAt((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body, "status");
    await decide(workspace, "bea", held, "APPROVED");
    expect(await status()).toBe("open");
    await decide(workspace, "sam", held, "APPROVED");
    expect(await status()).toBe("ready");
    await decide(workspace, "sam", held, "REVOKED");
    expect(await status()).toBe("done");
    const other = await anApprovedSession(workspace);
    await workspace.as("olga").post(`/api/sessions/${other.sessionId}/exec`);
    expect((await workspace.as("olga").get(`/api/sessions/${other.sessionId}`)).body).toMatchObject({ status: "open" });
  });
});
