// Client credentials. Ruling 12 (Errors, OAuth, Details) and section 5.

import { beforeAll, describe, expect, test } from "vitest";
import {
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  PARTS,
  refused,
  WORKFLOW,
} from "../../support/entity-workspace.ts";
import { aClient, bearer, type Client, operator, stranger, textAt } from "../../support/workspace-builder.ts";

const PATH = "/v1/oauth/bearer";
const GRANT = { grant_type: "client_credentials" };

let workspace: EntityWorkspace;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
});

const pair = (name: string, own = workspace) => ({
  application_token: `token-of-${name}`,
  application_secret: own.secretOf(name),
});

const tokenOf = async (name: string, own = workspace): Promise<string> =>
  textAt((await own.basic(name).post(PATH, GRANT)).body, "access_token");

const withToken = async (name: string, own = workspace): Promise<Client> => aClient(bearer(await tokenOf(name, own)));

const short = (status: number, minorCode: number) => ({
  status,
  body: { error: { minor_code: minorCode, type: expect.any(String), message: expect.any(String) } },
});

describe("both documented forms", () => {
  test("a Basic header and a grant type: {access_token, token_type, expires_in: 3600}", async () => {
    const { status, body } = await workspace.basic("wf").post(PATH, GRANT);
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String), token_type: "bearer", expires_in: 3600 });
  });

  test("a pair in the body: {bearer_token, expires: 3600000}", async () => {
    const { status, body } = await stranger.post(PATH, pair("wf"));
    expect(status).toBe(200);
    expect(body).toEqual({ bearer_token: expect.any(String), expires: 3_600_000 });
    const client = aClient(bearer(textAt(body, "bearer_token")));
    expect((await client.post("/v1/evaluations", {})).status).toBe(201);
  });

  test("the token stands for its credential: same actor, same workflow, same limits", async () => {
    const client = await withToken("wf");
    const { entity, answer } = await evaluate(client);
    expect(answer.body).toMatchObject({ application_token: WORKFLOW });
    const { body } = await client.post(`/v1/entities/${entity}/reviews`, aReview());
    const events = await workspace.as("desk").get(`/v2/reviews/${textAt(body, "review_token")}/events`);
    expect(events.body).toMatchObject({ data: [{ actor: { id: "wf" } }, { actor: { kind: "service", id: "wf" } }] });
    expect(await (await withToken("acct")).post("/v1/evaluations", {})).toMatchObject(refused(400, 4001));
    expect(await (await withToken("looker")).post("/v1/evaluations", {})).toMatchObject(refused(401, 4011));
  });

  test("the native API takes it, too", async () => {
    expect((await (await withToken("acct")).get("/v2/reviews")).status).toBe(200);
  });
});

describe("refused, in the short form only", () => {
  const basic = (name: string): Client => workspace.basic(name);
  test.each([
    ["an unknown grant type", () => basic("wf").post(PATH, { grant_type: "password" }), 400, 4002],
    ["no grant type", () => basic("wf").post(PATH, {}), 400, 4002],
    ["a body that is no JSON", () => basic("wf").post(PATH, "grant_type=client_credentials"), 400, 4002],
    ["no body", () => basic("wf").post(PATH), 400, 4002],
    ["a body that is no object", () => basic("wf").post(PATH, "[]"), 400, 4002],
    ["a wrong pair", () => aClient({ authorization: `Basic ${btoa("token-of-wf:no")}` }).post(PATH, GRANT), 401, 4011],
    ["a wrong pair before a wrong body", () => aClient({ authorization: "Basic eDp5" }).post(PATH, "{"), 401, 4011],
    ["a bearer instead of a pair", () => workspace.as("desk").post(PATH, GRANT), 401, 4011],
    ["a key that this dialect cannot use", () => basic("poster").post(PATH, GRANT), 401, 4011],
    ["body {} without credentials", () => stranger.post(PATH, {}), 401, 4011],
    ["a token without secret", () => stranger.post(PATH, { application_token: "token-of-wf" }), 400, 4002],
    ["a secret without token", () => stranger.post(PATH, { application_secret: "x" }), 400, 4002],
    ["a mistyped pair", () => stranger.post(PATH, { application_token: 1, application_secret: 2 }), 400, 4002],
    ["a wrong pair in the body", () => stranger.post(PATH, { ...pair("wf"), application_secret: "no" }), 401, 4011],
    [
      "a grant type that is wrong beside a pair",
      () => stranger.post(PATH, { ...pair("wf"), grant_type: "x" }),
      400,
      4002,
    ],
    ["a broken body", () => stranger.post(PATH, "{"), 400, 4002],
    ["a huge body", () => stranger.post(PATH, `"${"x".repeat(1_048_576)}"`), 413, 4002],
  ])("%s", async (_name, send, status, minor) => {
    const answer = await send();
    expect(answer).toMatchObject({ status });
    expect({ status: answer.status, body: answer.body }).toEqual(short(status, minor));
  });

  test("a token buys no other token", async () => {
    expect(await (await withToken("wf")).post(PATH, GRANT)).toMatchObject(short(401, 4011));
  });

  test("another path under /v1/oauth answers in the full envelope", async () => {
    expect(await workspace.basic("wf").post("/v1/oauth/token", GRANT)).toMatchObject(refused(404, 4041));
  });
});

describe("a token dies", () => {
  const dead = async (client: Client, minor: number): Promise<void> =>
    expect(await client.get("/v1/entities/x")).toMatchObject(refused(401, minor));

  test("with its credential", async () => {
    const own = await anEntityWorkspace();
    const client = await withToken("wf", own);
    expect((await client.post("/v1/evaluations", {})).status).toBe(201);
    const rest = (PARTS.credentials ?? []).filter(({ name }) => name !== "wf");
    await own.apply({ ...PARTS, credentials: rest });
    await dead(client, 4011);
  });

  test("with its credential's secret", async () => {
    const own = await anEntityWorkspace();
    const client = await withToken("wf", own);
    const changed = (PARTS.credentials ?? []).map((one) => (one.name === "wf" ? { ...one, secret: "new" } : one));
    await own.apply({ ...PARTS, credentials: changed });
    await dead(client, 4011);
  });

  test("with its workspace", async () => {
    const own = await anEntityWorkspace();
    const client = await withToken("wf", own);
    expect((await operator.delete(`/v2/workspaces/${own.id}`)).status).toBe(204);
    await dead(client, 4011);
  });

  test("after an hour on the workspace's clock: 401/4012, details.bearer_token", async () => {
    const own = await anEntityWorkspace({ testClock: true });
    const client = await withToken("wf", own);
    const advance = (minutes: number) => operator.post(`/v2/workspaces/${own.id}/clock`, { advanceMinutes: minutes });
    expect((await advance(59)).status).toBe(200);
    expect((await client.post("/v1/evaluations", {})).status).toBe(201);
    await advance(1);
    await dead(client, 4012);
    expect(await client.get("/v1/entities/x")).toMatchObject({
      body: { error: { type: "API Authentication Failure", details: { bearer_token: "expired" } } },
    });
  });

  test("when a character of it is changed", async () => {
    const token = await tokenOf("wf");
    for (const at of [6, 20, token.length - 1]) {
      const other = token.charAt(at) === "a" ? "b" : "a";
      const forged = token.slice(0, at) + other + token.slice(at + 1);
      await dead(aClient(bearer(forged)), 4011);
    }
  });

  test("a pair that two workspaces share by its token opens each one's own", async () => {
    const own = await anEntityWorkspace();
    const { entity } = await evaluate(await withToken("wf", own));
    expect((await (await withToken("wf", own)).get(`/v1/entities/${entity}`)).status).toBe(200);
    expect(await (await withToken("wf")).get(`/v1/entities/${entity}`)).toMatchObject(refused(404, 4041));
  });
});
