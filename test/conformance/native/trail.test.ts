// The execution report and the audit trail through the Worker: what the API shows, recomputed here by nothing but its
// documentation. Source: workspace.md 4; hoop.md rulings 10, 13; docs/storage.md, "The audit trail".

import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { aMember, aWorkspace, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const aTeam = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("ada", [], { role: "admin" }),
      aMember("audrey", [], { role: "auditor" }),
      aMember("ben", ["banking"]),
      aMember("max"),
      aMember("vera", [], { role: "viewer" }),
    ],
    credentials: [{ name: "executor", role: "member" }],
    accessRules: [
      {
        name: "prod",
        accessType: "command",
        connections: ["pg"],
        reviewerGroups: ["banking"],
        allGroupsMustApprove: true,
      },
    ],
  });

const SUBJECT = { type: "order", id: "o-1", attributes: { amount: 1 } };

const opened = async (team: TestWorkspace, body: object = {}): Promise<string> => {
  const answer = await team.as("max").post("/v2/reviews", { subject: SUBJECT, ...body });
  expect(answer.status, answer.text).toBe(201);
  return textAt(answer.body, "id");
};

interface Claim {
  readonly session: string;
  readonly token: string;
}

/** Max's session, approved by Ben and claimed by Max. */
const claimed = async (team: TestWorkspace): Promise<Claim> => {
  const held = await team.as("max").post("/api/sessions", { connection: "pg", script: "select 1" });
  const session = textAt(held.body, "session_id");
  const approved = await team.as("ben").put(`/api/reviews/${session}`, { status: "APPROVED" });
  expect(approved.status, approved.text).toBe(200);
  const claim = await team.as("max").post(`/api/sessions/${session}/exec`);
  expect(claim.status, claim.text).toBe(202);
  return { session, token: textAt(claim.body, "execution_token") };
};

describe("PUT /v2/reviews/{id}/execution", () => {
  test("whoever may write and holds the token reports; the identical report again changes nothing, another is 409", async () => {
    const team = await aTeam();
    const { session, token } = await claimed(team);
    const report = (body: object, name = "executor") =>
      team.as(name).put(`/v2/reviews/${session}/execution`, { executionToken: token, ...body });
    const first = await report({ result: "succeeded", exitCode: 0, output: "1 row" });
    expect(first.status, first.text).toBe(200);
    expect(first.body).toMatchObject({
      status: "executed",
      execution: { result: "succeeded", exitCode: 0, output: "1 row", claimedBy: { id: "max" } },
      aliases: [{ id: session }],
    });
    const again = await report({ result: "succeeded", exitCode: 0, output: "1 row" });
    expect(again).toMatchObject({ status: 200, text: first.text });
    const other = await report({ result: "failed", exitCode: 1 });
    expect(other).toMatchObject({ status: 409, body: { code: "review_closed" } });
  });

  test("a wrong token is 403 to who sees the review, and 404 to who does not; a viewer is 403", async () => {
    const team = await aTeam();
    const { session, token } = await claimed(team);
    const put = (name: string, executionToken: string) =>
      team.as(name).put(`/v2/reviews/${session}/execution`, { executionToken, result: "succeeded" });
    expect(await put("max", "wrong")).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(await put("executor", "wrong")).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await put("vera", token)).toMatchObject({ status: 403 });
    expect(await team.as("max").put(`/v2/reviews/${session}/execution`, { result: "succeeded" })).toMatchObject({
      status: 400,
    });
  });

  test("nothing to report where nothing was claimed", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const answer = await team.as("max").put(`/v2/reviews/${id}/execution`, { executionToken: "x", result: "failed" });
    expect(answer).toMatchObject({ status: 409, body: { code: "review_closed" } });
  });

  test("a report after the deadline is kept in the trail and refused, under a key too", async () => {
    const team = await aTeam();
    const { session, token } = await claimed(team);
    vi.useFakeTimers({ now: Date.now() + 16 * 60_000, toFake: ["Date"] });
    try {
      const body = { executionToken: token, result: "succeeded" };
      const report = () =>
        team.as("executor").put(`/v2/reviews/${session}/execution`, body, { "idempotency-key": "r" });
      for (const answer of [await report(), await report()]) {
        expect(answer).toMatchObject({ status: 409, body: { code: "review_closed" } });
      }
      const types = (await eventsOf(team, session)).map(({ type }) => type);
      expect(types.slice(2)).toEqual(["execution_started", "execution_unknown", "execution_report_late"]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("twenty reports at once: one event", async () => {
    const team = await aTeam();
    const { session, token } = await claimed(team);
    const body = { executionToken: token, result: "succeeded" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => team.as("executor").put(`/v2/reviews/${session}/execution`, body)),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const events = await eventsOf(team, session);
    expect(events.map(({ type }) => type)).toEqual(["opened", "approved", "execution_started", "executed"]);
  });

  test("the token stands in no answer but the claim's, and in no event", async () => {
    const team = await aTeam();
    const { session, token } = await claimed(team);
    for (const path of [`/v2/reviews/${session}`, `/v2/reviews/${session}/events`, "/v2/reviews"]) {
      expect((await team.as("olga").get(path)).text).not.toContain(token);
    }
  });
});

interface WireEvent {
  readonly version: number;
  readonly type: string;
  readonly hash: string;
  readonly previousHash: string;
  readonly texts: Readonly<Record<string, unknown>> | null;
  readonly textsSalt: string | null;
  readonly textsDigest: string | null;
  readonly actor: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

const eventsOf = async (team: TestWorkspace, id: string, name = "olga"): Promise<readonly WireEvent[]> => {
  const answer = await team.as(name).get(`/v2/reviews/${id}/events`);
  expect(answer.status, answer.text).toBe(200);
  const parsed: { data: WireEvent[] } = JSON.parse(answer.text);
  return parsed.data;
};

const verdictOn = async (team: TestWorkspace, id: string, name = "olga") =>
  (await team.as(name).get(`/v2/reviews/${id}/events/verification`)).body;

describe("GET /v2/reviews/{id}/events", () => {
  test("oldest first: versions 1, 2, 3 …, each with the hash of the one before; the first has none", async () => {
    const team = await aTeam();
    const id = await opened(team);
    await team.as("ben").post(`/v2/reviews/${id}/notes`, { text: "hm" }, { "x-request-id": "my-request" });
    await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "reject", reason: "no" });
    const events = await eventsOf(team, id, "vera");
    expect(events.map(({ version, type }) => [version, type])).toEqual([
      [1, "opened"],
      [2, "note_added"],
      [3, "rejected"],
    ]);
    expect(events.map(({ previousHash }) => previousHash)).toEqual(["", events[0]?.hash, events[1]?.hash]);
    const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(events[1]).toEqual({
      version: 2,
      type: "note_added",
      at: instant,
      recordedAt: instant,
      actor: {
        id: "ben",
        email: "ben@example.com",
        kind: "member",
        role: "member",
        groups: ["banking"],
        identity: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      entrance: "native",
      requestId: "my-request",
      workspaceVersion: 1,
      data: {},
      texts: { note: "hm" },
      textsSalt: expect.any(String),
      textsDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      previousHash: events[0]?.hash,
    });
    expect(events[2]).toMatchObject({ data: { verdict: "reject" }, texts: { reason: "no" } });
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain("@example.com");
  });

  test("hidden like the review itself", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking"] });
    expect(await team.as("vera").get(`/v2/reviews/${id}/events`)).toMatchObject({ status: 404 });
    expect(await team.as("ben").get(`/v2/reviews/${id}/events`)).toMatchObject({ status: 200 });
  });

  test("complete, however long it is", async () => {
    const team = await aTeam();
    const id = await opened(team);
    for (let index = 0; index < 230; index += 1)
      await team.as("ben").post(`/v2/reviews/${id}/notes`, { text: `note ${index}` });
    const events = await eventsOf(team, id);
    expect(events.map(({ version }) => version)).toEqual(Array.from({ length: 231 }, (_, index) => index + 1));
    expect(await verdictOn(team, id)).toMatchObject({ valid: true, complete: true, verifiedVersion: 231 });
  });
});

describe("GET /v2/reviews/{id}/events/verification", () => {
  test("owners, administrators and auditors only", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const [first] = await eventsOf(team, id);
    for (const name of ["olga", "ada", "audrey"]) {
      expect(await verdictOn(team, id, name)).toEqual({
        reviewId: id,
        valid: true,
        complete: true,
        verifiedVersion: 1,
        head: { version: 1, hash: first?.hash },
        break: null,
        nextCursor: null,
      });
    }
    for (const name of ["max", "vera"]) {
      const answer = await team.as(name).get(`/v2/reviews/${id}/events/verification`);
      expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
    expect(await team.as("olga").get("/v2/reviews/none/events/verification")).toMatchObject({ status: 404 });
    const bad = await team.as("olga").get(`/v2/reviews/${id}/events/verification?cursor=x`);
    expect(bad).toMatchObject({ status: 400 });
  });
});

describe("DELETE /v2/reviews/{id}/texts", () => {
  test("the owner erases free text and its salts; the chain still verifies, the rest stays", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking"] });
    await team.as("ben").post(`/v2/reviews/${id}/findings`, { who: "secret person" });
    await team.as("ben").post(`/v2/reviews/${id}/notes`, { text: "secret note" }, { "idempotency-key": "n" });
    await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "approve", reason: "secret reason" });
    const before = await eventsOf(team, id);
    expect(await team.as("olga").delete(`/v2/reviews/${id}/texts`)).toMatchObject({ status: 204, text: "" });
    expect(await team.as("olga").delete(`/v2/reviews/${id}/texts`)).toMatchObject({ status: 204 });
    const after = await eventsOf(team, id);
    expect(after).toEqual(before.map((event) => ({ ...event, texts: null, textsSalt: null })));
    expect(await verdictOn(team, id)).toMatchObject({ valid: true, verifiedVersion: 4 });
    const review = await team.as("ben").get(`/v2/reviews/${id}`);
    expect(review.body).toMatchObject({
      status: "approved",
      findings: null,
      decision: { reason: null, by: { id: "ben" } },
    });
    // Neither the object's memory nor a stored answer brings them back.
    const revoked = await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "revoke" });
    expect(revoked.status).toBe(200);
    const replayed = await team
      .as("ben")
      .post(`/v2/reviews/${id}/notes`, { text: "secret note" }, { "idempotency-key": "n" });
    expect(replayed.status).toBe(200);
    for (const text of [review.text, revoked.text, replayed.text]) expect(text).not.toContain("secret");
  });

  test("nobody else may", async () => {
    const team = await aTeam();
    const id = await opened(team);
    for (const name of ["ada", "max", "audrey", "vera"]) {
      expect(await team.as(name).delete(`/v2/reviews/${id}/texts`)).toMatchObject({ status: 403 });
    }
    expect(await team.as("olga").delete("/v2/reviews/none/texts")).toMatchObject({ status: 404 });
  });
});

describe("what docs/storage.md says, followed by hand", () => {
  const sha256 = async (text: string): Promise<string> => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const canonical = (value: unknown): string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    const keys = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1));
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(Reflect.get(value, key))}`).join(",")}}`;
  };

  test("hashes and digests come out as shown", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking"] });
    await team.as("ben").post(`/v2/reviews/${id}/decisions`, { verdict: "approve", reason: "Grüße \u2028 😀" });
    const events = await eventsOf(team, id);
    for (const { hash, previousHash, texts, textsSalt, textsDigest, actor, ...event } of events) {
      const { email: _, ...hashedActor } = actor;
      const hashed = { ...event, workspaceId: team.id, reviewId: id, actor: hashedActor, texts: textsDigest };
      expect(await sha256(previousHash + canonical(hashed))).toBe(hash);
      if (texts !== null) expect(await sha256(textsSalt + canonical(texts))).toBe(textsDigest);
    }
    const opening = events[0]?.["data"];
    expect(opening).toMatchObject({ payloadDigest: await sha256(canonical(SUBJECT.attributes)) });
    const head = await env.DB.prepare("SELECT head_hash FROM reviews WHERE id = ?").bind(id).first<string>("head_hash");
    expect(head).toBe(events.at(-1)?.hash);
  });
});
