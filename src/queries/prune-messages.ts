// Which messages has everybody had thirty days to fetch? Of one workspace at a time, the oldest first, in bounded steps.
// The last row of an outbox stays for ever: its position must not be used again. Ages go by the workspace's own clock.
// Indexes: primary keys.

import type { Instant } from "../core/time.ts";

/** Source: DESIGN § 7. */
const KEPT_MS = 30 * 86_400_000;
/** Rows of one statement. */
const STEP = 500;

/** Workspaces in order of their ids. ?1 the last one seen. */
const WORKSPACES_SQL = "SELECT id, COALESCE(test_now, ?2) AS now FROM workspaces WHERE id > ?1 ORDER BY id LIMIT ?3";

/** Last position of the next step whose rows are all old enough; null: none is. */
const BOUND_SQL = `SELECT MAX(position) AS bound FROM (
    SELECT position, created_at FROM outbox WHERE workspace_id = ?1
      AND position < (SELECT MAX(position) FROM outbox WHERE workspace_id = ?1) ORDER BY position LIMIT ${STEP})
  WHERE created_at < ?2`;

/** Rendered bodies first: they are found by the outbox rows. What is under way stays until it is settled. */
const DELETE_SQL = [
  `DELETE FROM message_bodies WHERE rowid IN (SELECT b.rowid FROM outbox o CROSS JOIN message_bodies b
     ON b.workspace_id = o.workspace_id AND b.review_id = o.review_id AND b.seq = o.seq
     WHERE o.workspace_id = ?1 AND o.position <= ?2)`,
  // Callbacks have as many endpoints as there are reviews: theirs are found by the reviews of the step.
  `DELETE FROM deliveries WHERE (workspace_id, endpoint_id, position, own) IN (
     SELECT d.workspace_id, d.endpoint_id, d.position, d.own FROM outbox o
     CROSS JOIN deliveries d INDEXED BY deliveries_by_review ON d.workspace_id = o.workspace_id
       AND d.review_id = o.review_id AND d.position = o.position
     WHERE o.workspace_id = ?1 AND o.position <= ?2 AND d.status IN ('delivered', 'failed'))`,
  // All other endpoints that have any are found by skipping through the key: those that were deleted as well.
  `WITH RECURSIVE known(id) AS (
     SELECT MIN(endpoint_id) FROM deliveries WHERE workspace_id = ?1
     UNION ALL SELECT (SELECT MIN(d.endpoint_id) FROM deliveries d WHERE d.workspace_id = ?1 AND d.endpoint_id >
       CASE WHEN known.id LIKE 'callback:%' THEN 'callback;' ELSE known.id END) FROM known WHERE known.id IS NOT NULL)
   DELETE FROM deliveries WHERE workspace_id = ?1 AND endpoint_id IN (SELECT id FROM known WHERE id IS NOT NULL)
     AND position <= ?2 AND status IN ('delivered', 'failed')`,
  `DELETE FROM outbox WHERE workspace_id = ?1 AND position <= ?2`,
];

/** Statements of one run: they stay below D1's 1,000 queries an invocation. */
const MAX_QUERIES = 800;
const PAGE = 100;

/** Answers how many rows were deleted; what is left when the run is full goes with the next. */
export const pruneMessages = async (db: D1Database, now: Instant): Promise<number> => {
  let queries = 0;
  let deleted = 0;
  let after = "";
  for (;;) {
    const page = await db.prepare(WORKSPACES_SQL).bind(after, now, PAGE).all<{ id: string; now: number }>();
    for (const { id, now: at } of page.results) {
      for (;;) {
        if (queries > MAX_QUERIES) return deleted;
        const row = await db
          .prepare(BOUND_SQL)
          .bind(id, at - KEPT_MS)
          .first<{ bound: number | null }>();
        queries += 1;
        const bound = row?.bound ?? null;
        if (bound === null) break;
        const done = await db.batch(DELETE_SQL.map((sql) => db.prepare(sql).bind(id, bound)));
        queries += DELETE_SQL.length;
        deleted += done.reduce((sum, { meta }) => sum + meta.changes, 0);
      }
      after = id;
    }
    if (page.results.length < PAGE) return deleted;
  }
};
