// A backlog in front of the sweep: ten thousand reviews due at once, within the queries that an invocation has; two
// sweeps at once, and one that dies on the way. And what a sweep costs when there is much to look past.
// Source: DESIGN § 8 (sweep), the figures; time.md 2.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { judge } from "../../src/app/judge.ts";
import { openReview } from "../../src/core/review/open.ts";
import { type TickDeps, tickDue } from "../../src/jobs/tick-due.ts";
import { clearTimers, findDueReviews } from "../../src/queries/due-reviews.ts";
import { withBudget } from "../../src/store/query-budget.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";

const MINUTE = 60_000;
const LATER = NOON + 15 * MINUTE;

/** As compose.ts has it: the jobs after the sweep find as many queries left. */
const LEFT_BY_SWEEP = 400;

const storeOn = (db: D1Database) => createReviewStore({ db, newSalt: anId, pause: async () => {} });

/** One invocation: its own budget of queries. */
const aRun = (real: D1Database = env.DB, changes: Partial<TickDeps> = {}) => {
  const { db, leaves } = withBudget(real);
  const deps: TickDeps = {
    store: storeOn(db),
    directory: { activeMembers: async () => [] },
    judge,
    ids: { review: anId, random: anId },
    findDue: (now, limit, except) => findDueReviews(db, now, limit, except),
    clearTimers: (workspaceId, reviewIds) => clearTimers(db, workspaceId, reviewIds),
    mayGoOn: () => leaves(LEFT_BY_SWEEP),
    ...changes,
  };
  return { tick: (now = LATER) => tickDue(deps, now), leaves };
};

const policy = singlePolicy({
  sla: {
    policyName: "p",
    atRiskPercent: 50,
    dueAt: NOON + 10 * MINUTE,
    atRiskAt: NOON + 5 * MINUTE,
    onBreach: ["flag", "escalate"],
    calendar: null,
  },
  ladder: [{ afterMinutes: 0, to: ["role:admin"] }],
});

const aWorkspaceRow = (workspaceId: string) =>
  env.DB.prepare("INSERT INTO workspaces (id, version, signing_key, created_at) VALUES (?1, 1, 'k', 0)")
    .bind(workspaceId)
    .run();

const openMany = async (workspaceId: string, count: number): Promise<void> => {
  await aWorkspaceRow(workspaceId);
  for (let left = count; left > 0; left -= 500) {
    const items = Array.from({ length: Math.min(left, 500) }, () => {
      const opened = openReview(anOpening(policy, { workspaceId }), metaBy(OWNER));
      if (!opened.ok) throw new Error("not opened");
      const { review: after, events } = opened.value;
      const meta = { entrance: "native", requestId: "r", workspaceVersion: 1, clock: null };
      return { before: null, events, after, meta };
    });
    await storeOn(env.DB).commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
  }
};

/** Events of each type, and how many reviews have them. */
const eventsOf = async (workspaceId: string): Promise<Readonly<Record<string, readonly [number, number]>>> => {
  const { results } = await env.DB.prepare(
    `SELECT type, COUNT(*) AS events, COUNT(DISTINCT review_id) AS reviews FROM audit
     WHERE workspace_id = ?1 AND type <> 'opened' GROUP BY type`,
  )
    .bind(workspaceId)
    .all<{ type: string; events: number; reviews: number }>();
  return Object.fromEntries(results.map(({ type, events, reviews }) => [type, [events, reviews]]));
};

const eachOnce = (count: number) => ({
  sla_at_risk: [count, count],
  sla_breached: [count, count],
  escalated: [count, count],
});

/** Rows that the sweep has to look past: all with a timer, none due. */
const fill = (workspaceId: string, count: number): Promise<unknown> =>
  env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
     INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id, is_grouped,
       created_at, next_due_at, head_hash, text_count, state)
     SELECT ?1, printf('%08d', i), 'native', 'pending', 1, 0, 't', 's', 0, 0, ?3 + i, '', 0, '{}' FROM n`,
  )
    .bind(workspaceId, count, LATER)
    .run();

describe("a backlog", () => {
  test("10,000 due at once are done within two invocations, 1,000 queries each; every flag once", async () => {
    await openMany("backlog", 10_000);
    const [first, second] = [aRun(), aRun()];
    expect(await first.tick()).toMatchObject({ isBacklogged: true });
    expect(await second.tick()).toMatchObject({ isBacklogged: false });
    expect([first, second].map(({ leaves }) => leaves(0))).toEqual([true, true]);
    expect(await eventsOf("backlog")).toEqual(eachOnce(10_000));
    expect(await aRun().tick()).toEqual({ ticked: 0, isBacklogged: false });
  }, 120_000);

  test("two sweeps at once share it: every flag once", async () => {
    await openMany("shared", 1_500);
    await Promise.all([aRun().tick(), aRun().tick()]);
    await aRun().tick();
    expect(await eventsOf("shared")).toEqual(eachOnce(1_500));
  }, 60_000);

  test("a run that dies between two steps loses nothing, and the next one repeats nothing", async () => {
    await openMany("dying", 900);
    let steps = 0;
    const dying = aRun(env.DB, {
      findDue: (now, limit) => {
        steps += 1;
        return steps > 2 ? Promise.reject(new Error("the isolate is gone")) : findDueReviews(env.DB, now, limit);
      },
    });
    await expect(dying.tick()).rejects.toThrow("gone");
    expect(await eventsOf("dying")).toEqual(eachOnce(400));
    await aRun().tick();
    expect(await eventsOf("dying")).toEqual(eachOnce(900));
  }, 60_000);

  test("more workspaces than one statement may name", async () => {
    const names = Array.from({ length: 120 }, (_, index) => `many-${index}`);
    for (const name of names) await openMany(name, 1);
    while ((await aRun().tick()).isBacklogged);
    const { results } = await env.DB.prepare(
      "SELECT COUNT(*) AS n FROM audit WHERE workspace_id LIKE 'many-%' AND type = 'sla_breached'",
    ).all();
    expect(results).toEqual([{ n: 120 }]);
  }, 60_000);

  test("a workspace that cannot be ticked does not keep the others waiting, and the run says that it failed", async () => {
    await openMany("broken", 250);
    await openMany("sound", 10);
    await env.DB.prepare("UPDATE reviews SET state = '{', next_due_at = 1 WHERE workspace_id = 'broken'").run();
    await expect(aRun().tick()).rejects.toThrow("failed in 1 workspaces");
    expect(await eventsOf("sound")).toEqual(eachOnce(10));
    await env.DB.prepare("UPDATE reviews SET next_due_at = NULL WHERE workspace_id = 'broken'").run();
  }, 60_000);
});

describe("what a sweep costs", () => {
  test.each([1_000, 100_000])(
    "with %i reviews to look past: nothing due is one row, a due timer at most eight",
    async (count) => {
      await fill(`full-${count}`, count);
      const counting = countingD1(env.DB);
      const idle = await counting.measure(() => aRun(counting.db).tick());
      expect(idle.value).toEqual({ ticked: 0, isBacklogged: false });
      expect(idle.counts).toMatchObject({ rowsRead: 1, roundTrips: 1 });
      await openMany(`due-among-${count}`, 10);
      const warned = await counting.measure(() => aRun(counting.db).tick(NOON + 6 * MINUTE));
      expect(warned.value).toEqual({ ticked: 10, isBacklogged: false });
      expect(warned.counts.rowsRead).toBeLessThanOrEqual(8 * 10 + 1);
      // The breach and the first rung of each.
      const breached = await counting.measure(() => aRun(counting.db).tick());
      expect(breached.value.ticked).toBe(10);
      expect(breached.counts.rowsRead).toBeLessThanOrEqual(8 * 20 + 1);
    },
    120_000,
  );
});
