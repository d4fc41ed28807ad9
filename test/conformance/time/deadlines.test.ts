// Which deadline a review gets, what its breach does, and how long a run may take. Source: time.md 1, 2, 3, 6, 11.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { aGuardedWorkspace, anApprovedSession } from "../../support/guarded-workspace.ts";
import { aMember, aWorkspace, operator, textAt, type TestWorkspace } from "../../support/workspace-builder.ts";

const MEMBERS = [
  aMember("olga", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("rita", ["desk"]),
  aMember("sven", ["sales"]),
];

/** Office hours with a lunch break; the world's clocks change on 14 March (New York) and 28 March (Berlin) 2027. */
const calendarIn = (timeZone: string) => ({
  name: "office",
  timeZone,
  hours: Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [
      day,
      [
        ["09:00", "12:00"],
        ["13:00", "17:00"],
      ],
    ]),
  ),
});

const advance = (workspace: TestWorkspace, body: unknown) =>
  operator.post(`/v2/workspaces/${workspace.id}/clock`, body);

const aTimedWorkspace = async (
  now: string,
  policies: readonly unknown[],
  timeZone = "Europe/Berlin",
): Promise<TestWorkspace> => {
  const workspace = await aWorkspace({
    members: MEMBERS,
    testClock: true,
    sla: { calendars: [calendarIn(timeZone)], policies },
  });
  await advance(workspace, { advanceTo: now });
  return workspace;
};

const open = async (workspace: TestWorkspace, body: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const opened = await workspace.as("rita").post("/v2/reviews", { subject: { type: "refund", id: "r-1" }, ...body });
  expect(opened.status).toBe(201);
  return `/v2/reviews/${textAt(opened.body, "id")}`;
};

const NOON = "2027-03-01T12:00:00.000Z";
const inMinutes = (minutes: number): string => new Date(Date.parse(NOON) + minutes * 60_000).toISOString();

describe("which deadline", () => {
  test("the first policy that matches; none that matches, no deadline", async () => {
    const workspace = await aTimedWorkspace(NOON, [
      { name: "foreign", when: { dialects: ["hoop"] }, dueInMinutes: 1 },
      { name: "pressing", when: { priorities: ["critical", "urgent"] }, dueInMinutes: 10 },
      { name: "high", when: { dialects: ["native"], priorities: ["high", "urgent"] }, dueInMinutes: 20 },
    ]);
    const dueOf = async (priority: string) =>
      (await workspace.as("rita").get(await open(workspace, { priority }))).body;
    expect(await dueOf("urgent")).toMatchObject({ sla: { dueAt: inMinutes(10), atRiskAt: inMinutes(7.5) } });
    expect(await dueOf("high")).toMatchObject({ sla: { dueAt: inMinutes(20), atRiskAt: inMinutes(15) } });
    expect(await dueOf("low")).toMatchObject({ sla: null });
  });

  test("a caller's dueAt replaces only the instant: at-risk percent and actions stay the policy's", async () => {
    const workspace = await aTimedWorkspace(NOON, [
      { name: "ending", dueInMinutes: 10, atRiskPercent: 50, onBreach: ["reject"] },
    ]);
    const path = await open(workspace, { dueAt: inMinutes(100) });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      sla: { dueAt: inMinutes(100), atRiskAt: inMinutes(50) },
    });
    await advance(workspace, { advanceMinutes: 120 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "rejected",
      decision: { verdict: "reject", automated: true, at: inMinutes(100), by: { kind: "policy", id: "ending" } },
    });
  });

  test("with no policy: wall clock, 75 %, flag, in the name of `default`", async () => {
    const workspace = await aTimedWorkspace(NOON, []);
    const path = await open(workspace, { dueAt: inMinutes(100) });
    await advance(workspace, { advanceMinutes: 600 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "pending",
      sla: { status: "breached", atRiskAt: inMinutes(75), breachedAt: inMinutes(100) },
    });
    expect((await workspace.as("olga").get(`${path}/events`)).body).toMatchObject({
      data: [
        { type: "opened" },
        { type: "sla_at_risk", at: inMinutes(75), actor: { kind: "policy", id: "default" } },
        { type: "sla_breached", at: inMinutes(100), actor: { kind: "policy", id: "default" } },
      ],
    });
  });

  test("a deadline in the past is breached at birth", async () => {
    const workspace = await aTimedWorkspace(NOON, []);
    const path = await open(workspace, { dueAt: "2020-01-01T00:00:00Z" });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      sla: { status: "breached", breachedAt: NOON },
    });
  });
});

describe("business time", () => {
  const opening = { name: "p", calendar: "office", dueInMinutes: 420, atRiskPercent: 50 };

  test.each([
    // Opened at 16:00 the evening before the clocks change; a working day of 7 hours, with a break.
    ["Europe/Berlin", "2027-03-27T15:00:00Z", "2027-03-28T14:00:00.000Z", "2027-03-28T09:30:00.000Z"],
    ["Europe/Berlin", "2027-10-30T14:00:00Z", "2027-10-31T15:00:00.000Z", "2027-10-31T10:30:00.000Z"],
    ["America/New_York", "2027-03-13T21:00:00Z", "2027-03-14T20:00:00.000Z", "2027-03-14T15:30:00.000Z"],
    ["America/New_York", "2027-11-06T20:00:00Z", "2027-11-07T21:00:00.000Z", "2027-11-07T16:30:00.000Z"],
    ["Asia/Kolkata", "2027-03-27T10:30:00Z", "2027-03-28T10:30:00.000Z", "2027-03-28T06:00:00.000Z"],
  ])("%s, opened %s: due %s, at risk %s", async (timeZone, now, dueAt, atRiskAt) => {
    const workspace = await aTimedWorkspace(now, [opening], timeZone);
    const path = await open(workspace);
    expect((await workspace.as("rita").get(path)).body).toMatchObject({ sla: { dueAt, atRiskAt } });
    expect((await advance(workspace, { advanceTo: dueAt })).body).toMatchObject({
      fired: [
        { type: "sla_at_risk", at: atRiskAt },
        { type: "sla_breached", at: dueAt },
      ],
    });
  });

  test("due exactly at closing time is that closing time, not the next opening", async () => {
    const workspace = await aTimedWorkspace("2027-03-01T08:00:00Z", [{ ...opening, dueInMinutes: 420 }]);
    expect((await workspace.as("rita").get(await open(workspace))).body).toMatchObject({
      sla: { dueAt: "2027-03-01T16:00:00.000Z" },
    });
  });
});

describe("what a breach does", () => {
  const policies = (["flag", "escalate", "expire", "approve", "reject"] as const).map((action, index) => ({
    name: `on-breach-${action}`,
    when: { priorities: [["critical", "urgent", "high", "normal", "medium"][index]] },
    dueInMinutes: 60,
    onBreach: [action],
  }));

  test("flag leaves it open; each ending ends it at the due instant, in the policy's name, once", async () => {
    const workspace = await aTimedWorkspace(NOON, policies);
    const paths = [];
    for (const priority of ["critical", "high", "normal", "medium"]) paths.push(await open(workspace, { priority }));
    await advance(workspace, { advanceMinutes: 500 });
    await advance(workspace, { advanceMinutes: 500 });
    const trails = [];
    for (const path of paths) {
      const { body } = await workspace.as("olga").get(`${path}/events`);
      const events: { data?: { type: string; at: string; actor: { id: string } }[] } = Object(body);
      trails.push((events.data ?? []).slice(2).map(({ type, at, actor }) => `${type} ${at} ${actor.id}`));
    }
    const due = inMinutes(60);
    expect(trails).toEqual([
      [`sla_breached ${due} on-breach-flag`],
      [`sla_breached ${due} on-breach-expire`, `expired ${due} on-breach-expire`],
      [`sla_breached ${due} on-breach-approve`, `approved ${due} on-breach-approve`],
      [`sla_breached ${due} on-breach-reject`, `rejected ${due} on-breach-reject`],
    ]);
  });

  test("reject ends a review with groups too, and its rows stay as they are", async () => {
    const workspace = await aTimedWorkspace(NOON, policies);
    const path = await open(workspace, { priority: "medium", groups: ["desk", "sales"] });
    await workspace.as("sven").post(`${path}/decisions`, { verdict: "approve" });
    await advance(workspace, { advanceMinutes: 61 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "rejected",
      decision: { automated: true },
      groups: [
        { name: "desk", status: "pending" },
        { name: "sales", status: "approved", reviewedBy: { id: "sven" } },
      ],
    });
  });

  test("approve does not apply where two people are needed: it escalates instead", async () => {
    const workspace = await aTimedWorkspace(NOON, policies);
    const path = await open(workspace, { priority: "normal", minApprovals: 2 });
    await advance(workspace, { advanceMinutes: 61 });
    expect((await workspace.as("rita").get(path)).body).toMatchObject({
      status: "pending",
      sla: { status: "breached" },
    });
  });

  test("both orders of the race: decided at the last moment it is met, a moment later it has ended", async () => {
    const workspace = await aTimedWorkspace(NOON, policies);
    const [inTime, tooLate] = [
      await open(workspace, { priority: "high" }),
      await open(workspace, { priority: "high" }),
    ];
    await advance(workspace, { advanceSeconds: 3_599.999 });
    const met = await workspace.as("adam").post(`${inTime}/decisions`, { verdict: "approve" });
    expect(met.body).toMatchObject({ status: "approved", sla: { status: "met" } });
    await env.DB.prepare("UPDATE workspaces SET test_now = test_now + 1 WHERE id = ?1").bind(workspace.id).run();
    const late = await workspace.as("adam").post(`${tooLate}/decisions`, { verdict: "approve" });
    expect(late).toMatchObject({ status: 409, body: { code: "review_closed" } });
    expect((await workspace.as("adam").get(tooLate)).body).toMatchObject({
      status: "expired",
      sla: { status: "breached" },
    });
  });

  test("cancelled in time it keeps its status, and nothing fires any more", async () => {
    const workspace = await aTimedWorkspace(NOON, policies);
    const path = await open(workspace, { priority: "high" });
    expect((await workspace.as("rita").post(`${path}/cancel`)).body).toMatchObject({
      status: "cancelled",
      sla: { status: "on_track" },
    });
    expect((await advance(workspace, { advanceMinutes: 600 })).body).toMatchObject({ fired: [] });
  });
});

describe("a run", () => {
  test("that reports nothing is unknown at its deadline, in the name of `execution`", async () => {
    const workspace = await aGuardedWorkspace({ testClock: true, execution: { deadlineMinutes: 5 } });
    const { sessionId, reviewId } = await anApprovedSession(workspace);
    const claimed = await workspace.as("olga").post(`/api/sessions/${sessionId}/exec`);
    expect(claimed.status).toBe(202);
    const { body } = await advance(workspace, { advanceMinutes: 4 });
    expect(body).toMatchObject({ fired: [] });
    const deadline = new Date(Date.parse(textAt(body, "now")) + 60_000).toISOString();
    expect((await advance(workspace, { advanceMinutes: 90 })).body).toMatchObject({
      fired: [{ at: deadline, reviewId, type: "execution_unknown" }],
    });
    const review = await workspace.as("olga").get(`/v2/reviews/${reviewId}`);
    expect(review.body).toMatchObject({ status: "unknown" });
    const trail = await workspace.as("olga").get(`/v2/reviews/${reviewId}/events`);
    expect(trail.body).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({
          type: "execution_unknown",
          actor: expect.objectContaining({ kind: "policy", id: "execution" }),
        }),
      ]),
    });
  });
});
