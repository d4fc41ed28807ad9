// What a page of the queue costs, whatever the size of the workspace. Source: issue "The desk people like to sit at", Figures.

import { gzipSync } from "node:zlib";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { inScope, meteredEnv, noting } from "../../src/compose-log.ts";
import { createServices } from "../../src/compose.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { routes } from "../../src/desk/index.tsx";
import { createEntrance } from "../../src/http/entrance.ts";
import { atDesk, type DeskVisitor } from "../support/desk-browser.ts";
import { aMember, aWorkspace } from "../support/workspace-builder.ts";

interface Line {
  readonly d1RoundTrips: number;
  readonly rowsRead: number;
}

/** A service that has just started: it remembers nothing, so that what it has to read is counted. */
const aColdDesk = () => {
  const lines: Line[] = [];
  const keep = (line: Readonly<Record<string, unknown>>): void => {
    lines.push({ d1RoundTrips: Number(line["d1RoundTrips"]), rowsRead: Number(line["rowsRead"]) });
  };
  const desk = {
    name: "desk",
    prefixes: ["/desk", "/"],
    routes: async () => routes(dialects.map(({ name }) => name)),
  };
  const handle = createEntrance([desk], noting(createServices(meteredEnv(env))), keep, inScope);
  return async (visitor: DeskVisitor, path: string, status = 200) => {
    const cookie = [...visitor.cookies()].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await handle(new Request(`https://countersign.test${path}`, { headers: { cookie } }));
    const html = await response.text();
    const line = lines.at(-1);
    if (response.status !== status || line === undefined) throw new Error(`${response.status} ${html}`);
    return { html, ...line };
  };
};

const OPEN = 300;

/**
 * Each order, and the rows that it looks at beyond its own. By age there is no index of open reviews: a page is merged of
 * one stream for each API and open status, five times two, and looks at the head of each.
 */
const ORDERS = [
  ["/desk", 0],
  ["/desk?sort=due", 0],
  ["/desk?sort=age", 10],
  ["/desk?sort=newest", 10],
] as const;

/** The workspace document, which a service that has just started does not know. */
const DOCUMENT_ROWS = 1;

test("a queue page of 50: two round trips after authentication, 52 rows (62 by age), 30 KB, at any size", async () => {
  const workspace = await aWorkspace({ members: [aMember("ada", [], { role: "owner" }), aMember("bert")] });
  const ada = workspace.as("ada");
  for (let made = 0; made < OPEN; made += 50) {
    await Promise.all(
      Array.from({ length: 50 }, (_, place) =>
        ada.post("/v2/reviews", {
          subject: { type: "refund", id: `order-${made + place}`, attributes: { note: "x".repeat(2_000) } },
          priority: ["high", "normal", "low"][place % 3],
          dueAt: place % 2 === 0 ? new Date(Date.now() + place * 600_000).toISOString() : null,
        }),
      ),
    );
  }
  for (const member of ["ada", "bert"]) {
    const visitor = await atDesk(workspace, member);
    // A page that asks nothing shows what the look-up of the session costs.
    const session = await aColdDesk()(visitor, "/desk/nothing", 404);
    expect(session.d1RoundTrips).toBe(1);
    for (const [path, extra] of ORDERS) {
      const ask = aColdDesk();
      const cold = await ask(visitor, path);
      expect([path, cold.html.match(/<li class="row"/g)?.length]).toEqual([path, 50]);
      expect(cold.d1RoundTrips).toBeLessThanOrEqual(1 + 2);
      expect(cold.rowsRead - session.rowsRead - DOCUMENT_ROWS).toBeLessThanOrEqual(52 + extra);
      const next = /rel="next" href="([^"]+)"/.exec(cold.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
      const second = await ask(visitor, next);
      expect(second.d1RoundTrips).toBe(1 + 1);
      // A later page begins in up to three stretches of the index, and looks at the head of each.
      expect(second.rowsRead - session.rowsRead).toBeLessThanOrEqual(50 + 3 + extra);
      expect(gzipSync(cold.html).byteLength).toBeLessThanOrEqual(30 * 1_024);
    }
  }
});

test("pages follow each other without gap or double in every order, while reviews come and go", async () => {
  const workspace = await aWorkspace({ members: [aMember("ada", [], { role: "owner" }), aMember("bert")] });
  const ada = workspace.as("ada");
  const open = async (id: number): Promise<void> => {
    const dueAt = id % 3 === 0 ? null : new Date(Date.now() + (id % 7) * 600_000).toISOString();
    await ada.post("/v2/reviews", {
      subject: { type: "t", id: `s-${id}` },
      priority: id % 2 === 0 ? "high" : "low",
      dueAt,
    });
  };
  await Promise.all(Array.from({ length: 120 }, (_, id) => open(id)));
  const bert = await atDesk(workspace, "bert");
  for (const sort of ["priority", "due", "age", "newest"]) {
    const seen: string[] = [];
    let path = `/desk?sort=${sort}`;
    for (let pages = 0; path !== "" && pages < 5; pages += 1) {
      const { html } = await bert.get(path);
      seen.push(...[...html.matchAll(/<li class="row" data-review="([^"]+)"/g)].map(([, id = ""]) => id));
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    }
    expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 120, 120]);
  }
});
