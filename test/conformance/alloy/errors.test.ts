// Rulings 4 and 12 (Errors, Details): the envelope, the order of the checks, who is let in, bodies and paths.

import { beforeAll, describe, expect, test } from "vitest";
import {
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  OTHER_WORKFLOW,
  refused,
  valueAt,
} from "../../support/entity-workspace.ts";
import { aClient, bearer, type Client, stranger, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
let entity: string;
let review: string;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
  ({ entity } = await evaluate(wf, "Approve"));
  review = textAt((await wf.post(`/v1/entities/${entity}/reviews`, aReview())).body, "review_token");
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MISSING = "P-00000000000000000000";

describe("the envelope", () => {
  test("the full envelope of section 4", async () => {
    const { status, body, headers } = await wf.get(`/v1/entities/${MISSING}`);
    expect(status).toBe(404);
    expect(headers.get("content-type")).toContain("application/json");
    expect(body).toEqual({
      status_code: 404,
      error: {
        minor_code: 4041,
        type: "Not Found",
        message: "Unable to find the requested resource",
        details: { entity_token_or_external_id: MISSING },
        error_token: expect.stringMatching(UUID),
      },
      timestamp: expect.any(Number),
      evaluation_token: null,
      entity_token: null,
      application_token: null,
      application_version_id: null,
    });
  });

  test.each([
    ["400/4001", () => workspace.basic("acct").post("/v1/evaluations", {}), "Header Validation Failure"],
    ["400/4002", () => wf.post("/v1/evaluations", []), "Request Body Validation Failure"],
    ["401/4011", () => stranger.get("/v1/entities/x"), "Unauthorized"],
    ["404/4042", () => wf.post(`/v1/entities/${entity}/reviews`, aReview("No")), "Not Found"],
  ])("%s has its type", async (_name, send, type) => {
    expect(await send()).toMatchObject({ body: { error: { type, message: expect.any(String) } } });
  });

  test.each([
    "/v1/entities",
    "/v1/entities/",
    "/v1/entities//reviews",
    "/v1/entities/x/y/z",
    "/v1/groups",
    "/v1/groups/x",
    "/v1/groups/x/reviews/y",
    "/v1/evaluations",
    "/v1/evaluations/S-00000000000000000000",
    "/v1/oauth",
    "/v1/oauth/bearer",
    "/v1/oauth/validate",
  ])("everything under its paths answers in this envelope, unknown paths included: %s", async (path) => {
    expect(await wf.get(path)).toMatchObject(refused(404, 4041));
  });

  test.each(["PUT", "PATCH", "DELETE", "OPTIONS"])("a wrong method is 404/4041: %s", async (method) => {
    for (const path of [`/v1/entities/${entity}/reviews`, "/v1/evaluations", `/v1/entities/${entity}`]) {
      expect(await wf.send(method, path)).toMatchObject(refused(404, 4041));
    }
  });
});

describe("check order: 401, 400 workflow, 400 body, 404/4041, 404/4042", () => {
  const path = `/v1/entities/${MISSING}/reviews`;
  const wrong = { ...aReview("No"), agent: { email: "nobody" } };

  test("401 comes before an unreadable body", async () => {
    expect(await stranger.post(path, "{")).toMatchObject(refused(401, 4011));
  });

  test("unreadable JSON is 400/4002 before the workflow check", async () => {
    expect(await workspace.basic("acct").post(path, "{")).toMatchObject(refused(400, 4002));
    expect(await workspace.basic("acct").post("/v1/evaluations", "{")).toMatchObject(refused(400, 4002));
  });

  test("the workflow comes before the body", async () => {
    expect(await workspace.basic("acct").post(path, {})).toMatchObject(refused(400, 4001));
    expect(await workspace.basic("acct").post("/v1/evaluations", [])).toMatchObject(refused(400, 4001));
    const other = { "alloy-workflow-token": OTHER_WORKFLOW };
    expect(await wf.post(path, {}, other)).toMatchObject(refused(400, 4001));
  });

  test("the body comes before what it names", async () => {
    expect(await wf.post(path, { ...wrong, reasons: [] })).toMatchObject(refused(400, 4002));
    expect(await wf.post(`${path}/${review}/notes`, {})).toMatchObject(refused(400, 4002));
  });

  test("the entity comes before agent and outcome", async () => {
    expect(await wf.post(path, wrong)).toMatchObject(refused(404, 4041));
    const unknownWorkflow = { "alloy-workflow-token": "X".repeat(32) };
    const answer = await workspace.basic("acct").post(`/v1/entities/${entity}/reviews`, wrong, unknownWorkflow);
    expect(answer).toMatchObject(refused(404, 4041));
    expect(await wf.post(`/v1/entities/${entity}/reviews`, wrong)).toMatchObject(refused(404, 4042));
  });
});

describe("who is let in", () => {
  const request = (client: Client) => client.get(`/v1/entities/${entity}`);

  test("any credential this dialect cannot use is 401/4011", async () => {
    const secret = workspace.secretOf("desk");
    const useless: readonly (readonly [string, Client])[] = [
      ["nobody", stranger],
      ["a bearer credential", workspace.as("desk")],
      ["a member's key", workspace.as("ada")],
      ["X-API-Key", aClient({ "x-api-key": secret })],
      ["Api-Key", aClient({ "api-key": secret })],
      ["a JWT", aClient(bearer("eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0."))],
      [
        "a made-up access token",
        aClient(bearer(`cat_${btoa('["w","t",9e15]').replaceAll("=", "")}.${"0".repeat(64)}`)),
      ],
      ["an access token of no form", aClient(bearer(`cat_e30.${"0".repeat(64)}`))],
      ["a wrong secret", aClient({ authorization: `Basic ${btoa("token-of-wf:wrong")}` })],
      ["an unknown token", aClient({ authorization: `Basic ${btoa("nobody:nothing")}` })],
      ["broken base64", aClient({ authorization: "Basic %%%" })],
      ["no colon", aClient({ authorization: `Basic ${btoa("nothing")}` })],
      ["another scheme", aClient({ authorization: "Digest x" })],
      ["a key that may only post for one agent", workspace.basic("poster")],
      [
        "a key of another workspace",
        aClient({ authorization: workspace.authorization("wf"), "x-workspace-id": "other" }),
      ],
    ];
    for (const [name, client] of useless) {
      const answer = await request(client);
      expect({ name, status: answer.status, body: answer.body }).toMatchObject({ name, ...refused(401, 4011) });
      expect(answer.headers.get("www-authenticate")).toContain("Basic");
    }
  });

  test("whoever may only read reads, and writes nothing", async () => {
    for (const name of ["looker", "reader"]) {
      const client = workspace.basic(name);
      expect((await request(client)).status).toBe(200);
      expect(await client.post("/v1/evaluations", {})).toMatchObject(refused(401, 4011));
      expect(await client.post(`/v1/entities/${entity}/reviews`, aReview())).toMatchObject(refused(401, 4011));
      expect(await client.post(`/v1/entities/${entity}/reviews/${review}/notes`, {})).toMatchObject(refused(401, 4011));
    }
  });

  test("a removed credential stops working on the next request", async () => {
    const own = await anEntityWorkspace();
    const client = own.basic("wf");
    expect((await client.post("/v1/evaluations", {})).status).toBe(201);
    expect((await own.apply({ members: [] })).status).toBe(200);
    expect(await client.post("/v1/evaluations", {})).toMatchObject(refused(401, 4011));
  });
});

describe("bodies", () => {
  const nested = (levels: number): string => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;

  test("nesting beyond 100 levels 400/4002", async () => {
    expect(await wf.post("/v1/evaluations", nested(100))).toMatchObject({ status: 201 });
    expect(await wf.post("/v1/evaluations", nested(101))).toMatchObject(refused(400, 4002));
    expect(await wf.post("/v1/evaluations", nested(200_000))).toMatchObject(refused(400, 4002));
  });

  test("bodies beyond 1 MB 413/4002", async () => {
    const sized = (bytes: number): string => `{"a":"${"x".repeat(bytes - 8)}"}`;
    const exact = await wf.post("/v1/evaluations", sized(1_048_576));
    expect(exact.status).toBe(201);
    const read = `/v1/entities/${textAt(exact.body, "entity_token")}/evaluations/${textAt(exact.body, "evaluation_token")}`;
    expect((await wf.get(read)).text).toBe(exact.text);
    expect(await wf.post("/v1/evaluations", sized(1_048_577))).toMatchObject(refused(413, 4002));
    expect(await wf.post(`/v1/entities/${entity}/reviews`, sized(1_048_577))).toMatchObject(refused(413, 4002));
  });

  test("a document that is kept beyond 1 MB 413/4002, however short it was sent", async () => {
    const numbers = `{"a":[${"1e20,".repeat(60_000)}0]}`;
    expect(await wf.post("/v1/evaluations", numbers)).toMatchObject(refused(413, 4002));
    const backslashes = `{"name_last":"Review","a":"${"\\\\".repeat(500_000)}"}`;
    expect(await wf.post("/v1/evaluations", backslashes)).toMatchObject({ status: 201 });
  });

  test.each(["", "null", "[]", "5", '"text"', "{", "\ufeff", "{'a': 1}", "NaN"])("not an object: %s", async (body) => {
    for (const path of [
      "/v1/evaluations",
      `/v1/entities/${entity}/reviews`,
      `/v1/entities/${entity}/reviews/${review}/notes`,
    ]) {
      expect(await wf.post(path, body)).toMatchObject(refused(400, 4002));
    }
  });

  test("the type of the content is never asked", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
      expect((await wf.post("/v1/evaluations", {}, { "content-type": type })).status).toBe(201);
    }
  });

  test.each([
    [
      "mistyped fields are named, all of them",
      { agent: "x", outcome: 5, reasons: "Other" },
      ["agent", "outcome", "reasons"],
    ],
    ["an agent without a text", { ...aReview(), agent: { email: null } }, ["agent.email"]],
    ["reasons that are objects", { ...aReview(), reasons: [{}, "Other", 1] }, ["reasons.0", "reasons.2"]],
    ["nothing at all", {}, ["agent", "outcome", "reasons"]],
  ])("%s", async (_name, body, fields) => {
    const answer = await wf.post(`/v1/entities/${entity}/reviews`, body);
    expect(answer).toMatchObject(refused(400, 4002));
    expect(Object.keys(Object(valueAt(answer.body, "error", "details")))).toEqual(fields);
  });

  test("unknown fields are ignored", async () => {
    const body = { ...aReview(), note: "x", __proto__: null, extra: { a: 1 } };
    expect((await wf.post(`/v1/entities/${entity}/reviews`, body)).status).toBe(200);
  });
});

describe("ids in paths", () => {
  test.each(["%", "%E0%A4%A", "%FF", "%ZZ", "x".repeat(256)])(
    "undecodable or over-long ids 404/4041: %s",
    async (id) => {
      expect(await wf.get(`/v1/entities/${id}`)).toMatchObject(refused(404, 4041));
      expect(await wf.post(`/v1/entities/${id}/reviews`, aReview())).toMatchObject(refused(404, 4041));
      expect(await wf.get(`/v1/entities/${entity}/reviews/${id}`)).toMatchObject(refused(404, 4041));
      expect(await wf.get(`/v1/entities/${entity}/evaluations/${id}`)).toMatchObject(refused(404, 4041));
      const note = { note: "n", note_author_agent_email: "ada@example.com" };
      expect(await wf.post(`/v1/entities/${entity}/reviews/${id}/notes`, note)).toMatchObject(refused(404, 4041));
    },
  );

  test.each(["%00", "' OR 1=1 --", "%25", "%2e%2e%2f", "\u202ereversed"])("ids that are nobody's: %s", async (id) => {
    expect(await wf.get(`/v1/entities/${id}`)).toMatchObject(refused(404, 4041));
  });
});
