// The seed "Update Review Status", sentence by sentence, through the Worker. docs/conformance.md lists them.

import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldAccess,
  aHeldSession,
  anApprovedSession,
  decide,
  withRule,
} from "../../support/guarded-workspace.ts";
import { aMember, aWorkspace, operator, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const rows = (...statuses: readonly string[]) => ({ review_groups_data: statuses.map((status) => ({ status })) });

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace();
});

describe("Overview", () => {
  test("Update the status of a review resource by its resource ID or session ID", async () => {
    const byReview = await aHeldSession(workspace);
    expect(await decide(workspace, "bea", byReview, "APPROVED")).toMatchObject({ status: 200 });
    const bySession = await workspace.as("sam").put(`/api/reviews/${byReview.sessionId}`, { status: "APPROVED" });
    expect(bySession).toMatchObject({ status: 200, body: { id: byReview.reviewId, status: "APPROVED" } });
    const third = await aHeldSession(workspace);
    const below = await workspace.as("bea").put(`/api/sessions/${third.sessionId}/review`, { status: "REJECTED" });
    expect(below).toMatchObject({ status: 200, body: { id: third.reviewId, status: "REJECTED" } });
  });

  test("This endpoint is used to approve, reject, or revoke reviews for session execution requests", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "both", held, "APPROVED")).body).toMatchObject({ status: "APPROVED" });
    expect((await decide(workspace, "both", held, "REVOKED")).body).toMatchObject({ status: "REVOKED" });
    const other = await aHeldSession(workspace);
    expect((await decide(workspace, "both", other, "REJECTED")).body).toMatchObject({ status: "REJECTED" });
  });

  test("When a user interacts with a session, a review is created containing the configured groups, each initially PENDING", async () => {
    const held = await aHeldSession(workspace);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      session: held.sessionId,
      status: "PENDING",
      review_groups_data: [
        { group: "banking", status: "PENDING" },
        { group: "sre", status: "PENDING" },
      ],
    });
  });

  test("All groups must be approved before the session can be executed", async () => {
    const held = await aHeldSession(workspace);
    await decide(workspace, "bea", held, "APPROVED");
    const run = () => workspace.as("olga").post(`/api/sessions/${held.sessionId}/exec`);
    expect(await run()).toMatchObject({ status: 403, body: { message: "review not approved or already executed" } });
    await decide(workspace, "sam", held, "APPROVED");
    expect(await run()).toMatchObject({ status: 202, body: { output_status: "running" } });
  });

  test("The review status updates affect each review group based on the caller's context", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "sam", held, "APPROVED")).body).toMatchObject(rows("PENDING", "APPROVED"));
  });

  test("Once all groups are APPROVED, the overall resource status updates accordingly", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "bea", held, "APPROVED")).body).toMatchObject({ status: "PENDING" });
    expect((await decide(workspace, "sam", held, "APPROVED")).body).toMatchObject({
      status: "APPROVED",
      ...rows("APPROVED", "APPROVED"),
    });
  });

  test("if any group becomes REJECTED or REVOKED, the overall resource status updates accordingly", async () => {
    const rejected = await aHeldSession(workspace);
    expect((await decide(workspace, "sam", rejected, "REJECTED")).body).toMatchObject({
      status: "REJECTED",
      ...rows("PENDING", "REJECTED"),
    });
    const revoked = await anApprovedSession(workspace);
    expect((await decide(workspace, "sam", revoked, "REVOKED")).body).toMatchObject({
      status: "REVOKED",
      ...rows("APPROVED", "REVOKED"),
    });
  });
});

describe("Review Groups", () => {
  test("Review groups contain individual entries that must be completed by authorized users from specific groups", async () => {
    const held = await aHeldSession(workspace);
    expect(await decide(workspace, "eve", held, "APPROVED")).toMatchObject({ status: 404 });
    expect(await decide(workspace, "adam", held, "APPROVED")).toMatchObject({
      status: 400,
      body: { message: "not eligible for review" },
    });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject(rows("PENDING", "PENDING"));
  });

  test("Each entry represents a required approval from a designated reviewer group", async () => {
    const other = await aGuardedWorkspace(withRule({ reviewerGroups: ["sre", "oncall", "banking"] }));
    const held = await aHeldSession(other);
    const groups = ["sre", "oncall", "banking"];
    expect((await other.as("olga").get(held.path)).body).toMatchObject({
      review_groups_data: groups.map((group) => ({ group })),
    });
    await decide(other, "both", held, "APPROVED");
    expect((await other.as("olga").get(held.path)).body).toMatchObject({
      status: "PENDING",
      review_groups_data: groups.map((group) => ({ group, status: group === "oncall" ? "PENDING" : "APPROVED" })),
    });
  });

  test("Initial State: id, group, status PENDING, reviewed_by null, review_date null", async () => {
    const held = await aHeldSession(workspace);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      review_groups_data: [
        { id: expect.stringMatching(UUID), group: "banking", status: "PENDING", reviewed_by: null, review_date: null },
        { id: expect.stringMatching(UUID), group: "sre", status: "PENDING", reviewed_by: null, review_date: null },
      ],
    });
  });

  test("Completed Review State: the entry includes the status, review timestamp, and reviewer information", async () => {
    const held = await aHeldSession(workspace);
    const { body } = await decide(workspace, "bea", held, "REJECTED");
    expect(body).toMatchObject({
      review_groups_data: [
        {
          group: "banking",
          status: "REJECTED",
          reviewed_by: { id: "bea", name: "Name of bea", email: "bea@example.com", slack_id: "" },
          review_date: expect.stringMatching(INSTANT),
        },
        { group: "sre", status: "PENDING" },
      ],
    });
    expect((await workspace.as("olga").get(held.path)).body).toEqual(body);
  });
});

describe("Review States", () => {
  test("APPROVED: The resource has been approved by the reviewer", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "bea", held, "APPROVED")).body).toMatchObject({
      review_groups_data: [{ status: "APPROVED", reviewed_by: { id: "bea" } }, { status: "PENDING" }],
    });
  });

  test.each(["REJECTED", "REVOKED"])("%s: The resource cannot be updated further", async (status) => {
    const held = await anApprovedSession(workspace);
    await decide(workspace, "bea", held, status);
    const before = (await workspace.as("olga").get(held.path)).body;
    for (const next of ["APPROVED", "REJECTED", "REVOKED"]) {
      for (const who of ["bea", "sam", "adam"]) {
        expect(await decide(workspace, who, held, next)).toMatchObject({
          status: 400,
          body: { message: "review is in wrong state" },
        });
      }
    }
    expect((await workspace.as("olga").get(held.path)).body).toEqual(before);
  });

  test("PENDING: Initial state when the review is created", async () => {
    const held = await aHeldSession(workspace);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING", revoke_at: null });
  });

  test("PENDING, PROCESSING, EXECUTED and UNKNOWN are managed automatically: no reviewer can set them", async () => {
    const held = await aHeldSession(workspace);
    for (const status of ["PENDING", "PROCESSING", "EXECUTED", "UNKNOWN"]) {
      expect(await decide(workspace, "bea", held, status)).toMatchObject({
        status: 400,
        body: { message: "unknown status" },
      });
    }
  });

  const claim = async (sessionId: string): Promise<string> =>
    textAt((await workspace.as("olga").post(`/api/sessions/${sessionId}/exec`)).body, "execution_token");

  test("PROCESSING: Session is being executed; review cannot be updated", async () => {
    const held = await anApprovedSession(workspace);
    await claim(held.sessionId);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PROCESSING" });
    for (const status of ["APPROVED", "REJECTED", "REVOKED"]) {
      expect(await decide(workspace, "bea", held, status)).toMatchObject({
        status: 400,
        body: { message: "review is in wrong state" },
      });
    }
  });

  test("EXECUTED: Session completed successfully; review cannot be updated", async () => {
    const held = await anApprovedSession(workspace);
    const executionToken = await claim(held.sessionId);
    const report = { executionToken, result: "succeeded", exitCode: 0 };
    expect(await workspace.as("olga").put(`/v2/reviews/${held.reviewId}/execution`, report)).toMatchObject({
      status: 200,
    });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "EXECUTED" });
    expect((await workspace.as("olga").get(`/api/sessions/${held.sessionId}`)).body).toMatchObject({ status: "done" });
    expect(await decide(workspace, "bea", held, "REJECTED")).toMatchObject({ status: 400 });
  });

  test("UNKNOWN: Session executed but outcome is indeterminate", async () => {
    const timed = await aGuardedWorkspace({ testClock: true, execution: { deadlineMinutes: 15 } });
    const held = await anApprovedSession(timed);
    expect(await timed.as("olga").post(`/api/sessions/${held.sessionId}/exec`)).toMatchObject({ status: 202 });
    await operator.post(`/v2/workspaces/${timed.id}/clock`, { advanceMinutes: 15 });
    expect((await timed.as("olga").get(held.path)).body).toMatchObject({ status: "UNKNOWN" });
    expect(await decide(timed, "bea", held, "REVOKED")).toMatchObject({
      status: 400,
      body: { message: "review is in wrong state" },
    });
  });
});

describe("Review Permissions", () => {
  test("Reviews can only be performed when the resource status is PENDING or APPROVED", async () => {
    const held = await aHeldSession(workspace);
    expect(await decide(workspace, "both", held, "APPROVED")).toMatchObject({ status: 200 });
    expect(await decide(workspace, "ben", held, "APPROVED")).toMatchObject({
      status: 200,
      body: { status: "APPROVED" },
    });
    await decide(workspace, "ben", held, "REJECTED");
    expect(await decide(workspace, "both", held, "APPROVED")).toMatchObject({ status: 400 });
  });

  test("Resource owners cannot self-approve - approval requires another member of the same group", async () => {
    const own = await aHeldSession(workspace, {}, "bea");
    expect(await decide(workspace, "bea", own, "APPROVED")).toMatchObject({
      status: 400,
      body: { message: "unable to self approve review" },
    });
    expect((await decide(workspace, "ben", own, "APPROVED")).body).toMatchObject(rows("APPROVED", "PENDING"));
  });

  test("Users are only eligible to review if they are not the resource owner or are administrators", async () => {
    const boss = aMember("boss", ["banking"], { role: "admin" });
    const other = await aWorkspace({
      members: [boss, aMember("bea", ["banking"])],
      accessRules: [{ name: "r", accessType: "command", connections: ["prod-pg"], reviewerGroups: ["banking"] }],
    });
    const own = await aHeldSession(other, {}, "boss");
    expect(await decide(other, "boss", own, "APPROVED")).toMatchObject({ status: 200, body: { status: "APPROVED" } });
    const beas = await aHeldSession(other, {}, "bea");
    expect(await decide(other, "bea", beas, "APPROVED")).toMatchObject({ status: 400 });
    expect(await decide(other, "boss", beas, "APPROVED")).toMatchObject({ status: 200 });
  });
});

describe("Multi-Group Reviews", () => {
  test("If a user belongs to multiple groups, separate review entries are updated for each group", async () => {
    const held = await aHeldSession(workspace);
    expect((await decide(workspace, "both", held, "APPROVED")).body).toMatchObject({
      status: "APPROVED",
      review_groups_data: [
        { group: "banking", status: "APPROVED", reviewed_by: { id: "both" } },
        { group: "sre", status: "APPROVED", reviewed_by: { id: "both" } },
      ],
    });
  });

  test("All group reviews must be completed before session execution", async () => {
    const other = await aGuardedWorkspace(withRule({ reviewerGroups: ["banking", "sre", "oncall"] }));
    const held = await aHeldSession(other);
    await decide(other, "both", held, "APPROVED");
    expect(await other.as("olga").post(`/api/sessions/${held.sessionId}/exec`)).toMatchObject({ status: 403 });
    await decide(other, "otto", held, "APPROVED");
    expect(await other.as("olga").post(`/api/sessions/${held.sessionId}/exec`)).toMatchObject({ status: 202 });
  });
});

describe("Status Transitions", () => {
  test("Setting any review to REJECTED immediately changes the overall status and prevents further updates", async () => {
    const held = await aHeldSession(workspace);
    await decide(workspace, "bea", held, "APPROVED");
    expect((await decide(workspace, "sam", held, "REJECTED")).body).toMatchObject({ status: "REJECTED" });
    expect(await decide(workspace, "sam", held, "APPROVED")).toMatchObject({ status: 400 });
  });

  test.each([
    ["REJECTED", "olga", "the resource owner"],
    ["REVOKED", "olga", "the resource owner"],
    ["REJECTED", "adam", "an administrator"],
    ["REVOKED", "adam", "an administrator"],
  ])("APPROVED reviews can still be changed to %s by %s, %s", async (status, who) => {
    const held = await anApprovedSession(workspace);
    expect(await decide(workspace, who, held, status)).toMatchObject({ status: 200, body: { status } });
  });

  test("also for access that was approved for a while", async () => {
    const held = await aHeldAccess(workspace);
    const approved = await decide(workspace, "bea", held, "APPROVED");
    expect(approved.body).toMatchObject({ type: "jit", status: "APPROVED", access_duration: 1_800_000_000_000 });
    const { body } = await decide(workspace, "olga", held, "REVOKED");
    expect(body).toMatchObject({ status: "REVOKED", revoke_at: textAt(approved.body, "revoke_at") });
  });

  test("Once a review reaches REJECTED or REVOKED it is immutable and cannot be updated again", async () => {
    const held = await anApprovedSession(workspace);
    await decide(workspace, "adam", held, "REVOKED");
    expect(await decide(workspace, "adam", held, "REVOKED")).toMatchObject({
      status: 400,
      body: { message: "review is in wrong state" },
    });
  });
});

describe("Path Parameters, Body, Response", () => {
  test("Resource identifier of the review: the path takes the id that the body of every answer shows", async () => {
    const held = await aHeldSession(workspace);
    expect(held.reviewId).toMatch(UUID);
    expect((await workspace.as("olga").get(`/api/reviews/${held.reviewId}`)).body).toMatchObject({ id: held.reviewId });
  });

  test("The body is of type object", async () => {
    const held = await aHeldSession(workspace);
    for (const body of ['"APPROVED"', "[]", "1", "true"]) {
      expect(await workspace.as("bea").put(held.path, body)).toMatchObject({ status: 400 });
    }
  });

  test("OK: the response is of type object", async () => {
    const held = await aHeldSession(workspace);
    const answer = await decide(workspace, "bea", held, "APPROVED");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(Object.keys(answer.body ?? {}).toSorted()).toEqual(
      [
        "access_duration",
        "access_request_rule_name",
        "created_at",
        "force_approval_groups",
        "id",
        "min_approvals",
        "review_groups_data",
        "revoke_at",
        "session",
        "status",
        "time_window",
        "type",
      ].toSorted(),
    );
  });
});
