// Lists, bulk decisions and reading as the operator, through the Worker. Source: workspace.md 4.

import { describe, expect, test } from "vitest";
import {
  aClient,
  aMember,
  aWorkspace,
  bearer,
  operator,
  type TestWorkspace,
  textAt,
} from "../../support/workspace-builder.ts";
import { env } from "cloudflare:workers";

const aTeam = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("ben", ["banking"]),
      aMember("sue", ["sre"]),
      aMember("max"),
      aMember("vera", [], { role: "viewer" }),
      aMember("audrey", [], { role: "auditor" }),
    ],
    credentials: [{ name: "bot", role: "member" }],
    accessRules: [
      {
        name: "prod",
        accessType: "command",
        connections: ["pg"],
        reviewerGroups: ["banking"],
        allGroupsMustApprove: true,
      },
    ],
  });

const opened = async (team: TestWorkspace, id: string, body: object = {}, by = "bot"): Promise<string> => {
  const answer = await team.as(by).post("/v2/reviews", { subject: { type: "order", id }, ...body });
  expect(answer.status, answer.text).toBe(201);
  return textAt(answer.body, "id");
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const listed = (body: unknown, key: string): readonly unknown[] =>
  isRecord(body) && Array.isArray(body["data"])
    ? body["data"].map((review) => (isRecord(review) ? review[key] : null))
    : [];

describe("GET /v2/reviews", () => {
  test("newest first, in pages that join without gap or twin", async () => {
    const team = await aTeam();
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.unshift(await opened(team, `o-${index}`));
    const found: unknown[] = [];
    for (let path = "/v2/reviews?limit=3"; ; ) {
      const page = await team.as("vera").get(path);
      expect(page.status).toBe(200);
      found.push(...listed(page.body, "id"));
      if (isRecord(page.body) && page.body["nextCursor"] === null) break;
      path = `/v2/reviews?limit=3&cursor=${textAt(page.body, "nextCursor")}`;
    }
    expect(found).toEqual(ids);
  });

  test("filters, with the reviews of every API; the objects are whole", async () => {
    const team = await aTeam();
    const plain = await opened(team, "a", { priority: "urgent", dueAt: "2999-01-01T00:00:00Z" });
    const grouped = await opened(team, "b", { groups: ["sre"], assignedTo: "max" });
    await team.as("ben").post(`/v2/reviews/${plain}/decisions`, { verdict: "approve", reason: "because" });
    const session = await team.as("max").post("/api/sessions", { connection: "pg", script: "select 1" });
    expect(session.status, session.text).toBe(202);
    const asOwner = async (query: string) => listed((await team.as("olga").get(`/v2/reviews?${query}`)).body, "id");
    expect(await asOwner("status=approved")).toEqual([plain]);
    expect(await asOwner("status=approved&status=pending&dialect=native")).toEqual([grouped, plain]);
    expect(await asOwner("dialect=hoop")).toHaveLength(1);
    expect(await asOwner("priority=urgent")).toEqual([plain]);
    expect(await asOwner("assignedTo=max")).toEqual([grouped]);
    expect(await asOwner("group=sre")).toEqual([grouped]);
    expect(await asOwner("sla=on_track")).toEqual([]);
    expect(await asOwner("subjectType=order&subjectId=a")).toEqual([plain]);
    expect(await asOwner("dueBefore=3000-01-01T00:00:00Z")).toEqual([plain]);
    expect(await asOwner("createdAfter=2020-01-01T00:00:00Z")).toHaveLength(3);
    expect(await asOwner("createdBefore=2020-01-01T00:00:00Z")).toEqual([]);
    expect(await asOwner("sort=priority")).toHaveLength(3);
    expect((await asOwner("sort=dueAt"))[0]).toBe(plain);
    const page = await team.as("olga").get("/v2/reviews?subjectType=order&subjectId=a");
    const one = await team.as("olga").get(`/v2/reviews/${plain}`);
    // Who works on it is told of one review, not in lists.
    const listedAlike: unknown = JSON.parse(one.text, (key, value) => (key === "claim" ? undefined : value));
    expect(page.body).toEqual({ data: [listedAlike], nextCursor: null });
    expect(one.body).toMatchObject({ decision: { reason: "because" } });
  });

  test("who is neither administrator nor auditor sees no review of other people's groups", async () => {
    const team = await aTeam();
    const everybody = await opened(team, "a");
    const sre = await opened(team, "b", { groups: ["sre"], requesterId: "ben" });
    const banking = await opened(team, "c", { groups: ["banking"] }, "max");
    const seenBy = async (name: string, query = "") =>
      listed((await team.as(name).get(`/v2/reviews${query}`)).body, "id");
    expect(await seenBy("max")).toEqual([banking, everybody]);
    expect(await seenBy("ben")).toEqual([banking, sre, everybody]);
    expect(await seenBy("sue")).toEqual([sre, everybody]);
    expect(await seenBy("vera", "?status=pending")).toEqual([everybody]);
    expect(await seenBy("vera", "?group=sre")).toEqual([]);
    for (const name of ["olga", "audrey"]) expect(await seenBy(name)).toEqual([banking, sre, everybody]);
    for (const name of ["max", "ben", "sue", "vera", "olga"]) {
      for (const sort of ["createdAt", "dueAt", "priority"]) {
        expect(new Set(await seenBy(name, `?sort=${sort}`))).toEqual(new Set(await seenBy(name)));
      }
    }
  });

  test.each([
    ["limit=0", "/limit"],
    ["limit=201", "/limit"],
    ["limit=x", "/limit"],
    ["status=open", "/status/0"],
    ["dialect=other", "/dialect"],
    ["sort=name", "/sort"],
    ["cursor=AAAA", "/cursor"],
    ["cursor=%00", "/cursor"],
    ["createdAfter=yesterday", "/createdAfter"],
    ["priority=high&priority=low", "/priority"],
    ["colour=red", "/colour"],
  ])("?%s is 400 with its place", async (query, path) => {
    const team = await aTeam();
    const answer = await team.as("max").get(`/v2/reviews?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request", errors: [{ path }] } });
  });

  test("a cursor of another order is 400", async () => {
    const team = await aTeam();
    await opened(team, "a");
    await opened(team, "b");
    const page = await team.as("max").get("/v2/reviews?limit=1");
    const cursor = textAt(page.body, "nextCursor");
    expect(await team.as("max").get(`/v2/reviews?limit=1&cursor=${cursor}`)).toMatchObject({ status: 200 });
    expect(await team.as("max").get(`/v2/reviews?sort=dueAt&cursor=${cursor}`)).toMatchObject({ status: 400 });
  });

  test("large subjects make pages short, never wrong", async () => {
    const team = await aTeam();
    const attributes = { text: "x".repeat(250_000) };
    const ids: string[] = [];
    for (let index = 0; index < 40; index += 1)
      ids.unshift(await opened(team, `o-${index}`, { subject: { type: "order", id: "big", attributes } }));
    const first = await team.as("max").get("/v2/reviews?limit=200");
    const found = listed(first.body, "id");
    expect(found.length).toBeGreaterThan(10);
    expect(found.length).toBeLessThan(40);
    const rest = await team.as("max").get(`/v2/reviews?limit=200&cursor=${textAt(first.body, "nextCursor")}`);
    expect([...found, ...listed(rest.body, "id")]).toEqual(ids);
  });
});

describe("POST /v2/reviews/bulk-decisions", () => {
  test("one result per id, in the order asked, duplicates once; nothing keeps the others from being decided", async () => {
    const [team, other] = await Promise.all([aTeam(), aTeam()]);
    const one = await opened(team, "a");
    const two = await opened(team, "b", {}, "max");
    const three = await opened(team, "c", { groups: ["sre"] });
    const closed = await opened(team, "d");
    const foreign = await opened(other, "e");
    await team.as("ben").post(`/v2/reviews/${closed}/decisions`, { verdict: "reject" });
    const ids = [two, one, "none", three, one, closed, foreign, "a\u0000b"];
    const answer = await team.as("max").post("/v2/reviews/bulk-decisions", { ids, verdict: "approve", reason: "all" });
    expect(answer.status, answer.text).toBe(200);
    const refused = (id: string, code: string) => ({
      id,
      status: "refused",
      error: { code, detail: expect.any(String) },
    });
    expect(answer.body).toEqual({
      results: [
        refused(two, "self_approval"),
        { id: one, status: "decided" },
        refused("none", "not_found"),
        refused(three, "not_found"),
        refused(closed, "review_closed"),
        refused(foreign, "not_found"),
        refused("a\u0000b", "not_found"),
      ],
    });
    expect((await team.as("max").get(`/v2/reviews/${one}`)).body).toMatchObject({
      status: "approved",
      decision: { reason: "all", by: { id: "max" } },
    });
  });

  test("ids may be any id that an API gave; two ids of one review are decided once", async () => {
    const team = await aTeam();
    const session = await team.as("max").post("/api/sessions", { connection: "pg", script: "select 1" });
    const sessionId = textAt(session.body, "session_id");
    const id = textAt((await team.as("olga").get(`/v2/reviews/${sessionId}`)).body, "id");
    const answer = await team
      .as("ben")
      .post("/v2/reviews/bulk-decisions", { ids: [sessionId, id], verdict: "approve" });
    expect(answer.body).toEqual({ results: [sessionId, id].map((asked) => ({ id: asked, status: "decided" })) });
    expect((await team.as("olga").get(`/v2/reviews/${id}`)).body).toMatchObject({ status: "approved", version: 2 });
  });

  test("Idempotency-Key: the same answer again, although everything is decided now", async () => {
    const team = await aTeam();
    const body = { ids: [await opened(team, "a"), await opened(team, "b")], verdict: "reject" };
    const send = (sent: object) =>
      team.as("max").post("/v2/reviews/bulk-decisions", sent, { "idempotency-key": "bulk" });
    const first = await send(body);
    expect(await send(body)).toMatchObject({ status: 200, text: first.text });
    expect(await send({ ...body, verdict: "approve" })).toMatchObject({ status: 422 });
    const fresh = await team.as("max").post("/v2/reviews/bulk-decisions", body);
    expect(fresh.body).toMatchObject({ results: [{ status: "refused" }, { status: "refused" }] });
  });

  test("two of them at once: every review is decided once", async () => {
    const team = await aTeam();
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) ids.push(await opened(team, `o-${index}`));
    const send = (name: string, verdict: string) => team.as(name).post("/v2/reviews/bulk-decisions", { ids, verdict });
    const answers = await Promise.all([send("max", "approve"), send("ben", "reject"), send("sue", "reject")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const decided = answers.flatMap(({ body }) =>
      isRecord(body) && Array.isArray(body["results"])
        ? body["results"].filter((r) => isRecord(r) && r["status"] === "decided")
        : [],
    );
    expect(decided).toHaveLength(20);
    const page = await team.as("max").get("/v2/reviews?limit=200");
    expect(listed(page.body, "version")).toEqual(ids.map(() => 2));
  });

  test.each([
    [{ ids: [], verdict: "approve" }, "/ids"],
    [{ ids: Array.from({ length: 101 }, (_, index) => `id-${index}`), verdict: "approve" }, "/ids"],
    [{ ids: [7], verdict: "approve" }, "/ids/0"],
    [{ ids: ["a"], verdict: "maybe" }, "/verdict"],
    [{ ids: ["a"] }, "/verdict"],
  ])("bodies that are refused", async (body, path) => {
    const team = await aTeam();
    const answer = await team.as("max").post("/v2/reviews/bulk-decisions", body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test("who only reads decides nothing", async () => {
    const team = await aTeam();
    const id = await opened(team, "a");
    const answer = await team.as("vera").post("/v2/reviews/bulk-decisions", { ids: [id], verdict: "approve" });
    expect(answer.body).toMatchObject({ results: [{ id, status: "refused", error: { code: "forbidden" } }] });
  });
});

describe("the operator", () => {
  test("reads reviews and events of a deleted workspace, and changes nothing", async () => {
    const team = await aTeam();
    const id = await opened(team, "a", { groups: ["sre"] });
    const asOperator = aClient({ ...bearer(env.OPERATOR_TOKEN), "x-workspace-id": team.id });
    expect(await operator.delete(`/v2/workspaces/${team.id}`)).toMatchObject({ status: 204 });
    expect(await team.as("olga").get(`/v2/reviews/${id}`)).toMatchObject({ status: 401 });
    expect(await asOperator.get(`/v2/reviews/${id}`)).toMatchObject({
      status: 200,
      body: { id, subject: { id: "a" } },
    });
    expect(listed((await asOperator.get("/v2/reviews")).body, "id")).toEqual([id]);
    expect(listed((await asOperator.get(`/v2/reviews/${id}/events`)).body, "type")).toEqual(["opened"]);
    expect((await asOperator.get(`/v2/reviews/${id}/events/verification`)).body).toMatchObject({ valid: true });
    expect(await asOperator.post(`/v2/reviews/${id}/notes`, { text: "x" })).toMatchObject({ status: 401 });
    expect(await asOperator.delete(`/v2/reviews/${id}/texts`)).toMatchObject({ status: 401 });
  });

  test("names an unknown workspace: 404; names none: 401", async () => {
    const asOperator = (headers: Readonly<Record<string, string>>) =>
      aClient({ ...bearer(env.OPERATOR_TOKEN), ...headers });
    expect(await asOperator({ "x-workspace-id": "nowhere" }).get("/v2/reviews")).toMatchObject({ status: 404 });
    expect(await asOperator({}).get("/v2/reviews")).toMatchObject({ status: 401 });
  });
});
