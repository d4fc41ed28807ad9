// Pages by offset, totals, loads and what they cost at several sizes.
// Source: authentivoice.md ruling 13 (List, Bulk assignment); DESIGN § 8 (rows read).

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { OffsetFilter, OffsetQuestion } from "../../src/app/workload-queries.ts";
import { REVIEW_STATUSES } from "../../src/core/review/review.ts";
import { withoutTexts } from "../../src/core/review/texts.ts";
import { createWorkloadQueries } from "../../src/queries/workload-queries.ts";
import { aReview, NOON, singlePolicy } from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";

const counting = countingD1(env.DB);
const workload = createWorkloadQueries({
  db: counting.db,
  dialect: "first",
  subjectType: "call",
  takenType: "call_taken",
  topicsPath: "$.topics",
});

/**
 * Reviews 1..count of one API and as many of another. Of ten, one is pending (and escalated where its number is a
 * multiple of 20), one in progress, the others completed. Members m0..m3 take turns; every fourth has no deadline.
 */
const seed = async (workspaceId: string, count: number): Promise<void> => {
  const state = JSON.stringify(withoutTexts(aReview(singlePolicy())));
  const status = "CASE i % 10 WHEN 0 THEN 'pending' WHEN 1 THEN 'in_progress' ELSE 'completed' END";
  const escalation = "CASE WHEN i % 20 = 0 THEN json('{\"isPickedUp\":false}') END";
  const statementFor = (dialect: string, first: number, last: number) => {
    const id = `printf('${dialect}-%08d', i)`;
    return env.DB.prepare(`WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})
      INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id, is_grouped,
        assigned_to, created_at, due_at, head_hash, text_count, state)
      SELECT ?1, ${id}, '${dialect}', ${status}, 1, i % 6, 'call', 'call-' || i, 0, 'm' || (i % 4), ${NOON} + i,
        CASE WHEN i % 4 <> 3 THEN ${NOON} - i END, 'h', 0,
        json_set(?2, '$.id', ${id}, '$.status', ${status}, '$.escalation', ${escalation}) FROM n`).bind(
      workspaceId,
      state,
    );
  };
  for (let first = 1; first <= count; first += 10_000) {
    const last = Math.min(count, first + 9_999);
    await env.DB.batch([statementFor("first", first, last), statementFor("second", first, last)]);
  }
};

const ANY: OffsetFilter = { statuses: REVIEW_STATUSES, isEscalated: null, priorityRanks: null, assignedTo: null };
const ask = (filter: Partial<OffsetFilter> = {}, changes: Partial<OffsetQuestion> = {}): OffsetQuestion => ({
  filter: { ...ANY, ...filter },
  sort: { by: "createdAt", isDescending: true },
  limit: 5,
  offset: 0,
  ...changes,
});
const OPEN = ["pending", "in_progress"] as const;

const numbers = async (workspaceId: string, question: OffsetQuestion): Promise<readonly number[]> =>
  (await workload.list(workspaceId, question)).reviews.map(({ id }) => Number(id.split("-")[1]));

beforeAll(async () => {
  await seed("small", 100);
});

describe("a page", () => {
  test("newest first, from the offset on, with the total of all pages", async () => {
    expect(await numbers("small", ask())).toEqual([100, 99, 98, 97, 96]);
    expect(await numbers("small", ask({}, { offset: 98 }))).toEqual([2, 1]);
    expect(await workload.list("small", ask({}, { offset: 1_000 }))).toEqual({ reviews: [], total: 100 });
  });

  test("oldest first", async () => {
    const sort = { by: "createdAt", isDescending: false } as const;
    expect(await numbers("small", ask({}, { sort }))).toEqual([1, 2, 3, 4, 5]);
  });

  test("by deadline, either way, no deadline last, ties newest first", async () => {
    const soonest = { by: "dueAt", isDescending: false } as const;
    expect(await numbers("small", ask({}, { sort: soonest }))).toEqual([100, 98, 97, 96, 94]);
    const latest = { by: "dueAt", isDescending: true } as const;
    expect(await numbers("small", ask({}, { sort: latest }))).toEqual([1, 2, 4, 5, 6]);
    expect(await numbers("small", ask({}, { sort: latest, offset: 75 }))).toEqual([99, 95, 91, 87, 83]);
  });

  test("by priority, the least pressing first, ties newest first", async () => {
    const rising = { by: "priority", isDescending: false } as const;
    expect(await numbers("small", ask({}, { sort: rising }))).toEqual([95, 89, 83, 77, 71]);
    const falling = { by: "priority", isDescending: true } as const;
    expect(await numbers("small", ask({}, { sort: falling }))).toEqual([96, 90, 84, 78, 72]);
  });
});

describe("a filter", () => {
  test.each([
    ["a status", { statuses: ["pending"] }, [100, 90, 80, 70, 60], 10],
    ["pending and not escalated", { statuses: ["pending"], isEscalated: false }, [90, 70, 50, 30, 10], 5],
    ["escalated", { statuses: OPEN, isEscalated: true }, [100, 80, 60, 40, 20], 5],
    ["priorities", { priorityRanks: [3, 4] }, [100, 99, 94, 93, 88], 34],
    ["a person", { assignedTo: "m1" }, [97, 93, 89, 85, 81], 25],
    ["a person's pending ones", { statuses: ["pending"], assignedTo: "m2" }, [90, 70, 50, 30, 10], 5],
    ["nobody's", { assignedTo: "m9" }, [], 0],
  ] as const)("%s", async (_name, filter, page, total) => {
    const found = await workload.list("small", ask(filter));
    expect(found.reviews.map(({ id }) => Number(id.split("-")[1]))).toEqual(page);
    expect(found.total).toBe(total);
  });
});

describe("loads", () => {
  test("open reviews of all APIs, per member", async () => {
    const { loads } = await workload.openingFacts("small", "call-0");
    // Of 10 pending and 10 in progress of each API, numbers 10, 20 … and 1, 11 ….
    expect(Object.fromEntries(loads)).toEqual({ m0: 10, m1: 10, m2: 10, m3: 10 });
  });

  test("a workspace without open reviews has none", async () => {
    expect((await workload.openingFacts("empty", "call-0")).loads.size).toBe(0);
  });
});

describe.each([1_000, 20_000])("with %i reviews", (count) => {
  const workspaceId = `of-${count}`;
  beforeAll(async () => {
    await seed(workspaceId, count);
  });
  const costOf = async (question: OffsetQuestion) =>
    (await counting.measure(() => workload.list(workspaceId, question))).counts;

  test("the first page and its total read one row a review twice, one per status and the counters", async () => {
    const { roundTrips, rowsRead } = await costOf(ask({}, { limit: 50 }));
    expect(roundTrips).toBe(1);
    // Index and row of each review shown; heads of the streams; counters of the statuses and their names.
    expect(rowsRead).toBeLessThanOrEqual(2 * 50 + 3 * REVIEW_STATUSES.length);
  });

  test("one status reads no other", async () => {
    const { rowsRead } = await costOf(ask({ statuses: ["completed"] }, { limit: 50 }));
    expect(rowsRead).toBeLessThanOrEqual(2 * 50 + 3);
  });

  test("a deeper page pays for what it skips, in the index alone", async () => {
    const { rowsRead } = await costOf(ask({}, { limit: 50, offset: 500 }));
    expect(rowsRead).toBeLessThanOrEqual(500 + 2 * 50 + 3 * REVIEW_STATUSES.length);
  });

  test("loads read two rows an open review, and no settled one", async () => {
    const open = (count / 10) * 2 * 2;
    const { counts } = await counting.measure(() => workload.openingFacts(workspaceId, "call-0"));
    expect(counts.roundTrips).toBe(1);
    expect(counts.rowsRead).toBeLessThanOrEqual(2 * open + 10);
  });
});
