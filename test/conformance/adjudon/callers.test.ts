// Who may do what, and how a refusal reads: adjudon.md rulings 1-3 and the paragraphs of ruling 13 about credentials.

import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { aClient, bearer, type Client, textAt } from "../../support/workspace-builder.ts";
import {
  AGENT,
  aHeldTrace,
  assign,
  aTrace,
  aTraceWorkspace,
  bulk,
  decide,
  escalate,
  type Held,
  queue,
  refused,
  type TraceWorkspace,
} from "./world.ts";

const TRACES = "/api/v1/traces";
const forbidden = refused(403, "FORBIDDEN");
const SHARED = "a-shared-secret-of-32-characters";

const issuer = `issuer-${crypto.randomUUID()}`;

const aToken = (sub: string, changes: { readonly exp?: number; readonly secret?: string } = {}): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(issuer)
    .setAudience("countersign")
    .setSubject(sub)
    .setExpirationTime(changes.exp ?? Math.floor(Date.now() / 1_000) + 3_600)
    .sign(new TextEncoder().encode(changes.secret ?? SHARED));

let workspace: TraceWorkspace;
let held: Held;
beforeAll(async () => {
  workspace = await aTraceWorkspace({
    issuers: [{ issuer, audience: "countersign", hs256Secret: SHARED }],
    credentials: [
      { name: "plain" },
      { name: "ghost", member: "gone" },
      { name: "pair", type: "basic", token: "acct_1", secret: "pair-secret" },
      { name: "pair-admin", type: "basic", token: "acct_2", secret: "pair-secret", role: "admin" },
      { name: "reads", role: "admin", scopes: ["read:reviews"] },
      { name: "writes", role: "admin", scopes: ["write:reviews"] },
      { name: "posts", role: "admin", scopes: ["write:traces"] },
      { name: "seer", role: "viewer" },
    ],
  });
  held = await aHeldTrace(workspace);
});

const basic = (token: string): Client => aClient({ authorization: `Basic ${btoa(`${token}:pair-secret`)}` });

describe("401", () => {
  test.each([
    ["nothing", {}, "NO_TOKEN"],
    ["another scheme", { authorization: "Digest x" }, "NO_TOKEN"],
    ["an unknown live key", bearer("adj_live_0000"), "INVALID_API_KEY"],
    ["an unknown agent key", { "x-api-key": "adj_agent_0000" }, "INVALID_API_KEY"],
    ["an unknown test key", { "x-api-key": "adj_test_0000" }, "INVALID_API_KEY"],
    ["a secret of no known form", bearer("hunter2"), "INVALID_API_KEY_FORMAT"],
    ["an unknown pair", { authorization: `Basic ${btoa("a:b")}` }, "INVALID_API_KEY_FORMAT"],
    ["a token that is none", bearer("a.b.c"), "TOKEN_VERIFICATION_FAILED"],
  ])("%s", async (_, headers: Record<string, string>, code) => {
    const client = aClient(headers);
    for (const answer of [await queue(client), await client.post(TRACES, aTrace()), await client.post(TRACES, "{")]) {
      expect(answer).toMatchObject(refused(401, code));
    }
  });

  test("tokens: expired, of a wrong key, of nobody, of somebody who was deactivated", async () => {
    const ask = async (token: Promise<string>) =>
      queue(aClient({ ...bearer(await token), "x-workspace-id": workspace.id }));
    expect(await ask(aToken("ada", { exp: 1 }))).toMatchObject(refused(401, "TOKEN_EXPIRED"));
    expect(await ask(aToken("ada", { secret: `${SHARED}!` }))).toMatchObject(refused(401, "TOKEN_VERIFICATION_FAILED"));
    expect(await ask(aToken("nobody"))).toMatchObject(refused(401, "UNAUTHORIZED_NO_USER"));
    expect(await ask(aToken("gone"))).toMatchObject(refused(401, "UNAUTHORIZED_NO_USER"));
  });
});

test("inactive members are 401 UNAUTHORIZED_NO_USER, whatever acts as them", async () => {
  expect(await queue(workspace.as("ghost"))).toMatchObject(refused(401, "UNAUTHORIZED_NO_USER"));
});

describe("a member's JWT", () => {
  test("lists, decides with the member's role, and may post traces", async () => {
    const ada = aClient(bearer(await aToken("ada")));
    expect((await queue(ada)).status).toBe(200);
    expect((await ada.post(TRACES, aTrace())).status).toBe(201);
    const mia = aClient(bearer(await aToken("mia")));
    expect(await decide(mia, held, "approve")).toMatchObject(forbidden);
    expect((await decide(ada, await aHeldTrace(workspace), "approve")).status).toBe(200);
  });

  test("several workspaces possible and none named: 400; a member elsewhere of that issuer: 403 FORBIDDEN", async () => {
    const issuers = [{ issuer, audience: "countersign", hs256Secret: SHARED }];
    const second = await aTraceWorkspace({ issuers });
    const ada = await aToken("ada");
    expect(await queue(aClient(bearer(ada)))).toMatchObject(refused(400, "VALIDATION_ERROR"));
    const named = (id: string) => queue(aClient({ ...bearer(ada), "x-workspace-id": id }));
    expect((await named(second.id)).status).toBe(200);
    expect((await named(workspace.id)).status).toBe(200);
    const without = await aTraceWorkspace({
      issuers,
      members: [{ id: "zoe", email: "z@example.com", name: "Zoe", role: "owner", groups: [] }],
    });
    expect(await named(without.id)).toMatchObject(forbidden);
    await second.apply({ members: [] });
    await without.apply({ members: [] });
  });
});

describe("roles", () => {
  test("decision and bulk-decision need admin or owner", async () => {
    for (const name of ["mia", "vic", "aud", "plain", "seer"]) {
      expect(await decide(workspace.as(name), held, "approve")).toMatchObject(forbidden);
      expect(await bulk(workspace.as(name), { ids: [held.reviewId], decision: "approve" })).toMatchObject(forbidden);
    }
    for (const name of ["ada", "adam"]) {
      expect((await decide(workspace.as(name), await aHeldTrace(workspace), "approve")).status).toBe(200);
    }
  });

  test("list any member (viewer included); assign and escalate any member but a viewer", async () => {
    for (const name of ["ada", "adam", "mia", "vic", "aud", "plain", "seer"]) {
      expect((await queue(workspace.as(name))).status).toBe(200);
    }
    for (const name of ["mia", "plain", "adam"]) {
      expect((await assign(workspace.as(name), held, {})).status).toBe(200);
      expect((await escalate(workspace.as(name), held, { escalateTo: "ada" })).status).toBe(200);
    }
    for (const name of ["vic", "aud", "seer"]) {
      expect(await assign(workspace.as(name), held, {})).toMatchObject(forbidden);
      expect(await escalate(workspace.as(name), held, {})).toMatchObject(forbidden);
      expect(await workspace.as(name).post(TRACES, aTrace())).toMatchObject(forbidden);
    }
  });

  test("the role comes before the body, the body before the item, the item before its state", async () => {
    const { mia, desk } = { mia: workspace.as("mia"), desk: workspace.desk };
    const missing = { ...held, path: "/api/v1/review-queue/ffffffffffffffffffffffff" };
    expect(await decide(mia, missing, "nonsense")).toMatchObject(forbidden);
    expect(await decide(desk, missing, "nonsense")).toMatchObject(refused(400, "VALIDATION_ERROR"));
    expect(await decide(desk, missing, "approve")).toMatchObject(refused(404, "NOT_FOUND"));
    expect(await assign(desk, missing, { assignedTo: "nobody" })).toMatchObject(refused(400, "VALIDATION_ERROR"));
    const done = await aHeldTrace(workspace);
    await decide(desk, done, "approve");
    expect(await decide(desk, done, "nonsense")).toMatchObject(refused(400, "VALIDATION_ERROR"));
    expect(await decide(desk, done, "approve")).toMatchObject(refused(400, "INVALID_OPERATION"));
  });
});

describe("keys", () => {
  test("a workspace key by Bearer or X-API-Key, with the document's role", async () => {
    expect((await queue(workspace.desk)).status).toBe(200);
    expect((await queue(aClient({ "x-api-key": workspace.deskKey }))).status).toBe(200);
    const other = await aHeldTrace(workspace);
    expect((await decide(aClient({ "x-api-key": workspace.deskKey }), other, "reject")).status).toBe(200);
  });

  test("An agent key may only post traces: 403 FORBIDDEN on the queue", async () => {
    const { bot } = workspace;
    expect((await bot.post(TRACES, aTrace())).status).toBe(201);
    const path = "/api/v1/audit/verify";
    const answers = [
      await queue(bot),
      await decide(bot, held, "approve"),
      await bulk(bot, {}),
      await assign(bot, held, {}),
      await escalate(bot, held, {}),
      await bot.get(path),
    ];
    for (const answer of answers) expect(answer).toMatchObject(forbidden);
  });

  test("An agent key posting another agentId: 403 ADJ_API_KEY_AGENT_SCOPE; free-text agents are allowed", async () => {
    const scope = refused(403, "ADJ_API_KEY_AGENT_SCOPE");
    expect(await workspace.bot.post(TRACES, aTrace("a", { agentId: "another" }))).toMatchObject(scope);
    expect(await workspace.bot.post(TRACES, { agentId: AGENT.id })).toMatchObject(scope);
    expect(await workspace.bot.post(TRACES, { agentId: AGENT.externalId })).toMatchObject(
      refused(400, "VALIDATION_ERROR"),
    );
    expect((await workspace.desk.post(TRACES, aTrace("a", { agentId: "free text 🙂" }))).status).toBe(201);
  });

  test("Basic pairs are members unless the credential has a role", async () => {
    expect((await queue(basic("acct_1"))).status).toBe(200);
    expect((await basic("acct_1").post(TRACES, aTrace())).status).toBe(201);
    expect(await decide(basic("acct_1"), held, "approve")).toMatchObject(forbidden);
    expect((await decide(basic("acct_2"), await aHeldTrace(workspace), "approve")).status).toBe(200);
  });

  test("a missing scope is 403 FORBIDDEN", async () => {
    const [reads, writes, posts] = [workspace.as("reads"), workspace.as("writes"), workspace.as("posts")];
    expect((await queue(reads)).status).toBe(200);
    expect(await decide(reads, held, "approve")).toMatchObject(forbidden);
    expect(await assign(reads, held, {})).toMatchObject(forbidden);
    expect(await reads.post(TRACES, aTrace())).toMatchObject(forbidden);
    expect(await queue(writes)).toMatchObject(forbidden);
    expect((await assign(writes, held, {})).status).toBe(200);
    expect((await posts.post(TRACES, aTrace())).status).toBe(201);
    expect(await posts.get(TRACES)).toMatchObject(forbidden);
  });

  test("a key with another workspace's x-workspace-id is 403 FORBIDDEN", async () => {
    expect(await workspace.desk.get("/api/v1/review-queue", { "x-workspace-id": "elsewhere" })).toMatchObject(
      forbidden,
    );
  });
});

describe("tenants", () => {
  test("Another organisation's item is 404 NOT_FOUND, and is skipped in a bulk", async () => {
    const foreign = await aTraceWorkspace();
    const item = await aHeldTrace(foreign);
    const notFound = refused(404, "NOT_FOUND");
    expect(await decide(workspace.desk, item, "approve")).toMatchObject(notFound);
    expect(await assign(workspace.desk, item, {})).toMatchObject(notFound);
    expect(await escalate(workspace.desk, item, {})).toMatchObject(notFound);
    expect(await bulk(workspace.desk, { ids: [item.reviewId], decision: "approve" })).toMatchObject(notFound);
    const mine = await aHeldTrace(workspace);
    const both = await bulk(workspace.desk, { ids: [item.reviewId, mine.reviewId], decision: "approve" });
    expect(both.body).toMatchObject({ data: { updated: 1, skipped: 1, ids: [mine.reviewId] } });
    expect((await decide(foreign.desk, item, "approve")).status).toBe(200);
  });

  test("an id of any shape that names nothing is 404; the native id and the trace's are no ids of this API", async () => {
    const native = textAt((await workspace.as("ada").get(`/v2/reviews/${held.reviewId}`)).body, "id");
    for (const id of [
      "x",
      "65b1f2c4",
      "%00",
      "..%2f",
      native,
      held.traceId,
      held.reviewId.toUpperCase(),
      "f".repeat(5_000),
    ]) {
      const answer = await workspace.desk.post(`/api/v1/review-queue/${id}/decision`, { decision: "approve" });
      expect(answer).toMatchObject(refused(404, "NOT_FOUND"));
    }
  });
});

describe("ruling 1 and the last of ruling 13: paths and versions", () => {
  const versioned = ["/api/v1/review-queue", "/api/v1/traces", "/api/v1/nothing", "/api/v1"];
  const legacy = ["/api/review-queue", "/api/traces", "/api/review-queue/nothing"];

  test.each([...versioned, ...legacy])("Every answer carries X-Adjudon-API-Version: v1: %s", async (path) => {
    for (const client of [workspace.desk, aClient({})]) {
      for (const method of ["GET", "DELETE"]) {
        const { headers } = await client.send(method, path);
        expect(headers.get("x-adjudon-api-version")).toBe("v1");
        expect(headers.get("deprecation")).toBe(legacy.includes(path) ? "true" : null);
        expect(headers.get("sunset")).toBe(legacy.includes(path) ? "2027-04-12" : null);
        expect(headers.get("link")?.endsWith('rel="deprecation"') ?? false).toBe(legacy.includes(path));
      }
    }
  });

  test("the unversioned paths are aliases", async () => {
    const item = await aHeldTrace(workspace);
    const path = `/api/review-queue/${item.reviewId}`;
    expect((await workspace.desk.send("PATCH", `${path}/assign`, {})).status).toBe(200);
    expect((await workspace.desk.post(`${path}/escalate`, {})).status).toBe(200);
    expect((await workspace.desk.post(`${path}/decision`, { decision: "approve" })).status).toBe(200);
    expect((await workspace.desk.get(`/api/traces/${item.traceId}`)).status).toBe(200);
    const twin = await aHeldTrace(workspace);
    const body = { ids: [twin.reviewId], decision: "reject" };
    expect((await workspace.desk.post("/api/review-queue/bulk-decision", body)).status).toBe(200);
  });

  test.each([
    ["GET", "/api/v1/reviews"],
    ["GET", "/api/v1/audit"],
    ["POST", "/api/v1/policies"],
    ["GET", "/api/v1/review-queue/0123456789abcdef01234567"],
    ["GET", "/api/v1/review-queue/"],
  ])("Everything else under /api/v1 is 404 NOT_FOUND in the flat envelope: %s %s", async (method, path) => {
    expect(await workspace.desk.send(method, path)).toMatchObject(refused(404, "NOT_FOUND"));
    expect(await aClient({}).send(method, path)).toMatchObject(refused(404, "NOT_FOUND"));
  });

  test.each([
    ["POST", "/api/v1/review-queue", "GET"],
    ["GET", "/api/v1/review-queue/bulk-decision", "POST"],
    ["GET", "/api/v1/review-queue/0123456789abcdef01234567/decision", "POST"],
    ["POST", "/api/v1/review-queue/0123456789abcdef01234567/assign", "PATCH"],
    ["PUT", "/api/v1/review-queue/0123456789abcdef01234567/escalate", "POST"],
    ["DELETE", "/api/v1/traces", "GET, POST"],
    ["PATCH", "/api/traces/trace_1", "GET"],
    ["POST", "/api/v1/audit/verify", "GET"],
  ])("known paths with a wrong method 405: %s %s allows %s", async (method, path, allow) => {
    const answer = await workspace.desk.send(method, path);
    expect(answer).toMatchObject(refused(405, "METHOD_NOT_ALLOWED"));
    expect(answer.headers.get("allow")).toBe(allow);
  });

  test("X-Adjudon-Version: 2026-04-11 or absent; another value 400 ADJ_UNKNOWN_SCHEMA_VERSION", async () => {
    const unknown = refused(400, "ADJ_UNKNOWN_SCHEMA_VERSION");
    const pinned = (version: string) => workspace.desk.post(TRACES, aTrace(), { "x-adjudon-version": version });
    expect((await pinned("2026-04-11")).status).toBe(201);
    expect(await pinned("2026-04-12")).toMatchObject(unknown);
    expect(await pinned("latest")).toMatchObject(unknown);
    expect(await workspace.desk.get("/api/v1/review-queue", { "x-adjudon-version": "1" })).toMatchObject(unknown);
    expect((await aClient({}).get("/api/v1/review-queue", { "x-adjudon-version": "1" })).status).toBe(401);
  });

  test("a body above 1 MB is 413 in the flat envelope", async () => {
    const large = `{"decision":"approve","x":"${"x".repeat(1_048_576)}"}`;
    expect(await workspace.desk.post(`${held.path}/decision`, large)).toMatchObject(
      refused(413, "ADJ_PAYLOAD_TOO_LARGE"),
    );
  });
});
