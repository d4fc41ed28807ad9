// Which reviews of one test-clock workspace fall due next? Index reviews_by_test_timer.

import type { TestClockStore } from "../app/ports.ts";

const DUE_SQL = `SELECT id AS reviewId, test_due_at AS dueAt FROM reviews INDEXED BY reviews_by_test_timer
  WHERE workspace_id = ?1 AND test_due_at <= ?2 ORDER BY test_due_at, id LIMIT ?3`;

const SET_SQL = "UPDATE workspaces SET test_now = MAX(test_now, ?2) WHERE id = ?1 AND test_now IS NOT NULL";

export const createTestClockStore = (db: D1Database): TestClockStore => ({
  findDue: async (workspaceId, until, limit) => {
    const { results } = await db
      .prepare(DUE_SQL)
      .bind(workspaceId, until, limit)
      .all<{ reviewId: string; dueAt: number }>();
    return results;
  },
  setNow: async (workspaceId, now) => {
    await db.prepare(SET_SQL).bind(workspaceId, now).run();
  },
});
