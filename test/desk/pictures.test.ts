// /desk/metrics and /desk/webhooks through the Worker: who may see them, what they say, what they cost.
// Source: issue "The desk people like to sit at", Build 6.

import { describe, expect, test, vi } from "vitest";
import { atDesk, database, hiddenFields } from "../support/desk-browser.ts";
import { aMember, aWorkspace, type TestWorkspace, textAt } from "../support/workspace-builder.ts";

const MEMBERS = [
  aMember("ada", [], { role: "owner" }),
  aMember("aud", [], { role: "auditor" }),
  aMember("bert"),
  aMember("vic", [], { role: "viewer" }),
];

const HOSTILE = '"><script>alert(1)</script>';

const aDesk = (changes: object = {}): Promise<TestWorkspace> =>
  aWorkspace({ members: MEMBERS, credentials: [{ name: "bot", role: "member" }], ...changes });

const open = async (workspace: TestWorkspace, body: object = {}): Promise<string> => {
  const opened = await workspace.as("bot").post("/v2/reviews", { subject: { type: "refund", id: "R-1" }, ...body });
  return textAt(opened.body, "id");
};

const words = (html: string): string =>
  html
    .replaceAll(/<\/(?:p|dt|dd|li|div|h\d|td|th|label|button|summary|option|text|title|desc|caption)>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&quot;", '"')
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll(/\s+/g, " ");

/** The request's line in the log: what it cost. */
const costOf = async (request: () => Promise<unknown>): Promise<unknown> => {
  const lines: string[] = [];
  const said = vi.spyOn(console, "log").mockImplementation((line: unknown) => void lines.push(String(line)));
  await request();
  said.mockRestore();
  return lines.map((line) => JSON.parse(line)).find(({ event }) => event === "request");
};

describe("metrics", () => {
  test("depth, age, time to decision, deadlines, by API: each a picture with title, description and table", async () => {
    const workspace = await aDesk();
    const [first] = [await open(workspace, { dueAt: "2099-01-01T00:00:00Z" }), await open(workspace)];
    await workspace.as("bert").post(`/v2/reviews/${first}/decisions`, { verdict: "approve" });
    const ada = await atDesk(workspace, "ada");
    for (const range of ["24h", "7d", "30d", "90d"]) {
      const { status, html } = await ada.get(`/desk/metrics?range=${range}`);
      expect(status).toBe(200);
      expect(html.match(/<svg class="chart"/g)).toHaveLength(5);
      expect(html.match(/<title id=/g)).toHaveLength(5);
      expect(html.match(/<desc id=/g)).toHaveLength(5);
      expect(html.match(/<table>/g)).toHaveLength(5);
      expect(html).not.toMatch(/ style=|NaN|undefined|Infinity/);
    }
    const text = words((await ada.get("/desk/metrics")).html);
    expect(text).toContain("1 open now: 1 pending, 0 in progress.");
    expect(text).toContain("How long the 1 open reviews have been waiting.");
    expect(text).toContain("< 1 h: 1");
    expect(text).toContain("Of 1 decisions half came within 0 s");
    expect(text).toContain("100 % in time: 1 met, 0 breached.");
    expect(text).toMatch(/native 1 2 1 0 s 0 s 100 %/);
  });

  test("an empty workspace has empty pictures", async () => {
    const { status, html } = await (await atDesk(await aDesk(), "ada")).get("/desk/metrics?dialect=native");
    expect(status).toBe(200);
    expect(html).not.toMatch(/NaN|undefined|Infinity/);
    expect(words(html)).toContain("Nothing was decided in the last 7 days.");
  });

  test("owners, admins and auditors; unknown ranges and APIs are not found", async () => {
    const workspace = await aDesk();
    expect((await (await atDesk(workspace, "aud")).get("/desk/metrics")).status).toBe(200);
    for (const who of ["bert", "vic"])
      expect((await (await atDesk(workspace, who)).get("/desk/metrics")).status).toBe(403);
    const ada = await atDesk(workspace, "ada");
    expect((await ada.get("/desk/metrics?range=1y")).status).toBe(404);
    expect((await ada.get(`/desk/metrics?dialect=${encodeURIComponent(HOSTILE)}`)).status).toBe(404);
    expect((await ada.post("/desk/metrics", hiddenFields((await ada.get("/desk/metrics")).html))).status).toBe(405);
  });

  test("costs two D1 calls after the one that knows the reader, once everything is counted", async () => {
    const workspace = await aDesk();
    await open(workspace);
    const ada = await atDesk(workspace, "ada");
    await ada.get("/desk/metrics?range=90d");
    expect(await costOf(() => ada.get("/desk/metrics?range=90d"))).toMatchObject({ d1RoundTrips: 3 });
  });
});

/** An endpoint with one delivery that failed for good, as draining leaves it. */
const aFailedDelivery = async (workspace: TestWorkspace): Promise<string> => {
  const made = await workspace.as("ada").post("/v2/webhooks", {
    url: "https://receiver.example/hook",
    events: ["*"],
    description: `Books ${HOSTILE}`,
  });
  if (made.status !== 201) throw new Error(made.text);
  const endpointId = textAt(made.body, "id");
  const review = await open(workspace);
  const attempt = { at: Date.now(), statusCode: 500, responseBody: HOSTILE, latencyMs: 42, error: null };
  await database
    .prepare(
      `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, review_id, seq, type, status, tries, attempts, created_at)
        VALUES (?1, ?2, 1, 0, ?3, 1, 'review.opened', 'failed', 1, ?4, ?5)
        ON CONFLICT DO UPDATE SET status = 'failed', attempts = excluded.attempts`,
    )
    .bind(workspace.id, endpointId, review, JSON.stringify([attempt]), Date.now())
    .run();
  return endpointId;
};

describe("webhooks", () => {
  test("endpoints, deliveries, attempts with status, latency and answer; hostile text is text; replay is one form", async () => {
    const workspace = await aDesk();
    const endpointId = await aFailedDelivery(workspace);
    const ada = await atDesk(workspace, "ada");
    const list = await ada.get("/desk/webhooks");
    expect(list.status).toBe(200);
    expect(list.html).toContain(`href="/desk/webhooks/${endpointId}"`);
    const shown = await ada.get(`/desk/webhooks/${endpointId}`);
    expect(shown.status).toBe(200);
    expect(words(shown.html)).toContain("failed review.opened");
    expect(words(shown.html)).toContain("answered 500, after 42 ms");
    for (const { html } of [list, shown]) {
      expect(html).not.toContain("<script>alert");
      expect(words(html)).toContain(HOSTILE);
    }
    const fields = hiddenFields(shown.html, `/desk/webhooks/${endpointId}/replay`);
    const replayed = await ada.post(`/desk/webhooks/${endpointId}/replay`, fields);
    expect([replayed.status, replayed.headers.get("location")]).toEqual([
      303,
      `/desk/webhooks/${endpointId}?done=replay`,
    ]);
    const row = await database
      .prepare("SELECT status FROM deliveries WHERE workspace_id = ?1 AND endpoint_id = ?2 AND position = 1")
      .bind(workspace.id, endpointId)
      .first();
    expect(row?.["status"]).not.toBe("failed");
  });

  test("owners and admins only; what is not of this workspace is not found", async () => {
    const [workspace, other] = [await aDesk(), await aDesk()];
    const endpointId = await aFailedDelivery(workspace);
    for (const who of ["aud", "bert", "vic"]) {
      const visitor = await atDesk(workspace, who);
      for (const path of ["/desk/webhooks", `/desk/webhooks/${endpointId}`]) {
        expect((await visitor.get(path)).status).toBe(403);
      }
      const csrf = hiddenFields((await visitor.get("/desk")).html, "/desk/sign-out");
      expect((await visitor.post(`/desk/webhooks/${endpointId}/replay`, csrf)).status).toBe(403);
    }
    const stranger = await atDesk(other, "ada");
    const csrf = hiddenFields((await stranger.get("/desk/webhooks")).html, "/desk/sign-out");
    const where: readonly (readonly [string, string])[] = [...csrf, ["_position", "1"], ["_own", "0"]];
    for (const id of [endpointId, "none", "%00", "callback:x"]) {
      expect((await stranger.get(`/desk/webhooks/${id}`)).status).toBe(404);
      expect((await stranger.post(`/desk/webhooks/${id}/replay`, where)).status).toBe(404);
    }
    expect((await stranger.get(`/desk/webhooks/${endpointId}/replay`)).status).toBe(405);
  });

  test("a delivery that is not there, and a form without its key, send nothing", async () => {
    const workspace = await aDesk();
    const endpointId = await aFailedDelivery(workspace);
    const ada = await atDesk(workspace, "ada");
    const path = `/desk/webhooks/${endpointId}/replay`;
    const csrf = hiddenFields((await ada.get("/desk/webhooks")).html, "/desk/sign-out");
    expect((await ada.post(path, csrf)).status).toBe(400);
    expect((await ada.post(path, [...csrf, ["_position", "999999"], ["_own", "0"]])).status).toBe(404);
  });
});
