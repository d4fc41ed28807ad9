// PUT of a decision: every refusal in its order, the matrix of who may what, force, windows, thresholds.
// Source: hoop.md rulings 3-9, 13 and sections 1.4, 2.2-2.5.

import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldAccess,
  aHeldSession,
  anApprovedSession,
  decide,
  type Held,
  PEOPLE,
  withRule,
} from "../../support/guarded-workspace.ts";
import { aClient, aMember, operator, stranger, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const message = (status: number, text: string) => ({ status, body: { message: text } });
const NOT_FOUND = message(404, "resource not found");
const WRONG_STATE = message(400, "review is in wrong state");
const NOT_ELIGIBLE = message(400, "not eligible for review");
const SELF = message(400, "unable to self approve review");
const window = { type: "time_range", configuration: { start_time: "00:00", end_time: "23:59" } };
const rowsOf = (...rows: readonly (readonly [string, string])[]) => ({
  review_groups_data: rows.map(([group, status]) => ({ group, status })),
});

let workspace: TestWorkspace;
let pending: Held;
beforeAll(async () => {
  workspace = await aGuardedWorkspace();
  pending = await aHeldSession(workspace);
});

describe("the order of refusals", () => {
  const missing = "/api/reviews/00000000-0000-4000-8000-000000000000";

  test("1: no credential is 401, before everything else", async () => {
    expect(await stranger.put(missing, "not json")).toMatchObject(message(401, "access denied"));
    expect(await aClient({ authorization: "Bearer nope" }).put(missing, "x")).toMatchObject(
      message(401, "access denied"),
    );
    expect(await aClient({ "api-key": "nope" }).put(missing, "x")).toMatchObject(message(401, "unauthorize"));
  });

  test.each(["aud", "vic"])("1: %s only reads: 403, before the body", async (who) => {
    expect(await workspace.as(who).put(missing, "not json")).toMatchObject(message(403, "access denied"));
  });

  test.each([
    ["2: an empty body", "", "EOF"],
    [
      "4: no status",
      "{}",
      "Key: 'ReviewRequest.Status' Error:Field validation for 'Status' failed on the 'required' tag",
    ],
    [
      "6: a window without times",
      { status: "APPROVED", time_window: { type: "t", configuration: {} } },
      "both from and to time must be provided",
    ],
    [
      "7: a bad start",
      { status: "DENY", time_window: { type: "t", configuration: { start_time: "25:00", end_time: "1:00" } } },
      "invalid start_time format, expected HH:MM in 24-hour format",
    ],
  ])("%s is 400, before the review is looked for", async (_name, body, text) => {
    expect(await workspace.as("bea").put(missing, body)).toMatchObject(message(400, text));
  });

  test("8, 9: missing, hidden, foreign and malformed ids are one and the same 404, on GET and PUT", async () => {
    const foreign = await aHeldSession(await aGuardedWorkspace());
    const ids = [
      pending.reviewId,
      pending.sessionId,
      foreign.reviewId,
      foreign.sessionId,
      "not-a-uuid",
      missing.slice(13),
    ];
    const answers = await Promise.all(
      ids.flatMap((id) => [
        workspace.as("eve").get(`/api/reviews/${id}`),
        workspace.as("eve").put(`/api/reviews/${id}`, { status: "APPROVED" }),
        workspace.as("eve").put(`/api/reviews/${id}`, { status: "DENY" }),
        workspace.as("eve").put(`/api/sessions/${id}/review`, { status: "REVOKED", time_window: window }),
      ]),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['404 {"message":"resource not found"}']),
    );
  });

  test("14: a second window comes before an unknown status and before the state", async () => {
    const held = await aHeldSession(workspace);
    await decide(workspace, "bea", held, "APPROVED", { time_window: window });
    const second = message(400, "time window can only be set once");
    expect(await decide(workspace, "sam", held, "DENY", { time_window: window })).toMatchObject(second);
    expect(await decide(workspace, "sam", held, "REJECTED", { time_window: window })).toMatchObject(second);
    await decide(workspace, "sam", held, "REJECTED");
    expect(await decide(workspace, "sam", held, "REJECTED", { time_window: window })).toMatchObject(second);
  });

  test.each(["PENDING", "EXECUTED", "DENY", " APPROVED", "PROCESSING", "EXPIRED", "__proto__"])(
    "15: the status %j is unknown, before the state",
    async (status) => {
      const held = await aHeldSession(workspace);
      await decide(workspace, "bea", held, "REJECTED");
      expect(await decide(workspace, "bea", held, status)).toMatchObject(message(400, "unknown status"));
    },
  );

  test("16: the wrong state comes before self-approval and eligibility", async () => {
    const held = await aHeldSession(workspace);
    await decide(workspace, "bea", held, "REJECTED");
    expect(await decide(workspace, "olga", held, "APPROVED")).toMatchObject(WRONG_STATE);
    expect(await decide(workspace, "adam", held, "APPROVED")).toMatchObject(WRONG_STATE);
    expect(await decide(workspace, "adam", held, "APPROVED", { force_review: true })).toMatchObject(WRONG_STATE);
  });

  test("17: self-approval comes before force", async () => {
    expect(await decide(workspace, "olga", pending, "APPROVED", { force_review: true })).toMatchObject(SELF);
  });

  test("18: REVOKED while PENDING is the wrong state, for everybody", async () => {
    for (const who of ["bea", "olga", "adam"]) {
      expect(await decide(workspace, who, pending, "REVOKED")).toMatchObject(WRONG_STATE);
    }
  });

  test("20, 21: force without a force group, or a vote without a group, is not eligible", async () => {
    expect(await decide(workspace, "bea", pending, "APPROVED", { force_review: true })).toMatchObject(NOT_ELIGIBLE);
    expect(await decide(workspace, "adam", pending, "APPROVED")).toMatchObject(NOT_ELIGIBLE);
  });
});

describe("the body", () => {
  test("the status is taken in any case", async () => {
    const held = await aHeldSession(workspace);
    expect(await decide(workspace, "bea", held, "approved")).toMatchObject({ status: 200 });
    expect(await decide(workspace, "sam", held, "ReJeCtEd")).toMatchObject({
      status: 200,
      body: { status: "REJECTED" },
    });
  });

  test("Content-Type is never checked and unknown fields are ignored", async () => {
    const held = await aHeldSession(workspace);
    const body = '{"status":"APPROVED","colour":"red","id":"x"}';
    expect(await workspace.as("bea").put(held.path, body, { "content-type": "text/plain" })).toMatchObject({
      status: 200,
    });
  });

  test("a rejection's reason is shown by every answer about the review, an approval's is dropped", async () => {
    const held = await aHeldSession(workspace);
    const approved = await decide(workspace, "bea", held, "APPROVED", { rejection_reason: "why not" });
    expect(approved.body).not.toHaveProperty("rejection_reason");
    const { body } = await decide(workspace, "sam", held, "REJECTED", { rejection_reason: "no ticket" });
    expect(body).toHaveProperty("rejection_reason", "no ticket");
    expect((await workspace.as("olga").get(held.path)).body).toEqual(body);
    expect((await workspace.as("olga").get("/api/reviews")).body).toContainEqual(body);
    const session = await workspace.as("olga").get(`/api/sessions/${held.sessionId}`);
    expect(session.body).toHaveProperty("review.rejection_reason", "no ticket");
  });

  test("an empty reason is none; a reason beyond 256 KB is 413", async () => {
    const held = await aHeldSession(workspace);
    const tooLong = { rejection_reason: "x".repeat(262_145) };
    expect(await decide(workspace, "bea", held, "REJECTED", tooLong)).toMatchObject({ status: 413 });
    const { body } = await decide(workspace, "bea", held, "REJECTED", { rejection_reason: "" });
    expect(body).not.toHaveProperty("rejection_reason");
  });

  test("a time window is stored with an approval, partial ones too, with all its keys, and dropped with a rejection", async () => {
    const held = await aHeldSession(workspace);
    const kept = { type: "time_range", configuration: { start_time: "9:00", end_time: "18:00", note: "office" } };
    expect((await decide(workspace, "bea", held, "APPROVED", { time_window: kept })).body).toMatchObject({
      time_window: kept,
    });
    expect((await workspace.as("sam").get("/api/reviews")).body).toContainEqual(
      expect.objectContaining({ id: held.reviewId, time_window: kept }),
    );
    const other = await aHeldSession(workspace);
    expect((await decide(workspace, "bea", other, "REJECTED", { time_window: kept })).body).toMatchObject({
      time_window: null,
    });
  });
});

describe("who may deny from outside the groups", () => {
  test("an owner's rejection appends a row with the owner's first group", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "olga", held, "REJECTED")).body).toMatchObject({
      status: "REJECTED",
      ...rowsOf(["banking", "PENDING"], ["sre", "PENDING"], ["dev", "REJECTED"]),
    });
  });

  test("an administrator's rejection appends a row named admin", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "adam", held, "REJECTED")).body).toMatchObject(
      rowsOf(["banking", "PENDING"], ["sre", "PENDING"], ["admin", "REJECTED"]),
    );
  });

  test("an administrator's denial stamps the row named admin where there is one", async () => {
    const other = await aGuardedWorkspace(withRule({ reviewerGroups: ["admin", "sre"] }));
    const held = await aHeldSession(other);
    expect((await decide(other, "adam", held, "REJECTED")).body).toMatchObject(
      rowsOf(["admin", "REJECTED"], ["sre", "PENDING"]),
    );
  });

  test("a member of no group who owns the session appends a row without a name", async () => {
    const other = await aGuardedWorkspace({ members: [...PEOPLE, aMember("nina")] });
    const held = await aHeldSession(other, {}, "nina");
    expect((await decide(other, "nina", held, "REJECTED")).body).toMatchObject({
      review_groups_data: [{}, {}, { group: "", status: "REJECTED" }],
    });
  });

  test("an owner who is an administrator outside the groups gets the self-approval error", async () => {
    const held = await aHeldSession(workspace, {}, "adam");
    expect(await decide(workspace, "adam", held, "APPROVED")).toMatchObject(SELF);
    expect(await decide(workspace, "adam", held, "REJECTED")).toMatchObject({ status: 200 });
  });

  test("a service is in no group; an administrator's one is shown by its name", async () => {
    const other = await aGuardedWorkspace({
      credentials: [{ name: "deploy-bot", role: "admin" }, { name: "plain-bot" }],
    });
    const held = await aHeldSession(other);
    expect(await decide(other, "plain-bot", held, "REJECTED")).toMatchObject(NOT_FOUND);
    expect(await decide(other, "deploy-bot", held, "APPROVED")).toMatchObject(NOT_ELIGIBLE);
    expect((await decide(other, "deploy-bot", held, "REJECTED")).body).toMatchObject({
      review_groups_data: [{}, {}, { group: "admin", reviewed_by: { name: "deploy-bot", email: "", slack_id: "" } }],
    });
  });
});

describe("thresholds: approved rows >= min(rows, minimum), a minimum <= 0 or absent means all rows", () => {
  const groups = ["banking", "sre", "oncall"];
  test.each([
    [{ minApprovals: 1 }, ["bea"], 1],
    [{ minApprovals: 2 }, ["bea", "sam"], 2],
    [{ minApprovals: 9 }, ["bea", "sam", "otto"], 9],
    [{ minApprovals: 0 }, ["bea", "sam", "otto"], 3],
    [{ minApprovals: null }, ["bea", "sam", "otto"], 3],
    [{ minApprovals: 1, allGroupsMustApprove: true }, ["bea", "sam", "otto"], 3],
    [{ minApprovals: 1 }, ["both"], 1],
  ])("%o: approved by %o", async (rule, voters, shown) => {
    const other = await aGuardedWorkspace(withRule({ allGroupsMustApprove: false, ...rule, reviewerGroups: groups }));
    const held = await aHeldSession(other);
    for (const voter of voters) {
      expect((await other.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING", min_approvals: shown });
      await decide(other, voter, held, "APPROVED");
    }
    expect((await other.as("olga").get(held.path)).body).toMatchObject({ status: "APPROVED" });
  });
});

describe("force", () => {
  const forced = () => aGuardedWorkspace(withRule({ forceApprovalGroups: ["oncall"] }));

  test("settles alone through its own row, other rows untouched, and shows it everywhere", async () => {
    const other = await forced();
    const held = await aHeldSession(other);
    const { body } = await decide(other, "otto", held, "APPROVED", { force_review: true });
    expect(body).toMatchObject({
      status: "APPROVED",
      force_approval_groups: ["oncall"],
      review_groups_data: [
        { group: "banking", status: "PENDING", forced_review: false },
        { group: "sre", status: "PENDING", forced_review: false },
        { group: "oncall", status: "APPROVED", forced_review: true, reviewed_by: { id: "otto" } },
      ],
    });
    expect((await other.as("otto").get(held.path)).body).toEqual(body);
    const later = await decide(other, "bea", held, "APPROVED");
    expect(later.body).toHaveProperty("review_groups_data.2.forced_review", true);
  });

  test("rejects and revokes too", async () => {
    const other = await forced();
    const rejected = await aHeldSession(other);
    expect((await decide(other, "otto", rejected, "REJECTED", { force_review: true })).body).toMatchObject({
      status: "REJECTED",
    });
    const revoked = await anApprovedSession(other);
    expect((await decide(other, "otto", revoked, "REVOKED", { force_review: true })).body).toMatchObject({
      status: "REVOKED",
    });
  });

  test("an administrator alone is not enough, and a force group has no ordinary vote", async () => {
    const other = await forced();
    const held = await aHeldSession(other);
    expect(await decide(other, "adam", held, "APPROVED", { force_review: true })).toMatchObject(NOT_ELIGIBLE);
    expect(await decide(other, "otto", held, "APPROVED")).toMatchObject(NOT_ELIGIBLE);
  });

  test("an empty list shows as null", async () => {
    expect((await workspace.as("olga").get(pending.path)).body).toHaveProperty("force_approval_groups", null);
  });
});

describe("revoke_at", () => {
  const timed = () => aGuardedWorkspace({ testClock: true });
  const advance = (id: string, minutes: number) =>
    operator.post(`/v2/workspaces/${id}/clock`, { advanceMinutes: minutes });
  const at = (body: unknown): number => Date.parse(textAt(body, "revoke_at"));

  test("is the approval instant and the access duration, and a re-approval renews it", async () => {
    const other = await timed();
    const held = await aHeldAccess(other);
    const first = await decide(other, "bea", held, "APPROVED");
    const approvedAt = Date.parse(textAt(first.body, "review_groups_data", 0, "review_date"));
    expect(at(first.body)).toBe(approvedAt + 1_800_000);
    await advance(other.id, 10);
    const same = await decide(other, "bea", held, "APPROVED");
    expect(at(same.body)).toBe(approvedAt + 2_400_000);
    expect(textAt(same.body, "review_groups_data", 0, "review_date")).toBe(new Date(approvedAt).toISOString());
    await advance(other.id, 10);
    const another = await decide(other, "ben", held, "APPROVED");
    expect(at(another.body)).toBe(approvedAt + 3_000_000);
    expect(another.body).toHaveProperty("review_groups_data.0.reviewed_by.id", "ben");
  });

  test("is the approval instant for onetime, which only another reviewer renews", async () => {
    const other = await timed();
    const held = await anApprovedSession(other);
    const first = await other.as("olga").get(held.path);
    await advance(other.id, 5);
    const same = await decide(other, "both", held, "APPROVED");
    expect(same.body).toEqual(first.body);
    const another = await decide(other, "ben", held, "APPROVED");
    expect(at(another.body)).toBe(at(first.body) + 300_000);
  });
});

describe("expiry", () => {
  test("a pending review that outlives its rule's TTL becomes EXPIRED, its session done, and takes no vote", async () => {
    const other = await aGuardedWorkspace({ testClock: true, ...withRule({ pendingTtlMinutes: 10 }) });
    const held = await aHeldSession(other);
    await operator.post(`/v2/workspaces/${other.id}/clock`, { advanceMinutes: 9 });
    expect((await other.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING" });
    await operator.post(`/v2/workspaces/${other.id}/clock`, { advanceMinutes: 1 });
    expect((await other.as("olga").get(held.path)).body).toMatchObject({ status: "EXPIRED" });
    expect((await other.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    expect(await decide(other, "bea", held, "APPROVED")).toMatchObject(WRONG_STATE);
  });

  test("so does one that outlives an SLA policy's TTL", async () => {
    const policies = [{ name: "short", when: { dialects: ["hoop"] }, dueInMinutes: 30, onBreach: ["expire"] }];
    const other = await aGuardedWorkspace({ testClock: true, sla: { policies } });
    const held = await aHeldSession(other);
    await operator.post(`/v2/workspaces/${other.id}/clock`, { advanceMinutes: 30 });
    expect((await other.as("olga").get(held.path)).body).toMatchObject({ status: "EXPIRED" });
  });
});

describe("what was decided natively", () => {
  test("a rejection's reason is rejection_reason", async () => {
    const held = await aHeldSession(workspace);
    const decision = { verdict: "reject", reason: "not on a Friday" };
    expect((await workspace.as("bea").post(`/v2/reviews/${held.sessionId}/decisions`, decision)).status).toBe(200);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      status: "REJECTED",
      rejection_reason: "not on a Friday",
      review_groups_data: [{ group: "banking", status: "REJECTED" }, { status: "PENDING" }],
    });
  });

  test("a cancelled review is CANCELLED, its session done", async () => {
    const held = await aHeldSession(workspace);
    expect((await workspace.as("olga").post(`/v2/reviews/${held.reviewId}/cancel`, {})).status).toBe(200);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "CANCELLED" });
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    expect(await decide(workspace, "bea", held, "APPROVED")).toMatchObject(WRONG_STATE);
  });

  test("a review that was opened natively is not one of this API's", async () => {
    const opened = await workspace
      .as("olga")
      .post("/v2/reviews", { subject: { type: "order", id: "o-1", attributes: {} }, groups: ["banking"] });
    expect(opened.status).toBe(201);
    const path = `/api/reviews/${textAt(opened.body, "id")}`;
    expect(await workspace.as("bea").get(path)).toMatchObject(NOT_FOUND);
    expect(await workspace.as("bea").put(path, { status: "APPROVED" })).toMatchObject(NOT_FOUND);
    expect(JSON.stringify((await workspace.as("adam").get("/api/reviews")).body)).not.toContain(
      textAt(opened.body, "id"),
    );
  });
});
