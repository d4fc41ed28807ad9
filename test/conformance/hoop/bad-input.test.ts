// Whatever is sent: a 4xx in this dialect's words, and nothing written. Source: issue "Bad input"; hoop.md rulings 3, 13.

import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace, aHeldSession, type Held } from "../../support/guarded-workspace.ts";
import { aClient, type Answer, bearer, type TestWorkspace } from "../../support/workspace-builder.ts";

let workspace: TestWorkspace;
let held: Held;
beforeAll(async () => {
  workspace = await aGuardedWorkspace();
  held = await aHeldSession(workspace);
});

const WRITES = (sessionId: string, path: string) =>
  [
    ["PUT", path],
    ["PUT", `/api/sessions/${sessionId}/review`],
    ["POST", "/api/sessions"],
    ["POST", "/api/sessions/provision"],
    ["POST", "/api/access-requests/rules"],
    ["PUT", "/api/access-requests/rules/prod-writes"],
  ] as const;

const expectRefusal = (answer: Answer): void => {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(answer.body).toEqual({ message: expect.stringMatching(/./) });
};

const untouched = async (): Promise<void> => {
  expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
    status: "PENDING",
    review_groups_data: [{ status: "PENDING" }, { status: "PENDING" }],
  });
  expect((await workspace.as("adam").get("/api/sessions")).body).toMatchObject({ total: 1 });
  expect((await workspace.as("adam").get("/api/access-requests/rules")).body).toMatchObject({ pages: { total: 2 } });
};

const deep = (depth: number): string => `{"status":"APPROVED","metadata":${"[".repeat(depth)}${"]".repeat(depth)}}`;

describe("bodies", () => {
  test.each([
    ["nothing", ""],
    ["white space", "   "],
    ["half a body", '{"status":'],
    ["two bodies", '{"status":"APPROVED"}{}'],
    ["a form", "status=APPROVED"],
    ["NUL", "\u0000"],
    ["a lone surrogate", '{"status":"\ud800"}'],
    ["an array", '["APPROVED"]'],
    ["a number", "42"],
    ["a text", '"APPROVED"'],
    ["null", "null"],
    ["too deep", deep(200)],
    ["very deep", deep(100_000)],
    ["deep objects", `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`],
    ["prototype keys", '{"__proto__":{"status":"APPROVED"},"constructor":{"prototype":{"status":"APPROVED"}}}'],
    ["types all wrong", '{"status":{},"connection":[],"user_email":1,"name":{},"script":true}'],
    ["1.1 MB", JSON.stringify({ status: "APPROVED", rejection_reason: "x".repeat(1_100_000) })],
  ])("%s", async (_name, body) => {
    for (const [method, path] of WRITES(held.sessionId, held.path)) {
      expectRefusal(await workspace.as("adam").send(method, path, body));
    }
    await untouched();
  });

  test("30 MB are 413", async () => {
    const body = `{"status":"APPROVED","rejection_reason":"${"x".repeat(30_000_000)}"}`;
    expect(await workspace.as("bea").put(held.path, body)).toMatchObject({ status: 413 });
    await untouched();
  });

  test("an empty body is EOF", async () => {
    expect(await workspace.as("bea").put(held.path, "")).toMatchObject({ status: 400, body: { message: "EOF" } });
  });
});

test("texts of any kind come back as they were sent", async () => {
  const other = await aGuardedWorkspace();
  const odd = "NUL \u0000, half a pair \ud800, a whole one \u{1d4b3}, \u202e, 'quotes\", \\, </script>";
  const mine = await aHeldSession(other, { script: odd, env_vars: { [odd]: odd } });
  const rejected = await other.as("bea").put(mine.path, { status: "REJECTED", rejection_reason: odd });
  expect(rejected).toMatchObject({ status: 200, body: { rejection_reason: odd } });
  expect((await other.as("olga").get(mine.path)).body).toEqual(rejected.body);
  expect((await other.as("olga").get(`/api/sessions/${mine.sessionId}`)).body).toMatchObject({ script: odd });
  const rule = {
    name: odd,
    access_type: "command",
    connection_names: [odd],
    reviewers_groups: [odd],
    all_groups_must_approve: true,
  };
  expect(await other.as("adam").post("/api/access-requests/rules", rule)).toMatchObject({ status: 201, body: rule });
  const held = await aHeldSession(other, { connection: odd });
  expect((await other.as("olga").get(held.path)).body).toMatchObject({ review_groups_data: [{ group: odd }] });
});

describe("ids", () => {
  const ids = [
    "%00",
    "%2e%2e%2f",
    "a%2Fb",
    "%zz",
    "%",
    "%E0%A4%A",
    "'%20OR%201=1--",
    "x".repeat(5_000),
    "ünïcode",
    "null",
    "__proto__",
    "00000000-0000-4000-8000-00000000000g",
    "00000000-0000-4000-8000-000000000000%00",
    "{00000000-0000-4000-8000-000000000000}",
  ];
  test.each(ids)("%s is nobody's: 404 `resource not found`", async (id) => {
    const answers = [
      await workspace.as("olga").get(`/api/reviews/${id}`),
      await workspace.as("olga").put(`/api/reviews/${id}`, { status: "APPROVED" }),
      await workspace.as("olga").put(`/api/sessions/${id}/review`, { status: "APPROVED" }),
      await workspace.as("olga").get(`/api/sessions/${id}`),
      await workspace.as("olga").post(`/api/sessions/${id}/exec`),
      await workspace.as("olga").post(`/api/sessions/${id}/kill`),
    ];
    for (const { status, text } of answers) expect([status, text]).toEqual([404, '{"message":"resource not found"}']);
  });

  test.each(["%00", "%zz", "a%2Fb", "ünïcode"])("%s with an idempotency key, too", async (id) => {
    const put = workspace.as("olga").put(`/api/reviews/${id}`, { status: "APPROVED" }, { "idempotency-key": "k" });
    expect(await put).toMatchObject({ status: 404, body: { message: "resource not found" } });
    expect(
      (await workspace.as("adam").delete(`/api/access-requests/rules/${id}`, { "idempotency-key": "k" })).status,
    ).toBe(404);
  });

  test("slashes and dots in a review's id", async () => {
    for (const path of ["/api/reviews/a/b", `${held.path}/x`, `/api/reviews/${held.reviewId}%2F`]) {
      expect(await workspace.as("olga").get(path)).toMatchObject({
        status: 404,
        body: { message: "resource not found" },
      });
    }
  });

  test("an id is found in any case", async () => {
    expect((await workspace.as("olga").get(`/api/reviews/${held.reviewId.toUpperCase()}`)).status).toBe(200);
  });

  test("rule names", async () => {
    for (const id of ["%00", "%zz", "__proto__", "a%2Fb"]) {
      expect(await workspace.as("adam").get(`/api/access-requests/rules/${id}`)).toMatchObject({ status: 404 });
    }
  });
});

describe("paths and verbs that are not there are 404 without a body, as the real gateway answers them", () => {
  test.each([
    ["GET", "/api"],
    ["GET", "/api/nothing"],
    ["POST", "/api/reviews"],
    ["DELETE", "/api/reviews/00000000-0000-4000-8000-000000000000"],
    ["PATCH", "/api/sessions"],
    ["GET", "/api/sessions/provision/x"],
    ["GET", "/api/sessions/00000000-0000-4000-8000-000000000000/exec"],
    ["POST", "/api/access-requests"],
  ])("%s %s", async (method, path) => {
    const answer = await workspace.as("adam").send(method, path);
    expect([answer.status, answer.text]).toEqual([404, ""]);
  });
});

describe("credentials", () => {
  const denied = { status: 401, body: { message: "access denied" } };
  test.each([
    ["another scheme", { authorization: "Basic b2xnYTp4" }],
    ["a scheme in lower case", { authorization: "bearer x" }],
    ["no token", { authorization: "Bearer " }],
    ["two spaces", { authorization: "Bearer  x" }],
    ["three parts", { authorization: "Bearer x y" }],
    ["a token of 200 KB", { authorization: `Bearer ${"x".repeat(200_000)}` }],
    ["half a JWT", { authorization: "Bearer eyJhbGciOiJub25lIn0." }],
    ["an unsigned JWT", { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvbGdhIn0." }],
    ["nothing", {}],
  ])("%s is 401", async (_name, headers) => {
    expect(await aClient(headers).get("/api/reviews")).toMatchObject(denied);
    expect(await aClient(headers).put(held.path, "x")).toMatchObject(denied);
  });

  test("the scheme word is exactly Bearer; the legacy header takes the key alone", async () => {
    const secret = workspace.secretOf("olga");
    expect((await aClient({ authorization: `BEARER ${secret}` }).get("/api/reviews")).status).toBe(401);
    expect((await aClient({ "api-key": secret }).get("/api/reviews")).status).toBe(200);
    expect((await aClient({ "x-api-key": secret }).get("/api/reviews")).status).toBe(200);
    expect((await aClient(bearer(secret)).get("/api/reviews")).status).toBe(200);
  });

  test("a credential that may only post for one agent, or only read, is refused", async () => {
    const other = await aGuardedWorkspace({
      credentials: [
        { name: "agent-bot", agent: "loan_underwriter" },
        { name: "reader-bot", role: "admin", scopes: ["read:reviews"] },
      ],
    });
    expect((await other.as("agent-bot").get("/api/reviews")).status).toBe(403);
    expect((await other.as("reader-bot").get("/api/reviews")).status).toBe(200);
    expect((await other.as("reader-bot").post("/api/sessions", { connection: "x", script: "x" })).status).toBe(403);
  });
});
