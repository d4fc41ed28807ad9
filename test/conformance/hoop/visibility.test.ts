// Who sees what, and that nothing crosses a workspace. Source: hoop.md rulings 3, 4, 13.

import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldSession,
  decide,
  type Held,
  JIT_RULE,
  PEOPLE,
} from "../../support/guarded-workspace.ts";
import type { TestWorkspace } from "../../support/workspace-builder.ts";

const RULE = {
  name: "r",
  accessType: "command",
  connections: ["prod-pg"],
  reviewerGroups: ["banking"],
  forceApprovalGroups: ["oncall"],
};

const idsOf = (body: unknown): readonly unknown[] =>
  Array.isArray(body) ? body.map((review: unknown) => Reflect.get(Object(review), "id")) : ["not a list"];

let workspace: TestWorkspace;
let held: Held;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({ accessRules: [RULE], credentials: [{ name: "bot" }] });
  held = await aHeldSession(workspace);
});

describe("a caller sees a review that they requested or may decide; admin and auditor see all", () => {
  test.each([
    ["olga", "the requester", true],
    ["bea", "a member of a row's group", true],
    ["vic", "a viewer in a row's group", true],
    ["otto", "a member of a force group", true],
    ["adam", "an admin", true],
    ["aud", "an auditor", true],
    ["sam", "a member of another group", false],
    ["eve", "a stranger", false],
    ["bot", "a service credential", false],
  ])("%s, %s: %o", async (who, _what, isSeen) => {
    const client = workspace.as(who);
    for (const id of [held.reviewId, held.sessionId]) {
      expect((await client.get(`/api/reviews/${id}`)).status).toBe(isSeen ? 200 : 404);
    }
    expect(idsOf((await client.get("/api/reviews")).body).includes(held.reviewId)).toBe(isSeen);
    expect((await client.get(`/api/sessions/${held.sessionId}`)).status).toBe(isSeen ? 200 : 404);
    const { body } = await client.get("/api/sessions");
    expect(JSON.stringify(body).includes(held.sessionId)).toBe(isSeen);
  });

  test.each(["sam", "eve", "bot"])("PUT is 404 exactly when GET is: %s", async (who) => {
    const got = await workspace.as(who).get(held.path);
    const put = await decide(workspace, who, held, "APPROVED");
    expect([put.status, put.text]).toEqual([got.status, got.text]);
    expect(got.text).toBe('{"message":"resource not found"}');
  });

  test("groups count as configured at creation: who joins one later sees it, a rule changed later does not open it", async () => {
    const other = await aGuardedWorkspace({ accessRules: [RULE] });
    const first = await aHeldSession(other);
    const members = PEOPLE.map((person) => (person.id === "eve" ? { ...person, groups: ["banking"] } : person));
    await other.apply({ members, accessRules: [{ ...RULE, reviewerGroups: ["sre"] }] });
    expect((await other.as("eve").get(first.path)).status).toBe(200);
    expect((await other.as("sam").get(first.path)).status).toBe(404);
    expect(await decide(other, "eve", first, "APPROVED")).toMatchObject({ status: 200, body: { status: "APPROVED" } });
  });

  test("a member who is removed is nobody on the next request", async () => {
    const other = await aGuardedWorkspace({ accessRules: [RULE] });
    const first = await aHeldSession(other);
    await other.apply({ members: PEOPLE.filter(({ id }) => id !== "bea"), accessRules: [RULE] });
    expect(await decide(other, "bea", first, "APPROVED")).toMatchObject({ status: 401 });
  });
});

describe("two workspaces with the same people and rules", () => {
  let second: TestWorkspace;
  beforeAll(async () => {
    second = await aGuardedWorkspace({ accessRules: [RULE] });
  });

  test("see nothing of each other, administrators neither", async () => {
    for (const who of ["olga", "bea", "adam", "aud"]) {
      const client = second.as(who);
      expect(await client.get("/api/reviews")).toMatchObject({ status: 200, body: [] });
      expect((await client.get("/api/sessions")).body).toEqual({ data: [], total: 0, has_next_page: false });
      for (const path of [held.path, `/api/reviews/${held.sessionId}`, `/api/sessions/${held.sessionId}`]) {
        expect(await client.get(path)).toMatchObject({ status: 404, text: '{"message":"resource not found"}' });
      }
    }
    expect((await second.as("adam").post(`/api/sessions/${held.sessionId}/kill`)).status).toBe(404);
    expect((await second.as("adam").post(`/api/sessions/${held.sessionId}/exec`)).status).toBe(404);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING" });
  });

  test("a credential of one that names the other is nobody", async () => {
    const answer = await workspace.as("bea").get(held.path, { "x-workspace-id": second.id });
    expect(answer).toMatchObject({ status: 401, body: { message: "access denied" } });
  });
});

describe("the list of reviews", () => {
  test("is an array, newest first, of whole reviews", async () => {
    const other = await aGuardedWorkspace({ accessRules: [RULE, { ...JIT_RULE, reviewerGroups: ["sre"] }] });
    const first = await aHeldSession(other);
    const second = await aHeldSession(other, { access_duration_sec: 60 });
    const third = await aHeldSession(other);
    const { body } = await other.as("olga").get("/api/reviews");
    expect(idsOf(body)).toEqual([third.reviewId, second.reviewId, first.reviewId]);
    expect(body).toContainEqual((await other.as("olga").get(second.path)).body);
    expect(idsOf((await other.as("sam").get("/api/reviews")).body)).toEqual([second.reviewId]);
  });

  test("answers the newest 500 and no more", async () => {
    const run = { connection: "prod-pg", script: "select 1" };
    const other = await aGuardedWorkspace({ accessRules: [RULE] });
    const first = await aHeldSession(other);
    for (let batch = 0; batch < 20; batch += 1) {
      await Promise.all(Array.from({ length: 25 }, () => other.as("olga").post("/api/sessions", run)));
    }
    for (const who of ["olga", "bea", "adam"]) {
      const ids = idsOf((await other.as(who).get("/api/reviews")).body);
      expect(ids).toHaveLength(500);
      expect(ids).not.toContain(first.reviewId);
      expect(ids.every((id, index) => index === 0 || String(id) < String(ids[index - 1]))).toBe(true);
    }
  }, 120_000);
});
