// GET /v2/metrics through the Worker: who may ask, what is refused, and that every count is exact at the time of asking.
// Source: time.md 9, 11.

import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { createSchedule } from "../../../src/compose-schedule.ts";
import { runScheduled } from "../../../src/jobs/scheduled.ts";
import { aMember, aWorkspace, operator, textAt, type TestWorkspace } from "../../support/workspace-builder.ts";

const MEMBERS = [
  aMember("olga", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("aud", [], { role: "auditor" }),
  aMember("vic", [], { role: "viewer" }),
  aMember("rita", ["desk"]),
];

const START = "2027-03-01T09:00:00.000Z";

const aTimedWorkspace = async (): Promise<TestWorkspace> => {
  const workspace = await aWorkspace({
    members: MEMBERS,
    testClock: true,
    sla: {
      policies: [
        { name: "flagged", when: { priorities: ["high"] }, dueInMinutes: 60, onBreach: ["flag", "escalate"] },
        { name: "expiring", when: { priorities: ["low"] }, dueInMinutes: 60, onBreach: ["expire"] },
        { name: "yes", when: { priorities: ["medium"] }, dueInMinutes: 60, onBreach: ["approve"] },
      ],
    },
    escalation: { ladder: [{ afterMinutes: 0, to: ["role:admin"] }] },
  });
  await advance(workspace, { advanceTo: START });
  return workspace;
};

const advance = (workspace: TestWorkspace, body: unknown) =>
  operator.post(`/v2/workspaces/${workspace.id}/clock`, body);

const open = async (workspace: TestWorkspace, body: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const opened = await workspace.as("rita").post("/v2/reviews", { subject: { type: "refund", id: "r-1" }, ...body });
  expect(opened.status).toBe(201);
  return `/v2/reviews/${textAt(opened.body, "id")}`;
};

const metrics = (workspace: TestWorkspace, from: string, to: string, more = "") =>
  workspace.as("olga").get(`/v2/metrics?from=${from}&to=${to}${more}`);

const ALL: readonly [string, string] = ["2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"];

const NOBODY = { p50: null, p90: null, count: 0 };

describe("figures", () => {
  test("a workspace in which nothing happened has noughts, and null where there is nothing to say", async () => {
    const workspace = await aTimedWorkspace();
    expect((await metrics(workspace, ...ALL)).body).toEqual({
      from: "2027-01-01T00:00:00.000Z",
      to: "2028-01-01T00:00:00.000Z",
      open: {
        total: 0,
        byStatus: { pending: 0, in_progress: 0 },
        byPriority: { critical: 0, urgent: 0, high: 0, normal: 0, medium: 0, low: 0 },
        bySla: { on_track: 0, at_risk: 0, breached: 0 },
        oldestCreatedAt: null,
      },
      opened: 0,
      settled: 0,
      byOutcome: {},
      timeToFirstTouchSeconds: NOBODY,
      timeToDecisionSeconds: NOBODY,
      sla: { met: 0, breached: 0, hitRate: null },
      escalations: 0,
      automated: 0,
    });
  });

  test("what is open, what was touched and decided, met and missed, and what time ended by itself", async () => {
    const workspace = await aTimedWorkspace();
    const [met, late, , , , waiting] = [
      await open(workspace, { priority: "high" }),
      await open(workspace, { priority: "high" }),
      await open(workspace, { priority: "low" }),
      await open(workspace, { priority: "medium" }),
      await open(workspace, { priority: "high" }),
      await open(workspace, { priority: "normal" }),
    ];
    await advance(workspace, { advanceMinutes: 10 });
    await workspace.as("adam").post(`${met}/assign`, { assignedTo: "adam" });
    await workspace.as("adam").post(`${waiting}/notes`, { text: "a note takes nothing up" });
    await advance(workspace, { advanceMinutes: 20 });
    await workspace.as("adam").post(`${met}/decisions`, { verdict: "approve" });
    await advance(workspace, { advanceMinutes: 60 });
    await workspace.as("adam").post(`${late}/decisions`, { verdict: "reject" });
    const cancelled = await open(workspace);
    await workspace.as("rita").post(`${cancelled}/cancel`);
    expect((await metrics(workspace, ...ALL)).body).toMatchObject({
      open: {
        total: 2,
        byStatus: { pending: 2, in_progress: 0 },
        byPriority: { high: 1, normal: 1, low: 0 },
        bySla: { on_track: 0, at_risk: 0, breached: 1 },
        oldestCreatedAt: START,
      },
      opened: 7,
      settled: 5,
      byOutcome: { approved: 2, rejected: 1, expired: 1, cancelled: 1 },
      // Assigned after 10 minutes; decided untouched after 90. What time decides is nobody's act.
      timeToFirstTouchSeconds: { p50: 600, p90: 5400, count: 2 },
      // By hand after 30 and 90 minutes, by time after 60.
      timeToDecisionSeconds: { p50: 3600, p90: 5400, count: 3 },
      // Breached: both of the flagged ones that stayed, the expired one and the one that time approved.
      sla: { met: 1, breached: 4, hitRate: 0.2 },
      escalations: 2,
      automated: 2,
    });
  });

  test("a range holds what happened from its first instant up to, and not at, its last", async () => {
    const workspace = await aTimedWorkspace();
    const path = await open(workspace);
    await advance(workspace, { advanceSeconds: 90_061.5 });
    await workspace.as("adam").post(`${path}/decisions`, { verdict: "approve" });
    const decidedAt = "2027-03-02T10:01:01.500Z";
    const settled = async (from: string, to: string) => {
      const { body } = await metrics(workspace, from, to);
      return body;
    };
    expect(await settled(START, decidedAt)).toMatchObject({ opened: 1, settled: 0 });
    expect(await settled(decidedAt, decidedAt)).toMatchObject({ opened: 0, settled: 0 });
    expect(await settled(decidedAt, "2027-03-02T10:01:01.501Z")).toMatchObject({ opened: 0, settled: 1 });
    expect(await settled("2027-03-01T09:00:00.001Z", "2027-03-10T00:00:00Z")).toMatchObject({ opened: 0, settled: 1 });
    expect(await settled("1970-01-01T00:00:00Z", "2999-01-01T00:00:00%2B01:00")).toMatchObject({
      opened: 1,
      settled: 1,
      byOutcome: { approved: 1 },
      timeToDecisionSeconds: { p50: 90_061, p90: 90_061, count: 1 },
    });
  });

  test("one dialect only: its reviews and no other's", async () => {
    const workspace = await aTimedWorkspace();
    await open(workspace);
    expect((await metrics(workspace, ...ALL, "&dialect=native")).body).toMatchObject({
      open: { total: 1, oldestCreatedAt: START },
      opened: 1,
    });
    expect((await metrics(workspace, ...ALL, "&dialect=hoop")).body).toMatchObject({
      open: { total: 0, oldestCreatedAt: null },
      opened: 0,
    });
  });

  test("asking again changes nothing, and many who ask at once count everything once", async () => {
    const workspace = await aTimedWorkspace();
    for (let index = 0; index < 30; index += 1) await open(workspace);
    const answers = await Promise.all(Array.from({ length: 8 }, () => metrics(workspace, ...ALL)));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ opened: 30, open: { total: 30 } });
    }
  });

  test("Cron counts each workspace that something happened in", async () => {
    const [first, second] = [await aTimedWorkspace(), await aTimedWorkspace()];
    await open(first);
    await open(second);
    const counted = env.DB.prepare(
      "SELECT position FROM metric_cursors WHERE workspace_id IN (?1, ?2) ORDER BY workspace_id",
    ).bind(first.id, second.id);
    // A run is bounded, and the workspaces of the tests before this one may come first.
    await vi.waitUntil(
      async () => {
        await runScheduled({ cron: "* * * * *", scheduledAt: Date.now() }, createSchedule(env), {
          log: () => {},
          inScope: (_, run) => run(),
          now: Date.now,
        });
        return (await counted.all()).results.length === 2;
      },
      { timeout: 60_000 },
    );
    expect((await counted.all()).results).toEqual([{ position: 1 }, { position: 1 }]);
    expect((await metrics(first, ...ALL)).body).toMatchObject({ opened: 1 });
  });
});

describe("who may ask, and how", () => {
  const RANGE = "/v2/metrics?from=2027-01-01T00:00:00Z&to=2027-02-01T00:00:00Z";

  test("owners, administrators and auditors; others are 403, strangers 401", async () => {
    const workspace = await aWorkspace({ members: MEMBERS });
    for (const name of ["olga", "adam", "aud"]) expect((await workspace.as(name).get(RANGE)).status).toBe(200);
    for (const name of ["rita", "vic"]) {
      expect(await workspace.as(name).get(RANGE)).toMatchObject({ status: 403, body: { code: "forbidden" } });
    }
    expect((await operator.get(RANGE)).status).toBe(401);
  });

  test.each([
    ["/v2/metrics", ["/from", "/to"]],
    ["/v2/metrics?from=2027-01-01T00:00:00Z", ["/to"]],
    ["/v2/metrics?from=yesterday&to=2027-01-01T00:00:00Z", ["/from"]],
    ["/v2/metrics?from=2027-01-01&to=2027-01-02T00:00:00Z", ["/from"]],
    ["/v2/metrics?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z", ["/to"]],
    [`${RANGE}&dialect=latin`, ["/dialect"]],
    [`${RANGE}&granularity=day`, ["/granularity"]],
    [`${RANGE}&to=2027-03-01T00:00:00Z`, ["/to"]],
  ])("%s is 400 and names what is wrong", async (path, paths) => {
    const workspace = await aWorkspace({ members: MEMBERS });
    const answer = await workspace.as("olga").get(path);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(answer.body).toMatchObject({ errors: paths.map((at) => ({ path: at })) });
  });

  test("nothing but reading", async () => {
    const workspace = await aWorkspace({ members: MEMBERS });
    const answer = await workspace.as("olga").post(RANGE, {});
    expect(answer).toMatchObject({ status: 405 });
    expect(answer.headers.get("allow")).toBe("GET, HEAD");
  });
});
