// Idempotency-Key on every write of this dialect. Source: hoop.md ruling 13; workspace.md, `Idempotency-Key`.

import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace, aHeldSession, decide } from "../../support/guarded-workspace.ts";
import { type Answer, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";

const key = (name: string) => ({ "idempotency-key": name });
const same = (a: Answer, b: Answer): void => expect([b.status, b.text]).toEqual([a.status, a.text]);
const run = { connection: "prod-pg", script: "select 1" };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace({ credentials: [{ name: "root-bot", role: "admin" }] });
});

const totalOf = async (): Promise<unknown> =>
  Reflect.get(Object((await workspace.as("adam").get("/api/sessions")).body), "total");

describe("a decision", () => {
  test("the same key and body gives the stored answer again, even after the review has moved on", async () => {
    const held = await aHeldSession(workspace);
    const first = await workspace.as("bea").put(held.path, { status: "APPROVED" }, key("d1"));
    await decide(workspace, "sam", held, "REJECTED");
    same(first, await workspace.as("bea").put(held.path, { status: "APPROVED" }, key("d1")));
  });

  test("a rejection's reason is part of the answer that is given again", async () => {
    const held = await aHeldSession(workspace);
    const body = { status: "REJECTED", rejection_reason: "no ticket" };
    const first = await workspace.as("bea").put(held.path, body, key("d2"));
    expect(first.body).toMatchObject({ rejection_reason: "no ticket" });
    same(first, await workspace.as("bea").put(held.path, body, key("d2")));
  });

  test("another body under the key is 422", async () => {
    const held = await aHeldSession(workspace);
    await workspace.as("bea").put(held.path, { status: "APPROVED" }, key("d3"));
    expect(await workspace.as("bea").put(held.path, { status: "REJECTED" }, key("d3"))).toMatchObject({
      status: 422,
      body: { message: expect.any(String) },
    });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING" });
  });

  test("the key of one caller, or of one route, is free for another", async () => {
    const [held, other] = [await aHeldSession(workspace), await aHeldSession(workspace)];
    for (const { path } of [held, other]) {
      for (const who of ["bea", "sam"]) {
        expect(await workspace.as(who).put(path, { status: "APPROVED" }, key("d4"))).toMatchObject({ status: 200 });
      }
      expect((await workspace.as("olga").get(path)).body).toMatchObject({ status: "APPROVED" });
    }
  });

  test("twenty at once are one vote and one answer", async () => {
    const held = await aHeldSession(workspace);
    const votes = Array.from({ length: 20 }, () =>
      workspace.as("bea").put(held.path, { status: "APPROVED" }, key("d5")),
    );
    const answers = await Promise.all(votes);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });
});

describe("an invalid key is 400", () => {
  test.each(["", "x".repeat(256), "a\tb"])("%j", async (name) => {
    const held = await aHeldSession(workspace);
    const answer = await workspace.as("bea").put(held.path, { status: "APPROVED" }, key(name));
    expect(answer).toMatchObject({ status: 400, body: { message: expect.any(String) } });
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "PENDING" });
  });

  test("255 printable characters are fine", async () => {
    expect((await workspace.as("olga").post("/api/sessions", run, key("~".repeat(255)))).status).toBe(202);
  });
});

describe("other writes", () => {
  test("a held session is opened once, a free one too", async () => {
    const before = Number(await totalOf());
    for (const body of [run, { ...run, connection: "dev-pg" }]) {
      const name = `s-${body.connection}`;
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => workspace.as("olga").post("/api/sessions", body, key(name))),
      );
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      const [first] = answers;
      if (first === undefined) throw new Error("no answer");
      expect(first.status).toBe(body === run ? 202 : 200);
      same(first, await workspace.as("olga").post("/api/sessions", body, key(name)));
      expect((await workspace.as("olga").post("/api/sessions", { ...body, script: "x" }, key(name))).status).toBe(422);
    }
    expect(await totalOf()).toBe(before + 2);
  });

  test("a provisioned session is made once", async () => {
    const body = { user_email: "olga@example.com", connection: "prod-pg" };
    const first = await workspace.as("root-bot").post("/api/sessions/provision", body, key("p1"));
    expect(first.status).toBe(202);
    same(first, await workspace.as("root-bot").post("/api/sessions/provision", body, key("p1")));
  });

  test("a session is killed once, and the key binds its body", async () => {
    const held = await aHeldSession(workspace);
    const path = `/api/sessions/${held.sessionId}/kill`;
    expect((await workspace.as("olga").post(path, undefined, key("k1"))).status).toBe(204);
    expect((await workspace.as("olga").post(path, undefined, key("k1"))).status).toBe(204);
    expect((await workspace.as("olga").post(path, { other: 1 }, key("k1"))).status).toBe(422);
  });

  test("a rule is written, replaced and deleted once", async () => {
    const path = "/api/access-requests/rules";
    const rule = {
      name: "x",
      access_type: "jit",
      connection_names: ["x"],
      reviewers_groups: ["sre"],
      all_groups_must_approve: true,
    };
    const admin = workspace.as("adam");
    const created = await admin.post(path, rule, key("r1"));
    expect(created.status).toBe(201);
    same(created, await admin.post(path, rule, key("r1")));
    const replaced = await admin.put(`${path}/x`, { ...rule, name: "y" }, key("r2"));
    expect(replaced.status).toBe(200);
    same(replaced, await admin.put(`${path}/x`, { ...rule, name: "y" }, key("r2")));
    const gone = await admin.delete(`${path}/y`, key("r3"));
    expect(gone.status).toBe(204);
    same(gone, await admin.delete(`${path}/y`, key("r3")));
    expect((await admin.post(path, { ...rule, name: "z" }, key("r1"))).status).toBe(422);
  });

  test("a refusal is not kept: the same key may succeed later", async () => {
    const held = await aHeldSession(workspace);
    const path = `/api/sessions/${held.sessionId}/exec`;
    expect((await workspace.as("olga").post(path, undefined, key("e1"))).status).toBe(403);
    await decide(workspace, "both", held, "APPROVED");
    const claimed = await workspace.as("olga").post(path, undefined, key("e1"));
    expect(claimed.status).toBe(202);
    expect(textAt(claimed.body, "execution_token")).toHaveLength(43);
  });
});
