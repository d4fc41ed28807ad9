// Rate limits through the Worker, on real counters: every dialect's words and headers, exactness, who is counted apart.
// Source: workspace.md 2 (rateLimits), 4 (rate_limited); alloy.md ruling 4; adjudon.md and authentivoice.md ruling 13.

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import { countingD1 } from "../../support/counting-d1.ts";
import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  bearer,
  type Client,
  type HeaderList,
  operator,
  type TestWorkspace,
  textAt,
} from "../../support/workspace-builder.ts";

const PAIR = { name: "alloy", type: "basic", token: "limited", role: "admin" };

const aLimitedWorkspace = (rateLimits: object, more: object = {}): Promise<TestWorkspace> =>
  aWorkspace({
    members: [aMember("ada", [], { role: "admin" }), aMember("bob")],
    credentials: [PAIR, { name: "bot", member: "ada" }],
    rateLimits,
    ...more,
  });

const basic = (desk: TestWorkspace): HeaderList => ({
  authorization: `Basic ${btoa(`limited:${desk.secretOf("alloy")}`)}`,
});

const statusesOf = (answers: readonly Answer[]): Readonly<Record<number, number>> => {
  const tally: Record<number, number> = {};
  for (const { status } of answers) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
};

const repeat = async (times: number, call: () => Promise<Answer>): Promise<readonly Answer[]> => {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time += 1) answers.push(await call());
  return answers;
};

/** A call of each dialect that only reads, and what it says when it is one too many. */
const WORDS: readonly (readonly [string, (desk: TestWorkspace) => Promise<Answer>, unknown])[] = [
  [
    "native",
    (desk) => desk.as("ada").get("/v2/reviews"),
    {
      type: "urn:countersign:problem:rate_limited",
      title: "Too many requests",
      status: 429,
      detail: expect.any(String),
      code: "rate_limited",
    },
  ],
  ["hoop", (desk) => desk.as("ada").get("/api/sessions"), { message: "too many requests" }],
  [
    "Adjudon",
    (desk) => desk.as("ada").get("/api/v1/review-queue"),
    { success: false, error: "Too many requests, please try again later", code: "RATE_LIMIT_EXCEEDED" },
  ],
  [
    "Alloy",
    (desk) => aClient(basic(desk)).get("/v1/entities/P-nobodys/reviews"),
    {
      status_code: 429,
      error: {
        minor_code: 4033,
        type: "Rate Limit Exceeded",
        message: "You have reached the maximum rate.",
        details: {},
        error_token: expect.any(String),
      },
      timestamp: expect.any(Number),
      evaluation_token: null,
      entity_token: null,
      application_token: null,
      application_version_id: null,
    },
  ],
  [
    "Alloy's token endpoint",
    (desk) => aClient(basic(desk)).post("/v1/oauth/bearer", { grant_type: "client_credentials" }),
    {
      error: { minor_code: 4033, type: "Rate Limit Exceeded", message: "You have reached the maximum rate." },
    },
  ],
  [
    "AuthentiVoice",
    (desk) => desk.as("ada").get("/v1/reviews"),
    { error: { code: "RATE_LIMIT_EXCEEDED", message: "Too many requests" } },
  ],
];

describe("perMinute, in the words of every API", () => {
  test.each(WORDS)("%s: RateLimit and RateLimit-Policy on success, 429 with Retry-After after it", async (...row) => {
    const [, call, words] = row;
    const desk = await aLimitedWorkspace({ perMinute: 2 });
    const [first, second, third] = await repeat(3, () => call(desk));
    expect(first?.headers.get("ratelimit-policy")).toBe('"per-minute";q=2;w=60');
    expect(first?.headers.get("ratelimit")).toBe('"per-minute";r=1;t=60');
    expect(first?.headers.get("retry-after")).toBeNull();
    expect(second?.status).not.toBe(429);
    expect(second?.headers.get("ratelimit")).toMatch(/^"per-minute";r=0;t=(60|59)$/);
    expect(third).toMatchObject({ status: 429, body: words });
    expect(third?.headers.get("ratelimit-policy")).toBe('"per-minute";q=2;w=60');
    expect(third?.headers.get("ratelimit")).toBe(`"per-minute";r=0;t=${third?.headers.get("retry-after")}`);
    expect(Number(third?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(third?.headers.get("x-request-id")).toBeTruthy();
  });

  test("one count over all dialects together", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 3 });
    const ada = desk.as("ada");
    const paths = ["/v2/reviews", "/api/sessions", "/api/v1/review-queue", "/v1/reviews"];
    const statuses: number[] = [];
    for (const path of paths) statuses.push((await ada.get(path)).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });
});

describe("Exactness", () => {
  test("of 200 parallel requests exactly the limit passes, and the others are 429", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 70 });
    const answers = await Promise.all(Array.from({ length: 200 }, () => desk.as("ada").get("/v2/reviews")));
    expect(statusesOf(answers)).toEqual({ 200: 70, 429: 130 });
    const left = answers.filter(({ status }) => status === 200).map(({ headers }) => headers.get("ratelimit"));
    expect(new Set(left.map((field) => /r=(\d+)/.exec(field ?? "")?.[1])).size).toBe(70);
  });

  test("the count survives the eviction of its object", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 3 });
    const ada = desk.as("ada");
    await repeat(2, () => ada.get("/v2/reviews"));
    await evictDurableObject(env.COUNTER_OBJECT.getByName(`${desk.id}/credential:ada`));
    expect((await repeat(2, () => ada.get("/v2/reviews"))).map(({ status }) => status)).toEqual([200, 429]);
  });

  test("what has left the window is deleted, and a quiet caller leaves nothing behind", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 2 });
    const ada = desk.as("ada");
    const counter = env.COUNTER_OBJECT.getByName(`${desk.id}/credential:ada`);
    const tables = () =>
      runInDurableObject(counter, (_, { storage }) =>
        storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'passed_calls'").toArray(),
      );
    await ada.get("/v2/reviews");
    expect(await runDurableObjectAlarm(counter)).toBe(true);
    expect((await repeat(2, () => ada.get("/v2/reviews"))).map(({ status }) => status)).toEqual([200, 429]);
    expect(await tables()).toHaveLength(1);
    await runInDurableObject(counter, (_, { storage }) => {
      storage.sql.exec("UPDATE passed_calls SET at = at - 60000");
    });
    expect(await runDurableObjectAlarm(counter)).toBe(true);
    expect(await tables()).toEqual([]);
    expect(await runDurableObjectAlarm(counter)).toBe(false);
    expect((await repeat(3, () => ada.get("/v2/reviews"))).map(({ status }) => status)).toEqual([200, 200, 429]);
  });

  test("a changed limit holds from the next request on, for what was already counted too", async () => {
    const members = [aMember("ada")];
    const desk = await aWorkspace({ members, rateLimits: { perMinute: 2 } });
    const ada = desk.as("ada");
    expect((await repeat(3, () => ada.get("/v2/reviews"))).at(-1)?.status).toBe(429);
    await desk.apply({ members, rateLimits: { perMinute: 3 } });
    expect((await repeat(2, () => ada.get("/v2/reviews"))).map(({ status }) => status)).toEqual([200, 429]);
    await desk.apply({ members });
    const free = await ada.get("/v2/reviews");
    expect([free.status, free.headers.get("ratelimit")]).toEqual([200, null]);
  });

  test("real time counts, also where the workspace's clock stands still or is moved", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 1 }, { testClock: true });
    expect((await desk.as("ada").get("/v2/reviews")).status).toBe(200);
    await operator.post(`/v2/workspaces/${desk.id}/clock`, { advanceMinutes: 60 });
    expect((await desk.as("ada").get("/v2/reviews")).status).toBe(429);
  });
});

describe("Who is counted", () => {
  test("each credential and each workspace on its own, a credential that acts as a member apart from the member's", async () => {
    const [desk, other] = [await aLimitedWorkspace({ perMinute: 1 }), await aLimitedWorkspace({ perMinute: 1 })];
    const clients: readonly Client[] = [desk.as("ada"), desk.as("bob"), desk.as("bot"), other.as("ada")];
    for (const client of clients) {
      expect((await repeat(2, () => client.get("/v2/reviews"))).map(({ status }) => status)).toEqual([200, 429]);
    }
  });

  test("a pair and its access tokens together", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 2 });
    const issued = await aClient(basic(desk)).post("/v1/oauth/bearer", { grant_type: "client_credentials" });
    const holder = aClient(bearer(textAt(issued.body, "access_token")));
    const path = "/v1/entities/P-nobodys/reviews";
    expect((await repeat(2, () => holder.get(path))).map(({ status }) => status)).toEqual([404, 429]);
    expect((await aClient(basic(desk)).get(path)).status).toBe(429);
  });

  test("not the operator, and nobody whose credential is not known", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 1 });
    const asOperator = { ...bearer(env.OPERATOR_TOKEN), "x-workspace-id": desk.id };
    const reads = await repeat(3, () => aClient(asOperator).get("/v2/reviews"));
    expect(reads.map(({ status, headers }) => [status, headers.get("ratelimit")])).toEqual([
      [200, null],
      [200, null],
      [200, null],
    ]);
    expect((await aClient({}).get("/v2/reviews")).headers.get("ratelimit")).toBeNull();
  });

  test("a request that waits for news counts once, though it asks twice who is calling", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 3 });
    const ada = desk.as("ada");
    const opened = await ada.post("/v2/reviews", { subject: { type: "a", id: "b", attributes: {} } });
    const waited = await ada.get(`/v2/reviews/${textAt(opened.body, "id")}?wait=1`);
    expect([waited.status, waited.headers.get("ratelimit")]).toMatchObject([200, expect.stringContaining("r=1;")]);
  });

  test("429 comes before 403 and 404, and nothing is done", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 1 });
    const bob = desk.as("bob");
    await bob.get("/v2/reviews");
    expect((await bob.get("/v2/reviews/nobodys")).status).toBe(429);
    expect((await bob.post("/v2/reviews", { subject: { type: "a", id: "b", attributes: {} } })).status).toBe(429);
    expect((await desk.as("ada").get("/v2/reviews")).body).toMatchObject({ data: [] });
  });
});

describe("assignPerMinute", () => {
  const strategy = { assignmentStrategy: { type: "specific", assignTo: ["bob"] }, reviewIds: ["rev_nobodys"] };
  const ASSIGNMENTS: readonly (readonly [string, (client: Client) => Promise<Answer>])[] = [
    ["POST /v1/reviews/assign", (client) => client.post("/v1/reviews/assign", strategy)],
    ["POST /v2/reviews/{id}/assign", (client) => client.post("/v2/reviews/none/assign", { assignedTo: null })],
    ["PATCH …/assign", (client) => client.send("PATCH", "/api/v1/review-queue/none/assign", { assignedTo: null })],
  ];

  test.each(ASSIGNMENTS)("%s is one; other calls go on", async (_name, assign) => {
    const desk = await aLimitedWorkspace({ assignPerMinute: 1 });
    const ada = desk.as("ada");
    const [first, second] = await repeat(2, () => assign(ada));
    expect(first?.status).not.toBe(429);
    expect(first?.headers.get("ratelimit-policy")).toBe('"assign-per-minute";q=1;w=60');
    expect(second?.status).toBe(429);
    const read = await ada.get("/v2/reviews");
    expect([read.status, read.headers.get("ratelimit")]).toEqual([200, null]);
  });

  test("counts beside perMinute, over all dialects; a refused assignment costs neither", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 4, assignPerMinute: 2 });
    const ada = desk.as("ada");
    const statuses: (number | undefined)[] = [];
    for (const [, assign] of ASSIGNMENTS) statuses.push((await assign(ada)).status);
    expect(statuses.slice(0, 2)).not.toContain(429);
    expect(statuses[2]).toBe(429);
    const [third, fourth, fifth] = await repeat(3, () => ada.get("/v2/reviews"));
    expect([third?.status, fourth?.status, fifth?.status]).toEqual([200, 200, 429]);
    expect(third?.headers.get("ratelimit")).toMatch(/^"per-minute";r=1;t=\d+$/);
  });
});

describe("What it costs", () => {
  /** The Worker's own wiring on a counted database and counted counters. */
  const aStack = (replaced: Partial<typeof env> = {}) => {
    const counting = countingD1(env.DB);
    const hops = { asked: 0 };
    const counters = new Proxy(env.COUNTER_OBJECT, {
      get: (real, name) => {
        if (name === "get") hops.asked += 1;
        const member: unknown = Reflect.get(real, name);
        return typeof member === "function" ? member.bind(real) : member;
      },
    });
    const stack = { ...env, DB: counting.db, COUNTER_OBJECT: counters, ...replaced };
    const entrance = createEntrance(dialects, createServices(stack), () => {});
    const list = async (secret: string, headers: HeaderList = {}, path = "/v2/reviews") => {
      const request = new Request(`https://countersign.test${path}`, {
        headers: { ...bearer(secret), ...headers },
      });
      const { value, counts } = await counting.measure(() => entrance(request));
      return { status: value.status, text: await value.text(), headers: value.headers, ...counts };
    };
    return { hops, list };
  };

  test("a workspace without limits: no hop, and not one row or round trip more than with them", async () => {
    const [free, bound] = [await aLimitedWorkspace({}), await aLimitedWorkspace({ perMinute: 600 })];
    const { hops, list } = aStack();
    const unlimited = await list(free.secretOf("ada"));
    expect(hops.asked).toBe(0);
    const limited = await list(bound.secretOf("ada"));
    expect(hops.asked).toBe(1);
    expect([unlimited.roundTrips, unlimited.rowsRead, unlimited.rowsWritten]).toEqual([2, limited.rowsRead, 0]);
    expect([limited.roundTrips, limited.rowsWritten]).toEqual([2, 0]);
    expect(limited.headers.get("ratelimit")).toContain("r=599");
    expect(unlimited.headers.get("ratelimit")).toBeNull();
  });

  test("counters that cannot be reached: everybody is served, uncounted", async () => {
    const desk = await aLimitedWorkspace({ perMinute: 1 });
    const gone = new Proxy(env.COUNTER_OBJECT, {
      get: () => () => {
        throw new Error("no such namespace");
      },
    });
    const { list } = aStack({ COUNTER_OBJECT: gone });
    const answers = [await list(desk.secretOf("ada")), await list(desk.secretOf("ada"))];
    expect(answers.map(({ status, headers }) => [status, headers.get("ratelimit")])).toEqual([
      [200, null],
      [200, null],
    ]);
  });

  test("an address that fails too often is 429 before any D1 query; its good neighbours and everybody else go on", async () => {
    const desk = await aLimitedWorkspace({});
    const { list } = aStack({
      FAILED_ATTEMPTS: { limit: async ({ key }) => ({ success: key !== "192.0.2.7" }) },
    });
    const from = (address: string) => ({ "cf-connecting-ip": address });
    expect((await list(desk.secretOf("ada"), from("192.0.2.7"))).status).toBe(200);
    const crossing = await list("a-guess", from("192.0.2.7"));
    expect([crossing.status, crossing.roundTrips]).toEqual([429, 1]);
    const refused = await list("another-guess", from("192.0.2.7"));
    expect([refused.status, refused.roundTrips, refused.headers.get("retry-after")]).toEqual([429, 0, "10"]);
    expect(refused.headers.get("ratelimit")).toBeNull();
    expect(JSON.parse(refused.text)).toMatchObject({ code: "rate_limited", status: 429 });
    expect((await list(desk.secretOf("ada"), from("192.0.2.7"))).status).toBe(200);
    expect((await list(desk.secretOf("bob"), from("192.0.2.8"))).status).toBe(200);
    expect((await list("a-guess", from("192.0.2.8"))).status).toBe(401);
  });

  test("and so says every API in its words", async () => {
    const { list } = aStack({ FAILED_ATTEMPTS: { limit: async () => ({ success: false }) } });
    const basicGuess = { authorization: `Basic ${btoa("no:body")}` };
    const answers = [
      await list("adj_live_guess", {}, "/v2/reviews"),
      await list("adj_live_guess", {}, "/api/sessions"),
      await list("adj_live_guess", {}, "/api/v1/review-queue"),
      await list("", basicGuess, "/v1/entities/P-nobodys/reviews"),
      await list("adj_live_guess", {}, "/v1/reviews"),
    ];
    expect(answers.map(({ status, roundTrips }) => [status, roundTrips])).toEqual([
      [429, 1],
      [429, 0],
      [429, 0],
      [429, 0],
      [429, 0],
    ]);
    expect(answers.map(({ text }): unknown => JSON.parse(text))).toMatchObject([
      { code: "rate_limited" },
      { message: "too many requests" },
      { code: "RATE_LIMIT_EXCEEDED" },
      { error: { minor_code: 4033 } },
      { error: { code: "RATE_LIMIT_EXCEEDED" } },
    ]);
    expect(answers.every(({ headers }) => Number(headers.get("retry-after")) > 0)).toBe(true);
  });

  test("the platform's counter is bound, and takes an address", async () => {
    expect(await env.FAILED_ATTEMPTS.limit({ key: `2001:db8::${crypto.randomUUID()}` })).toEqual({ success: true });
  });
});
