// What the log says, and never says: the lines of a whole life of two workspaces in all APIs (requests that are served,
// refused, malformed and broken by storage, documents with secrets, webhooks with secrets, Cron), searched for every
// secret, token, payload and free text that went in. Source: issue "Proof", Security; docs/operations.md, "The log".

import { env, exports } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inScope, meteredEnv, noting } from "../../../src/compose-log.ts";
import { createSchedule } from "../../../src/compose-schedule.ts";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import { DAILY_CRON, runScheduled } from "../../../src/jobs/scheduled.ts";
import { loggedDrain } from "../../../src/webhooks/logged-drain.ts";
import { bearer, type HeaderList, operator, textAt } from "../../support/workspace-builder.ts";
import { type Route, ROUTES } from "./routes.ts";
import { aWorld, basic, type World } from "./world.ts";

const ORIGIN = "https://countersign.test";
/** Stands in every text, name, address, path and payload of the run. */
const OWN = `zz${crypto.randomUUID().slice(0, 8)}zz`;
const SECRETS = {
  webhook: `whsec_${btoa(crypto.randomUUID())}`,
  password: `password-${crypto.randomUUID()}`,
  issuer: `issuer-${crypto.randomUUID()}`,
  wrong: `wrong-${crypto.randomUUID()}`,
  sql: `sql-parameter-${crypto.randomUUID()}`,
  reply: `reply-${crypto.randomUUID()}`,
};

const lines: string[] = [];
const forbidden: string[] = [OWN, env.OPERATOR_TOKEN, env.ENCRYPTION_KEY, ...Object.values(SECRETS)];

/** Which of the words stand in the lines, plainly or in the spellings that a log could give them. */
const leaks = (logged: readonly string[], words: readonly string[]): readonly string[] => {
  const text = logged.join("\n");
  return words.filter((word) =>
    [word, btoa(word), encodeURIComponent(word)].some((spelling) => text.includes(spelling)),
  );
};

let world: World;

const parsed = (): readonly Record<string, unknown>[] => lines.map((line) => JSON.parse(line));

const ownerOf = ({ access }: Route): HeaderList => {
  if (access === "operator" || access === "operator_own") return bearer(env.OPERATOR_TOKEN);
  if (access.startsWith("alloy")) return basic(`pair-${OWN}`, world.workspace.secretOf("pair"));
  return bearer(world.workspace.secretOf(access === "hoop_provision" ? "desk" : "olga"));
};

const requestOf = (route: Route, headers: HeaderList, changed?: string): Request => {
  const method = route.call.slice(0, route.call.indexOf(" "));
  const body = route.body?.(world.ids);
  const text = changed ?? (body === undefined ? null : JSON.stringify(body));
  return new Request(`${ORIGIN}${route.path(world.ids)}`, {
    method,
    headers: { "content-type": "application/json", ...headers, ...route.headers?.(world.ids) },
    ...(text === null || method === "GET" ? {} : { body: text }),
  });
};

const finish = async (response: Response): Promise<void> => {
  const isStream = response.headers.get("content-type") === "text/event-stream";
  const text = isStream ? "" : await response.text();
  if (isStream) await response.body?.cancel();
  for (const [secret] of text.matchAll(/whsec_[\w+/=]{20,}|cat_[\w.-]{20,}/g)) forbidden.push(secret);
};

/** A database of which every call fails, and says what was asked. */
const brokenDatabase = (message: string): D1Database =>
  new Proxy(env.DB, {
    get: () => () => {
      throw new Error(`${message}: INSERT INTO audit VALUES ('${SECRETS.sql}')`);
    },
  });

const entranceWith = (db: D1Database, log = (line: object): unknown => lines.push(JSON.stringify(line))) =>
  createEntrance(dialects, noting(createServices(meteredEnv({ ...env, DB: db }))), log, inScope);

const spied = ["log", "error", "warn", "info", "debug"] as const;

beforeAll(async () => {
  for (const name of spied) {
    vi.spyOn(console, name).mockImplementation((...said: unknown[]) => {
      lines.push(said.map((one) => (one instanceof Error ? String(one.stack) : String(one))).join(" "));
    });
  }
  // Receivers refuse and say so at length.
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(SECRETS.reply, { status: 500 }));
  world = await aWorld(OWN);
  forbidden.push(...["olga", "desk", "pair", "agent-key"].map((name) => world.workspace.secretOf(name)));
});

afterAll(() => {
  vi.restoreAllMocks();
});

describe("a whole life", () => {
  test("every route: served, with a wrong credential, and with a broken body", async () => {
    for (const route of ROUTES.filter(({ access }) => access !== "operator")) {
      const headers = ownerOf(route);
      await finish(await exports.default.fetch(requestOf(route, bearer(SECRETS.wrong))));
      await finish(await exports.default.fetch(requestOf(route, basic(OWN, SECRETS.wrong))));
      await finish(await exports.default.fetch(requestOf(route, headers, `{"${SECRETS.wrong}": "${OWN}`)));
      await finish(await exports.default.fetch(requestOf(route, headers, JSON.stringify({ [OWN]: SECRETS.wrong }))));
      await finish(await exports.default.fetch(requestOf(route, headers)));
    }
    for (const path of [
      `/${OWN}`,
      `/v2/${OWN}?token=${SECRETS.wrong}`,
      `/api/${OWN}`,
      `/v1/${OWN}`,
      `/api/v1/${OWN}`,
    ]) {
      await finish(await exports.default.fetch(`${ORIGIN}${path}`));
    }
  });

  test("a document with secrets of every kind, and webhooks that are sent with them", async () => {
    const id = `ws-${crypto.randomUUID()}`;
    const document = {
      name: OWN,
      members: [{ id: "olga", email: `olga@${OWN}.example`, name: OWN, role: "owner" }],
      credentials: [{ name: "olga", type: "bearer", secret: SECRETS.wrong, member: "olga" }],
      issuers: [{ issuer: `https://${OWN}.example`, audience: OWN, hs256Secret: SECRETS.issuer }],
      webhooks: [
        { id: "wh_1", url: `https://${OWN}.example.com/`, events: ["*"], format: "standard", secret: SECRETS.webhook },
        {
          id: "wh_2",
          url: `https://${OWN}.example.com/`,
          events: ["*"],
          format: "alloy",
          auth: { type: "basic", username: OWN, password: SECRETS.password },
        },
      ],
    };
    const applied = await operator.put(`/v2/workspaces/${id}`, document);
    expect(applied.status).toBe(201);
    const refused = await operator.put(`/v2/workspaces/${id}`, { ...document, [OWN]: SECRETS.issuer });
    expect(refused.status).toBe(400);
    const opened = await exports.default.fetch(`${ORIGIN}/v2/reviews`, {
      method: "POST",
      headers: { "content-type": "application/json", ...bearer(SECRETS.wrong) },
      body: JSON.stringify({ subject: { type: "refund", id: OWN }, callbackUrl: `https://${OWN}.example.com/back` }),
    });
    expect(opened.status).toBe(201);
    const { id: reviewId } = await opened.json<{ readonly id: string }>();
    for (const endpoint of ["wh_1", "wh_2", `callback:${reviewId}`]) {
      await runDurableObjectAlarm(env.ENDPOINT_OBJECT.get(env.ENDPOINT_OBJECT.idFromName(`${id}/${endpoint}`)));
    }
  });

  test("a way into the desk, whose token stands in the path", async () => {
    const path = `/v2/workspaces/${world.workspace.id}/sign-in-links`;
    const minted = await operator.post(path, { memberId: "rita" });
    const { pathname } = new URL(textAt(minted.body, "url"));
    forbidden.push(pathname.slice(pathname.lastIndexOf("/") + 1));
    for (const method of ["GET", "POST"]) {
      await finish(await exports.default.fetch(`${ORIGIN}${pathname}`, { method, redirect: "manual" }));
    }
    await finish(await exports.default.fetch(`${ORIGIN}/desk/${OWN}`, { headers: { cookie: SECRETS.wrong } }));
    expect(parsed().filter(({ dialect }) => dialect === "desk").length).toBeGreaterThan(2);
  });

  test("every route with a database that fails, for a moment and for good", async () => {
    for (const message of ["D1_ERROR: Network connection lost", "D1_ERROR: no such table"]) {
      const entrance = entranceWith(brokenDatabase(message));
      for (const route of ROUTES) await finish(await entrance(requestOf(route, ownerOf(route))));
    }
  });

  test("Cron and a drain with a database that fails", async () => {
    const schedule = createSchedule(meteredEnv({ ...env, DB: brokenDatabase("D1_ERROR") }));
    const log = (line: object): unknown => lines.push(JSON.stringify(line));
    for (const cron of ["* * * * *", DAILY_CRON]) {
      const run = runScheduled({ cron, scheduledAt: Date.now() - 90_000 }, schedule, { log, inScope, now: Date.now });
      await expect(run).rejects.toThrow("jobs failed");
    }
    const drain = loggedDrain(
      { send: () => Promise.reject(new Error("unused")), now: Date.now, log, inScope },
      { workspaceId: "ws", endpointId: "wh" },
      () => Promise.reject(new Error(`D1_ERROR: ${SECRETS.sql}`)),
    );
    await expect(drain).rejects.toThrow(SECRETS.sql);
  });
});

const REQUEST_KEYS = [
  "event",
  "requestId",
  "method",
  "route",
  "status",
  "dialect",
  "workspaceId",
  "reviewId",
  "durationMs",
  "d1RoundTrips",
  "rowsRead",
  "rowsWritten",
  "objectRoundTrips",
];

describe("the lines", () => {
  test("each is one line of JSON about a request, a run of Cron or a drain, with the documented keys and no others", () => {
    const shapes: Record<string, readonly (readonly string[])[]> = {
      request: [REQUEST_KEYS, [...REQUEST_KEYS, "error", "errorAt"]],
      scheduled: [
        ["event", "cron", "lateMs", "durationMs", "failed", "jobs", "d1RoundTrips", "rowsRead", "rowsWritten"],
      ],
      drain: ["isMore,nextAt", "failed"].map((end) =>
        `event,workspaceId,endpointId,attempts,delivered,durationMs,d1RoundTrips,rowsRead,rowsWritten,${end}`.split(
          ",",
        ),
      ),
    };
    expect(lines.filter((line) => line.includes("\n"))).toEqual([]);
    for (const line of parsed()) {
      expect(shapes[String(line["event"])]?.map((keys) => keys.join())).toContain(Object.keys(line).join());
    }
  });

  test("there are lines of every API, of every kind of answer, of runs and of drains", () => {
    const seen = new Set(parsed().flatMap(({ event, dialect, status }) => [event, dialect, status]));
    const wanted = [...dialects.map(({ name }) => name), 200, 201, 400, 401, 404, 409, 500, 503, "scheduled", "drain"];
    expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
    expect(parsed().filter(({ route }) => route === "/api/access-requests/rules/:name")).not.toEqual([]);
    expect(parsed().filter(({ event, attempts }) => event === "drain" && Number(attempts) > 0)).not.toEqual([]);
  });

  test("a vote says its workspace, its review, and what it cost", async () => {
    const before = lines.length;
    const opened = await world.workspace
      .as("olga")
      .post("/v2/reviews", { subject: { type: "refund", id: "r" }, groups: ["banking"] });
    const id = textAt(opened.body, "id");
    await world.workspace.as("rita").post(`/v2/reviews/${id}/decisions`, { verdict: "approve" });
    const [opening, vote] = parsed()
      .slice(before)
      .filter(({ method }) => method === "POST");
    expect(opening).toMatchObject({ status: 201, workspaceId: world.workspace.id, reviewId: id });
    expect(vote).toMatchObject({
      route: "/v2/reviews/:id/decisions",
      status: 200,
      workspaceId: world.workspace.id,
      reviewId: id,
      // Authentication and what is shown beside the review; the object has just been woken.
      objectRoundTrips: 2,
    });
    expect(Number(vote?.["d1RoundTrips"])).toBeGreaterThanOrEqual(1);
    expect(Number(vote?.["rowsRead"])).toBeGreaterThan(0);
  });

  test("no secret, token, SQL, parameter, payload or free text stands in any", () => {
    expect(lines.length).toBeGreaterThan(400);
    expect(leaks(lines, forbidden)).toEqual([]);
    expect(lines.filter((line) => /SELECT|INSERT|UPDATE |D1_ERROR/.test(line))).toEqual([]);
  });

  test("a log that said one would be found out", async () => {
    const planted: string[] = [];
    const [route] = ROUTES.filter(({ call }) => call === "POST /api/access-requests/rules");
    const request = requestOf(route ?? expect.fail(), bearer(SECRETS.wrong));
    const careless = entranceWith(env.DB, (line) =>
      planted.push(JSON.stringify({ ...line, headers: Object.fromEntries(request.headers), url: request.url })),
    );
    await finish(await careless(request));
    expect(leaks(planted, forbidden)).toEqual([SECRETS.wrong]);
  });
});
