// Opening, reading and deciding reviews natively, sentence by sentence. Source: workspace.md 4.

import { describe, expect, test } from "vitest";
import { aMember, aWorkspace, stranger, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const aTeam = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("ada", ["banking"], { role: "admin" }),
      aMember("ben", ["banking"]),
      aMember("sue", ["sre"]),
      aMember("max"),
      aMember("vera", ["banking"], { role: "viewer" }),
      aMember("audrey", [], { role: "auditor" }),
      aMember("gone", [], { active: false }),
    ],
    credentials: [
      { name: "bot", role: "member" },
      { name: "reader", role: "member", scopes: ["read:reviews"] },
    ],
  });

const SUBJECT = { type: "invoice", id: "INV-1", attributes: { amount: 12, mail: "pay@example.com" } };

/** A review just opened; its id. */
const opened = async (team: TestWorkspace, body: object = {}, by = "bot"): Promise<string> => {
  const answer = await team.as(by).post("/v2/reviews", { subject: SUBJECT, ...body });
  expect(answer.status, answer.text).toBe(201);
  return textAt(answer.body, "id");
};

describe("POST /v2/reviews", () => {
  test("201 with Location, ETag and the whole review object", async () => {
    const team = await aTeam();
    const answer = await team.as("max").post("/v2/reviews", {
      subject: SUBJECT,
      groups: ["banking", "sre"],
      minApprovals: 1,
      priority: "high",
      dueAt: "2999-01-01T01:00:00+01:00",
      assignedTo: "ben",
    });
    expect(answer.status, answer.text).toBe(201);
    const id = textAt(answer.body, "id");
    expect(answer.headers.get("location")).toBe(`/v2/reviews/${id}`);
    expect(answer.headers.get("etag")).toBe('"1"');
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(answer.body).toEqual({
      id,
      dialect: "native",
      status: "pending",
      version: 1,
      priority: "high",
      subject: SUBJECT,
      requesterId: "max",
      groups: [
        { name: "banking", status: "pending", reviewedBy: null, reviewedAt: null },
        { name: "sre", status: "pending", reviewedBy: null, reviewedAt: null },
      ],
      minApprovals: 1,
      assignedTo: "ben",
      escalation: null,
      findings: null,
      outcome: null,
      reasons: [],
      decision: null,
      notes: [],
      sla: {
        status: "on_track",
        dueAt: "2999-01-01T00:00:00.000Z",
        atRiskAt: instant,
        breachedAt: null,
        pausedAt: null,
      },
      execution: null,
      aliases: [],
      createdAt: instant,
      updatedAt: instant,
      completedAt: null,
    });
    const read = await team.as("max").get(`/v2/reviews/${id}`);
    expect(read.body).toEqual({ ...Object(answer.body), claim: null });
  });

  test("several reviews of one subject each keep their own attributes", async () => {
    const team = await aTeam();
    const first = await opened(team);
    const second = await opened(team, { subject: { ...SUBJECT, attributes: { amount: 13 } } });
    const read = async (id: string) => (await team.as("max").get(`/v2/reviews/${id}`)).body;
    expect(await read(first)).toMatchObject({ subject: SUBJECT });
    expect(await read(second)).toMatchObject({ subject: { id: "INV-1", attributes: { amount: 13 } } });
  });

  test("requesterId absent: the caller if it is a member, or the service", async () => {
    const team = await aTeam();
    const ofService = await team.as("bot").post("/v2/reviews", { subject: SUBJECT });
    expect(ofService.body).toMatchObject({ requesterId: "bot", minApprovals: 1, groups: [] });
    const ofOther = await team.as("bot").post("/v2/reviews", { subject: SUBJECT, requesterId: "max" });
    expect(ofOther.body).toMatchObject({ requesterId: "max" });
  });

  test("nobody approves what was asked in their name; a plain member who asked it in another's neither", async () => {
    const team = await aTeam();
    const id = await opened(team, { requesterId: "max" }, "ben");
    for (const name of ["max", "ben"]) {
      const answer = await team.as(name).post(`/v2/reviews/${id}/decisions`, { verdict: "approve" });
      expect(answer).toMatchObject({ status: 403, body: { code: "self_approval" } });
    }
    expect(await team.as("sue").post(`/v2/reviews/${id}/decisions`, { verdict: "approve" })).toMatchObject({
      status: 200,
    });
  });

  test("an administrator who asked in another's name may decide", async () => {
    const team = await aTeam();
    const id = await opened(team, { requesterId: "max" }, "olga");
    expect((await team.as("olga").post(`/v2/reviews/${id}/decisions`, { verdict: "approve" })).status).toBe(200);
  });

  test.each<[string, object, string]>([
    ["unknown keys", { callback_url: "https://example.com/hook" }, "/callback_url"],
    ["an unknown member", { requesterId: "nobody" }, "/requesterId"],
    ["an inactive assignee", { assignedTo: "gone" }, "/assignedTo"],
    ["a group twice", { groups: ["a", "a"] }, "/groups"],
    ["no approvals needed", { minApprovals: 0 }, "/minApprovals"],
    ["an unknown priority", { priority: "asap" }, "/priority"],
    ["a deadline without a zone", { dueAt: "2027-01-01T00:00:00" }, "/dueAt"],
    ["attributes that are no object", { subject: { ...SUBJECT, attributes: [] } }, "/subject/attributes"],
    ["NUL in an id", { subject: { ...SUBJECT, id: "a\u0000b" } }, "/subject/id"],
    ["half a character in an id", { subject: { ...SUBJECT, id: "\ud800" } }, "/subject/id"],
    ["a missing subject", { subject: undefined }, "/subject"],
  ])("refuses %s with its path", async (_, body, path) => {
    const team = await aTeam();
    const answer = await team.as("bot").post("/v2/reviews", { subject: SUBJECT, ...body });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body).toMatchObject({ code: "invalid_request", status: 400, errors: [{ path }] });
  });

  test("stored payloads above 256 KB and bodies above 1 MB are 413", async () => {
    const team = await aTeam();
    const withText = (length: number) => ({ subject: { ...SUBJECT, attributes: { text: "x".repeat(length) } } });
    expect(await team.as("bot").post("/v2/reviews", withText(262_000))).toMatchObject({ status: 201 });
    for (const length of [262_144, 1_048_576, 3_000_000]) {
      const answer = await team.as("bot").post("/v2/reviews", withText(length));
      expect(answer).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    }
  });

  test("keys of the prototype are data", async () => {
    const team = await aTeam();
    const raw = '{"subject":{"type":"t","id":"i","attributes":{"__proto__":{"admin":true},"constructor":1}}}';
    const answer = await team.as("bot").post("/v2/reviews", raw);
    expect(answer.status).toBe(201);
    const read = await team.as("max").get(`/v2/reviews/${textAt(answer.body, "id")}`);
    expect(read.text).toContain('"attributes":{"__proto__":{"admin":true},"constructor":1}');
  });

  test("viewers and auditors open nothing", async () => {
    const team = await aTeam();
    for (const name of ["vera", "audrey"]) {
      const answer = await team.as(name).post("/v2/reviews", { subject: SUBJECT });
      expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
  });
});

describe("GET /v2/reviews/{id}", () => {
  test("If-None-Match of this version is 304 without a body", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const read = (tag: string) => team.as("max").get(`/v2/reviews/${id}`, { "if-none-match": tag });
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', "*"]) {
      expect(await read(tag)).toMatchObject({ status: 304, text: "" });
    }
    expect(await read('"2"')).toMatchObject({ status: 200 });
  });

  test("hidden, foreign and missing reviews are answered byte for byte alike", async () => {
    const [team, other] = await Promise.all([aTeam(), aTeam()]);
    const hidden = await opened(team, { groups: ["sre"] });
    const foreign = await opened(other);
    const answers = await Promise.all(
      [
        hidden,
        foreign,
        "00000000-0000-7000-8000-000000000000",
        "a%2Fb",
        "%00",
        "%E0%A4%A",
        "x".repeat(3_000),
        "%2e%2e%2f",
      ].map((id) => team.as("max").get(`/v2/reviews/${id}`)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(answers[0]?.text);
    }
  });

  test("a review with groups is seen by its requester, its groups, administrators and auditors", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["sre"], requesterId: "ben" });
    const status = async (name: string) => (await team.as(name).get(`/v2/reviews/${id}`)).status;
    for (const name of ["ben", "sue", "olga", "ada", "audrey", "bot"]) expect(await status(name)).toBe(200);
    for (const name of ["max", "vera"]) expect(await status(name)).toBe(404);
  });
});

describe("POST /v2/reviews/{id}/decisions", () => {
  test("groups decide row by row", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking", "sre"] });
    const half = await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "approve", reason: "fine" });
    expect(half).toMatchObject({ status: 200, body: { status: "pending", version: 2 } });
    expect(half.headers.get("etag")).toBe('"2"');
    const done = await team
      .as("sue")
      .post(`/v2/reviews/${id}/decisions`, { verdict: "approve", reason: "ok", notes: "n" });
    expect(done.body).toMatchObject({
      status: "approved",
      subject: SUBJECT,
      groups: [
        {
          name: "banking",
          status: "approved",
          reviewedBy: { id: "ben", name: "Name of ben", email: "ben@example.com" },
        },
        { name: "sre", status: "approved", reviewedBy: { id: "sue" } },
      ],
      decision: { verdict: "approve", by: { id: "sue" }, reason: "ok", notes: "n", automated: false },
    });
    const revoked = await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "revoke" });
    expect(revoked.body).toMatchObject({ status: "revoked" });
  });

  test.each([
    ["outside the groups", "olga", 403, "not_eligible"],
    ["hidden", "max", 404, "not_found"],
    ["read-only", "vera", 403, "forbidden"],
  ])("%s", async (_, name, status, code) => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking"] });
    const answer = await team.as(name).post(`/v2/reviews/${id}/decisions`, { verdict: "approve" });
    expect(answer).toMatchObject({ status, body: { code, status } });
  });

  test("without groups any member decides, as many as minApprovals says; a settled review is closed", async () => {
    const team = await aTeam();
    const id = await opened(team, { minApprovals: 2 });
    const vote = (name: string, verdict = "approve") => team.as(name).post(`/v2/reviews/${id}/decisions`, { verdict });
    expect((await vote("max")).body).toMatchObject({ status: "pending", version: 2 });
    expect((await vote("max")).body).toMatchObject({ status: "pending", version: 2 });
    expect((await vote("sue")).body).toMatchObject({ status: "approved", version: 3 });
    expect(await vote("ben", "reject")).toMatchObject({ status: 409, body: { code: "review_closed" } });
    expect((await vote("ben", "revoke")).body).toMatchObject({ status: "revoked" });
  });

  test("If-Match of another version is 412 with the current state; of this one, or *, it is taken", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const note = (tag: string) => team.as("max").post(`/v2/reviews/${id}/notes`, { text: "hm" }, { "if-match": tag });
    for (const tag of ['"7"', 'W/"1"', '"x"']) {
      const stale = await note(tag);
      expect(stale).toMatchObject({
        status: 412,
        body: { code: "precondition_failed", current: { id, version: 1, subject: SUBJECT } },
      });
      expect(stale.headers.get("etag")).toBe('"1"');
    }
    expect(await note('"9", "1"')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await note("*")).toMatchObject({ status: 200, body: { version: 3 } });
    expect(await note("3")).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });

  test("an outcome on a review that ends by votes is refused", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const decide = (body: object) => team.as("max").post(`/v2/reviews/${id}/decisions`, body);
    expect(await decide({ outcome: "Denied", reasons: ["Other"] })).toMatchObject({
      status: 409,
      body: { code: "conflict" },
    });
    expect(await decide({ reasons: ["Other"], verdict: "reject" })).toMatchObject({ status: 400 });
    expect(await decide({})).toMatchObject({ status: 400, body: { errors: [{ path: "/verdict" }] } });
  });
});

describe("the other verbs", () => {
  test("assign, and clear", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const assign = (assignedTo: unknown) => team.as("max").post(`/v2/reviews/${id}/assign`, { assignedTo });
    expect((await assign("ben")).body).toMatchObject({ assignedTo: "ben", version: 2 });
    expect((await assign("ben")).body).toMatchObject({ assignedTo: "ben", version: 2 });
    expect((await assign(null)).body).toMatchObject({ assignedTo: null, version: 3 });
    for (const nobody of ["gone", "nobody"]) {
      expect(await assign(nobody)).toMatchObject({ status: 400, body: { errors: [{ path: "/assignedTo" }] } });
    }
    expect(await assign(undefined)).toMatchObject({ status: 400 });
  });

  test("escalate to a member, a group or a role; without a ladder to the first owner", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const escalate = (body?: object) => team.as("max").post(`/v2/reviews/${id}/escalate`, body);
    expect((await escalate()).body).toMatchObject({
      escalation: { to: ["olga"], level: 1, by: { id: "max" }, reason: null },
    });
    expect((await escalate({ to: "group:banking", reason: "big" })).body).toMatchObject({
      escalation: { to: ["ada", "ben", "vera"], reason: "big" },
    });
    expect((await escalate({ to: "role:admin" })).body).toMatchObject({ escalation: { to: ["ada"] } });
    expect((await escalate({ to: "sue" })).body).toMatchObject({ escalation: { to: ["sue"] } });
    for (const to of ["gone", "nobody", "group:none", "role:king", "team:x"]) {
      expect(await escalate({ to })).toMatchObject({ status: 400, body: { errors: [{ path: "/to" }] } });
    }
  });

  test("findings are merged, completing keeps them", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const post = (verb: string, body?: object) => team.as("max").post(`/v2/reviews/${id}/${verb}`, body);
    expect((await post("findings", { a: 1, b: [1] })).body).toMatchObject({ findings: { a: 1, b: [1] } });
    expect((await post("findings", { b: [2] })).body).toMatchObject({ findings: { a: 1, b: [2] }, version: 3 });
    expect((await post("findings", {})).body).toMatchObject({ version: 3 });
    expect((await post("complete")).body).toMatchObject({ status: "completed", findings: { a: 1, b: [2] } });
    expect(await post("complete")).toMatchObject({ status: 409, body: { code: "review_closed" } });
  });

  test.each([
    ["groups", { groups: ["banking", "sre"] }],
    ["several people", { minApprovals: 2 }],
  ])("a review that asks %s ends by their votes, not by one person's completion", async (_asked, terms) => {
    const team = await aTeam();
    const id = await opened(team, terms);
    expect((await team.as("ben").post(`/v2/reviews/${id}/findings`, { a: 1 })).status).toBe(200);
    for (const name of ["ben", "olga"]) {
      const refused = await team.as(name).post(`/v2/reviews/${id}/complete`, {});
      expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    }
    const { body } = await team.as("olga").get(`/v2/reviews/${id}/eligibility`);
    expect(body).toMatchObject({ status: "pending", verbs: { complete: { allowed: false } } });
    const words = JSON.stringify(body);
    expect(words).not.toContain('"complete"]');
  });

  test("notes are taken in every state; cancelling belongs to who asked and to administrators", async () => {
    const team = await aTeam();
    const id = await opened(team, { requesterId: "max" });
    const foreign = await team.as("ben").post(`/v2/reviews/${id}/cancel`);
    expect(foreign).toMatchObject({ status: 403, body: { code: "forbidden" } });
    const cancelled = await team.as("max").post(`/v2/reviews/${id}/cancel`, { reason: "moot" });
    expect(cancelled.body).toMatchObject({ status: "cancelled", decision: null });
    const noted = await team.as("ben").post(`/v2/reviews/${id}/notes`, { text: "pity" });
    expect(noted.body).toMatchObject({ notes: [{ by: { id: "ben" }, text: "pity" }] });
    expect(await team.as("ben").post(`/v2/reviews/${id}/notes`, { text: "" })).toMatchObject({ status: 400 });
  });

  test("a scope that is missing is 403", async () => {
    const team = await aTeam();
    const id = await opened(team);
    expect(await team.as("reader").get(`/v2/reviews/${id}`)).toMatchObject({ status: 200 });
    const answer = await team.as("reader").post(`/v2/reviews/${id}/notes`, { text: "x" });
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });
});

describe("Idempotency-Key", () => {
  test("the same key and body gives the stored answer again; another body is 422", async () => {
    const team = await aTeam();
    const key = { "idempotency-key": "k-1" };
    const first = await team.as("bot").post("/v2/reviews", { subject: SUBJECT }, key);
    const again = await team.as("bot").post("/v2/reviews", { subject: SUBJECT }, key);
    expect(again).toMatchObject({ status: 201, text: first.text });
    expect(again.headers.get("location")).toBe(first.headers.get("location"));
    const other = await team.as("bot").post("/v2/reviews", { subject: { ...SUBJECT, id: "x" } }, key);
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_mismatch" } });
    const broken = await team.as("bot").post("/v2/reviews", { nonsense: 1 }, key);
    expect(broken).toMatchObject({ status: 422 });
    expect(await team.as("max").post("/v2/reviews", { subject: SUBJECT }, key)).toMatchObject({ status: 201 });
  });

  test("a replayed write answers as it did, whatever happened since", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const key = { "idempotency-key": "note" };
    const note = () => team.as("max").post(`/v2/reviews/${id}/notes`, { text: "first" }, key);
    const first = await note();
    await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "approve" });
    expect(await note()).toMatchObject({ status: 200, text: first.text });
    const { body } = await team.as("max").get(`/v2/reviews/${id}`);
    expect(body).toMatchObject({ version: 3, notes: [{ text: "first" }] });
  });

  test("of many equal requests at once one is processed and all answer alike", async () => {
    const team = await aTeam();
    const key = { "idempotency-key": "race" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => team.as("bot").post("/v2/reviews", { subject: SUBJECT }, key)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.every(({ status }) => status === 201)).toBe(true);
  });

  test.each(["", "x".repeat(256), "tab\there"])("a key that is not 1-255 printable characters is 400", async (key) => {
    const team = await aTeam();
    const answer = await team.as("bot").post("/v2/reviews", { subject: SUBJECT }, { "idempotency-key": key });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });
});

describe("paths, methods, bodies", () => {
  test("nobody is 401 with a challenge", async () => {
    for (const path of ["/v2/reviews", "/v2/reviews/x", "/v2/reviews/x/events"]) {
      const answer = await stranger.get(path);
      expect(answer).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  test.each([
    ["DELETE", "/v2/reviews", "GET, HEAD, POST"],
    ["PUT", "/v2/reviews/x", "GET, HEAD"],
    ["GET", "/v2/reviews/bulk-decisions", "POST"],
    ["GET", "/v2/reviews/x/decisions", "POST"],
    ["POST", "/v2/reviews/x/execution", "PUT"],
    ["POST", "/health", "GET, HEAD"],
  ])("%s %s is 405 with Allow", async (method, path, allow) => {
    const answer = await stranger.send(method, path);
    expect(answer).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(answer.headers.get("allow")).toBe(allow);
  });

  test.each(["/", "/v2", "/v2/nothing", "/v3/reviews", "/v2/reviews/x/y", "/favicon.ico"])(
    "%s is 404",
    async (path) => {
      const answer = await stranger.get(path);
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    },
  );

  test.each([
    ["no JSON", "{", 400],
    ["no body", undefined, 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
    ["a number", "7", 400],
    [
      "deep nesting",
      `{"subject":{"type":"t","id":"i","attributes":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}}`,
      400,
    ],
    ["a truncated text", '{"subject": "', 400],
  ])("a body that is %s", async (_, body, status) => {
    const team = await aTeam();
    const answer = await team.as("bot").post("/v2/reviews", body);
    expect(answer).toMatchObject({ status, body: { code: "invalid_request" } });
  });

  test("GET /health: public, with the version", async () => {
    expect(await stranger.get("/health")).toMatchObject({
      status: 200,
      body: { status: "ok", version: expect.any(String) },
    });
  });
});
