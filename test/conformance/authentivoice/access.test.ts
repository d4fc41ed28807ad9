// Who may call, and what every path answers to what it does not take. Source: authentivoice.md rulings 2, 3, 13 and section 2.

import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { aClient, operator, stranger, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";
import { ANALYSIS, aVoiceDesk, aVoiceReview, anError, type OpenReview } from "./voice-desk.ts";

const HS256_SECRET = "a secret of at least thirty-two bytes";

let desk: TestWorkspace;
let review: OpenReview;
beforeAll(async () => {
  desk = await aVoiceDesk({ organizationId: "org_voice" });
  review = await aVoiceReview(desk);
});

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const calls = (): Readonly<Record<string, Call>> => ({
  "read a review": { method: "GET", path: review.path },
  "list reviews": { method: "GET", path: "/v1/reviews" },
  "read an analysis": { method: "GET", path: `/v1/analyses/${review.analysisId}` },
  "update a review": { method: "PUT", path: review.path, body: { findings: {} } },
  "create a review": { method: "POST", path: "/v1/reviews", body: { analysisId: "ana_nobodys" } },
  "assign reviews": { method: "POST", path: "/v1/reviews/assign", body: {} },
  "register an analysis": { method: "POST", path: "/v1/analyses", body: ANALYSIS },
});
const NAMES = [
  "read a review",
  "list reviews",
  "read an analysis",
  "update a review",
  "create a review",
  "assign reviews",
  "register an analysis",
];
const READS = ["read a review", "list reviews", "read an analysis"];

const call = (client: ReturnType<typeof aClient>, name: string) => {
  const { method, path, body } = calls()[name] ?? { method: "GET", path: "/" };
  return client.send(method, path, body);
};

describe("Credentials", () => {
  test.each(NAMES)("without any: 401 UNAUTHORIZED (%s)", async (name) => {
    expect(await call(stranger, name)).toMatchObject(anError(401, "UNAUTHORIZED"));
  });

  test.each([
    ["an unknown key", { authorization: "Bearer av_nobodys" }],
    ["an unknown X-API-Key", { "x-api-key": "av_nobodys" }],
    ["a scheme of its own", { authorization: "Token abc" }],
    ["a Basic pair", { authorization: `Basic ${btoa("a:b")}` }],
    ["a token that is none", { authorization: "Bearer a.b.c" }],
  ])("%s: 401 UNAUTHORIZED", async (_name, headers) => {
    expect(await aClient(headers).get("/v1/reviews")).toMatchObject(anError(401, "UNAUTHORIZED"));
  });

  test("a Bearer key or X-API-Key: either alone suffices", async () => {
    expect((await desk.as("rita").get("/v1/reviews")).status).toBe(200);
    expect((await aClient({ "X-API-Key": desk.secretOf("rita") }).get("/v1/reviews")).status).toBe(200);
  });

  test("a Bearer JWT of the workspace's issuer, its organisation named by x-orgid", async () => {
    const own = await aVoiceDesk({
      organizationId: `org_${crypto.randomUUID()}`,
      issuers: [{ issuer: "local", audience: "countersign", hs256Secret: HS256_SECRET }],
    });
    const document = (await operator.get(`/v2/workspaces/${own.id}`)).body;
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer("local")
      .setAudience("countersign")
      .setSubject("rita")
      .setExpirationTime("5m")
      .sign(new TextEncoder().encode(HS256_SECRET));
    const headers = { authorization: `Bearer ${token}`, "x-orgid": textAt(document, "organizationId") };
    const mine = await aVoiceReview(own, { assignedTo: "rob" });
    expect(await aClient(headers).put(mine.path, { status: "in_progress" })).toMatchObject({ status: 200 });
    const read = await aClient(headers).get(`${mine.path}?include=history`);
    expect(read.body).toMatchObject({ history: [{}, { event: "started", by: { userId: "rita" } }] });
  });

  test("a removed member's key stops working", async () => {
    const own = await aVoiceDesk();
    expect((await own.as("rita").get("/v1/reviews")).status).toBe(200);
    await own.apply({ members: [], credentials: [{ name: "bot" }] });
    expect(await own.as("rita").get("/v1/reviews")).toMatchObject(anError(401, "UNAUTHORIZED"));
  });

  test("x-orgid is optional, and another organisation's is refused", async () => {
    const asRita = desk.as("rita");
    expect((await asRita.get("/v1/reviews", { "x-orgid": "org_voice" })).status).toBe(200);
    expect(await asRita.get("/v1/reviews", { "x-orgid": "org_other" })).toMatchObject(anError(403, "FORBIDDEN"));
  });
});

describe("Scopes: a missing one is 403", () => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    reader: READS,
    writer: ["update a review", "create a review", "assign reviews", "register an analysis"],
    listener: ["read an analysis"],
    uploader: ["register an analysis"],
    "trace-bot": [],
  };
  const table = Object.entries(allowed).flatMap(([who, may]) =>
    NAMES.map((name) => [who, name, may.includes(name)] as const),
  );
  test.each(table)("%s, %s: %o", async (who, name, may) => {
    const answer = await call(desk.as(who), name);
    if (may) expect([401, 403]).not.toContain(answer.status);
    else expect(answer).toMatchObject(anError(403, "FORBIDDEN"));
  });
});

describe("Roles: viewers and auditors read", () => {
  const table = ["vic", "aud"].flatMap((who) => NAMES.map((name) => [who, name, READS.includes(name)] as const));
  test.each(table)("%s, %s: %o", async (who, name, may) => {
    const answer = await call(desk.as(who), name);
    expect(answer).toMatchObject(may ? { status: 200 } : anError(403, "FORBIDDEN"));
  });

  test("any other member may work on any review of the workspace", async () => {
    const other = await aVoiceReview(desk, { assignedTo: "rob" });
    expect((await desk.as("ron").put(other.path, { status: "in_progress" })).status).toBe(200);
  });
});

describe("Order: 401, 403, 404", () => {
  const NOWHERE = "/v1/reviews/rev_nobodys";

  test("what is not found is not found only for those who may look", async () => {
    expect(await stranger.put(NOWHERE, "{")).toMatchObject({ status: 401 });
    expect(await desk.as("vic").put(NOWHERE, "{")).toMatchObject({ status: 403 });
    expect(await desk.as("rita").put(NOWHERE, "{")).toMatchObject(anError(404, "REVIEW_NOT_FOUND"));
  });

  test("another workspace's review, another API's, and the native id of one's own are not found", async () => {
    const foreign = await aVoiceReview(await aVoiceDesk());
    const native = await desk.as("bot").post("/v2/reviews", { subject: { type: "thing", id: "1", attributes: {} } });
    const own = await desk.as("rita").get(`/v2/reviews/${review.id}`);
    for (const id of [foreign.id, textAt(native.body, "id"), textAt(own.body, "id"), review.analysisId]) {
      expect(await desk.as("rita").get(`/v1/reviews/${id}`)).toMatchObject(anError(404, "REVIEW_NOT_FOUND"));
      expect(await desk.as("rita").put(`/v1/reviews/${id}`, { findings: {} })).toMatchObject({ status: 404 });
    }
  });
});

describe("Methods and paths", () => {
  test.each([
    ["DELETE", "/v1/reviews", "GET, HEAD, POST"],
    ["POST", "/v1/reviews/rev_1", "GET, HEAD, PUT"],
    ["PATCH", "/v1/reviews/rev_1", "GET, HEAD, PUT"],
    ["GET", "/v1/reviews/assign", "POST"],
    ["PUT", "/v1/reviews/assign", "POST"],
    ["GET", "/v1/analyses", "POST"],
    ["DELETE", "/v1/analyses/ana_1", "GET, HEAD"],
    ["OPTIONS", "/v1/reviews", "GET, HEAD, POST"],
  ])("%s %s is 405 METHOD_NOT_ALLOWED with Allow: %s", async (method, path, allow) => {
    const refused = await desk.as("rita").send(method, path);
    expect(refused).toMatchObject(anError(405, "METHOD_NOT_ALLOWED"));
    expect(refused.headers.get("allow")).toBe(allow);
  });

  test.each(["/v1", "/v1/", "/v1/nothing", "/v1/reviews/rev_1/extra", "/v1/reviews/", "/v1/analyses/a/b"])(
    "everything under /v1 that is nobody else's answers in this envelope: %s",
    async (path) => {
      expect(await desk.as("rita").get(path)).toMatchObject(anError(404, "NOT_FOUND"));
    },
  );

  test("HEAD goes where GET does", async () => {
    expect(await desk.as("rita").send("HEAD", review.path)).toMatchObject({ status: 200, text: "" });
  });
});
