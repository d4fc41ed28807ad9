// The desk beside the APIs: every page and every form of it, without a session, from another site, with ids of another
// workspace, and by role. A route that is mounted and not listed here fails. Source: OWASP API1, API2, API5; issue
// "Proof", Security.

import { env, exports } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isAction } from "../../../src/desk/review/commands.ts";
import { routes } from "../../../src/desk/index.tsx";
import { dialects } from "../../../src/dialects/registry.ts";
import { atDesk, aVisitor, DESK_ORIGIN, type DeskVisitor, hiddenFields } from "../../support/desk-browser.ts";
import { valueAt } from "../../support/entity-workspace.ts";
import { aWorld, type World } from "./world.ts";

interface Named {
  readonly review: string;
  readonly version: string;
  readonly endpoint: string;
  /** Of the one delivery that the endpoint has. */
  readonly position: string;
  readonly own: string;
}
type Fields = readonly (readonly [string, string])[];
type Who = "olga" | "adam" | "rita" | "vic" | "aud";

interface DeskRoute {
  readonly call: string;
  readonly path: (ids: Named) => string;
  /** Of a form. */
  readonly fields?: (ids: Named) => Fields;
  /** For people who are not signed in yet. */
  readonly isOpen?: true;
  /** Who is let in; absent: everybody with a session. */
  readonly only?: readonly Who[];
}

const ACTIONS = [
  "decide",
  "outcome",
  "start",
  "findings",
  "complete",
  "assign",
  "escalate",
  "note",
  "pause",
  "resume",
  "cancel",
  "claim",
  "release",
];
/** Fields of every form at once: each takes its own. */
const everyField = ({ version }: Named): Fields => [
  ["_version", version],
  ["verdict", "approve"],
  ["text", "a note"],
  ["to", "adam"],
  ["reason", "so"],
];
const ADMINISTRATORS: readonly Who[] = ["olga", "adam"];

const ROUTES: readonly DeskRoute[] = [
  { call: "GET /desk", path: () => "/desk" },
  { call: "GET /desk/live", path: () => "/desk/live" },
  {
    call: "POST /desk/bulk",
    path: () => "/desk/bulk",
    fields: ({ review, version }) => [
      ["item", `${review}@${version}`],
      ["verdict", "approve"],
    ],
  },
  { call: "POST /desk/next", path: () => "/desk/next", fields: () => [] },
  { call: "GET /desk/reviews/:id", path: ({ review }) => `/desk/reviews/${review}` },
  { call: "GET /desk/reviews/:id/:action", path: ({ review }) => `/desk/reviews/${review}/decide` },
  ...ACTIONS.map((action) => ({
    call: "POST /desk/reviews/:id/:action",
    path: ({ review }: Named) => `/desk/reviews/${review}/${action}`,
    fields: everyField,
  })),
  { call: "GET /desk/metrics", path: () => "/desk/metrics", only: [...ADMINISTRATORS, "aud"] },
  { call: "GET /desk/webhooks", path: () => "/desk/webhooks", only: ADMINISTRATORS },
  {
    call: "GET /desk/webhooks/:endpointId",
    path: ({ endpoint }) => `/desk/webhooks/${endpoint}`,
    only: ADMINISTRATORS,
  },
  {
    call: "POST /desk/webhooks/:endpointId/replay",
    path: ({ endpoint }) => `/desk/webhooks/${endpoint}/replay`,
    fields: ({ position, own }) => [
      ["_position", position],
      ["_own", own],
    ],
    only: ADMINISTRATORS,
  },
  { call: "GET /desk/sign-in", path: () => "/desk/sign-in", isOpen: true },
  { call: "GET /desk/sign-in/link/:token", path: () => "/desk/sign-in/link/none", isOpen: true },
  {
    call: "POST /desk/sign-in/link",
    path: () => "/desk/sign-in/link",
    fields: () => [["token", "none"]],
    isOpen: true,
  },
  { call: "GET /desk/sign-in/oidc", path: () => "/desk/sign-in/oidc", isOpen: true },
  { call: "GET /desk/sign-in/callback", path: () => "/desk/sign-in/callback", isOpen: true },
  { call: "POST /desk/sign-in/access", path: () => "/desk/sign-in/access", fields: () => [], isOpen: true },
  { call: "POST /desk/sign-out", path: () => "/desk/sign-out", fields: () => [], isOpen: true },
];

const CLOSED = ROUTES.filter(({ isOpen }) => isOpen !== true).map(
  (route) =>
    [route.call, route.path({ review: "{id}", version: "", endpoint: "{id}", position: "", own: "" }), route] as const,
);
const FORMS = CLOSED.filter(([, , { fields }]) => fields !== undefined);

const namesIn = async ({ workspace, ids }: World): Promise<Named> => {
  const { body: review } = await workspace.as("olga").get(`/v2/reviews/${ids.review}`);
  const row = await env.DB.prepare("SELECT position, own FROM deliveries WHERE workspace_id = ?")
    .bind(workspace.id)
    .first();
  return {
    review: ids.review,
    version: String(valueAt(review, "version")),
    endpoint: ids.endpoint,
    position: String(row?.["position"]),
    own: String(row?.["own"]),
  };
};

let home: World;
let foreign: World;
let [ours, theirs]: [Named?, Named?] = [];
const named = (world: World): Named => (world === home ? ours : theirs) ?? expect.fail("no names yet");
const nobodys: Named = {
  review: crypto.randomUUID(),
  endpoint: `we_${crypto.randomUUID().replaceAll("-", "")}`,
  version: "1",
  position: "1",
  own: "1",
};
const people = new Map<Who, DeskVisitor>();
const visitorOf = (who: Who): DeskVisitor => people.get(who) ?? expect.fail(who);

interface Reply {
  readonly status: number;
  readonly location: string;
  readonly html: string;
}

const send = async (visitor: DeskVisitor, route: DeskRoute, ids: Named, extra: Fields = []): Promise<Reply> => {
  if (route.path(ids) === "/desk/live") {
    // A stream of events has no end.
    const cookie = [...visitor.cookies()].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await exports.default.fetch(`${DESK_ORIGIN}/desk/live`, {
      headers: { cookie },
      redirect: "manual",
    });
    await response.body?.cancel();
    return { status: response.status, location: response.headers.get("location") ?? "", html: "" };
  }
  const fields = route.fields?.(ids);
  const page =
    fields === undefined
      ? await visitor.get(route.path(ids))
      : await visitor.post(route.path(ids), [...fields, ...extra]);
  return { status: page.status, location: page.headers.get("location") ?? "", html: page.html };
};

/** What a form of the visitor's own session carries, under a key that no form had before. */
const proofOf = async (visitor: DeskVisitor): Promise<Fields> => {
  const fields = hiddenFields((await visitor.get("/desk")).html);
  const csrf = fields.find(([name]) => name === "_csrf") ?? expect.fail("no form at the desk");
  return [csrf, ["_key", crypto.randomUUID()]];
};

const rowsOf = async (workspaceId: string): Promise<string> => {
  const tables = ["reviews", "audit", "outbox", "review_claims", "deliveries", "webhook_endpoints", "idempotency"];
  const rows = await env.DB.batch(
    tables.map((name) => env.DB.prepare(`SELECT * FROM ${name} WHERE workspace_id = ?`).bind(workspaceId)),
  );
  return JSON.stringify(rows.map(({ results }) => results));
};

beforeAll(async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("ok"));
  [home, foreign] = [await aWorld("deskhome"), await aWorld("deskaway")];
  [ours, theirs] = [await namesIn(home), await namesIn(foreign)];
  for (const who of ["olga", "adam", "rita", "vic", "aud"] as const) people.set(who, await atDesk(home.workspace, who));
});

afterAll(() => {
  vi.restoreAllMocks();
});

test("every page and form that is mounted stands in the list, and the list names no other", () => {
  const mounted = routes(dialects.map(({ name }) => name)).routes;
  const calls = mounted.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  expect([...new Set(calls)].toSorted()).toEqual([...new Set(ROUTES.map(({ call }) => call))].toSorted());
  expect(ACTIONS.filter((action) => !isAction(action))).toEqual(["claim", "release"]);
});

describe("without a session", () => {
  test.each(CLOSED)("%s %s: sign in first, and nothing changes", async (_, _path, route) => {
    const before = await rowsOf(home.workspace.id);
    const stranger = aVisitor();
    stranger.setCookie("__Host-desk", "made-up");
    const { status, location, html } = await send(stranger, route, named(home), [["_csrf", "made-up"]]);
    if (route.fields === undefined) expect([status, location.split("?")[0]]).toEqual([303, "/desk/sign-in"]);
    else expect(status).toBe(401);
    // The page to sign in from names what was asked for, and nothing else.
    const shown = html.replaceAll(home.ids.review, "").replaceAll(home.ids.endpoint, "");
    expect(home.marks.filter((mark) => shown.includes(mark))).toEqual([]);
    expect(await rowsOf(home.workspace.id)).toBe(before);
  });
});

describe("a form that the desk did not make", () => {
  test.each(FORMS)("%s %s", async (_, _path, route) => {
    const before = await rowsOf(home.workspace.id);
    const olga = visitorOf("olga");
    const proof = await proofOf(olga);
    const fields = [...(route.fields?.(named(home)) ?? []), ...proof];
    const crossing = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
    expect((await olga.post(route.path(named(home)), fields, crossing)).status).toBe(403);
    const withoutProof = await send(olga, route, named(home), [["_csrf", "guessed"]]);
    expect(withoutProof.status).not.toBe(303);
    expect(await rowsOf(home.workspace.id)).toBe(before);
  });
});

describe("with ids of another workspace", () => {
  const masked = ({ status, location, html }: Reply, { review, endpoint }: Named) => ({
    status,
    text: `${location} ${/<main.*<\/main>/s.exec(html)?.[0] ?? ""}`
      .replaceAll(review, "<review>")
      .replaceAll(endpoint, "<endpoint>")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "<uuid>"),
  });
  const naming = CLOSED.filter(([call, path]) => path.includes("{id}") || call === "POST /desk/bulk");

  test.each(naming)("%s %s: as with ids that nobody has", async (_, _path, route) => {
    const before = await rowsOf(foreign.workspace.id);
    const olga = visitorOf("olga");
    const foreigns = await send(olga, route, named(foreign), await proofOf(olga));
    const unknown = await send(olga, route, nobodys, await proofOf(olga));
    expect(masked(foreigns, named(foreign))).toEqual(masked(unknown, nobodys));
    const words = foreign.marks.filter((mark) => mark !== foreign.ids.review && mark !== foreign.ids.endpoint);
    expect(words.filter((mark) => foreigns.html.includes(mark))).toEqual([]);
    expect(await rowsOf(foreign.workspace.id)).toBe(before);
  });
});

describe("by role", () => {
  const pages = CLOSED.filter(([, , { fields, only }]) => fields === undefined || only !== undefined);

  test.each(pages)("%s %s", async (_, _path, route) => {
    const found: Record<string, boolean> = {};
    for (const [who, visitor] of people) {
      const { status } = await send(visitor, route, named(home), await proofOf(visitor));
      expect(status).toBeLessThan(500);
      found[who] = status !== 403;
    }
    const expected = Object.fromEntries([...people.keys()].map((who) => [who, route.only?.includes(who) ?? true]));
    expect(found).toEqual(expected);
  });

  test.each(["vic", "aud"] as const)("%s may look and decide nothing", async (who) => {
    const before = await rowsOf(home.workspace.id);
    const visitor = visitorOf(who);
    for (const [, , route] of FORMS) {
      const { status } = await send(visitor, route, named(home), await proofOf(visitor));
      expect(status).toBeLessThan(500);
    }
    // What was answered is kept under the form's key; nothing else is.
    expect(await rowsOf(home.workspace.id)).toBe(before);
  });
});

// Were one's own ids answered like those that nobody has, the tests above would prove nothing.
test("what is one's own is found by every page and form that names something", async () => {
  const adam = visitorOf("adam");
  const lost: string[] = [];
  for (const [call, path, route] of CLOSED.filter(
    ([, shown, { fields }]) => shown.includes("{id}") || fields !== undefined,
  )) {
    if (call === "GET /desk/reviews/:id/:action") continue;
    const { status } = await send(adam, route, named(home), await proofOf(adam));
    if (status === 404 || status === 400) lost.push(path);
  }
  expect(lost).toEqual([]);
  const { body } = await home.workspace.as("olga").get(`/v2/reviews/${home.ids.review}`);
  expect(body).toMatchObject({ status: "approved" });
});
