// The sweep on real D1: what is due fires once, whoever runs how often, and what a run costs.
// Source: DESIGN § 8 (sweep: rows_read <= 8 x due + 1; nothing due: 1).

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { judge } from "../../src/app/judge.ts";
import { openReview } from "../../src/core/review/open.ts";
import { STEP, type TickDeps, tickDue } from "../../src/jobs/tick-due.ts";
import { clearTimers, findDueReviews } from "../../src/queries/due-reviews.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";

const MINUTE = 60_000;

/** D1 that adds up the rows read by everything that runs through it. */
const counted = (): { readonly db: D1Database; readonly read: () => number } => {
  let read = 0;
  const add = <T extends { meta: { rows_read: number } }>(result: T): T => {
    read += result.meta.rows_read;
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(statement, {
      get: (target, key) => {
        if (key === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (key === "all") return async () => add(await target.all());
        if (key === "run") return async () => add(await target.run());
        if (key === "first") return async () => add(await target.all()).results[0] ?? null;
        if (key === "inner") return target;
        return Reflect.get(target, key);
      },
    });
  const db = new Proxy(env.DB, {
    get: (target, key) => {
      if (key === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (key === "batch") {
        return async (statements: D1PreparedStatement[]) =>
          (await target.batch(statements.map((one) => Reflect.get(one, "inner")))).map(add);
      }
      return Reflect.get(target, key);
    },
  });
  return { db, read: () => read };
};

const depsOf = (db: D1Database): TickDeps => {
  const store = createReviewStore({ db, newSalt: anId, pause: async () => {} });
  const directory = { activeMembers: async () => [] };
  const ids = { review: anId, random: anId };
  return {
    store,
    directory,
    ids,
    judge,
    findDue: (now, limit, except) => findDueReviews(db, now, limit, except),
    clearTimers: (workspaceId, reviewIds) => clearTimers(db, workspaceId, reviewIds),
    mayGoOn: () => true,
  };
};

const deps = depsOf(env.DB);

const openMany = async (workspaceId: string, count: number): Promise<void> => {
  await env.DB.prepare("INSERT INTO workspaces (id, version, signing_key, created_at) VALUES (?1, 1, 'k', 0)")
    .bind(workspaceId)
    .run();
  const policy = groupPolicy(["a"], { expiry: { at: NOON + 10 * MINUTE, by: "rule" } });
  const items = Array.from({ length: count }, () => {
    const opened = openReview(anOpening(policy, { workspaceId }), metaBy(OWNER));
    if (!opened.ok) throw new Error("not opened");
    const { review, events } = opened.value;
    return {
      before: null,
      events,
      after: review,
      meta: { entrance: "native", requestId: "r", workspaceVersion: 1, clock: null },
    };
  });
  await deps.store.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
};

const countOf = async (workspaceId: string, type: string): Promise<number> => {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM audit WHERE workspace_id = ?1 AND type = ?2")
    .bind(workspaceId, type)
    .first<{ n: number }>();
  return row?.n ?? -1;
};

describe("the sweep", () => {
  test("nothing due: it reads one row at most", async () => {
    const { db, read } = counted();
    expect(await tickDue(depsOf(db), NOON)).toEqual({ ticked: 0, isBacklogged: false });
    expect(read()).toBeLessThanOrEqual(1);
  });

  test("what is due fires once, at its due instant, and costs at most 8 rows read each", async () => {
    await openMany("sweep-cost", 50);
    const { db, read } = counted();
    expect(await tickDue(depsOf(db), NOON + 15 * MINUTE)).toEqual({ ticked: 50, isBacklogged: false });
    expect(read()).toBeLessThanOrEqual(8 * 50 + 1);
    expect(await countOf("sweep-cost", "expired")).toBe(50);
    const late = await env.DB.prepare(
      "SELECT DISTINCT at FROM audit WHERE workspace_id = 'sweep-cost' AND type = 'expired'",
    ).all();
    expect(late.results).toEqual([{ at: NOON + 10 * MINUTE }]);
    expect(await tickDue(deps, NOON + 15 * MINUTE)).toEqual({ ticked: 0, isBacklogged: false });
    expect(await countOf("sweep-cost", "expired")).toBe(50);
  });

  test("two sweeps at once: each flag and event happens once", async () => {
    await openMany("sweep-twice", STEP + 30);
    await Promise.all([tickDue(deps, NOON + 15 * MINUTE), tickDue(deps, NOON + 15 * MINUTE)]);
    expect(await countOf("sweep-twice", "expired")).toBe(STEP + 30);
  });

  test("a deleted workspace is swept no more", async () => {
    await openMany("sweep-deleted", 3);
    await env.DB.prepare("UPDATE workspaces SET deleted_at = 1 WHERE id = 'sweep-deleted'").run();
    await tickDue(deps, NOON + 15 * MINUTE);
    expect(await countOf("sweep-deleted", "expired")).toBe(0);
    expect(await tickDue(deps, NOON + 15 * MINUTE)).toEqual({ ticked: 0, isBacklogged: false });
  });
});
