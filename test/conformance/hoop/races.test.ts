// What happens at once. Source: hoop.md section 4 (what the real gateway loses) and ruling 10; issue "Figures".

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import {
  aGuardedWorkspace,
  aHeldSession,
  anApprovedSession,
  decide,
  type Held,
} from "../../support/guarded-workspace.ts";
import { type Answer, aMember, aWorkspace, type TestWorkspace } from "../../support/workspace-builder.ts";

const statusesOf = (answers: readonly Answer[]): readonly number[] =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The same numbers for the same seed. */
const generator = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

/** Types of the review's audit rows, in order. */
const trailOf = async (workspace: TestWorkspace, { reviewId }: Held): Promise<readonly string[]> => {
  const { results } = await env.DB.prepare(
    "SELECT type FROM audit WHERE workspace_id = ?1 AND review_id = ?2 ORDER BY seq",
  )
    .bind(workspace.id, reviewId)
    .all<{ type: string }>();
  return results.map(({ type }) => type);
};

describe("N groups approving at once: all rows stamped, APPROVED, none lost", () => {
  const groups = times(20, (index) => `group-${index}`);
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await aWorkspace({
      members: [aMember("olga"), ...groups.map((group, index) => aMember(`member-${index}`, [group]))],
      accessRules: times(20, (index) => ({
        name: `of-${index + 1}`,
        accessType: "command",
        connections: [`db-${index + 1}`],
        reviewerGroups: groups.slice(0, index + 1),
        allGroupsMustApprove: true,
      })),
    });
  });

  test.each([2, 3, 5, 10, 20])("%i groups", async (count) => {
    const held = await aHeldSession(workspace, { connection: `db-${count}` });
    const answers = await Promise.all(times(count, (index) => decide(workspace, `member-${index}`, held, "APPROVED")));
    expect(statusesOf(answers)).toEqual(times(count, () => 200));
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      status: "APPROVED",
      review_groups_data: times(count, (index) => ({
        group: `group-${index}`,
        status: "APPROVED",
        reviewed_by: { id: `member-${index}` },
      })),
    });
    expect(answers.filter(({ body }) => Reflect.get(Object(body), "status") === "APPROVED").length).toBeGreaterThan(0);
    expect(await trailOf(workspace, held)).toEqual(["opened", ...times(count - 1, () => "vote_cast"), "approved"]);
  });
});

test("over 100 seeds: any number of groups, in any order, with repeats: every row stamped once, APPROVED", async () => {
  const groups = times(20, (index) => `group-${index}`);
  const workspace = await aWorkspace({
    members: [aMember("olga"), ...groups.map((group, index) => aMember(`member-${index}`, [group]))],
    accessRules: times(20, (index) => ({
      name: `of-${index + 1}`,
      accessType: "command",
      connections: [`db-${index + 1}`],
      reviewerGroups: groups.slice(0, index + 1),
      allGroupsMustApprove: true,
    })),
  });
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = generator(seed);
    const count = 1 + Math.floor(random() * 20);
    const held = await aHeldSession(workspace, { connection: `db-${count}` });
    const repeats = times(Math.floor(random() * 3), () => Math.floor(random() * count));
    const order = [...times(count, (index) => index), ...repeats].toSorted(() => random() - 0.5);
    const answers = await Promise.all(order.map((index) => decide(workspace, `member-${index}`, held, "APPROVED")));
    expect(statusesOf(answers)).toEqual(order.map(() => 200));
    expect(await trailOf(workspace, held)).toEqual(["opened", ...times(count - 1, () => "vote_cast"), "approved"]);
    expect((await workspace.as("olga").get(held.path)).body).toMatchObject({
      status: "APPROVED",
      review_groups_data: times(count, () => ({ status: "APPROVED" })),
    });
  }
}, 120_000);

describe("approve against reject", () => {
  test("never APPROVED after an acknowledged REJECTED, whoever comes first", async () => {
    const workspace = await aGuardedWorkspace();
    for (let round = 0; round < 20; round += 1) {
      const held = await aHeldSession(workspace);
      const approvals = ["bea", "ben", "both"].map((who) => decide(workspace, who, held, "APPROVED"));
      const rejection = decide(workspace, "sam", held, "REJECTED");
      const answers = await Promise.all(round % 2 === 0 ? [rejection, ...approvals] : [...approvals, rejection]);
      expect((await rejection).status).toBe(200);
      expect(answers.every(({ status }) => status === 200 || status === 400)).toBe(true);
      expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status: "REJECTED" });
      expect((await trailOf(workspace, held)).at(-1)).toBe("rejected");
    }
  });

  test("two rejections at once: one settles, the other hears that it is closed", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await aHeldSession(workspace);
    const reasons = ["mine", "yours"];
    const answers = await Promise.all(
      reasons.map((rejection_reason, index) =>
        decide(workspace, index === 0 ? "bea" : "sam", held, "REJECTED", { rejection_reason }),
      ),
    );
    expect(statusesOf(answers)).toEqual([200, 400]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await workspace.as("olga").get(held.path)).body).toEqual(winner?.body);
  });
});

describe("claims", () => {
  test("of 20 at once exactly one gets 202, the others 409", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await anApprovedSession(workspace);
    const claims = times(20, (index) =>
      workspace.as(index % 2 === 0 ? "olga" : "adam").post(`/api/sessions/${held.sessionId}/exec`),
    );
    const answers = await Promise.all(claims);
    expect(statusesOf(answers)).toEqual([202, ...times(19, () => 409)]);
    expect((await trailOf(workspace, held)).filter((type) => type === "execution_started")).toHaveLength(1);
  });

  test("against a revocation: what was acknowledged holds", async () => {
    const workspace = await aGuardedWorkspace();
    for (let round = 0; round < 10; round += 1) {
      const held = await anApprovedSession(workspace);
      const claim = () => workspace.as("olga").post(`/api/sessions/${held.sessionId}/exec`);
      const revoke = () => decide(workspace, "bea", held, "REVOKED");
      const [claimed, revoked] =
        round % 2 === 0
          ? await Promise.all([claim(), revoke()])
          : (await Promise.all([revoke(), claim()])).toReversed();
      expect([claimed?.status, revoked?.status]).toEqual(claimed?.status === 202 ? [202, 400] : [403, 200]);
      const status = claimed?.status === 202 ? "PROCESSING" : "REVOKED";
      expect((await workspace.as("olga").get(held.path)).body).toMatchObject({ status });
    }
  });
});

test("200 approvals of one row by one reviewer at once: one transition, and no 5xx but 503 with Retry-After", async () => {
  const workspace = await aGuardedWorkspace();
  const held = await aHeldSession(workspace);
  const answers = await Promise.all(times(200, () => decide(workspace, "bea", held, "APPROVED")));
  const busy = answers.filter(({ status }) => status === 503);
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
  expect(busy.every(({ headers }) => Number(headers.get("retry-after")) > 0)).toBe(true);
  expect(answers.length - busy.length).toBeGreaterThan(0);
  expect(await trailOf(workspace, held)).toEqual(["opened", "vote_cast"]);
});
