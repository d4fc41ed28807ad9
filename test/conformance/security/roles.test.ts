// Who may call what: every route with every kind of caller. Whether a caller is let in, is nobody (401) or may not (403)
// is data, so that a changed rule shows as a changed line. Source: workspace.md 3 and each API's own rulings; OWASP API2, API5.

import { env, exports } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bearer, type HeaderList, textAt } from "../../support/workspace-builder.ts";
import { unsafeHeaders } from "./headers.ts";
import { accessOf, CALLERS, type Caller } from "./roles.ts";
import { type Route, ROUTES } from "./routes.ts";
import { aWorld, basic, type World } from "./world.ts";

const OWN = "roleland";

let world: World;
let headersOf: (caller: Caller) => HeaderList;

beforeAll(async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("ok"));
  world = await aWorld(OWN);
  const { workspace } = world;
  const pair = basic(`pair-${OWN}`, workspace.secretOf("pair"));
  const issued = await exports.default.fetch("https://countersign.test/v1/oauth/bearer", {
    method: "POST",
    headers: { "content-type": "application/json", ...pair },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = await issued.json<{ readonly access_token: string }>();
  const special: Partial<Record<Caller, HeaderList>> = {
    nobody: {},
    wrong: bearer("nobody-has-this-key"),
    pair,
    "pair-viewer": basic(`pair-viewer-${OWN}`, workspace.secretOf("pair-viewer")),
    "pair-wrong": basic(`pair-${OWN}`, "not-its-secret"),
    oauth: bearer(token),
    operator: { ...bearer(env.OPERATOR_TOKEN), "x-workspace-id": workspace.id },
  };
  headersOf = (caller) => special[caller] ?? bearer(workspace.secretOf(caller));
});

afterAll(() => {
  vi.restoreAllMocks();
});

const statusOf = async (route: Route, caller: Caller): Promise<number> => {
  // The operator may apply and delete: a workspace that nobody has is as good for being let in.
  const ids = route.access === "operator" ? { ...world.ids, workspace: `not-${crypto.randomUUID()}` } : world.ids;
  const isEmpty = route.body === undefined;
  const response = await exports.default.fetch(`https://countersign.test${route.path(ids)}`, {
    method: route.call.slice(0, route.call.indexOf(" ")),
    headers: { "content-type": "application/json", ...route.headers?.(ids), ...headersOf(caller) },
    ...(isEmpty ? {} : { body: JSON.stringify(route.body?.(ids)) }),
  });
  await response.body?.cancel();
  expect(unsafeHeaders(response)).toEqual([]);
  return response.status;
};

const wordOf = (status: number, { call, access, isSilent }: Route): string => {
  // What one caller has deleted or decided, and a workspace that nobody has, is gone for the next who may.
  const isGone = status === 404 && (call.startsWith("DELETE") || access === "operator" || isSilent === true);
  if (!isGone && [401, 403, 404].includes(status)) return String(status);
  return status < 500 ? "in" : `broken: ${status}`;
};

describe("every route with every caller", () => {
  test.each(ROUTES.map((route) => [route.call, route] as const))("%s", async (_, route) => {
    const expected = accessOf(route.access);
    const found: Record<string, string> = {};
    const knock = async (caller: Caller): Promise<void> => {
      found[caller] = wordOf(await statusOf(route, caller), route);
    };
    // Who is refused comes first: a review that somebody has closed would answer everybody else "too late".
    await Promise.all(CALLERS.filter((caller) => expected[caller] !== "in").map(knock));
    for (const caller of CALLERS.filter((one) => expected[one] === "in")) await knock(caller);
    expect(found).toEqual(expected);
  });
});

test("a bulk decision of somebody who may not decide is refused item by item", async () => {
  const opened = await world.workspace.as("olga").post("/v2/reviews", { subject: { type: "refund", id: "bulk" } });
  const id = textAt(opened.body, "id");
  const bulk = await world.workspace.as("vic").post("/v2/reviews/bulk-decisions", { ids: [id], verdict: "approve" });
  expect(bulk.body).toMatchObject({ results: [{ id, status: "refused", error: { code: "forbidden" } }] });
});
