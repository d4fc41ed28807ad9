// Sessions that a machine makes for a person, with approvals given elsewhere. Source: hoop.md ruling 13 (Provision), 1.6.

import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace, PEOPLE } from "../../support/guarded-workspace.ts";
import { aClient, aMember, bearer, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const body = { user_email: "olga@example.com", connection: "prod-pg", script: "select 1" };
const DENIED = { status: 401, body: { message: "access denied" } };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({
    members: [...PEOPLE, aMember("olaf", [], { role: "owner" }), aMember("ina", [], { active: false })],
    credentials: [
      { name: "root-bot", role: "admin" },
      { name: "owner-bot", role: "owner" },
      { name: "bot" },
      { name: "viewer-bot", role: "viewer" },
      { name: "auditor-bot", role: "auditor" },
    ],
  });
});
const provision = (who: string, changes: object = {}) =>
  workspace.as(who).post("/api/sessions/provision", { ...body, ...changes });
const reviewOf = async (answer: { readonly body: unknown }): Promise<unknown> =>
  (await workspace.as("adam").get(`/api/reviews/${textAt(answer.body, "session_id")}`)).body;

describe("who may", () => {
  test.each(["root-bot", "owner-bot", "adam", "olaf"])("%s: 202", async (who) => {
    expect(await provision(who)).toMatchObject({ status: 202 });
  });

  test.each(["bot", "viewer-bot", "auditor-bot", "bea", "aud", "vic"])("%s: 401, before the body", async (who) => {
    expect(await workspace.as(who).post("/api/sessions/provision", "not json")).toMatchObject(DENIED);
  });
});

test("an administrator's token is no credential: 401", async () => {
  const secret = "a-shared-secret-of-32-characters-or-more";
  const issued = await aGuardedWorkspace({
    issuers: [{ issuer: "local", audience: "countersign", hs256Secret: secret }],
  });
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer("local")
    .setAudience("countersign")
    .setSubject("adam")
    .setExpirationTime("5m")
    .sign(new TextEncoder().encode(secret));
  const client = aClient({ ...bearer(token), "x-workspace-id": issued.id });
  expect((await client.get("/api/reviews")).status).toBe(200);
  expect(await client.post("/api/sessions/provision", body)).toMatchObject(DENIED);
});

describe("which groups have approved", () => {
  test("without approved_reviewers all of them: APPROVED, stamped with the key as reviewer, session ready", async () => {
    const answer = await provision("root-bot");
    const session_id = textAt(answer.body, "session_id");
    expect(answer.body).toEqual({ session_id, user_email: "olga@example.com", has_review: false });
    const stamped = { status: "APPROVED", reviewed_by: { name: "root-bot", email: "", slack_id: "" } };
    expect(await reviewOf(answer)).toMatchObject({
      status: "APPROVED",
      type: "onetime",
      revoke_at: expect.any(String),
      review_groups_data: [
        { group: "banking", ...stamped },
        { group: "sre", ...stamped },
      ],
    });
    expect((await workspace.as("olga").get(`/api/sessions/${session_id}`)).body).toMatchObject({
      status: "ready",
      user_email: "olga@example.com",
      user_name: "Name of olga",
    });
    expect((await workspace.as("olga").post(`/api/sessions/${session_id}/exec`)).status).toBe(202);
  });

  test("an empty list: none; the owner is the named user", async () => {
    const answer = await provision("root-bot", { approved_reviewers: [] });
    expect(answer.body).toMatchObject({ has_review: true });
    expect(await reviewOf(answer)).toMatchObject({
      status: "PENDING",
      revoke_at: null,
      review_groups_data: [
        { status: "PENDING", reviewed_by: null, review_date: null },
        { status: "PENDING", reviewed_by: null, review_date: null },
      ],
    });
    const path = `/api/reviews/${textAt(answer.body, "session_id")}`;
    expect(await workspace.as("olga").put(path, { status: "APPROVED" })).toMatchObject({
      status: 400,
      body: { message: "unable to self approve review" },
    });
    expect((await workspace.as("both").put(path, { status: "APPROVED" })).body).toMatchObject({ status: "APPROVED" });
  });

  test("some: those rows, and the rest by people", async () => {
    const answer = await provision("adam", { approved_reviewers: ["sre"] });
    expect(answer.body).toMatchObject({ has_review: true });
    expect(await reviewOf(answer)).toMatchObject({
      status: "PENDING",
      review_groups_data: [
        { group: "banking", status: "PENDING" },
        { group: "sre", status: "APPROVED", reviewed_by: { id: "adam" } },
      ],
    });
    const path = `/api/reviews/${textAt(answer.body, "session_id")}`;
    expect((await workspace.as("bea").put(path, { status: "APPROVED" })).body).toMatchObject({ status: "APPROVED" });
  });

  test("a connection without reviewers: one group named admin, approved", async () => {
    const answer = await provision("root-bot", { connection: "dev-pg" });
    expect(answer.body).toMatchObject({ has_review: false });
    expect(await reviewOf(answer)).toMatchObject({
      status: "APPROVED",
      access_request_rule_name: null,
      review_groups_data: [{ group: "admin", status: "APPROVED" }],
    });
  });

  test("nobody approves their own session this way", async () => {
    const own = { user_email: "adam@example.com" };
    expect(await provision("adam", own)).toMatchObject({
      status: 400,
      body: { message: "unable to self approve review" },
    });
    expect(await provision("adam", { ...own, approved_reviewers: [] })).toMatchObject({ status: 202 });
  });
});

describe("access for a while", () => {
  test("is a jit review by the jit rule, and revoke_at stays null until it is approved", async () => {
    const pending = await provision("root-bot", { access_duration_sec: 600, approved_reviewers: [] });
    expect(await reviewOf(pending)).toMatchObject({ type: "jit", access_duration: 600_000_000_000, revoke_at: null });
    const approved = await reviewOf(await provision("root-bot", { access_duration_sec: 600 }));
    const granted = Date.parse(textAt(approved, "revoke_at")) - Date.parse(textAt(approved, "created_at"));
    expect(granted).toBe(600_000);
  });
});

describe("mistakes are 400", () => {
  const window = (start_time: string) => ({ type: "time_range", configuration: { start_time, end_time: "10:00" } });
  test.each([
    ["an unknown user", { user_email: "nobody@example.com" }],
    ["an inactive user", { user_email: "ina@example.com" }],
    ["an unknown group", { approved_reviewers: ["banking", "legal"] }],
    ["a duration above the rule's maximum", { access_duration_sec: 3601 }],
    ["a duration above 48 hours", { connection: "dev-pg", access_duration_sec: 172_801 }],
    ["no user", { user_email: "" }],
    ["no connection", { connection: null }],
    ["a bad window", { time_window: window("25:00") }],
    ["a wrong type", { approved_reviewers: "sre" }],
    ["a correlation id that is too long", { correlation_id: "x".repeat(256) }],
  ])("%s", async (_name, changes) => {
    expect(await provision("root-bot", changes)).toMatchObject({ status: 400, body: { message: expect.any(String) } });
  });

  test("a window that is given is kept, and is the only one", async () => {
    const answer = await provision("root-bot", { time_window: window("09:00"), approved_reviewers: [] });
    expect(await reviewOf(answer)).toMatchObject({ time_window: window("09:00") });
    const vote = { status: "APPROVED", time_window: window("08:00") };
    expect(await workspace.as("bea").put(`/api/reviews/${textAt(answer.body, "session_id")}`, vote)).toMatchObject({
      status: 400,
      body: { message: "time window can only be set once" },
    });
  });

  test("an address is found in any case", async () => {
    expect((await provision("root-bot", { user_email: "OLGA@Example.com" })).body).toMatchObject({
      user_email: "olga@example.com",
    });
  });
});
