// Which stored answers have outlived their key? Oldest rows first: rowids grow with time, so no index is spent on age.
// Source: workspace.md, `Idempotency-Key` (kept 24 h), 5 (a test clock's hours are its own).

import type { Instant } from "../core/time.ts";

const KEPT_MS = 86_400_000;

/** The window's last row, and how many of its rows are expired. */
const WINDOW_SQL = `SELECT MAX(rid) AS last, COUNT(*) AS seen, COALESCE(SUM(expired), 0) AS expired FROM (
  SELECT i.rowid AS rid, i.created_at < COALESCE(w.test_now, ?2) - ${KEPT_MS} AS expired
  FROM idempotency i LEFT JOIN workspaces w ON w.id = i.workspace_id
  WHERE i.rowid > ?1 ORDER BY i.rowid LIMIT ?3)`;

const DELETE_SQL = `DELETE FROM idempotency WHERE rowid > ?1 AND rowid <= ?3 AND
  created_at < COALESCE((SELECT test_now FROM workspaces w WHERE w.id = workspace_id), ?2) - ${KEPT_MS}`;

export interface PrunedWindow {
  readonly last: number;
  readonly seen: number;
  readonly deleted: number;
}

/** Looks at the next `size` rows after `after` and deletes the expired ones. */
export const pruneAnswers = async (
  db: D1Database,
  now: Instant,
  after: number,
  size: number,
): Promise<PrunedWindow> => {
  const window = await db
    .prepare(WINDOW_SQL)
    .bind(after, now, size)
    .first<{ last: number | null; seen: number; expired: number }>();
  const last = window?.last ?? after;
  const deleted = window?.expired ?? 0;
  if (deleted > 0) await db.prepare(DELETE_SQL).bind(after, now, last).run();
  return { last, seen: window?.seen ?? 0, deleted };
};
