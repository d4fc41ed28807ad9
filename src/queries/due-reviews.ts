// Which reviews have a timer that is due? Index reviews_by_timer (partial: only reviews that have one).
// One of the few questions that cross workspaces: only Cron asks it.

import type { Instant } from "../core/time.ts";

/** Workspaces that one statement names: D1 takes 100 parameters. */
const NAMED = 90;

export interface DueRow {
  readonly workspaceId: string;
  readonly workspaceVersion: number;
  readonly isDeleted: boolean;
  readonly reviewIds: readonly string[];
}

/** Reads one row per due review. */
const DUE_SQL = `SELECT workspace_id AS workspaceId, id FROM reviews INDEXED BY reviews_by_timer
  WHERE next_due_at <= ?1 AND workspace_id NOT IN (SELECT value FROM json_each(?3)) ORDER BY next_due_at LIMIT ?2`;

/** Primary key, once per workspace that has something due. */
const workspacesSql = (ids: readonly string[]): string =>
  `SELECT id, version, deleted_at IS NOT NULL AS isDeleted FROM workspaces
   WHERE id IN (${ids.map((_, place) => `?${place + 1}`).join(", ")})`;

/** The earliest due first, none of the workspaces in `except`. Two round trips when something is due, one when nothing is. */
export const findDueReviews = async (
  db: D1Database,
  now: Instant,
  limit: number,
  except: readonly string[] = [],
): Promise<readonly DueRow[]> => {
  const statement = db.prepare(DUE_SQL).bind(now, limit, JSON.stringify(except));
  const { results } = await statement.all<{ workspaceId: string; id: string }>();
  const byWorkspace = new Map<string, string[]>();
  for (const { workspaceId, id } of results)
    byWorkspace.set(workspaceId, [...(byWorkspace.get(workspaceId) ?? []), id]);
  const ids = [...byWorkspace.keys()];
  if (ids.length === 0) return [];
  const statements = Array.from({ length: Math.ceil(ids.length / NAMED) }, (_, part) => {
    const named = ids.slice(part * NAMED, (part + 1) * NAMED);
    return db.prepare(workspacesSql(named)).bind(...named);
  });
  const workspaces = await db.batch<{ id: string; version: number; isDeleted: number }>(statements);
  return workspaces
    .flatMap(({ results: rows }) => rows)
    .map(({ id, version, isDeleted }) => ({
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
