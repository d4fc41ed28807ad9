// Telling somebody, and then somebody higher: the ladder by time and by hand, natively. Source: time.md 5, 11.

import { describe, expect, test } from "vitest";
import { aMember, aWorkspace, operator, textAt, type TestWorkspace } from "../../support/workspace-builder.ts";

const MEMBERS = [
  aMember("olga", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("abel", [], { role: "admin" }),
  aMember("rita", ["desk"]),
  aMember("rolf", ["gone"], { active: false }),
  aMember("oona", ["oncall"]),
];

const START = "2027-03-01T09:00:00.000Z";

const LADDER = [
  { afterMinutes: 0, to: ["role:admin"] },
  { afterMinutes: 30, to: ["group:oncall"] },
  { afterMinutes: 60, to: ["member:olga"] },
];

const aLadder = async (
  ladder: readonly unknown[] = LADDER,
  onBreach = ["flag", "escalate"],
): Promise<TestWorkspace> => {
  const workspace = await aWorkspace({
    members: MEMBERS,
    testClock: true,
    sla: { policies: [{ name: "hour", dueInMinutes: 60, onBreach }] },
    escalation: { ladder },
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

const listOf = (body: unknown, key: string): readonly unknown[] => {
  const found: unknown = typeof body === "object" && body !== null ? Reflect.get(body, key) : null;
  return Array.isArray(found) ? found : [];
};

/** `minutes after the start, level, targets, who` of every escalation, in order. */
const escalations = async (workspace: TestWorkspace, path: string): Promise<readonly string[]> => {
  const trail = await workspace.as("olga").get(`${path}/events`);
  return listOf(trail.body, "data")
    .filter((event) => textAt(event, "type") === "escalated")
    .map((event) => {
      const minutes = (Date.parse(textAt(event, "at")) - Date.parse(START)) / 60_000;
      const { data }: { data?: { level?: number; to?: readonly string[] } } = Object(event);
      return `${minutes}: ${data?.level} ${data?.to?.join("+")} by ${textAt(event, "actor", "id")}`;
    });
};

const escalate = (workspace: TestWorkspace, path: string, body: unknown = {}) =>
  workspace.as("rita").post(`${path}/escalate`, body);

describe("by time", () => {
  test("rungs count from the breach; every active member that a rung names is told, in document order", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual([
      "60: 1 adam+abel by hour",
      "90: 2 oona by hour",
      "120: 3 olga by hour",
    ]);
  });

  test("a bare flag never starts it, and a caller's own deadline keeps the policy's actions", async () => {
    const flagged = await aLadder(LADDER, ["flag"]);
    const silent = await open(flagged);
    await advance(flagged, { advanceMinutes: 600 });
    expect(await escalations(flagged, silent)).toEqual([]);
    const workspace = await aLadder();
    const path = await open(workspace, { dueAt: "2027-03-01T09:10:00Z" });
    await advance(workspace, { advanceMinutes: 20 });
    expect(await escalations(workspace, path)).toEqual(["10: 1 adam+abel by hour"]);
  });

  test("with nobody active to tell the next rung fires at once", async () => {
    const workspace = await aLadder([
      { afterMinutes: 0, to: ["group:gone"] },
      { afterMinutes: 30, to: ["member:rolf", "group:oncall"] },
      { afterMinutes: 60, to: ["member:olga"] },
    ]);
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual(["60: 2 oona by hour", "120: 3 olga by hour"]);
  });

  test.each([
    ["assigning", (path: string) => [`${path}/assign`, { assignedTo: "adam" }] as const],
    ["deciding", (path: string) => [`${path}/decisions`, { verdict: "reject" }] as const],
    ["completing", (path: string) => [`${path}/complete`, {}] as const],
  ])("%s after it started stops the rest; before, it does not", async (_, act) => {
    const workspace = await aLadder();
    const [early, late] = [await open(workspace), await open(workspace)];
    await workspace.as("adam").post(`${early}/assign`, { assignedTo: "abel" });
    await advance(workspace, { advanceMinutes: 61 });
    const [path, body] = act(late);
    expect((await workspace.as("adam").post(path, body)).status).toBe(200);
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, late)).toEqual(["60: 1 adam+abel by hour"]);
    expect(await escalations(workspace, early)).toHaveLength(3);
  });

  test("the paused time does not count: unfired rungs shift by it", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 70 });
    await workspace.as("adam").post(`${path}/sla/pause`, {});
    await advance(workspace, { advanceMinutes: 100 });
    await workspace.as("adam").post(`${path}/sla/resume`);
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual([
      "60: 1 adam+abel by hour",
      "190: 2 oona by hour",
      "220: 3 olga by hour",
    ]);
  });
});

describe("by hand", () => {
  test("the next rung is performed now, as one event, and never again; the others keep their time", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 70 });
    const answer = await escalate(workspace, path, { reason: "it burns" });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "pending", escalation: { level: 2, to: ["oona"], reason: "it burns", by: { id: "rita" } } },
    });
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual([
      "60: 1 adam+abel by hour",
      "70: 2 oona by rita",
      "120: 3 olga by hour",
    ]);
  });

  test("before the breach it starts the ladder, whose rungs then count from there; the breach starts no second one", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    await advance(workspace, { advanceMinutes: 10 });
    await escalate(workspace, path);
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual([
      "10: 1 adam+abel by rita",
      "40: 2 oona by hour",
      "70: 3 olga by hour",
    ]);
  });

  test("an explicit target is told and uses up the rung that it replaces", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    await escalate(workspace, path, { to: "group:oncall" });
    await advance(workspace, { advanceMinutes: 600 });
    expect(await escalations(workspace, path)).toEqual([
      "0: 1 oona by rita",
      "30: 2 oona by hour",
      "60: 3 olga by hour",
    ]);
  });

  test("above the top rung it is 200 with one event, level and targets unchanged", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    for (const level of [1, 2, 3, 3, 3]) {
      expect(await escalate(workspace, path)).toMatchObject({ status: 200, body: { escalation: { level } } });
    }
    expect((await escalations(workspace, path)).slice(2)).toEqual([
      "0: 3 olga by rita",
      "0: 3 olga by rita",
      "0: 3 olga by rita",
    ]);
    expect(await advance(workspace, { advanceMinutes: 59 })).toMatchObject({
      body: { fired: [{ type: "sla_at_risk" }] },
    });
  });

  test("twenty at once: each performs one rung, none twice", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    const answers = await Promise.all(Array.from({ length: 20 }, () => escalate(workspace, path)));
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    const told = await escalations(workspace, path);
    expect(told).toHaveLength(answers.filter(({ status }) => status === 200).length);
    expect(told.filter((line) => line.includes("adam"))).toHaveLength(1);
    expect(told.filter((line) => line.includes("oona"))).toHaveLength(1);
  });

  test("the same key again repeats nothing", async () => {
    const workspace = await aLadder();
    const path = await open(workspace);
    const headers = { "idempotency-key": "once" };
    const [first, second] = [
      await workspace.as("rita").post(`${path}/escalate`, {}, headers),
      await workspace.as("rita").post(`${path}/escalate`, {}, headers),
    ];
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(await escalations(workspace, path)).toEqual(["0: 1 adam+abel by rita"]);
  });

  test("to nobody is 400; of a settled review 409; without a ladder the first owner is told", async () => {
    const workspace = await aLadder([]);
    const path = await open(workspace);
    expect(await escalate(workspace, path, { to: "group:gone" })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "/to" }] },
    });
    expect((await escalate(workspace, path)).body).toMatchObject({ escalation: { to: ["olga"], level: 1 } });
    await workspace.as("adam").post(`${path}/decisions`, { verdict: "approve" });
    expect(await escalate(workspace, path)).toMatchObject({ status: 409, body: { code: "review_closed" } });
  });
});
