// Bounds of what is sent, in every API's words: size without a length, nesting, headers, names. Bounds of one API alone
// (page sizes, ids of a bulk, texts) stand in that API's own tests; docs/limits.md lists them all.
// Source: workspace.md 3 (413); adjudon.md, alloy.md, authentivoice.md, hoop.md rulings 12-13.

import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import { aMember, aWorkspace, bearer, type HeaderList, type TestWorkspace } from "../../support/workspace-builder.ts";

const CHUNK = new Uint8Array(65_536).fill(0x20);

/** A body that never ends, and says nothing of its length. */
const anEndlessBody = () => {
  const sent = { chunks: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent.chunks += 1;
      controller.enqueue(CHUNK.slice());
    },
  });
  return { sent, stream };
};

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aWorkspace({
    members: [aMember("ada", [], { role: "admin" })],
    credentials: [{ name: "alloy", type: "basic", token: "bounded", role: "admin" }],
  });
});

const asAda = (): HeaderList => bearer(desk.secretOf("ada"));
const asPair = (): HeaderList => ({ authorization: `Basic ${btoa(`bounded:${desk.secretOf("alloy")}`)}` });
const asOperator = (): HeaderList => bearer(env.OPERATOR_TOKEN);

interface Words {
  readonly tooLarge: object;
  readonly tooDeep: object;
}

const NATIVE: Words = { tooLarge: { code: "payload_too_large" }, tooDeep: { code: "invalid_request", status: 400 } };
const HOOP: Words = {
  tooLarge: { message: "http: request body too large" },
  tooDeep: { message: "exceeded max depth" },
};
const ADJUDON: Words = {
  tooLarge: { success: false, code: "ADJ_PAYLOAD_TOO_LARGE" },
  tooDeep: { success: false, code: "VALIDATION_ERROR" },
};
const ALLOY: Words = { tooLarge: { error: { minor_code: 4002 } }, tooDeep: { error: { minor_code: 4002 } } };
const VOICE: Words = {
  tooLarge: { error: { code: "PAYLOAD_TOO_LARGE" } },
  tooDeep: { error: { code: "INVALID_REQUEST" } },
};

/** Routes that read a body: of each API more than one where they read it differently. */
const ROUTES: readonly (readonly [string, string, () => HeaderList, Words])[] = [
  ["POST", "/v2/reviews", asAda, NATIVE],
  ["POST", "/v2/reviews/bulk-decisions", asAda, NATIVE],
  ["PUT", "/v2/workspaces/bounded", asOperator, NATIVE],
  ["POST", "/v2/webhooks", asAda, NATIVE],
  ["POST", "/api/sessions", asAda, HOOP],
  ["PUT", "/api/reviews/00000000-0000-4000-8000-000000000000", asAda, HOOP],
  ["POST", "/api/v1/traces", asAda, ADJUDON],
  ["POST", "/api/v1/review-queue/bulk-decision", asAda, ADJUDON],
  ["POST", "/v1/evaluations", asPair, ALLOY],
  ["POST", "/v1/oauth/bearer", asPair, ALLOY],
  ["POST", "/v1/analyses", asAda, VOICE],
  ["POST", "/v1/reviews/assign", asAda, VOICE],
];

const send = async (method: string, path: string, headers: HeaderList, body: BodyInit) => {
  const response = await exports.default.fetch(`https://countersign.test${path}`, { method, headers, body });
  const answer: unknown = JSON.parse(await response.text());
  return { status: response.status, body: answer };
};

/** Without the pipe between two Workers: a body that is not read to its end is noise in that. */
const entrance = createEntrance(dialects, createServices(env), () => {});

const arrays = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

describe.each(ROUTES)("%s %s", (method, path, as, words) => {
  test("a body without a length is read up to the limit and no further: 413", async () => {
    const { sent, stream } = anEndlessBody();
    const init: RequestInit = { method, headers: as(), body: stream };
    const answer = await entrance(new Request(`https://countersign.test${path}`, init));
    expect([answer.status, await answer.json()]).toMatchObject([413, words.tooLarge]);
    // 16 chunks are the limit; one more shows that there is more, and one may be waiting.
    expect(sent.chunks).toBeLessThanOrEqual(18);
  });

  test("200,000 levels of arrays and 150,000 of objects are 400 and overflow nothing", async () => {
    for (const body of [arrays(200_000), objects(150_000), "[".repeat(1_000_000)]) {
      expect(await send(method, path, as(), body)).toMatchObject({ status: 400, body: words.tooDeep });
    }
  });
});

const READS: readonly (readonly [string, () => HeaderList, string])[] = [
  ["/v2/reviews", asAda, "unauthenticated"],
  ["/api/sessions", asAda, "access denied"],
  ["/api/v1/review-queue", asAda, "NO_TOKEN"],
  ["/v1/reviews", asAda, "UNAUTHORIZED"],
];

describe.each(READS)("headers of GET %s", (path, as, unauthenticated) => {
  const get = (headers: HeaderList) => exports.default.fetch(`https://countersign.test${path}`, { headers });

  test("a credential of 16 KB and more is not read: 401", async () => {
    const answer = await get(bearer("x".repeat(16_385)));
    expect([answer.status, (await answer.text()).includes(unauthenticated)]).toEqual([401, true]);
  });

  test("names of 60 KB in headers are 4xx or ignored, and never ours to repeat", async () => {
    const long = "x".repeat(60_000);
    for (const name of ["x-workspace-id", "x-orgid", "x-request-id", "if-match", "idempotency-key", "x-other"]) {
      const answer = await get({ ...as(), [name]: long });
      expect(answer.status).toBeLessThan(500);
      const text = (await answer.text()) + JSON.stringify([...answer.headers]);
      expect(text.includes(long.slice(0, 1_000))).toBe(false);
    }
  });
});

describe("what is kept of a session", () => {
  const asked = { connection: "prod", script: "select 1" };

  test("the name of a connection has at most 256 characters, as in a rule", async () => {
    const body = (length: number) => JSON.stringify({ ...asked, connection: "x".repeat(length) });
    expect((await send("POST", "/api/sessions", asAda(), body(256))).status).toBe(200);
    expect(await send("POST", "/api/sessions", asAda(), body(257))).toMatchObject({
      status: 400,
      body: { message: "connection must have at most 256 characters" },
    });
  });

  test("a time window of more than 256 KB is 413", async () => {
    const configuration = { start_time: "09:00", end_time: "17:00", more: "x".repeat(262_144) };
    const window = { status: "APPROVED", time_window: { type: "time_range", configuration } };
    const path = "/api/reviews/00000000-0000-4000-8000-000000000000";
    expect(await send("PUT", path, asAda(), JSON.stringify(window))).toMatchObject({
      status: 413,
      body: HOOP.tooLarge,
    });
  });
});

test("rules make a workspace document of at most 1 MiB: the one that would not fit is refused in words", async () => {
  const own = await aWorkspace({ members: [aMember("ada", [], { role: "admin" })] });
  const rule = (name: string) => ({
    name,
    access_type: "command",
    connection_names: [name],
    reviewers_groups: Array.from({ length: 2_500 }, (_, at) => `${at} ${"x".repeat(250)}`.slice(0, 256)),
    all_groups_must_approve: true,
  });
  const add = (name: string) => own.as("ada").post("/api/access-requests/rules", rule(name));
  expect((await add("first")).status).toBe(201);
  expect(await add("second")).toMatchObject({
    status: 422,
    body: { message: "the document must have at most 1 MiB" },
  });
  expect((await own.as("ada").get("/api/access-requests/rules")).body).toMatchObject({ pages: { total: 1 } });
});

test("ten thousand members are applied: what is written travels in parts that D1 takes", async () => {
  const members = Array.from({ length: 10_000 }, (_, at) => ({
    id: `m${at}`,
    email: `m${at}@example.com`,
    name: "",
    role: "viewer",
    groups: [],
  }));
  // The largest parameter that D1 was given.
  let largest = 0;
  const watched = new Proxy(env.DB, {
    get: (real, name) => {
      if (name !== "prepare") {
        const member: unknown = Reflect.get(real, name);
        return typeof member === "function" ? member.bind(real) : member;
      }
      return (sql: string) => {
        const statement = real.prepare(sql);
        const bind = statement.bind.bind(statement);
        statement.bind = (...values: unknown[]) => {
          for (const value of values) if (typeof value === "string") largest = Math.max(largest, value.length);
          return bind(...values);
        };
        return statement;
      };
    },
  });
  const door = createEntrance(dialects, createServices({ ...env, DB: watched }), () => {});
  const url = `https://countersign.test/v2/workspaces/big-${crypto.randomUUID()}`;
  const answer = await door(
    new Request(url, { method: "PUT", headers: asOperator(), body: JSON.stringify({ members }) }),
  );
  expect(answer.status).toBe(201);
  expect(largest).toBeLessThanOrEqual(1_048_576);
  expect(largest).toBeGreaterThan(500_000);
});
