// Found from outside: writes of access rules that race under one idempotency key.
// Source: workspace.md, `Idempotency-Key` ("also to the loser of a race"); hoop.md ruling 13.

import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace } from "../../support/guarded-workspace.ts";
import type { Answer, TestWorkspace } from "../../support/workspace-builder.ts";

const PATH = "/api/access-requests/rules";
const key = (name: string) => ({ "idempotency-key": name });
const rule = (name: string, description = "") => ({
  name,
  description,
  access_type: "jit",
  connection_names: [name],
  reviewers_groups: ["sre"],
  all_groups_must_approve: true,
});

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace();
});

const twenty = (send: () => Promise<Answer>): Promise<readonly Answer[]> =>
  Promise.all(Array.from({ length: 20 }, send));

const kinds = (answers: readonly Answer[]): readonly string[] => [
  ...new Set(answers.map(({ status, text }) => `${status} ${text}`)),
];

describe("the same key and body gives the stored answer again, also to the loser of a race", () => {
  test("twenty creations are one rule and one answer", async () => {
    const answers = await twenty(() => workspace.as("adam").post(PATH, rule("c"), key("c")));
    expect(answers[0]).toMatchObject({ status: 201, body: { name: "c" } });
    expect(kinds(answers)).toHaveLength(1);
  });

  test("twenty replacements are one answer, and the next one under the key does not undo what came after", async () => {
    const admin = workspace.as("adam");
    await admin.post(PATH, rule("p"));
    const answers = await twenty(() => admin.put(`${PATH}/p`, rule("p", "first"), key("p")));
    expect(answers[0]).toMatchObject({ status: 200, body: { description: "first" } });
    expect(kinds(answers)).toHaveLength(1);
    await admin.put(`${PATH}/p`, rule("p", "second"));
    expect(await admin.put(`${PATH}/p`, rule("p", "first"), key("p"))).toMatchObject({
      body: { description: "first" },
    });
    expect((await admin.get(`${PATH}/p`)).body).toMatchObject({ description: "second" });
  });

  test("twenty deletions are one answer", async () => {
    const admin = workspace.as("adam");
    await admin.post(PATH, rule("d"));
    expect(kinds(await twenty(() => admin.delete(`${PATH}/d`, key("d"))))).toEqual(["204 "]);
  });

  test("a write that changes nothing is kept under its key, too", async () => {
    const admin = workspace.as("adam");
    await admin.post(PATH, rule("n"));
    const same = await admin.put(`${PATH}/n`, rule("n"), key("n"));
    expect(same.status).toBe(200);
    expect((await admin.put(`${PATH}/n`, rule("n", "other"), key("n"))).status).toBe(422);
    await admin.delete(`${PATH}/n`);
    expect(await admin.put(`${PATH}/n`, rule("n"), key("n"))).toMatchObject({ status: 200, text: same.text });
  });

  test("of eight bodies under one key one is written and the others are 422", async () => {
    const admin = workspace.as("adam");
    const bodies = Array.from({ length: 8 }, (_, index) => rule(`o${index}`));
    const answers = await Promise.all(bodies.map((body) => admin.post(PATH, body, key("o"))));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 7 }, () => 422),
    ]);
    const listed = await admin.get(PATH);
    expect(listed.text.match(/"name":"o\d"/g)).toHaveLength(1);
  });
});
