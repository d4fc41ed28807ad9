// The access rules through the API, and that sessions heed them at once. Source: hoop.md ruling 13 (Rules API), 1.8.

import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace, COMMAND_RULE, PEOPLE } from "../../support/guarded-workspace.ts";
import { aMember, operator, type TestWorkspace } from "../../support/workspace-builder.ts";

const PATH = "/api/access-requests/rules";
const rule = {
  name: "staging",
  access_type: "command",
  connection_names: ["staging-pg"],
  approval_required_groups: [],
  all_groups_must_approve: true,
  reviewers_groups: ["banking"],
  force_approval_groups: [],
};
const shown = {
  ...rule,
  description: "",
  attributes: [],
  skip_review_groups: [],
  access_max_duration: null,
  min_approvals: null,
  managed_by: null,
};
const NOT_FOUND = { status: 404, body: { message: "access request rule not found" } };
const DENIED = { status: 403, body: { message: "access denied" } };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({ members: [...PEOPLE, aMember("olaf", [], { role: "owner" })] });
});
const fresh = () => aGuardedWorkspace({ accessRules: [COMMAND_RULE] });

describe("reading", () => {
  test("the list has pages and data; a page size of 0 is everything", async () => {
    const { status, body } = await workspace.as("adam").get(PATH);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      pages: { total: 2, page: 1, size: 0 },
      data: [{ name: "prod-writes" }, { name: "prod-access" }],
    });
  });

  test("page and page_size cut it; nonsense is 400", async () => {
    expect((await workspace.as("adam").get(`${PATH}?page=2&page_size=1`)).body).toMatchObject({
      pages: { total: 2, page: 2, size: 1 },
      data: [{ name: "prod-access" }],
    });
    expect(await workspace.as("adam").get(`${PATH}?page=x`)).toMatchObject({
      status: 400,
      body: { message: "invalid page parameter" },
    });
  });

  test("one rule, with [] for empty lists and nobody who manages it", async () => {
    expect((await workspace.as("aud").get(`${PATH}/prod-writes`)).body).toEqual({
      ...shown,
      name: "prod-writes",
      connection_names: ["prod-pg"],
      reviewers_groups: ["banking", "sre"],
    });
    expect(await workspace.as("adam").get(`${PATH}/nope`)).toMatchObject(NOT_FOUND);
  });

  test.each(["olga", "vic"])("is not for %s: 403", async (who) => {
    expect(await workspace.as(who).get(PATH)).toMatchObject(DENIED);
    expect(await workspace.as(who).get(`${PATH}/prod-writes`)).toMatchObject(DENIED);
  });
});

describe("writing", () => {
  test("a rule is created, guards at once, is replaced, renamed and deleted", async () => {
    const other = await fresh();
    const open = { connection: "staging-pg", script: "select 1" };
    const admin = other.as("adam");
    expect((await other.as("olga").post("/api/sessions", open)).status).toBe(200);
    expect(await admin.post(PATH, rule)).toMatchObject({ status: 201, body: shown });
    expect((await other.as("olga").post("/api/sessions", open)).status).toBe(202);
    const renamed = { ...rule, name: "staging-2", reviewers_groups: ["sre"], access_max_duration: 60 };
    expect(await admin.put(`${PATH}/staging`, renamed)).toMatchObject({ status: 200, body: { ...shown, ...renamed } });
    expect(await admin.get(`${PATH}/staging`)).toMatchObject(NOT_FOUND);
    expect((await admin.get(`${PATH}/staging-2`)).body).toMatchObject(renamed);
    const gone = await admin.delete(`${PATH}/staging-2`);
    expect([gone.status, gone.text]).toEqual([204, ""]);
    expect(await admin.delete(`${PATH}/staging-2`)).toMatchObject(NOT_FOUND);
    expect((await other.as("olga").post("/api/sessions", open)).status).toBe(200);
  });

  test("becomes part of the workspace document, one version on, and the next apply replaces it", async () => {
    const other = await fresh();
    const path = `/v2/workspaces/${other.id}`;
    await other.as("adam").post(PATH, rule);
    expect((await operator.get(path)).body).toMatchObject({
      accessRules: [{ name: "prod-writes" }, { name: "staging" }],
    });
    expect(await other.apply({ members: PEOPLE, accessRules: [COMMAND_RULE] })).toMatchObject({ body: { version: 3 } });
    expect((await other.as("adam").get(PATH)).body).toMatchObject({ pages: { total: 1 } });
  });

  test.each(["olga", "vic", "aud", "bea"])("is not for %s: 403, before the body", async (who) => {
    expect(await workspace.as(who).post(PATH, "not json")).toMatchObject(DENIED);
    expect(await workspace.as(who).put(`${PATH}/prod-writes`, "not json")).toMatchObject(DENIED);
    expect(await workspace.as(who).delete(`${PATH}/prod-writes`)).toMatchObject(DENIED);
  });

  test("is for owners too", async () => {
    expect(await workspace.as("olaf").post(PATH, { ...rule, name: "owned", connection_names: ["x"] })).toMatchObject({
      status: 201,
    });
  });

  test.each([
    ["a name that is a number", { name: 1 }],
    ["a fractional minimum", { min_approvals: 1.5 }],
    ["a list that is a text", { connection_names: "x" }],
  ])("wrong types are 400: %s", async (_name, changes) => {
    expect(await workspace.as("adam").post(PATH, { ...rule, ...changes })).toMatchObject({ status: 400 });
  });

  test.each([
    ["no name", { name: undefined }, "name is required"],
    ["no connection", { connection_names: [] }, "either connection_names or attributes must have at least 1 entry"],
    ["an access type", { access_type: "x" }, "access_type must be one of 'jit', 'command' or 'jit_command'"],
    ["no reviewers", { reviewers_groups: [] }, "reviewers_groups must have at least 1 entry"],
    [
      "no minimum",
      { all_groups_must_approve: false },
      "min_approvals must be at least 1 when all_groups_must_approve is false",
    ],
    [
      "skip beside required",
      { skip_review_groups: ["a"], approval_required_groups: ["b"] },
      "skip_review_groups can only be set when approval_required_groups is empty",
    ],
    [
      "a connection that is guarded",
      { connection_names: ["free", "prod-pg"], access_type: "jit_command" },
      "an access request rule with the same connection names and access type already exists, conflicting connection: prod-pg",
    ],
    ["a name that is taken", { name: "prod-writes" }, "access request rule with the same name already exists"],
  ])("wrong values are 422: %s", async (_name, changes, message) => {
    expect(await workspace.as("adam").post(PATH, { ...rule, ...changes })).toMatchObject({
      status: 422,
      body: { message },
    });
  });

  test("what only the document refuses is 422 too, and writes nothing", async () => {
    const before = (await workspace.as("adam").get(PATH)).body;
    const twice = { ...rule, reviewers_groups: ["banking", "banking"] };
    expect(await workspace.as("adam").post(PATH, twice)).toMatchObject({ status: 422 });
    expect(await workspace.as("adam").post(PATH, { ...rule, name: "x".repeat(300) })).toMatchObject({ status: 422 });
    expect((await workspace.as("adam").get(PATH)).body).toEqual(before);
  });

  test("replacing: 404 comes before wrong values, and a rule does not conflict with itself", async () => {
    const other = await fresh();
    expect(await other.as("adam").put(`${PATH}/nope`, { ...rule, access_type: "x" })).toMatchObject(NOT_FOUND);
    const same = { ...rule, name: "prod-writes", connection_names: ["prod-pg"] };
    expect(await other.as("adam").put(`${PATH}/prod-writes`, same)).toMatchObject({ status: 200, body: same });
  });

  test("a minimum may exceed the groups: it is clamped when it counts", async () => {
    const other = await fresh();
    const generous = { ...rule, all_groups_must_approve: false, min_approvals: 9 };
    expect(await other.as("adam").post(PATH, generous)).toMatchObject({ status: 201, body: { min_approvals: 9 } });
  });

  test("two that create the same rule at once: one 201, one 422", async () => {
    const other = await fresh();
    const answers = await Promise.all([1, 2, 3].map(() => other.as("adam").post(PATH, rule)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422, 422]);
    expect((await other.as("adam").get(PATH)).body).toMatchObject({ pages: { total: 2 } });
  });
});
