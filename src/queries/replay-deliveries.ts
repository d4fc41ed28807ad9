// Sends again what was sent before: one delivery, or everything of an endpoint since an instant, in order.
// Indexes: primary keys, deliveries_by_review.

import type { Replayed } from "../app/endpoint-ports.ts";
import type { DeliveryKey } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

const ACTIVE =
  "EXISTS (SELECT 1 FROM webhook_endpoints e WHERE e.workspace_id = ?1 AND e.id = ?2 AND e.status = 'active')";

/** A line of its own order: behind what still waits before it, ahead of what waits after it. */
const FIRST_IN_LINE = `NOT EXISTS (SELECT 1 FROM deliveries w INDEXED BY deliveries_by_review WHERE w.workspace_id = ?1
  AND w.review_id = deliveries.review_id AND w.endpoint_id = ?2 AND w.status = 'pending' AND w.position < ?3)`;

const REPLAY_SQL = `UPDATE deliveries SET status = 'pending', tries = 0, round_at = NULL,
    next_attempt_at = CASE WHEN ${FIRST_IN_LINE} THEN ?5 END
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND position = ?3 AND own = ?4 AND status IN ('delivered', 'failed') AND ${ACTIVE}`;

/** What waited first in that line waits behind it now. */
const BEHIND_SQL = `UPDATE deliveries SET next_attempt_at = NULL
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND own = 0 AND status = 'pending' AND next_attempt_at IS NOT NULL
    AND position IN (SELECT w.position FROM deliveries d
      CROSS JOIN deliveries w INDEXED BY deliveries_by_review ON w.workspace_id = ?1 AND w.review_id = d.review_id
        AND w.endpoint_id = ?2 AND w.position > ?3
      WHERE d.workspace_id = ?1 AND d.endpoint_id = ?2 AND d.position = ?3 AND d.own = ?4 AND d.status = 'pending')`;

const WAKE_SQL = `UPDATE webhook_endpoints SET
    wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NULL THEN MIN(COALESCE(wake_at, ?3), ?3) END,
    test_wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NOT NULL
      THEN MIN(COALESCE(test_wake_at, ?3), ?3) END
  WHERE workspace_id = ?1 AND id = ?2 AND status = 'active'`;

const STATE_SQL = `SELECT d.status AS status, ${ACTIVE} AS is_active FROM deliveries d
  WHERE d.workspace_id = ?1 AND d.endpoint_id = ?2 AND d.position = ?3 AND d.own = ?4`;

export const replayDelivery = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  { position, own }: DeliveryKey,
  at: Instant,
): Promise<Replayed> => {
  const key = [workspaceId, endpointId, position, own] as const;
  const [state, replayed] = await db.batch<{ status: string; is_active: number }>([
    db.prepare(STATE_SQL).bind(...key),
    db.prepare(REPLAY_SQL).bind(...key, at),
    db.prepare(BEHIND_SQL).bind(...key),
    db.prepare(WAKE_SQL).bind(workspaceId, endpointId, at),
  ]);
  const was = state?.results[0];
  if (was === undefined) return "not_found";
  if (was.is_active === 0) return "disabled";
  return (replayed?.meta.changes ?? 0) > 0 ? "replayed" : "pending";
};

/** Positions grow with time: the first one that is young enough is found by bisection of a range, not by a scan. */
const FIRST_SQL = `SELECT position FROM outbox WHERE workspace_id = ?1 AND position >= ?2 AND created_at >= ?3
  ORDER BY position LIMIT 1`;

const PROBE_SQL =
  "SELECT position, created_at AS at FROM outbox WHERE workspace_id = ?1 AND position >= ?2 ORDER BY position LIMIT 1";

const LAST_SQL = "SELECT COALESCE(MAX(position), 0) AS last FROM outbox WHERE workspace_id = ?1";

/** A range that is scanned rather than halved. */
const SCAN = 200;

/** Position of the first message at or after the instant; one beyond the last when there is none. */
const positionSince = async (db: D1Database, workspaceId: string, since: Instant): Promise<number> => {
  const end = await db.prepare(LAST_SQL).bind(workspaceId).first<{ last: number }>();
  let low = 0;
  let high = (end?.last ?? 0) + 1;
  while (high - low > SCAN) {
    const middle = Math.floor((low + high) / 2);
    const probe = await db.prepare(PROBE_SQL).bind(workspaceId, middle).first<{ position: number; at: number }>();
    if (probe !== null && probe.at < since) low = Math.max(middle, probe.position);
    else high = middle;
  }
  const first = await db.prepare(FIRST_SQL).bind(workspaceId, low, since).first<{ position: number }>();
  return first?.position ?? (end?.last ?? 0) + 1;
};

export const replaySince = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  since: Instant,
): Promise<void> => {
  const from = await positionSince(db, workspaceId, since);
  await db.batch([
    db
      .prepare(
        `UPDATE deliveries SET status = 'requeued', tries = 0, round_at = NULL, next_attempt_at = NULL
         WHERE workspace_id = ?1 AND endpoint_id = ?2 AND position >= ?3 AND own = 0`,
      )
      .bind(workspaceId, endpointId, from),
    db
      .prepare(
        "UPDATE webhook_endpoints SET cursor = MIN(cursor, ?3 - 1) WHERE workspace_id = ?1 AND id = ?2 AND status = 'active'",
      )
      .bind(workspaceId, endpointId, from),
  ]);
};
