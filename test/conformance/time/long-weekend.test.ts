// "What if nobody answers over the long weekend?": calendars, warnings, ladders, endings and pauses on a test clock,
// each through HTTP. Source: time.md; workspace.md 5.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { aMember, aWorkspace, operator, textAt, type TestWorkspace } from "../../support/workspace-builder.ts";

const MEMBERS = [
  aMember("olga", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("rita", ["desk"]),
  aMember("rolf", ["desk"], { active: false }),
  aMember("oona", ["oncall"]),
];

/** Berlin office hours; Easter 2027: Good Friday is 26 March, Easter Monday 29 March, summer time begins on the 28th. */
const OFFICE = {
  name: "office",
  timeZone: "Europe/Berlin",
  hours: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])),
  holidays: ["2027-03-26", "2027-03-29"],
};

const aTimedWorkspace = (changes: Readonly<Record<string, unknown>> = {}): Promise<TestWorkspace> =>
  aWorkspace({
    members: MEMBERS,
    testClock: true,
    sla: {
      calendars: [OFFICE],
      policies: [
        {
          name: "office-day",
          when: { priorities: ["high"] },
          dueInMinutes: 240,
          atRiskPercent: 50,
          calendar: "office",
          onBreach: ["flag", "escalate"],
        },
        { name: "expiring", when: { priorities: ["low"] }, dueInMinutes: 60, atRiskPercent: 75, onBreach: ["expire"] },
        { name: "yes", when: { priorities: ["medium"] }, dueInMinutes: 60, atRiskPercent: 75, onBreach: ["approve"] },
      ],
    },
    escalation: {
      ladder: [
        { afterMinutes: 0, to: ["member:rolf", "role:admin"] },
        { afterMinutes: 30, to: ["group:oncall"] },
      ],
    },
    ...changes,
  });

const advance = (workspace: TestWorkspace, body: unknown) =>
  operator.post(`/v2/workspaces/${workspace.id}/clock`, body);

const open = async (workspace: TestWorkspace, body: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const opened = await workspace
    .as("rita")
    .post("/v2/reviews", { subject: { type: "refund", id: "r-1", attributes: {} }, priority: "high", ...body });
  expect(opened.status).toBe(201);
  return `/v2/reviews/${textAt(opened.body, "id")}`;
};

/** Thursday before Easter, 16:00 in Berlin (UTC+1). */
const THURSDAY = "2027-03-25T15:00:00.000Z";

describe("the long weekend", () => {
  test("business minutes skip the night, the holidays and the lost hour; what nobody answers climbs the ladder", async () => {
    const workspace = await aTimedWorkspace();
    await advance(workspace, { advanceTo: THURSDAY });
    const path = await open(workspace);
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      sla: {
        status: "on_track",
        // 60 of 240 minutes on Thursday, the other 180 on Tuesday from 09:00 summer time (UTC+2).
        dueAt: "2027-03-30T10:00:00.000Z",
        atRiskAt: "2027-03-30T08:00:00.000Z",
        breachedAt: null,
      },
    });
    const jumped = await advance(workspace, { advanceTo: "2027-03-31T12:00:00.000Z" });
    expect(jumped.body).toEqual({
      now: "2027-03-31T12:00:00.000Z",
      fired: [
        { at: "2027-03-30T08:00:00.000Z", reviewId: path.split("/").at(-1), type: "sla_at_risk" },
        { at: "2027-03-30T10:00:00.000Z", reviewId: path.split("/").at(-1), type: "sla_breached" },
        { at: "2027-03-30T10:00:00.000Z", reviewId: path.split("/").at(-1), type: "escalated" },
        { at: "2027-03-30T10:30:00.000Z", reviewId: path.split("/").at(-1), type: "escalated" },
      ],
    });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "pending",
      sla: { status: "breached", breachedAt: "2027-03-30T10:00:00.000Z" },
      escalation: { at: "2027-03-30T10:30:00.000Z", to: ["oona"], level: 2 },
    });
    const trail = await workspace.as("olga").get(`${path}/events`);
    expect(trail.body).toMatchObject({
      data: [
        { type: "opened", clock: "test" },
        { type: "sla_at_risk", actor: { kind: "policy", id: "office-day" } },
        { type: "sla_breached" },
        // Inactive Rolf is skipped; the administrators are told.
        { type: "escalated", data: { to: ["adam"], level: 1 } },
        { type: "escalated", data: { to: ["oona"], level: 2 } },
      ],
    });
  });

  test("somebody who acts stops the rest of the ladder", async () => {
    const workspace = await aTimedWorkspace();
    await advance(workspace, { advanceTo: THURSDAY });
    const path = await open(workspace);
    await advance(workspace, { advanceTo: "2027-03-30T10:10:00.000Z" });
    await workspace.as("adam").post(`${path}/assign`, { assignedTo: "adam" });
    expect((await advance(workspace, { advanceMinutes: 600 })).body).toMatchObject({ fired: [] });
  });

  test("a decision in time is met; a late one stays breached", async () => {
    const workspace = await aTimedWorkspace();
    const [early, late] = [
      await open(workspace, { priority: "critical", dueAt: "2099-01-01T00:00:00Z" }),
      await open(workspace),
    ];
    const decided = await workspace.as("adam").post(`${early}/decisions`, { verdict: "approve" });
    expect(decided.body).toMatchObject({ status: "approved", sla: { status: "met" } });
    await advance(workspace, { advanceMinutes: 10_000 });
    const afterwards = await workspace.as("adam").post(`${late}/decisions`, { verdict: "reject" });
    expect(afterwards.body).toMatchObject({ status: "rejected", sla: { status: "breached" } });
  });
});

describe("endings", () => {
  test("expire ends the review at its due instant, by the policy's name", async () => {
    const workspace = await aTimedWorkspace();
    const path = await open(workspace, { priority: "low" });
    await advance(workspace, { advanceMinutes: 61 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({ status: "expired" });
    expect((await workspace.as("adam").post(`${path}/decisions`, { verdict: "approve" })).body).toMatchObject({
      status: 409,
      code: "review_closed",
    });
    expect((await workspace.as("olga").get(`${path}/events`)).body).toMatchObject({
      data: [
        { type: "opened" },
        { type: "sla_at_risk" },
        { type: "sla_breached" },
        { type: "expired", actor: { kind: "policy", id: "expiring" } },
      ],
    });
  });

  test("approve approves by itself where one person would have been enough, and says that it was automated", async () => {
    const workspace = await aTimedWorkspace();
    const path = await open(workspace, { priority: "medium" });
    await advance(workspace, { advanceMinutes: 61 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "approved",
      decision: { verdict: "approve", automated: true, by: { kind: "policy", id: "yes" } },
    });
  });

  test("silence never approves around people: groups escalate instead", async () => {
    const workspace = await aTimedWorkspace();
    const path = await open(workspace, { priority: "medium", groups: ["desk", "oncall"] });
    await advance(workspace, { advanceMinutes: 61 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "pending",
      groups: [{ status: "pending" }, { status: "pending" }],
      escalation: { to: ["adam"], level: 1 },
    });
  });

  test("a vote at 10:05 never beats an expiry at 10:00 that no sweep had reached", async () => {
    const workspace = await aTimedWorkspace();
    const path = await open(workspace, { priority: "low" });
    // Only the clock moves: nothing is swept.
    await env.DB.prepare("UPDATE workspaces SET test_now = test_now + 3900000 WHERE id = ?1").bind(workspace.id).run();
    const vote = await workspace.as("adam").post(`${path}/decisions`, { verdict: "approve" });
    expect(vote).toMatchObject({ status: 409, body: { code: "review_closed" } });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({ status: "expired" });
  });
});

describe("pause and resume", () => {
  test("nothing fires while it waits for the requester, and the deadline moves by the business time left", async () => {
    const workspace = await aTimedWorkspace();
    await advance(workspace, { advanceTo: THURSDAY });
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 30 });
    const paused = await workspace.as("adam").post(`${path}/sla/pause`, { reason: "waiting for the customer" });
    expect(paused.body).toMatchObject({ sla: { status: "on_track", pausedAt: "2027-03-25T15:30:00.000Z" } });
    expect((await workspace.as("adam").post(`${path}/sla/pause`, {})).body).toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect((await advance(workspace, { advanceTo: "2027-03-31T08:00:00.000Z" })).body).toMatchObject({ fired: [] });
    const resumed = await workspace.as("adam").post(`${path}/sla/resume`);
    // 210 business minutes were left; Wednesday 31 March, 10:00 in Berlin, plus 210 minutes.
    expect(resumed.body).toMatchObject({ sla: { dueAt: "2027-03-31T11:30:00.000Z", pausedAt: null } });
    expect((await workspace.as("adam").post(`${path}/sla/resume`)).body).toMatchObject({
      status: 409,
      code: "conflict",
    });
  });
});

describe("the clock call", () => {
  test("advanceTo now is 200 with nothing fired; backwards and more than ten years are 400", async () => {
    const workspace = await aTimedWorkspace();
    const { body } = await advance(workspace, { advanceMinutes: 0 });
    expect(await advance(workspace, { advanceTo: textAt(body, "now") })).toMatchObject({
      status: 200,
      body: { fired: [] },
    });
    expect((await advance(workspace, { advanceTo: "2020-01-01T00:00:00Z" })).status).toBe(400);
    expect((await advance(workspace, { advanceMinutes: -1 })).status).toBe(400);
    expect((await advance(workspace, { advanceMinutes: 11 * 365 * 1440 })).status).toBe(400);
    expect((await advance(workspace, { advanceMinutes: 400 * 1440 })).status).toBe(200);
    for (const unclear of [{}, { advanceHours: 1 }, { advanceMinutes: 1, advanceSeconds: 1 }]) {
      expect(await advance(workspace, unclear)).toMatchObject({
        status: 400,
        body: { errors: [{ message: expect.stringContaining("one of advanceSeconds, advanceMinutes and advanceTo") }] },
      });
    }
  });

  test("only the operator moves it, and only where the workspace has one", async () => {
    const timed = await aTimedWorkspace();
    expect(await timed.as("olga").post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 1 })).toMatchObject({
      status: 403,
    });
    const real = await aWorkspace({ members: MEMBERS });
    expect(await advance(real, { advanceMinutes: 1 })).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await operator.post("/v2/workspaces/nowhere/clock", { advanceMinutes: 1 })).status).toBe(404);
  });
});
