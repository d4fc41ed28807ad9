// Claims and the next review: a lease beside the review that keeps two people from working on one, and forbids nothing.
// Source: issue "The desk people like to sit at", Build 5; docs/decisions/0018-a-claim-is-a-lease.md.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { pruneClaims } from "../../../src/store/claims.ts";
import {
  type Answer,
  aMember,
  aWorkspace,
  operator,
  type TestWorkspace,
  textAt,
  type WorkspaceParts,
} from "../../support/workspace-builder.ts";

const MINUTE = 60_000;

const aTeam = (changes: Partial<WorkspaceParts> = {}): Promise<TestWorkspace> =>
  aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("adam", [], { role: "admin" }),
      aMember("ann", ["banking"]),
      aMember("bob", ["banking", "sre"]),
      aMember("max"),
      aMember("vic", ["banking"], { role: "viewer" }),
      aMember("gone", [], { active: false }),
    ],
    credentials: [
      { name: "bot", role: "member" },
      { name: "root", role: "admin" },
      { name: "reader", member: "max", scopes: ["read:reviews"] },
    ],
    ...changes,
  });

const opened = async (team: TestWorkspace, body: object = {}, by = "bot"): Promise<string> => {
  const answer = await team
    .as(by)
    .post("/v2/reviews", { subject: { type: "refund", id: "r", attributes: { n: 1 } }, ...body });
  if (answer.status !== 201) throw new Error(answer.text);
  return textAt(answer.body, "id");
};

const claim = (team: TestWorkspace, who: string, id: string, headers = {}) =>
  team.as(who).post(`/v2/reviews/${id}/claim`, undefined, headers);
const release = (team: TestWorkspace, who: string, id: string) => team.as(who).post(`/v2/reviews/${id}/release`);
const next = (team: TestWorkspace, who: string, body: object = {}, headers = {}) =>
  team.as(who).post("/v2/queue/next", body, headers);
const claimOf = async (team: TestWorkspace, id: string): Promise<unknown> =>
  Reflect.get(Object((await team.as("olga").get(`/v2/reviews/${id}`)).body), "claim");
const decide = (team: TestWorkspace, who: string, id: string, verdict = "approve") =>
  team.as(who).post(`/v2/reviews/${id}/decisions`, { verdict });
const advance = (team: TestWorkspace, minutes: number) =>
  operator.post(`/v2/workspaces/${team.id}/clock`, { advanceMinutes: minutes });

const rowOf = (id: string) => env.DB.prepare("SELECT until FROM review_claims WHERE review_id = ?1").bind(id).first();
const idOf = (answer: Answer): string => textAt(answer.body, "id");
const held = (who: string) => ({ by: { id: who, name: `Name of ${who}` }, until: expect.any(String) });

describe("POST /v2/reviews/{id}/claim", () => {
  test("200 with the review and a lease of ten minutes, which GET and eligibility show, and the list does not", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const before = Date.now();
    const answer = await claim(team, "ann", id);
    expect(answer).toMatchObject({ status: 200, body: { id, subject: { attributes: { n: 1 } }, claim: held("ann") } });
    const until = Date.parse(textAt(answer.body, "claim", "until"));
    expect(until).toBeGreaterThanOrEqual(before + 10 * MINUTE);
    expect(until).toBeLessThanOrEqual(Date.now() + 10 * MINUTE);
    expect(await claimOf(team, id)).toEqual(Reflect.get(Object(answer.body), "claim"));
    expect((await team.as("max").get(`/v2/reviews/${id}/eligibility`)).body).toMatchObject({ claim: held("ann") });
    expect((await team.as("max").get("/v2/reviews")).text).not.toContain('"claim"');
  });

  test("it is no part of the review: no event, no version, no message", async () => {
    const team = await aTeam();
    const id = await opened(team);
    const count = () =>
      env.DB.prepare(
        `SELECT (SELECT version FROM reviews WHERE workspace_id = ?1 AND id = ?2) AS version,
          (SELECT count(*) FROM audit WHERE workspace_id = ?1) AS events,
          (SELECT count(*) FROM outbox WHERE workspace_id = ?1) AS messages`,
      )
        .bind(team.id, id)
        .first();
    const before = await count();
    const answer = await claim(team, "ann", id);
    expect(answer.headers.get("etag")).toBe('"1"');
    await claim(team, "olga", id);
    await release(team, "olga", id);
    await next(team, "ann");
    expect(await count()).toEqual(before);
    expect(before).toEqual({ version: 1, events: 1, messages: 1 });
  });

  test("to another member it is 409 with who and until; their decision is the kernel's alone", async () => {
    const team = await aTeam();
    const id = await opened(team);
    await claim(team, "ann", id);
    const refused = await claim(team, "bob", id);
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict", claim: held("ann") } });
    expect(textAt(refused.body, "detail")).toContain("Name of ann works on this review until");
    expect((await team.as("bob").get(`/v2/reviews/${id}/eligibility`)).body).toMatchObject({
      verbs: {
        claim: { allowed: false, reasons: [{ code: "claimed", problem: "conflict", claim: held("ann") }] },
        approve: { allowed: true },
      },
    });
    expect(await decide(team, "bob", id)).toMatchObject({ status: 200, body: { status: "approved" } });
    expect(await rowOf(id)).toBeNull();
  });

  test("an administrator takes it over", async () => {
    const team = await aTeam();
    const id = await opened(team);
    await claim(team, "ann", id);
    expect(await claim(team, "adam", id)).toMatchObject({ status: 200, body: { claim: held("adam") } });
    expect(await claim(team, "ann", id)).toMatchObject({ status: 409, body: { claim: held("adam") } });
  });

  test("of many at once one gets it", async () => {
    const team = await aTeam({
      members: Array.from({ length: 20 }, (_, index) => aMember(`m${index}`)),
      credentials: [{ name: "bot", role: "member" }],
    });
    const id = await opened(team);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(team, `m${index}`, id)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(19).fill(409)]);
  });

  test.each<[string, string, object, number, string]>([
    ["a machine", "bot", {}, 403, "forbidden"],
    ["a machine that administers", "root", {}, 403, "forbidden"],
    ["a key that may only read", "reader", {}, 403, "forbidden"],
    ["a role that reads", "vic", {}, 403, "forbidden"],
    ["who asked", "max", { requesterId: "max" }, 403, "self_approval"],
    ["an administrator who could only deny it", "olga", { groups: ["nobody"] }, 200, ""],
  ])("%s", async (_name, who, body, status, code) => {
    const team = await aTeam();
    const id = await opened(team, body);
    const answer = await claim(team, who, id);
    expect(answer.status, answer.text).toBe(status);
    if (status >= 400) expect(answer.body).toMatchObject({ code });
  });

  test("words for machines", async () => {
    const team = await aTeam();
    const id = await opened(team);
    for (const answer of [await claim(team, "bot", id), await next(team, "root")]) {
      expect(answer.body).toMatchObject({ detail: "Only a member can claim a review: this credential acts as none." });
    }
  });

  test("closed is 409, hidden, foreign and missing are 404, another version is 412", async () => {
    const team = await aTeam();
    const id = await opened(team, { groups: ["banking"] });
    expect(await claim(team, "max", id)).toMatchObject({ status: 404 });
    expect(await claim(await aTeam(), "olga", id)).toMatchObject({ status: 404 });
    expect(await claim(team, "olga", "nothing")).toMatchObject({ status: 404 });
    expect(await claim(team, "ann", id, { "if-match": '"2"' })).toMatchObject({
      status: 412,
      body: { code: "precondition_failed", current: { id, version: 1 } },
    });
    await decide(team, "ann", id, "reject");
    expect(await claim(team, "ann", id)).toMatchObject({ status: 409, body: { code: "review_closed" } });
  });

  test("an unknown key is 400, another method 405", async () => {
    const team = await aTeam();
    const id = await opened(team);
    expect(await team.as("ann").post(`/v2/reviews/${id}/claim`, { minutes: 60 })).toMatchObject({ status: 400 });
    const wrong = await team.as("ann").get(`/v2/reviews/${id}/claim`);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await team.as("ann").get("/v2/queue/next")).status).toBe(405);
  });
});

describe("a lease of ten minutes, renewed by activity", () => {
  const testTeam = () => aTeam({ testClock: true });

  test("after ten minutes of the workspace's clock it is nobody's", async () => {
    const team = await testTeam();
    const id = await opened(team);
    await claim(team, "ann", id);
    await advance(team, 9);
    expect(await claimOf(team, id)).toEqual(held("ann"));
    expect((await claim(team, "bob", id)).status).toBe(409);
    await advance(team, 1);
    expect(await claimOf(team, id)).toBeNull();
    expect(await claim(team, "bob", id)).toMatchObject({ status: 200, body: { claim: held("bob") } });
  });

  test("a claim again, and any write of the claimant, begin ten minutes anew; anybody else's do not", async () => {
    const team = await testTeam();
    const id = await opened(team, { groups: ["banking", "sre"] });
    const until = async () => Number((await rowOf(id))?.["until"]);
    await claim(team, "ann", id);
    const first = await until();
    await advance(team, 4);
    await team.as("bob").post(`/v2/reviews/${id}/notes`, { text: "x" });
    expect(await until()).toBe(first);
    await team.as("ann").post(`/v2/reviews/${id}/notes`, { text: "x" });
    expect(await until()).toBe(first + 4 * MINUTE);
    await advance(team, 1);
    await claim(team, "ann", id);
    expect(await until()).toBe(first + 5 * MINUTE);
    await advance(team, 1);
    await decide(team, "ann", id);
    expect(await until()).toBe(first + 6 * MINUTE);
    await advance(team, 11);
    await team.as("ann").post(`/v2/reviews/${id}/notes`, { text: "too late" });
    expect(await rowOf(id)).toBeNull();
  });

  test("settling ends it, whoever settles and whatever the door", async () => {
    const team = await aTeam();
    const [one, two, three] = [await opened(team), await opened(team), await opened(team)];
    for (const id of [one, two, three]) await claim(team, "ann", id);
    await decide(team, "ann", one);
    await team.as("adam").post("/v2/reviews/bulk-decisions", { ids: [two], verdict: "reject" });
    await team.as("olga").post(`/v2/reviews/${three}/cancel`);
    for (const id of [one, two, three]) expect(await rowOf(id)).toBeNull();
  });

  test("it does not stop a ladder", async () => {
    const team = await aTeam({
      testClock: true,
      sla: { policies: [{ name: "p", dueInMinutes: 5, onBreach: ["escalate"] }] },
      escalation: { ladder: [{ afterMinutes: 1, to: ["role:admin"] }] },
    });
    const id = await opened(team);
    await advance(team, 5);
    await claim(team, "ann", id);
    const moved = await advance(team, 1);
    expect(moved.body).toMatchObject({ fired: [{ reviewId: id, type: "escalated" }] });
  });
});

describe("POST /v2/reviews/{id}/release", () => {
  test("the claimant and administrators end it, nobody else; ending nothing changes nothing", async () => {
    const team = await aTeam();
    const id = await opened(team);
    expect(await release(team, "ann", id)).toMatchObject({ status: 200, body: { id, claim: null } });
    await claim(team, "ann", id);
    expect(await release(team, "bob", id)).toMatchObject({ status: 409, body: { claim: held("ann") } });
    expect(await release(team, "vic", id)).toMatchObject({ status: 403 });
    expect(await release(team, "bot", id)).toMatchObject({ status: 403 });
    expect(await claimOf(team, id)).toEqual(held("ann"));
    expect(await release(team, "ann", id)).toMatchObject({ status: 200, body: { claim: null } });
    await claim(team, "ann", id);
    expect(await release(team, "root", id)).toMatchObject({ status: 200 });
    expect(await claimOf(team, id)).toBeNull();
  });
});

describe("POST /v2/queue/next", () => {
  test("by priority, then by deadline, then by age; without a deadline as if due a day after opening", async () => {
    const team = await aTeam();
    const hours = (count: number) => new Date(Date.now() + count * 60 * MINUTE).toISOString();
    const low = await opened(team, { priority: "low", dueAt: hours(1) });
    const later = await opened(team, { priority: "high", dueAt: hours(30) });
    const undated = await opened(team, { priority: "high" });
    const younger = await opened(team, { priority: "high" });
    const soon = await opened(team, { priority: "high", dueAt: hours(2) });
    const pressing = await opened(team, { priority: "critical" });
    const given: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const answer = await next(team, "ann", { skip: given });
      expect(answer).toMatchObject({ status: 200, body: { claim: held("ann") } });
      given.push(idOf(answer));
    }
    expect(given).toEqual([pressing, soon, undated, younger, later, low]);
    expect((await next(team, "ann", { skip: given })).status).toBe(204);
    expect((await next(team, "bob")).status).toBe(204);
    expect(await next(team, "ann")).toMatchObject({ status: 200, body: { id: pressing } });
  });

  test("decided is gone, and the next one is there", async () => {
    const team = await aTeam();
    const ids = [await opened(team), await opened(team)];
    for (const id of ids) {
      const answer = await next(team, "ann");
      expect(idOf(answer)).toBe(id);
      expect(await decide(team, "ann", id)).toMatchObject({ status: 200 });
    }
    const none = await next(team, "ann");
    expect([none.status, none.text]).toEqual([204, ""]);
  });

  test("only what the caller could bring forward: not their own, not voted on, of their groups, not paused", async () => {
    const team = await aTeam();
    const own = await opened(team, {}, "max");
    const banking = await opened(team, { groups: ["banking"] });
    const both = await opened(team, { groups: ["banking", "sre"] });
    const people = await opened(team, { minApprovals: 2 });
    const paused = await opened(team);
    await team.as("olga").post(`/v2/reviews/${paused}/sla/pause`);
    const line = async (who: string): Promise<readonly string[]> => {
      const given: string[] = [];
      for (;;) {
        const answer = await next(team, who, { skip: given });
        if (answer.status === 204) break;
        given.push(idOf(answer));
        await release(team, who, idOf(answer));
      }
      return given;
    };
    expect(await line("max")).toEqual([people]);
    expect(await line("ann")).toEqual([own, banking, both, people]);
    // An administrator in no group could only deny what the groups are asked.
    expect(await line("adam")).toEqual([own, people]);
    await decide(team, "ann", both);
    await decide(team, "ann", people);
    expect(await line("ann")).toEqual([own, banking]);
    expect(await line("bob")).toEqual([own, banking, both, people]);
  });

  test("the queue of administrators, outcomes and completions: each to whom it waits for", async () => {
    const team = await aTeam();
    const id = await opened(team, { priority: "critical" });
    expect(await next(team, "vic")).toMatchObject({ status: 403, body: { code: "forbidden" } });
    expect(await next(team, "ann", { status: "in_progress" })).toMatchObject({ status: 204 });
    expect(await next(team, "ann", { priority: "low" })).toMatchObject({ status: 204 });
    expect(await next(team, "ann", { dialect: "alloy" })).toMatchObject({ status: 204 });
    expect(await next(team, "ann", { status: "pending", priority: "critical", dialect: "native" })).toMatchObject({
      status: 200,
      body: { id },
    });
  });

  test("by group; a group that may only force was not asked", async () => {
    const team = await aTeam({
      accessRules: [
        {
          name: "prod",
          accessType: "command",
          connections: ["prod"],
          reviewerGroups: ["sre"],
          forceApprovalGroups: ["banking"],
        },
      ],
    });
    await opened(team, { groups: ["banking"] });
    const session = await team.as("max").post("/api/sessions", { connection: "prod", script: "x" });
    expect(session.status).toBe(202);
    const given = await next(team, "bob", { group: "sre" });
    expect(given).toMatchObject({ status: 200, body: { dialect: "hoop" } });
    expect((await next(team, "bob", { group: "nobody" })).status).toBe(204);
    await release(team, "bob", idOf(given));
    expect(await next(team, "ann", { group: "banking" })).toMatchObject({ status: 200, body: { dialect: "native" } });
    expect((await next(team, "ann", { group: "sre" })).status).toBe(204);
  });

  test("what is assigned to somebody else is theirs, unless asked for, or they are gone", async () => {
    const team = await aTeam();
    const bobs = await opened(team, { assignedTo: "bob" });
    expect((await next(team, "ann")).status).toBe(204);
    expect(await next(team, "ann", { assigned: "any" })).toMatchObject({ status: 200, body: { id: bobs } });
    await release(team, "ann", bobs);
    expect(await next(team, "bob")).toMatchObject({ status: 200, body: { id: bobs } });
    await release(team, "bob", bobs);
    await team.apply({
      members: [aMember("olga", [], { role: "owner" }), aMember("ann"), aMember("bob", [], { active: false })],
      credentials: [{ name: "bot", role: "member" }],
    });
    expect(await next(team, "ann")).toMatchObject({ status: 200, body: { id: bobs } });
  });

  test("what is claimed by somebody else is not given, to administrators neither, until the lease is over", async () => {
    const team = await aTeam({ testClock: true });
    const id = await opened(team);
    await claim(team, "ann", id);
    for (const who of ["bob", "olga"]) expect((await next(team, who)).status).toBe(204);
    expect(await next(team, "ann")).toMatchObject({ status: 200, body: { id } });
    await advance(team, 10);
    expect(await next(team, "bob")).toMatchObject({ status: 200, body: { id, claim: held("bob") } });
  });

  test("what has expired is not given, swept or not", async () => {
    const team = await aTeam({
      accessRules: [
        { name: "prod", accessType: "command", connections: ["prod"], reviewerGroups: ["sre"], pendingTtlMinutes: 5 },
      ],
      testClock: true,
    });
    await team.as("max").post("/api/sessions", { connection: "prod", script: "x" });
    await env.DB.prepare("UPDATE workspaces SET test_now = test_now + 360000 WHERE id = ?1").bind(team.id).run();
    expect((await next(team, "bob")).status).toBe(204);
  });

  test("fifty at once: no review twice, nobody empty-handed while some are left", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `m${index}`);
    const team = await aTeam({
      members: names.map((name) => aMember(name)),
      credentials: [{ name: "bot", role: "member" }],
    });
    const ids = new Set<string>();
    for (let index = 0; index < 45; index += 1) ids.add(await opened(team));
    const answers = await Promise.all(names.map((name) => next(team, name)));
    const given = answers.filter(({ status }) => status === 200).map(idOf);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(5);
    expect(given).toHaveLength(45);
    expect(new Set(given)).toEqual(ids);
    const { results } = await env.DB.prepare("SELECT review_id FROM review_claims WHERE workspace_id = ?1")
      .bind(team.id)
      .all();
    expect(results).toHaveLength(45);
  });

  test.each<[string, object, string]>([
    ["an unknown key", { mine: true }, "/mine"],
    ["an unknown API", { dialect: "x" }, "/dialect"],
    ["a settled status", { status: "approved" }, "/status"],
    ["an unknown priority", { priority: "x" }, "/priority"],
    ["an empty group", { group: "" }, "/group"],
    ["too many to skip", { skip: Array(101).fill("x") }, "/skip"],
    ["another assignment", { assigned: "mine" }, "/assigned"],
  ])("%s is 400", async (_name, body, path) => {
    const team = await aTeam();
    expect(await next(team, "ann", body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

describe("Idempotency-Key", () => {
  const key = { "idempotency-key": "k-1" };

  test("the same key gives the same review again, another body is 422", async () => {
    const team = await aTeam();
    await opened(team);
    await opened(team);
    const first = await next(team, "ann", {}, key);
    await decide(team, "ann", idOf(first));
    const again = await next(team, "ann", {}, key);
    expect(again).toMatchObject({ status: 200, body: { id: idOf(first), status: "approved", claim: null } });
    expect(await next(team, "ann", { priority: "low" }, key)).toMatchObject({
      status: 422,
      body: { code: "idempotency_mismatch" },
    });
    expect(idOf(await next(team, "bob", {}, key))).not.toBe(idOf(first));
  });

  test("nothing left stays nothing left under the same key", async () => {
    const team = await aTeam();
    expect((await next(team, "ann", {}, key)).status).toBe(204);
    await opened(team);
    expect((await next(team, "ann", {}, key)).status).toBe(204);
    expect((await next(team, "ann")).status).toBe(200);
  });

  test("ten times at once: one review", async () => {
    const team = await aTeam();
    for (let index = 0; index < 4; index += 1) await opened(team);
    const answers = await Promise.all(Array.from({ length: 10 }, () => next(team, "ann", {}, key)));
    expect(new Set(answers.map(idOf)).size).toBe(1);
  });

  test("claims and releases", async () => {
    const team = await aTeam();
    const id = await opened(team);
    expect((await claim(team, "ann", id, key)).status).toBe(200);
    await release(team, "ann", id);
    await claim(team, "bob", id);
    expect(await claim(team, "ann", id, key)).toMatchObject({ status: 200, body: { id, claim: held("bob") } });
    const path = `/v2/reviews/${id}/release`;
    expect((await team.as("bob").post(path, undefined, key)).status).toBe(200);
    await claim(team, "ann", id);
    expect(await team.as("bob").post(path, undefined, key)).toMatchObject({
      status: 200,
      body: { claim: held("ann") },
    });
  });
});

describe("leases that are over go", () => {
  test("a deleted workspace keeps none", async () => {
    const team = await aTeam();
    const id = await opened(team);
    await claim(team, "ann", id);
    expect((await operator.delete(`/v2/workspaces/${team.id}`)).status).toBe(204);
    expect(await rowOf(id)).toBeNull();
  });

  test("Cron's prune deletes what is over in real time, and nothing that still holds", async () => {
    const team = await aTeam();
    const [over, live] = [await opened(team), await opened(team)];
    for (const id of [over, live]) await claim(team, "ann", id);
    const now = Date.now();
    await env.DB.prepare("UPDATE review_claims SET until = ?2 WHERE review_id = ?1").bind(over, now).run();
    expect(await pruneClaims(env.DB, now, 1_000)).toBeGreaterThanOrEqual(1);
    expect(await rowOf(over)).toBeNull();
    expect(await rowOf(live)).not.toBeNull();
  });
});
