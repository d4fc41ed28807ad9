// Which reviews have a timer that is due? Index reviews_by_timer (partial: only reviews that have one).
// One of the few questions that cross workspaces: only Cron asks it.

import type { Instant } from "../core/time.ts";

/** D1 takes 100 parameters. */
const MAX_WORKSPACES = 90;

export interface DueRow {
  readonly workspaceId: string;
  readonly workspaceVersion: number;
  readonly isDeleted: boolean;
  readonly reviewIds: readonly string[];
}

/** Reads one row per due review. */
const DUE_SQL = `SELECT workspace_id AS workspaceId, id FROM reviews INDEXED BY reviews_by_timer
  WHERE next_due_at <= ?1 ORDER BY next_due_at LIMIT ?2`;

/** Primary key, once per workspace that has something due. */
const workspacesSql = (ids: readonly string[]): string =>
  `SELECT id, version, deleted_at IS NOT NULL AS isDeleted FROM workspaces
   WHERE id IN (${ids.map((_, place) => `?${place + 1}`).join(", ")})`;

/** The earliest due first. Two round trips when something is due, one when nothing is. */
export const findDueReviews = async (db: D1Database, now: Instant, limit: number): Promise<readonly DueRow[]> => {
  const { results } = await db.prepare(DUE_SQL).bind(now, limit).all<{ workspaceId: string; id: string }>();
  const byWorkspace = new Map<string, string[]>();
  for (const { workspaceId, id } of results)
    byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), id]);
  // A step that touches more workspaces than one statement may name leaves the rest to the next.
  const ids = [...byWorkspace.keys()].slice(0, MAX_WORKSPACES);
  if (ids.length === 0) return [];
  const workspaces = await db
    .prepare(workspacesSql(ids))
    .bind(...ids)
    .all<{ id: string; version: number; isDeleted: number }>();
  return workspaces.results.map(({ id, version, isDeleted }) => ({
    workspaceId: id,
    workspaceVersion: version,
    isDeleted: isDeleted === 1,
    reviewIds: byWorkspace.get(id) ?? [],
  }));
};

/** Takes reviews of a deleted workspace out of the sweep's index: nothing of it fires any more. */
export const clearTimers = async (db: D1Database, workspaceId: string, reviewIds: readonly string[]): Promise<void> => {
  await db
    .prepare(
      "UPDATE reviews SET next_due_at = NULL WHERE workspace_id = ?1 AND id IN (SELECT value FROM json_each(?2))",
    )
    .bind(workspaceId, JSON.stringify(reviewIds))
    .run();
};
