// Tenant isolation over every route there is: an id of another workspace is answered like an id that nobody has, nothing
// of that workspace stands in the answer, and none of its rows changes.
// Source: workspace.md ("nothing crosses it"); OWASP API1, API3, API5.

import { env, exports } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dialects } from "../../../src/dialects/registry.ts";
import { bearer, type HeaderList } from "../../support/workspace-builder.ts";
import { type Route, ROUTES } from "./routes.ts";
import { aWorld, basic, type Ids, type World } from "./world.ts";

let home: World;
let foreign: World;
/** Ids of the same form as the foreign ones, which nobody has. */
let nobodys: Ids;

/** Digits become other digits, hexadecimal letters others of their kind, other letters other letters. */
const changed = (char: string): string => {
  if (/\d/.test(char)) return String((Number(char) + 5) % 10);
  const rings = ["abcdef", "ABCDEF", "ghijklmnopqrstuvwxyz", "GHIJKLMNOPQRSTUVWXYZ"];
  const ring = rings.find((letters) => letters.includes(char));
  return ring === undefined ? char : (ring[(ring.indexOf(char) + 1) % ring.length] ?? char);
};

/** All but the first four characters: there stand the prefixes by which ids are told apart. */
const unknownLike = (id: string): string => id.slice(0, 4) + id.slice(4).replaceAll(/\w/g, changed);

const unknownIds = (ids: Ids): Ids => ({
  ...ids,
  ...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, unknownLike(id)])),
});

const callerOf = ({ access }: Route, { workspace }: World, own: string): HeaderList => {
  if (access.startsWith("alloy")) return basic(`pair-${own}`, workspace.secretOf("pair"));
  return bearer(workspace.secretOf(access === "hoop_provision" ? "desk" : "olga"));
};

interface Reply {
  readonly status: number;
  readonly text: string;
}

const send = async (route: Route, ids: Ids, headers: HeaderList): Promise<Reply> => {
  const body = route.body?.(ids);
  const response = await exports.default.fetch(`https://countersign.test${route.path(ids)}`, {
    method: route.call.slice(0, route.call.indexOf(" ")),
    headers: { "content-type": "application/json", ...headers, ...route.headers?.(ids) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // An event stream never ends by itself.
  if (response.headers.get("content-type") === "text/event-stream") {
    await response.body?.cancel();
    return { status: response.status, text: "" };
  }
  return { status: response.status, text: await response.text() };
};

/** What two answers must have in common: all but the ids that were sent, and what every answer has of its own. */
const comparable = ({ status, text }: Reply, route: Route, ids: Ids) => ({
  status,
  text: route.names
    .reduce((masked, name) => masked.replaceAll(ids[name], `<${name}>`), text)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>")
    .replaceAll(/\d{12,}/g, "<instant>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<instant>"),
});

/** Everything that a workspace has, in every table that knows workspaces. */
const rowsOf = async (workspaceId: string): Promise<string> => {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%workspace_id%' ORDER BY name",
  ).all<{ readonly name: string }>();
  const names = tables.results.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(10);
  const rows = await env.DB.batch(
    names.map((name) => env.DB.prepare(`SELECT * FROM ${name} WHERE workspace_id = ?`).bind(workspaceId)),
  );
  const workspace = await env.DB.prepare("SELECT * FROM workspaces WHERE id = ?").bind(workspaceId).all();
  return JSON.stringify([names, rows.map(({ results }) => results), workspace.results]);
};

const [HOME, FOREIGN] = ["homeland", "foreignland"] as const;

beforeAll(async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("ok"));
  home = await aWorld(HOME);
  foreign = await aWorld(FOREIGN);
  nobodys = unknownIds(foreign.ids);
});

afterAll(() => {
  vi.restoreAllMocks();
});

test("every route that is mounted stands in the list, and the list names no other", async () => {
  const apps = await Promise.all(dialects.map((dialect) => dialect.routes()));
  const mounted = apps.flatMap(({ routes }) =>
    routes.filter(({ method }) => method !== "ALL" && method !== "HEAD").map(({ method, path }) => `${method} ${path}`),
  );
  // Named by the router only to say that it is not allowed.
  const known = new Set([...ROUTES.map(({ call }) => call), "GET /v2/reviews/bulk-decisions"]);
  expect([...new Set(mounted)].filter((call) => !known.has(call))).toEqual([]);
  expect([...known].filter((call) => !mounted.includes(call))).toEqual([]);
});

describe("with a credential of another workspace", () => {
  let before: string;
  beforeAll(async () => {
    before = await rowsOf(foreign.workspace.id);
  });

  const expectNothingForeign = (text: string, sent: Ids, { names }: Route): void => {
    const own = new Set(names.map((name) => sent[name]));
    const words = foreign.marks.filter((mark) => ![...own].some((id) => id.includes(mark)));
    expect(words.filter((mark) => text.includes(mark))).toEqual([]);
  };

  test.each(ROUTES.map((route) => [route.call, route] as const))("%s", async (_, route) => {
    const headers = callerOf(route, home, HOME);
    const [foreigns, unknown] = [await send(route, foreign.ids, headers), await send(route, nobodys, headers)];
    expect(foreigns.status).toBe(unknown.status);
    // What names nothing makes something new each time.
    if (route.names.length > 0) {
      expect(comparable(foreigns, route, foreign.ids)).toEqual(comparable(unknown, route, nobodys));
    }
    expectNothingForeign(foreigns.text, foreign.ids, route);
    if (route.names.length > 0 && route.isSilent !== true) expect(foreigns.status).toBeGreaterThanOrEqual(400);
    expect(foreigns.status).toBeLessThan(500);
  });

  test.each(ROUTES.filter(({ access }) => access !== "public").map((route) => [route.call, route] as const))(
    "%s, naming the other workspace in x-workspace-id",
    async (_, route) => {
      const headers = callerOf(route, home, HOME);
      const [foreigns, unknown] = [
        await send(route, home.ids, { ...headers, "x-workspace-id": foreign.workspace.id }),
        await send(route, home.ids, { ...headers, "x-workspace-id": nobodys.workspace }),
      ];
      expect(comparable(foreigns, route, home.ids)).toEqual(comparable(unknown, route, home.ids));
      expectNothingForeign(foreigns.text, home.ids, route);
    },
  );

  test("no row of it has changed", async () => {
    expect(await rowsOf(foreign.workspace.id)).toBe(before);
  });
});

test("a cursor of another workspace's list shows the caller's own reviews and no others", async () => {
  const { text, status } = await send(
    { call: "GET /v2/reviews", access: "native_read", names: [], path: ({ cursor }) => `/v2/reviews?cursor=${cursor}` },
    foreign.ids,
    callerOf(ROUTES[0] ?? expect.fail(), home, HOME),
  );
  expect(status).toBeLessThan(500);
  expect(foreign.marks.filter((mark) => text.includes(mark))).toEqual([]);
});

// The same requests from inside: were they refused too, the test above would prove nothing.
test("the other workspace's own credential is answered differently by every route that names something", async () => {
  const same: string[] = [];
  for (const route of ROUTES.filter(({ names, access }) => names.length > 0 && access !== "operator")) {
    const headers = callerOf(route, foreign, FOREIGN);
    const own = comparable(await send(route, foreign.ids, headers), route, foreign.ids);
    const unknown = comparable(await send(route, nobodys, headers), route, nobodys);
    if (JSON.stringify(own) === JSON.stringify(unknown)) same.push(route.call);
  }
  expect(same).toEqual([]);
});
