// Counting on real D1: once, whoever counts at the same time and wherever a run dies; what counting and asking cost;
// and that a decision pays nothing for it. Source: time.md 9; DESIGN § 5 (metrics from a cursor, never in a decision's batch).

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readMetrics } from "../../src/app/metrics.ts";
import { ROLL_UP_STEP, rollUp } from "../../src/app/metrics-roll-up.ts";
import { decide } from "../../src/core/review/decide.ts";
import { openReview } from "../../src/core/review/open.ts";
import { rollUpMetrics } from "../../src/jobs/roll-up-metrics.ts";
import { createMetricsStore } from "../../src/queries/metrics-store.ts";
import { isTransient } from "../../src/store/d1-errors.ts";
import { withBudget } from "../../src/store/query-budget.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, aPerson, aVote, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const storeOn = (db: D1Database) => createMetricsStore({ db, isTransient });
const metrics = storeOn(env.DB);
const reviews = createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} });

const ALWAYS = { from: 0, to: NOON + 1e11, dialect: null };

/** Opens reviews and approves all but `open` of them an hour later, a minute apart: two events each. */
const history = async (workspaceId: string, count: number, open = 0): Promise<void> => {
  await env.DB.prepare("INSERT INTO workspaces (id, version, signing_key, created_at) VALUES (?1, 1, 'k', 0)")
    .bind(workspaceId)
    .run();
  const meta = { entrance: "native", requestId: "r", workspaceVersion: 1, clock: null };
  for (let done = 0; done < count; done += 400) {
    const items = Array.from({ length: Math.min(400, count - done) }, (_, index) => {
      const at = NOON + (done + index) * MINUTE;
      const opened = openReview(anOpening(singlePolicy(), { workspaceId }), metaBy(OWNER, at));
      if (!opened.ok) throw new Error("not opened");
      const { review, events } = opened.value;
      if (done + index < open) return { before: null, events, after: review, meta };
      const decided = decide(review, aVote("approve"), metaBy(aPerson("ann"), at + HOUR));
      return { before: null, events: [...events, ...decided.events], after: decided.review, meta };
    });
    await reviews.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
  }
};

const figures = async (workspaceId: string) => {
  const read = await readMetrics(metrics, { workspaceId, ...ALWAYS });
  if (!read.ok) throw new Error(read.error.type);
  return read.value;
};

describe("counting", () => {
  test("several at once, in steps that collide, count everything once", async () => {
    await history("crowd", 6 * ROLL_UP_STEP, 50);
    await Promise.all(Array.from({ length: 6 }, () => rollUp(metrics, "crowd", 40)));
    expect(await figures("crowd")).toMatchObject({
      open: { total: 50, oldestOpenedAt: NOON },
      range: {
        opened: 600,
        settled: 550,
        timeToDecisionSeconds: { p50: 3_600, p90: 3_600, count: 550 },
        timeToFirstTouchSeconds: { count: 550 },
      },
    });
  });

  test("a step that another has taken is not written at all", async () => {
    await history("fence", 3);
    const { from, to, events } = await metrics.pending("fence", ROLL_UP_STEP);
    const empty = { spans: [], open: [], closed: [] };
    expect(await metrics.save("fence", { from, to: from + 1 }, empty)).toBe(true);
    const late = { ...empty, spans: [{ dialect: "native", width: 1, start: 7, counts: { opened: 9 } }] };
    expect(await metrics.save("fence", { from, to }, late)).toBe(false);
    expect((await metrics.known("fence", [], late.spans)).spans).toEqual([]);
    expect((await metrics.pending("fence", ROLL_UP_STEP)).events).toEqual(events.slice(1));
  });

  test("a run that dies before or after its write loses nothing and counts nothing twice", async () => {
    await history("dying", 2 * ROLL_UP_STEP);
    let saves = 0;
    const dying = {
      ...metrics,
      save: async (...step: Parameters<typeof metrics.save>) => {
        saves += 1;
        if (saves === 2) throw new Error("the isolate is gone");
        return metrics.save(...step);
      },
    };
    await expect(rollUp(dying, "dying", 10)).rejects.toThrow("gone");
    const mute = {
      ...metrics,
      save: (...step: Parameters<typeof metrics.save>) =>
        metrics.save(...step).then(() => Promise.reject(new Error("no reply"))),
    };
    await expect(rollUp(mute, "dying", 10)).rejects.toThrow("no reply");
    expect((await figures("dying")).range).toMatchObject({ opened: 200, settled: 200 });
  });

  test("a reply that is lost after the write is looked up, and counts nothing twice", async () => {
    await history("mute", 2 * ROLL_UP_STEP);
    let batches = 0;
    const mute = new Proxy(env.DB, {
      get: (target, key) => {
        if (key !== "batch") return (sql: string) => target.prepare(sql);
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(statements);
          batches += 1;
          // Each step asks twice and writes once.
          if (batches === 3) throw new Error("D1_ERROR: Network connection lost.");
          return results;
        };
      },
    });
    expect(await rollUp(storeOn(mute), "mute", 10)).toMatchObject({ isComplete: true });
    expect((await figures("mute")).range).toMatchObject({ opened: 200, settled: 200 });
  });

  test("a workspace that cannot be counted does not keep the others waiting, and the run says that it failed", async () => {
    await history("a-broken-one", 1);
    await history("a-sound-one", 1);
    const pending: typeof metrics.pending = (workspaceId, limit) =>
      workspaceId === "a-broken-one" ? Promise.reject(new Error("corrupt")) : metrics.pending(workspaceId, limit);
    const run = rollUpMetrics({ store: { ...metrics, pending }, mayGoOn: () => true });
    await expect(run).rejects.toThrow("figures failed in 1 workspaces");
    expect((await metrics.pending("a-sound-one", 1)).events).toEqual([]);
  });

  test("more than one request may count is refused, and each try counts on", async () => {
    await history("behind", 3_200);
    const first = await readMetrics(metrics, { workspaceId: "behind", ...ALWAYS });
    expect(first).toMatchObject({ ok: false, error: { type: "metrics_behind", retryAfterSeconds: 1 } });
    expect((await figures("behind")).range.settled).toBe(3_200);
  }, 60_000);
});

describe("what it costs", () => {
  test("asking reads the same few rows, however many reviews there are behind the figures", async () => {
    const counting = countingD1(env.DB);
    const costs = [];
    for (const count of [20, 3_000]) {
      const workspaceId = `asked-${count}`;
      await history(workspaceId, count, 10);
      await rollUp(metrics, workspaceId, 100);
      const from = NOON - 90 * MINUTE - 1;
      const { counts } = await counting.measure(() =>
        readMetrics(storeOn(counting.db), { workspaceId, from, to: from + 86_400_000, dialect: null }),
      );
      costs.push(counts);
    }
    for (const { roundTrips, rowsRead, rowsWritten } of costs) {
      expect([roundTrips, rowsWritten]).toEqual([2, 0]);
      // 24 hours, two hours of minutes, two minutes of instants, what is open, the cursor.
      expect(rowsRead).toBeLessThanOrEqual(24 + 2 * 60 + 10);
    }
  }, 60_000);

  test("counting reads what it counts, however many reviews are open", async () => {
    const costs = [];
    for (const open of [10, 20_000]) {
      const workspaceId = `among-${open}`;
      await history(workspaceId, 10);
      await env.DB.prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO metric_open SELECT ?1, 'native', ?3 + i, 'r' || i, 'pending', 'normal', NULL, 0 FROM n`,
      )
        .bind(workspaceId, open, NOON)
        .run();
      // As if the openings had been counted by an earlier step.
      await env.DB.prepare(
        `INSERT INTO metric_open SELECT workspace_id, dialect, created_at, id, 'pending', 'normal', NULL, 0
         FROM reviews WHERE workspace_id = ?1`,
      )
        .bind(workspaceId)
        .run();
      const counting = countingD1(env.DB);
      const { counts } = await counting.measure(() => rollUp(storeOn(counting.db), workspaceId, 1));
      costs.push(counts);
      const left = env.DB.prepare("SELECT COUNT(*) AS n FROM metric_open WHERE workspace_id = ?1").bind(workspaceId);
      expect(await left.first()).toEqual({ n: open });
    }
    expect(costs[1]).toEqual(costs[0]);
  }, 60_000);

  test("Cron counts within its queries, goes on where it stopped, and reads three rows for a workspace at rest", async () => {
    await history("cron", 10 * ROLL_UP_STEP);
    const { db, leaves } = withBudget(env.DB);
    const tight = { store: storeOn(db), mayGoOn: () => leaves(950) };
    expect(await rollUpMetrics(tight)).toMatchObject({ isBacklogged: true });
    expect(leaves(930)).toBe(true);
    const roomy = { store: metrics, mayGoOn: () => true };
    while ((await rollUpMetrics(roomy)).isBacklogged);
    const counting = countingD1(env.DB);
    const idle = await counting.measure(() => rollUpMetrics({ ...roomy, store: storeOn(counting.db) }));
    expect(idle.value).toEqual({ counted: 0, isBacklogged: false });
    const workspaces = await env.DB.prepare("SELECT COUNT(*) AS n FROM workspaces").first<{ n: number }>();
    expect(idle.counts.roundTrips).toBe(1);
    expect(idle.counts.rowsRead).toBeLessThanOrEqual(3 * (workspaces?.n ?? 0));
    expect((await figures("cron")).range.settled).toBe(1_000);
  }, 60_000);

  test("no table of figures is written by a decision", async () => {
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%metric\\_%' ESCAPE '\\'",
    ).all();
    expect(results).toEqual([]);
    await history("untouched", 5);
    const { results: cursors } = await env.DB.prepare(
      "SELECT 1 FROM metric_cursors WHERE workspace_id = 'untouched'",
    ).all();
    expect(cursors).toEqual([]);
  });
});
