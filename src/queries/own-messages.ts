// Messages about endpoints: they stand in no outbox, so their bodies go with their deliveries.
// Indexes: webhook_endpoints_active, primary keys.

import { DISABLED_TYPE, type DrainedEndpoint, type Listener } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** Active endpoints of some formats, but for one. ?2 that one, ?3 formats, ?4 type. */
const TAKERS_SQL = `SELECT e.id AS id FROM webhook_endpoints e INDEXED BY webhook_endpoints_active
  WHERE e.workspace_id = ?1 AND e.status = 'active' AND e.origin <> 'callback' AND e.id <> ?2
    AND e.format IN (SELECT value FROM json_each(?3))
    AND EXISTS (SELECT 1 FROM json_each(e.events) t WHERE t.value IN ('*', ?4))`;

const COUNT_SQL = "UPDATE webhook_endpoints SET own_count = own_count + 1 WHERE workspace_id = ?1 AND id = ?2";

const ENQUEUE_SQL = `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, message_id, type, status, tries,
    attempts, next_attempt_at, body, created_at)
  SELECT ?1, e.id, e.cursor, e.own_count, ?3, ?4, 'pending', 0, '[]', ?5, ?6, ?5 FROM webhook_endpoints e
  WHERE e.workspace_id = ?1 AND e.id IN (SELECT value FROM json_each(?2))`;

const WAKE_SQL = `UPDATE webhook_endpoints SET own_count = own_count + 1,
    wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NULL THEN MIN(COALESCE(wake_at, ?3), ?3) END,
    test_wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NOT NULL
      THEN MIN(COALESCE(test_wake_at, ?3), ?3) END
  WHERE workspace_id = ?1 AND id IN (SELECT value FROM json_each(?2))`;

/** Tells everybody who takes it that the endpoint is disabled. `formats`: those that know the type. */
export const announceDisabled = async (
  db: D1Database,
  workspaceId: string,
  { id, ownCount }: DrainedEndpoint,
  formats: readonly string[],
  body: string,
  at: Instant,
): Promise<readonly Listener[]> => {
  const takers = await db
    .prepare(TAKERS_SQL)
    .bind(workspaceId, id, JSON.stringify(formats), DISABLED_TYPE)
    .all<{ id: string }>();
  const ids = takers.results.map((taker) => taker.id);
  const list = JSON.stringify(ids);
  if (ids.length > 0) {
    await db.batch([
      db.prepare(COUNT_SQL).bind(workspaceId, id),
      db.prepare(WAKE_SQL).bind(workspaceId, list, at),
      db.prepare(ENQUEUE_SQL).bind(workspaceId, list, `${id}:${ownCount + 1}`, DISABLED_TYPE, at, body),
    ]);
  }
  return ids.map((endpointId) => ({ type: "endpoint", workspaceId, endpointId }));
};
