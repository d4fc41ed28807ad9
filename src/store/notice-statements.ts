// Messages about something that has no review: deliveries of their own, made in the commit that they speak of.
// Indexes: webhook_endpoints_active, primary key. Nobody takes them: nothing is written.

import type { Notice } from "../app/webhook-ports.ts";

const TAKER = `webhook_endpoints.workspace_id = ?1 AND webhook_endpoints.status = 'active' AND webhook_endpoints.origin <> 'callback'
  AND webhook_endpoints.format = ?2
  AND EXISTS (SELECT 1 FROM json_each(webhook_endpoints.events) t WHERE t.value IN ('*', ?3))`;

const WAKE_SQL = `UPDATE webhook_endpoints INDEXED BY webhook_endpoints_active SET own_count = own_count + 1,
    wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NULL THEN MIN(COALESCE(wake_at, ?4), ?4) END,
    test_wake_at = CASE WHEN (SELECT test_now FROM workspaces WHERE id = ?1) IS NOT NULL
      THEN MIN(COALESCE(test_wake_at, ?4), ?4) END
  WHERE ${TAKER}`;

const DELIVER_SQL = `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, message_id, type, status, tries,
    attempts, next_attempt_at, body, created_at)
  SELECT ?1, id, cursor, own_count, ?5, ?3, 'pending', 0, '[]', ?4, ?6, ?4
  FROM webhook_endpoints INDEXED BY webhook_endpoints_active WHERE ${TAKER}`;

export const noticeStatements = (
  db: D1Database,
  workspaceId: string,
  notices: readonly Notice[],
): readonly D1PreparedStatement[] =>
  notices.flatMap(({ format, type, at, messageId, body }) => [
    db.prepare(WAKE_SQL).bind(workspaceId, format, type, at),
    db.prepare(DELIVER_SQL).bind(workspaceId, format, type, at, messageId, body),
  ]);
