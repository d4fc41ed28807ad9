// Decisions beyond the seed: quorum, self-approval, races, bulk, endings that nobody decided.
// adjudon.md rulings 6 and 13, sentence by sentence.

import { beforeAll, describe, expect, test } from "vitest";
import { operator, textAt } from "../../support/workspace-builder.ts";
import {
  aHeldTrace,
  assign,
  aTraceWorkspace,
  bulk,
  decide,
  escalate,
  type Held,
  holdsRefunds,
  listed,
  PEOPLE,
  queue,
  refused,
  type TraceWorkspace,
  trace,
} from "./world.ts";

const closed = refused(400, "INVALID_OPERATION");

let workspace: TraceWorkspace;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
});

describe("Quorum", () => {
  let two: TraceWorkspace;
  beforeAll(async () => {
    two = await aTraceWorkspace({ policies: [holdsRefunds({ groups: ["risk", "legal", "risk"], minApprovals: 2 })] });
  });

  test("any admin or owner may vote; the answer is 200 with status pending until the quorum", async () => {
    const held = await aHeldTrace(two);
    const first = await decide(two.as("adam"), held, "approve", { reason: "fine" });
    expect(first).toMatchObject({ status: 200, body: { data: { status: "pending" } } });
    expect(first.body).not.toHaveProperty("data.decision");
    expect(await trace(two.desk, held)).toMatchObject({ body: { data: { status: "flagged" } } });
    const second = await decide(two.as("ada"), held, "approve");
    expect(second).toMatchObject({ status: 200, body: { data: { status: "approved", decision: "approve" } } });
    expect(await trace(two.desk, held)).toMatchObject({ body: { data: { status: "approved" } } });
  });

  test("one reject is final", async () => {
    const held = await aHeldTrace(two);
    await decide(two.as("adam"), held, "approve");
    expect((await decide(two.as("ada"), held, "reject")).body).toMatchObject({ data: { status: "rejected" } });
    expect(await decide(two.as("abel"), held, "approve")).toMatchObject(closed);
  });

  test("a second vote by the same person is 400 INVALID_OPERATION; minApprovals counts distinct people", async () => {
    const held = await aHeldTrace(two);
    await decide(two.as("adam"), held, "approve");
    expect(await decide(two.as("adam"), held, "approve")).toMatchObject(closed);
    expect(await decide(two.as("adam"), held, "reject")).toMatchObject(closed);
    expect(await listed(two.desk, held)).toMatchObject({ status: "pending" });
  });

  test("groups name who is asked (any admin or owner counts), each once", async () => {
    const held = await aHeldTrace(two);
    expect((await two.as("ada").get(`/v2/reviews/${held.reviewId}`)).body).toMatchObject({
      groups: [{ name: "risk" }, { name: "legal" }],
      minApprovals: 2,
    });
  });

  test("Quorum items in a bulk take the caller's vote and count as updated; an item the caller already voted on is skipped", async () => {
    const [voted, fresh] = [await aHeldTrace(two), await aHeldTrace(two)];
    await decide(two.as("adam"), voted, "approve");
    const ids = [voted.reviewId, fresh.reviewId];
    const answer = await bulk(two.as("adam"), { ids, decision: "approve" });
    expect(answer.body).toMatchObject({ data: { updated: 1, skipped: 1, ids: [fresh.reviewId] }, count: 1 });
    expect(await listed(two.desk, fresh)).toMatchObject({ status: "pending" });
    const other = await bulk(two.as("ada"), { ids, decision: "approve" });
    expect(other.body).toMatchObject({ data: { updated: 2, skipped: 0, ids } });
    expect(await listed(two.desk, fresh)).toMatchObject({ status: "approved" });
  });

  test("twenty people at once: each vote counts once, and the quorum is reached once", async () => {
    const admins = Array.from({ length: 20 }, (_, index) => ({
      id: `admin${index}`,
      email: `admin${index}@example.com`,
      name: `Admin ${index}`,
      role: "admin" as const,
      groups: [],
    }));
    const many = await aTraceWorkspace({
      members: [...PEOPLE, ...admins],
      policies: [holdsRefunds({ minApprovals: 5 })],
    });
    const held = await aHeldTrace(many);
    const answers = await Promise.all(admins.map(({ id }) => decide(many.as(id), held, "approve")));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(5);
    expect(statuses.filter((status) => status === 400)).toHaveLength(15);
    expect(await listed(many.desk, held)).toMatchObject({ status: "approved" });
  });
});

describe("self-approval", () => {
  test("whoever submitted a trace cannot approve it, alone or in a bulk; rejecting is theirs", async () => {
    const ada = workspace.as("ada");
    const held = await aHeldTrace(workspace, {}, ada);
    expect(await decide(ada, held, "approve")).toMatchObject(refused(403, "FORBIDDEN"));
    const alone = await bulk(ada, { ids: [held.reviewId], decision: "approve" });
    expect(alone).toMatchObject({ status: 200, body: { data: { updated: 0, skipped: 1, ids: [] }, count: 0 } });
    expect(await listed(workspace.desk, held)).toMatchObject({ status: "pending" });
    expect((await decide(workspace.as("adam"), held, "approve")).status).toBe(200);
    const other = await aHeldTrace(workspace, {}, ada);
    expect((await decide(ada, other, "reject")).status).toBe(200);
  });

  test("a machine asks nothing in its own name: the desk decides what it posted", async () => {
    const held = await aHeldTrace(workspace);
    expect((await decide(workspace.desk, held, "approve")).status).toBe(200);
  });
});

describe("races", () => {
  test.each([2, 20])("%i concurrent decisions on one item: exactly one 200", async (count) => {
    const held = await aHeldTrace(workspace);
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        decide(workspace.as(index % 2 === 0 ? "ada" : "adam"), held, index % 3 === 0 ? "reject" : "approve"),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) expect(answer).toMatchObject(closed);
  });

  test("a decision and a bulk over it: one of them wins, and the bulk's other items are decided", async () => {
    const items = [await aHeldTrace(workspace), await aHeldTrace(workspace), await aHeldTrace(workspace)];
    const [contested] = items;
    if (contested === undefined) throw new Error("no item");
    const ids = items.map(({ reviewId }) => reviewId);
    const [single, many] = await Promise.all([
      decide(workspace.as("ada"), contested, "reject"),
      bulk(workspace.as("adam"), { ids, decision: "approve" }),
    ]);
    expect([200, 400]).toContain(single.status);
    expect(many).toMatchObject({ status: 200, body: { count: single.status === 200 ? 2 : 3 } });
    const status = single.status === 200 ? "rejected" : "approved";
    expect(await listed(workspace.desk, contested)).toMatchObject({ status });
  });

  test("two bulks over the same items: each item is decided once", async () => {
    const items = await Promise.all(Array.from({ length: 10 }, () => aHeldTrace(workspace)));
    const ids = items.map(({ reviewId }) => reviewId);
    const answers = await Promise.all(
      ["ada", "adam"].map((name) => bulk(workspace.as(name), { ids, decision: "approve" })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 404]));
    for (const { reviewId } of items) {
      const trail = await workspace.as("ada").get(`/v2/reviews/${reviewId}/events`);
      expect(trail.body).toMatchObject({ data: [{ type: "opened" }, { type: "approved" }] });
    }
  });
});

describe("Bulk", () => {
  test("ids are those updated, skipped = distinct ids minus updated (unknown and foreign included), count = updated", async () => {
    const [a, b] = [await aHeldTrace(workspace), await aHeldTrace(workspace)];
    const unknown = ["f".repeat(24), "65b1f2c4", "x", ""];
    const ids = [a.reviewId, a.reviewId, ...unknown, b.reviewId, "x"];
    expect((await bulk(workspace.desk, { ids, decision: "reject", notes: "ignored" })).body).toEqual({
      success: true,
      data: { updated: 2, skipped: 4, ids: [a.reviewId, b.reviewId] },
      count: 2,
    });
    expect(await listed(workspace.desk, a)).not.toHaveProperty("notes");
    for (const held of [a, b]) {
      expect(await trace(workspace.desk, held)).toMatchObject({
        body: { data: { status: "blocked", humanOverride: true } },
      });
    }
  });

  test("1 and 100 ids pass", async () => {
    const held = await aHeldTrace(workspace);
    const ids = [held.reviewId, ...Array.from({ length: 99 }, (_, index) => index.toString(16).padStart(24, "0"))];
    expect((await bulk(workspace.desk, { ids, decision: "approve" })).body).toMatchObject({
      data: { updated: 1, skipped: 99 },
    });
  });

  test("reviews of other APIs are not found", async () => {
    const native = await workspace
      .as("ada")
      .post("/v2/reviews", { subject: { type: "order", id: "1", attributes: {} } });
    expect(native.status).toBe(201);
    const ids = [textAt(native.body, "id")];
    expect(await bulk(workspace.desk, { ids, decision: "approve" })).toMatchObject(refused(404, "NOT_FOUND"));
    const item: Held = { reviewId: "", traceId: "", path: `/api/v1/review-queue/${ids[0]}` };
    expect(await decide(workspace.desk, item, "approve")).toMatchObject(refused(404, "NOT_FOUND"));
  });
});

describe("what is decided elsewhere", () => {
  const timed = (onBreach: readonly string[]) => ({
    testClock: true,
    policies: [holdsRefunds({ slaMinutes: 60 })],
    sla: {
      policies: [{ name: "hour", when: { dialects: ["adjudon"] }, dueInMinutes: 60, atRiskPercent: 75, onBreach }],
    },
  });
  const anHourLater = (id: string) => operator.post(`/v2/workspaces/${id}/clock`, { advanceMinutes: 60 });

  test("an expired item shows as rejected without decision; its trace is blocked with humanOverride: false", async () => {
    const own = await aTraceWorkspace(timed(["expire"]));
    const held = await aHeldTrace(own);
    expect((await anHourLater(own.id)).status).toBe(200);
    const item = await listed(own.desk, held);
    expect(item).toMatchObject({ status: "rejected" });
    expect(item).not.toHaveProperty("decision");
    expect(await trace(own.desk, held)).toMatchObject({ body: { data: { status: "blocked", humanOverride: false } } });
    expect((await queue(own.desk, "?status=rejected")).body).toMatchObject({ count: 1, total: 1 });
    expect(await decide(own.desk, held, "approve")).toMatchObject(closed);
    expect(await bulk(own.desk, { ids: [held.reviewId], decision: "approve" })).toMatchObject(
      refused(404, "NOT_FOUND"),
    );
  });

  test.each([
    ["approve", "approved", "approved"],
    ["reject", "rejected", "blocked"],
  ] as const)("automated %s shows as a decision", async (verdict, status, traceStatus) => {
    const own = await aTraceWorkspace(timed([verdict]));
    const held = await aHeldTrace(own);
    await anHourLater(own.id);
    expect(await listed(own.desk, held)).toMatchObject({ status, decision: verdict });
    expect(await trace(own.desk, held)).toMatchObject({
      body: { data: { status: traceStatus, humanOverride: false } },
    });
  });

  test("cancelled natively: rejected without decision", async () => {
    const held = await aHeldTrace(workspace);
    expect((await workspace.as("ada").post(`/v2/reviews/${held.reviewId}/cancel`, {})).status).toBe(200);
    const item = await listed(workspace.desk, held);
    expect(item).toMatchObject({ status: "rejected" });
    expect(item).not.toHaveProperty("decision");
    expect(await trace(workspace.desk, held)).toMatchObject({
      body: { data: { status: "blocked", humanOverride: false } },
    });
  });

  test("decided natively: the same verdict here, written back on the trace", async () => {
    const held = await aHeldTrace(workspace);
    const native = await workspace
      .as("adam")
      .post(`/v2/reviews/${held.reviewId}/decisions`, { verdict: "approve", reason: "ok" });
    expect(native.status).toBe(200);
    expect(await listed(workspace.desk, held)).toMatchObject({ status: "approved", decision: "approve", reason: "ok" });
    expect(await trace(workspace.desk, held)).toMatchObject({ body: { data: { status: "approved" } } });
  });
});

describe("Escalate and assign", () => {
  test("omitted escalateTo and no policy: the first owner", async () => {
    const held = await aHeldTrace(workspace);
    const answer = await escalate(workspace.as("mia"), held);
    expect(answer).toMatchObject({ status: 200, body: { data: { escalatedTo: "ada", status: "pending" } } });
    expect(answer.body).not.toHaveProperty("data.escalationReason");
  });

  test("Escalation policy: the first rung's first active target; a second escalation without target takes the next rung", async () => {
    const escalation = {
      ladder: [
        { afterMinutes: 0, to: ["role:admin"] },
        { afterMinutes: 30, to: ["group:risk", "role:owner"] },
      ],
    };
    const own = await aTraceWorkspace({ escalation });
    const held = await aHeldTrace(own);
    expect((await escalate(own.desk, held)).body).toMatchObject({ data: { escalatedTo: "adam" } });
    expect((await escalate(own.desk, held, { reason: "again" })).body).toMatchObject({
      data: { escalatedTo: "abel", escalationReason: "again" },
    });
    expect((await escalate(own.desk, held)).body).toMatchObject({ data: { escalatedTo: "abel" } });
  });

  test("Any active member may be the target of assign or escalate", async () => {
    const held = await aHeldTrace(workspace);
    for (const id of ["mia", "vic", "aud", "ada"]) {
      expect((await assign(workspace.desk, held, { assignedTo: id })).body).toMatchObject({ data: { assignedTo: id } });
      expect((await escalate(workspace.desk, held, { escalateTo: id })).body).toMatchObject({
        data: { escalatedTo: id },
      });
    }
  });

  test("on a decided item 200, the trace keeps the verdict's status", async () => {
    const held = await aHeldTrace(workspace);
    await decide(workspace.desk, held, "approve");
    expect((await assign(workspace.desk, held, { assignedTo: "mia" })).body).toMatchObject({
      data: { assignedTo: "mia", status: "approved", decision: "approve" },
    });
    expect((await escalate(workspace.desk, held, { escalateTo: "ada" })).body).toMatchObject({
      data: { escalatedTo: "ada", status: "approved", agentId: expect.any(String) },
    });
    expect(await trace(workspace.desk, held)).toMatchObject({ body: { data: { status: "approved" } } });
  });
});

test("contention that outlasts the retries is 503 with Retry-After, never where the item is already decided", async () => {
  const held = await aHeldTrace(workspace);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? decide(workspace.as("ada"), held, "approve")
        : escalate(workspace.as("mia"), held, { escalateTo: "adam" }),
    ),
  );
  const decisions = answers.filter((_, index) => index % 3 === 0);
  const item = await listed(workspace.desk, held);
  for (const answer of answers) {
    expect([200, 400, 503]).toContain(answer.status);
    if (answer.status === 503) expect(answer.headers.get("retry-after")).toBe("1");
  }
  if (textAt(item, "status") === "approved") {
    expect(decisions.filter(({ status }) => status === 200)).toHaveLength(1);
  }
});
