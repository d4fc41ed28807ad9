// Endpoints, their deliveries, callbacks, long polls and streams through the Worker, with receivers that are functions.
// Source: webhooks.md 2, 4-9, 11.

import { env, exports } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import {
  aMember,
  aWorkspace,
  type Client,
  operator,
  type TestWorkspace,
  textAt,
} from "../../support/workspace-builder.ts";
import { aReceiver, eventually } from "./receiver.ts";

const receiver = aReceiver();

const URL_IN = "https://hooks.example.com/in";

const setUp = async (more: Record<string, unknown> = {}): Promise<TestWorkspace> =>
  aWorkspace({
    members: [aMember("ada", [], { role: "owner" }), aMember("ben"), aMember("eve", [], { role: "viewer" })],
    ...more,
  });

const open = async (client: Client, more: Record<string, unknown> = {}): Promise<string> => {
  const answer = await client.post("/v2/reviews", { subject: { type: "thing", id: "t-1" }, ...more });
  if (answer.status !== 201) throw new Error(answer.text);
  return textAt(answer.body, "id");
};

const runAlarm = (workspaceId: string, endpointId: string): Promise<boolean> =>
  runDurableObjectAlarm(env.ENDPOINT_OBJECT.get(env.ENDPOINT_OBJECT.idFromName(`${workspaceId}/${endpointId}`)));

interface EndpointBody {
  readonly id: string;
  readonly secret: string;
  readonly status: string;
}

const create = async (client: Client, more: Record<string, unknown> = {}): Promise<EndpointBody> => {
  const answer = await client.post("/v2/webhooks", { url: URL_IN, events: ["*"], ...more });
  expect(answer.status, answer.text).toBe(201);
  return JSON.parse(answer.text);
};

const asMilliseconds = (ms: number) => new Date(Date.now() + ms).toISOString();

describe("endpoints", () => {
  test("a secret is shown once; a replay under the same key shows null and makes no second endpoint", async () => {
    const ada = (await setUp()).as("ada");
    const body = { url: URL_IN, events: ["review.opened"], description: "d" };
    const made = await ada.post("/v2/webhooks", body, { "idempotency-key": "k1" });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ url: URL_IN, format: "standard", status: "active", disabledReason: null });
    expect(textAt(made.body, "secret")).toMatch(/^whsec_/);
    const again = await ada.post("/v2/webhooks", body, { "idempotency-key": "k1" });
    expect([again.status, again.body]).toEqual([201, { ...JSON.parse(made.text), secret: null }]);
    const list = await ada.get("/v2/webhooks");
    expect(JSON.parse(list.text)).toMatchObject({ data: [{ id: textAt(made.body, "id") }], nextCursor: null });
    expect(list.text).not.toContain("secret");
    const other = await ada.post("/v2/webhooks", { ...body, description: "e" }, { "idempotency-key": "k1" });
    expect(other.status).toBe(422);
  });

  test("owners and admins only", async () => {
    const workspace = await setUp();
    for (const name of ["ben", "eve"]) {
      expect((await workspace.as(name).get("/v2/webhooks")).status).toBe(403);
      expect((await workspace.as(name).post("/v2/webhooks", { url: URL_IN, events: ["*"] })).status).toBe(403);
    }
  });

  test.each([
    ["http://hooks.example.com/"],
    ["https://127.0.0.2.nip.io:8443/"],
    ["https://10.0.0.1/"],
    ["https://2130706433x.internal/"],
    ["https://[::ffff:127.0.0.1]/"],
    ["https://user:pw@hooks.example.com/"],
    ["https://intranet/"],
    ["https://printer.local./"],
    ["not a url"],
    [`https://hooks.example.com/${"x".repeat(10_000)}`],
  ])("refuses %s", async (url) => {
    const ada = (await setUp()).as("ada");
    const answer = await ada.post("/v2/webhooks", { url, events: ["*"] });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: "invalid_request", errors: [{ path: "/url" }] });
  });

  test("refuses unknown types, formats and secrets that the format cannot use", async () => {
    const ada = (await setUp()).as("ada");
    const pathOf = async (body: unknown) => {
      const answer = await ada.post("/v2/webhooks", body);
      return [answer.status, textAt(answer.body, "errors", 0, "path")];
    };
    expect(await pathOf({ url: URL_IN, events: ["review.nonsense"] })).toEqual([400, "/events/0"]);
    expect(await pathOf({ url: URL_IN, events: ["*"], format: "pigeon" })).toEqual([400, "/format"]);
    expect(await pathOf({ url: URL_IN, events: ["*"], secret: "plain" })).toEqual([400, "/secret"]);
    expect(await pathOf({ url: URL_IN, events: [] })).toEqual([400, "/events"]);
  });

  test("is changed by PATCH and gone after DELETE", async () => {
    const ada = (await setUp()).as("ada");
    const { id } = await create(ada);
    const patched = await ada.send("PATCH", `/v2/webhooks/${id}`, { description: "new", active: false });
    expect(patched.body).toMatchObject({ description: "new", status: "disabled", disabledReason: "inactive" });
    expect((await ada.delete(`/v2/webhooks/${id}`)).status).toBe(204);
    expect((await ada.get(`/v2/webhooks/${id}`)).status).toBe(404);
    expect((await ada.delete(`/v2/webhooks/${id}`)).status).toBe(404);
  });

  test("of the document are replaced by an apply; made through the API survive it", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const entry = { id: "wh_1", url: URL_IN, events: ["*"], secret };
    const workspace = await setUp({ webhooks: [entry, { ...entry, id: "wh_2" }] });
    const ada = workspace.as("ada");
    const { id } = await create(ada);
    const members = [aMember("ada", [], { role: "owner" })];
    await workspace.apply({ members, webhooks: [{ ...entry, id: "wh_2", url: `${URL_IN}2` }] });
    const list = JSON.parse((await ada.get("/v2/webhooks")).text).data;
    const urls = new Map(list.map((endpoint: { id: string; url: string }) => [endpoint.id, endpoint.url]));
    expect(urls).toEqual(
      new Map([
        [id, URL_IN],
        ["wh_2", `${URL_IN}2`],
      ]),
    );
    const review = await open(ada);
    await eventually(() => receiver.received.length === 2);
    const fromDocument = receiver.received.find(({ url }) => url === `${URL_IN}2`);
    expect(() => new Webhook(secret).verify(fromDocument?.body ?? "", fromDocument?.headers ?? {})).not.toThrow();
    expect(receiver.ids()).toEqual([`${review}:1`, `${review}:1`]);
  });

  test("for a day after rotating, old and new secret sign", async () => {
    const workspace = await setUp({ testClock: true });
    const ada = workspace.as("ada");
    const { id, secret } = await create(ada);
    const rotated = await ada.post(`/v2/webhooks/${id}/rotate-secret`);
    const fresh = textAt(rotated.body, "secret");
    expect(fresh).not.toBe(secret);
    await open(ada);
    await eventually(() => receiver.received.length === 1);
    const [first] = receiver.received;
    expect(first?.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    for (const live of [secret, fresh]) {
      expect(() => new Webhook(live).verify(first?.body ?? "", first?.headers ?? {})).not.toThrow();
    }
    await operator.post(`/v2/workspaces/${workspace.id}/clock`, { advanceMinutes: 24 * 60 });
    await open(ada);
    await eventually(() => receiver.received.length === 2);
    expect(() =>
      new Webhook(secret).verify(receiver.received[1]?.body ?? "", receiver.received[1]?.headers ?? {}),
    ).toThrow();
    expect(() =>
      new Webhook(fresh).verify(receiver.received[1]?.body ?? "", receiver.received[1]?.headers ?? {}),
    ).not.toThrow();
  });

  test("a test message is sent at once and logged", async () => {
    const ada = (await setUp()).as("ada");
    const { id, secret } = await create(ada);
    const tested = await ada.post(`/v2/webhooks/${id}/test`);
    expect(tested.status).toBe(200);
    expect(tested.body).toMatchObject({ type: "webhook.test", status: "delivered", messageId: `${id}:1` });
    expect(
      new Webhook(secret).verify(receiver.received[0]?.body ?? "", receiver.received[0]?.headers ?? {}),
    ).toMatchObject({
      type: "webhook.test",
      data: { endpoint: { id } },
    });
    const log = JSON.parse((await ada.get(`/v2/webhooks/${id}/deliveries`)).text);
    expect(log.data).toHaveLength(1);
  });
});

describe("deliveries", () => {
  test("each attempt is logged with its answer; a failed one goes again when it is due on the workspace's clock", async () => {
    const workspace = await setUp({ testClock: true });
    const ada = workspace.as("ada");
    const { id } = await create(ada);
    receiver.answerWith = () => new Response("x".repeat(10_000), { status: 500 });
    const review = await open(ada);
    await eventually(() => receiver.received.length === 1);
    const log = async () => JSON.parse((await ada.get(`/v2/webhooks/${id}/deliveries`)).text).data;
    await eventually(async () => (await log()).length === 1);
    const [pending] = await log();
    expect(pending).toMatchObject({ messageId: `${review}:1`, status: "pending", attempts: [{ statusCode: 500 }] });
    expect(pending.attempts[0].responseBody).toHaveLength(4_096);
    expect((await ada.post(`/v2/deliveries/${pending.id}/replay`)).status).toBe(409);
    receiver.answerWith = () => new Response(null, { status: 204 });
    const clock = await operator.post(`/v2/workspaces/${workspace.id}/clock`, { advanceMinutes: 1 });
    expect(clock.status).toBe(200);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
    expect((await log())[0]).toMatchObject({
      status: "delivered",
      attempts: [{ statusCode: 500 }, { statusCode: 204 }],
    });
  });

  test("replaying one keeps id and body", async () => {
    const ada = (await setUp()).as("ada");
    const { id } = await create(ada);
    const review = await open(ada);
    await eventually(async () => JSON.parse((await ada.get(`/v2/webhooks/${id}/deliveries`)).text).data.length === 1);
    const [delivery] = JSON.parse((await ada.get(`/v2/webhooks/${id}/deliveries`)).text).data;
    const replayed = await ada.post(`/v2/deliveries/${delivery.id}/replay`);
    expect([replayed.status, textAt(replayed.body, "status")]).toEqual([202, "pending"]);
    await eventually(() => receiver.received.length === 2);
    expect(receiver.ids()).toEqual([`${review}:1`, `${review}:1`]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  });

  test("nothing is sent while disabled; replay since an instant sends it later, in order", async () => {
    const ada = (await setUp()).as("ada");
    const { id } = await create(ada);
    const since = asMilliseconds(-1_000);
    await ada.send("PATCH", `/v2/webhooks/${id}`, { active: false });
    const review = await open(ada);
    await ada.post(`/v2/reviews/${review}/notes`, { text: "n" });
    await ada.send("PATCH", `/v2/webhooks/${id}`, { active: true });
    await ada.post(`/v2/reviews/${review}/notes`, { text: "m" });
    await eventually(() => receiver.received.length === 1);
    expect(receiver.ids()).toEqual([`${review}:3`]);
    await eventually(async () => JSON.parse((await ada.get(`/v2/webhooks/${id}/deliveries`)).text).data.length === 1);
    const replayed = await ada.post(`/v2/webhooks/${id}/replay?since=${since}`);
    expect(replayed.status).toBe(202);
    await eventually(() => receiver.received.length === 4);
    expect(receiver.ids().slice(1)).toEqual([`${review}:1`, `${review}:2`, `${review}:3`]);
    const old = asMilliseconds(-31 * 86_400_000);
    expect((await ada.post(`/v2/webhooks/${id}/replay?since=${old}`)).status).toBe(400);
  });

  test("an endpoint that nobody told is found by the alarm that Cron sets", async () => {
    const workspace = await setUp();
    const ada = workspace.as("ada");
    const { id } = await create(ada);
    const object = env.ENDPOINT_OBJECT.get(env.ENDPOINT_OBJECT.idFromName(`${workspace.id}/${id}`));
    await object.poke({ workspaceId: workspace.id, endpointId: id });
    await runAlarm(workspace.id, id);
    expect(receiver.received).toHaveLength(0);
  });
});

describe("callbackUrl", () => {
  test("every event of that review goes there, signed with the secret that was shown once", async () => {
    const ada = (await setUp()).as("ada");
    const body = { subject: { type: "thing", id: "t" }, callbackUrl: "https://caller.example.com/back" };
    const opened = await ada.post("/v2/reviews", body, { "idempotency-key": "cb" });
    expect(opened.status).toBe(201);
    const secret = textAt(opened.body, "callbackSecret");
    const id = textAt(opened.body, "id");
    const again = await ada.post("/v2/reviews", body, { "idempotency-key": "cb" });
    expect([again.status, JSON.parse(again.text).callbackSecret, textAt(again.body, "id")]).toEqual([201, null, id]);
    await open(ada);
    await ada.post(`/v2/reviews/${id}/decisions`, { verdict: "reject", reason: "no" });
    await eventually(() => receiver.received.length === 2);
    expect(receiver.ids()).toEqual([`${id}:1`, `${id}:2`]);
    for (const { body: text, headers } of receiver.received)
      expect(() => new Webhook(secret).verify(text, headers)).not.toThrow();
    const read = async () => JSON.parse((await ada.get(`/v2/reviews/${id}/deliveries`)).text).data;
    await eventually(async () => (await read()).every(({ status }: { status: string }) => status === "delivered"));
    expect((await read()).map(({ endpointId, seq }: { endpointId: null; seq: number }) => [endpointId, seq])).toEqual([
      [null, 1],
      [null, 2],
    ]);
  });

  test("a hostile URL is 400 and opens nothing", async () => {
    const ada = (await setUp()).as("ada");
    const body = { subject: { type: "thing", id: "t" }, callbackUrl: "https://169.254.169.254/" };
    const opened = await ada.post("/v2/reviews", body);
    expect(opened.body).toMatchObject({ status: 400, errors: [{ path: "/callbackUrl" }] });
    expect(JSON.parse((await ada.get("/v2/reviews")).text).data).toHaveLength(0);
  });
});

describe("waiting", () => {
  test("a long poll answers at the next change", async () => {
    const ada = (await setUp()).as("ada");
    const id = await open(ada);
    const waiting = ada.get(`/v2/reviews/${id}?wait=30`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const decidedAt = Date.now();
    expect((await ada.post(`/v2/reviews/${id}/decisions`, { verdict: "reject" })).status).toBe(200);
    const answer = await waiting;
    expect([answer.status, textAt(answer.body, "status")]).toEqual([200, "rejected"]);
    expect(Date.now() - decidedAt).toBeLessThan(1_500);
  });

  test("with If-None-Match: at once when the version differs, 304 at the time-out", async () => {
    const ada = (await setUp()).as("ada");
    const id = await open(ada);
    expect((await ada.get(`/v2/reviews/${id}?wait=30`, { "if-none-match": '"7"' })).status).toBe(200);
    expect((await ada.get(`/v2/reviews/${id}?wait=1`, { "if-none-match": '"1"' })).status).toBe(304);
  });

  test.each(["0", "61", "x", "1.5", "-1"])("wait=%s is 400", async (wait) => {
    const ada = (await setUp()).as("ada");
    const id = await open(ada);
    expect((await ada.get(`/v2/reviews/${id}?wait=${wait}`)).status).toBe(400);
  });

  test("the stream goes on after Last-Event-ID without gap or duplicate, and live", async () => {
    const workspace = await setUp();
    const ada = workspace.as("ada");
    const first = await open(ada);
    await open(ada);
    const stream = async (headers: Record<string, string>) =>
      exports.default.fetch("https://countersign.test/v2/events", {
        headers: { authorization: `Bearer ${workspace.secretOf("ada")}`, ...headers },
      });
    const response = await stream({ "last-event-id": "1" });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const readUntil = async (count: number) => {
      while ([...text.matchAll(/^id: /gm)].length < count) text += (await reader?.read())?.value ?? "";
    };
    await readUntil(1);
    await ada.post(`/v2/reviews/${first}/notes`, { text: "n" });
    await readUntil(2);
    expect([...text.matchAll(/^id: (\d+)\nevent: (.*)$/gm)].map(([, id, type]) => [id, type])).toEqual([
      ["2", "review.opened"],
      ["3", "review.note_added"],
    ]);
    await reader?.cancel();
    for (const id of ["99", "0", "x"]) expect((await stream({ "last-event-id": id })).status).toBe(400);
  });

  // Source: hoop.md ruling 4, workspace.md 4: who may see a review with groups. Every door is one.
  test.each([
    ["ben", false],
    ["eve", true],
    ["ada", true],
  ])("a review with groups is told to its readers and administrators only: %s %s", async (name, isTold) => {
    const workspace = await aWorkspace({
      members: [aMember("ada", [], { role: "owner" }), aMember("ben"), aMember("eve", ["banking"], { role: "viewer" })],
    });
    await open(workspace.as("ada"));
    const hidden = await open(workspace.as("ada"), { groups: ["banking"] });
    const shown = await open(workspace.as("ada"));
    const response = await exports.default.fetch("https://countersign.test/v2/events", {
      headers: { authorization: `Bearer ${workspace.secretOf(name)}`, "last-event-id": "1" },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(shown)) text += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    expect(text.includes(hidden)).toBe(isTold);
  });

  // Source: DESIGN § 8: no cached grant outlives a removed member.
  test("a member who is removed is told nothing that happens afterwards: the stream ends", async () => {
    const ada = aMember("ada", [], { role: "owner" });
    const workspace = await aWorkspace({ members: [ada, aMember("ben")] });
    const before = await open(workspace.as("ada"));
    const authorization = `Bearer ${workspace.secretOf("ben")}`;
    const follow = (lastId: string) =>
      exports.default.fetch("https://countersign.test/v2/events", {
        headers: { authorization, "last-event-id": lastId },
      });
    await open(workspace.as("ada"));
    const reader = (await follow("1")).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("id: 2")) text += (await reader?.read())?.value ?? "";
    await workspace.apply({ members: [ada] });
    const after = await open(workspace.as("ada"));
    for (let isDone = false; !isDone; ) {
      const chunk = await reader?.read();
      text += chunk?.value ?? "";
      isDone = chunk?.done ?? true;
    }
    expect([text.includes(before), text.includes(after)]).toEqual([false, false]);
    expect((await follow("2")).status).toBe(401);
  });
});
