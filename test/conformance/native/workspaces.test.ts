// The calls on whole workspaces, through the Worker. Source: workspace.md 1; issue "Bad input".
import { env, exports } from "cloudflare:workers";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";

const operator = { authorization: `Bearer ${env.OPERATOR_TOKEN}` };

const call = async (method: string, path: string, init: { headers?: Record<string, string>; body?: string } = {}) => {
  const response = await exports.default.fetch(new Request(`https://countersign.test${path}`, { method, ...init }));
  const text = await response.text();
  const body: unknown = text === "" ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, body, text };
};

const put = (id: string, document: unknown, headers: Record<string, string> = {}, query = "") =>
  call("PUT", `/v2/workspaces/${id}${query}`, {
    headers: { ...operator, "content-type": "application/json", ...headers },
    body: typeof document === "string" ? document : JSON.stringify(document),
  });

let count = 0;
const newId = (): string => `http-${(count += 1)}`;
const key = (token: string) => ({ authorization: `Bearer ${token}` });

const aDocument = (id: string) => ({
  organizationId: "org",
  members: [
    { id: "ada", email: "ada@example.com", role: "owner" },
    { id: "max", email: "max@example.com", role: "member" },
  ],
  credentials: [
    { name: "ada", type: "bearer", secret: `ada-${id}`, member: "ada" },
    { name: "admin", type: "bearer", secret: `admin-${id}`, role: "admin" },
    { name: "max", type: "bearer", secret: `max-${id}`, member: "max" },
    { name: "auditor", type: "bearer", secret: `auditor-${id}`, role: "auditor" },
  ],
});

const expectProblem = (answer: Awaited<ReturnType<typeof call>>, status: number, code: string): void => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.body).toMatchObject({
    status,
    code,
    type: expect.any(String),
    title: expect.any(String),
    detail: expect.any(String),
  });
};

describe("PUT", () => {
  test("the first time 201, afterwards 200; nothing changes the second time", async () => {
    const id = newId();
    const first = await put(id, {
      ...aDocument(id),
      webhooks: [{ id: "wh", url: "https://h.example.com/", events: ["*"] }],
    });
    expect(first.status).toBe(201);
    expect(first.headers.get("etag")).toBe('"1"');
    expect(first.body).toEqual({
      workspaceId: id,
      version: 1,
      changes: [
        { op: "add", path: "/organizationId" },
        { op: "add", path: "/members" },
        { op: "add", path: "/credentials" },
        { op: "add", path: "/webhooks" },
      ],
      generated: { wh: expect.stringMatching(/^whsec_/) },
    });
    const second = await put(id, {
      ...aDocument(id),
      webhooks: [{ id: "wh", url: "https://h.example.com/", events: ["*"] }],
    });
    expect([second.status, second.body]).toEqual([200, { workspaceId: id, version: 1, changes: [], generated: {} }]);
  });

  test("?dryRun=true stores nothing; another word is refused", async () => {
    const id = newId();
    const dry = await put(id, aDocument(id), {}, "?dryRun=true");
    expect(dry.status).toBe(200);
    expect(dry.body).toMatchObject({ version: 1, generated: {} });
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: operator }), 404, "not_found");
    expectProblem(await put(id, aDocument(id), {}, "?dryRun=yes"), 400, "invalid_request");
  });

  test("If-Match is honoured", async () => {
    const id = newId();
    await put(id, {});
    expect((await put(id, { name: "a" }, { "if-match": '"1"' })).status).toBe(200);
    for (const tag of ['"1"', 'W/"2"', "2", '"x"', '"9", "8"']) {
      const answer = await put(id, { name: "b" }, { "if-match": tag });
      expectProblem(answer, 412, "precondition_failed");
      expect(answer.headers.get("etag")).toBe('"2"');
    }
    expect((await put(id, { name: "b" }, { "if-match": '"1", "2"' })).status).toBe(200);
    expect((await put(id, { name: "c" }, { "if-match": "*" })).status).toBe(200);
    expectProblem(await put(newId(), {}, { "if-match": "*" }), 412, "precondition_failed");
  });

  test("a document that does not validate names every place, and nothing is applied", async () => {
    const id = newId();
    await put(id, aDocument(id));
    const answer = await put(id, { members: [{ id: "a", email: "nope", role: "root" }], typo: 1 });
    expectProblem(answer, 400, "invalid_request");
    expect(answer.body).toMatchObject({
      errors: expect.arrayContaining([
        { path: "/members/0/email", message: expect.any(String) },
        { path: "/members/0/role", message: expect.any(String) },
        { path: "/typo", message: expect.any(String) },
      ]),
    });
    expect((await call("GET", `/v2/workspaces/${id}`, { headers: operator })).headers.get("etag")).toBe('"1"');
  });

  test.each<[string, Record<string, string>]>([
    ["no token", { authorization: "" }],
    ["another token", key("x".repeat(40))],
    ["half the token", key(env.OPERATOR_TOKEN.slice(0, -1))],
    ["the token as a pair", { authorization: `Basic ${btoa(`operator:${env.OPERATOR_TOKEN}`)}` }],
    ["the token in another header", { authorization: "", "x-api-key": env.OPERATOR_TOKEN }],
  ])("%s is 401, whatever the body", async (_what, headers) => {
    expectProblem(await put(newId(), "{", headers), 401, "unauthenticated");
    expectProblem(await call("DELETE", `/v2/workspaces/${newId()}`, { headers }), 401, "unauthenticated");
  });

  test("a workspace's own credential is not the operator's", async () => {
    const id = newId();
    await put(id, aDocument(id));
    expectProblem(await put(id, aDocument(id), key(`admin-${id}`)), 401, "unauthenticated");
    expectProblem(await call("DELETE", `/v2/workspaces/${id}`, { headers: key(`ada-${id}`) }), 401, "unauthenticated");
  });

  test.each([
    ["malformed", "{"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["broken UTF-16", '"\\ud800"'],
    ["a prototype key", '{"__proto__": {"testClock": true}}'],
    ["deep nesting", `${"[".repeat(5_000)}${"]".repeat(5_000)}`],
    ["deep nesting within the limit", `{"policies": ${"[".repeat(900)}${"]".repeat(900)}}`],
  ])("%s is 400", async (_what, body) => {
    expectProblem(await put(newId(), body), 400, "invalid_request");
  });

  test("a document that grows when it is written down has at most 1 MiB, too", async () => {
    const numbers = `[${"1e20,".repeat(150_000)}1]`;
    const condition = `{"field": "a", "operator": "in", "value": ${numbers}}`;
    const answer = await put(
      newId(),
      `{"policies": [{"name": "a", "conditions": [${condition}], "actions": [{"type": "block"}]}]}`,
    );
    expectProblem(answer, 400, "invalid_request");
    expect(answer.body).toMatchObject({ errors: [{ path: "", message: "the document must have at most 1 MiB" }] });
  });

  test("more than 1 MB is 413", async () => {
    expectProblem(await put(newId(), JSON.stringify({ name: "x".repeat(1_100_000) })), 413, "payload_too_large");
  });

  test("a large document of many members is applied", async () => {
    const members = Array.from({ length: 4_000 }, (_, n) => ({
      id: `m${n}`,
      email: `m${n}@example.com`,
      role: "member",
      groups: ["g"],
    }));
    const id = newId();
    expect((await put(id, { members })).status).toBe(201);
    expect((await put(id, { members: members.slice(1) })).body).toMatchObject({
      changes: [{ op: "remove", path: "/members/0" }],
    });
  });

  test.each([["a%20b"], ["a.b"], ["%00"], ["a%2Fb"], ["ä"], ["x".repeat(65)]])("the id %s is refused", async (id) => {
    const answer = await put(id, {});
    expect([400, 404]).toContain(answer.status);
  });
});

describe("GET", () => {
  test("the operator, owners and administrators see the document, never a secret", async () => {
    const id = newId();
    await put(id, aDocument(id));
    for (const headers of [operator, key(`ada-${id}`), key(`admin-${id}`), { "x-api-key": `admin-${id}` }]) {
      const answer = await call("GET", `/v2/workspaces/${id}`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("etag")).toBe('"1"');
      expect(answer.body).toEqual({
        ...aDocument(id),
        credentials: aDocument(id).credentials.map((credential) => ({ ...credential, secret: null })),
      });
      expect(answer.text).not.toContain(`max-${id}`);
    }
  });

  test("a plain member and an auditor get 403, strangers 401", async () => {
    const id = newId();
    await put(id, aDocument(id));
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: key(`max-${id}`) }), 403, "forbidden");
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: key(`auditor-${id}`) }), 403, "forbidden");
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: key("nobody") }), 401, "unauthenticated");
    expectProblem(await call("GET", `/v2/workspaces/${id}`), 401, "unauthenticated");
  });

  test("another workspace looks like one that is not there", async () => {
    const [one, two] = [newId(), newId()];
    await put(one, aDocument(one));
    await put(two, aDocument(two));
    const foreign = await call("GET", `/v2/workspaces/${two}`, { headers: key(`ada-${one}`) });
    const missing = await call("GET", "/v2/workspaces/no-such", { headers: key(`ada-${one}`) });
    expectProblem(foreign, 404, "not_found");
    expect(foreign.text).toBe(missing.text);
  });

  test("an owner with a JWT", async () => {
    const id = newId();
    await put(id, { ...aDocument(id), issuers: [{ issuer: id, audience: "a", hs256Secret: "k" }] });
    const sign = (sub: string) =>
      new SignJWT({ iss: id, aud: "a", sub, exp: Math.floor(Date.now() / 1000) + 60 })
        .setProtectedHeader({ alg: "HS256" })
        .sign(new TextEncoder().encode("k"));
    expect((await call("GET", `/v2/workspaces/${id}`, { headers: key(await sign("ada")) })).status).toBe(200);
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: key(await sign("max")) }), 403, "forbidden");
  });
});

describe("DELETE", () => {
  test("204; everybody is out; the id is 409 for ever", async () => {
    const id = newId();
    await put(id, aDocument(id));
    const deleted = await call("DELETE", `/v2/workspaces/${id}`, { headers: operator });
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: key(`ada-${id}`) }), 401, "unauthenticated");
    expectProblem(await call("GET", `/v2/workspaces/${id}`, { headers: operator }), 404, "not_found");
    expectProblem(await put(id, aDocument(id)), 409, "conflict");
    expect((await call("DELETE", `/v2/workspaces/${id}`, { headers: operator })).status).toBe(204);
    expectProblem(await call("DELETE", "/v2/workspaces/no-such", { headers: operator }), 404, "not_found");
  });
});

test("another verb is 405 with what is allowed", async () => {
  const answer = await call("POST", "/v2/workspaces/any", { headers: operator });
  expectProblem(answer, 405, "method_not_allowed");
  expect(answer.headers.get("allow")).toBe("GET, HEAD, PUT, DELETE");
});
