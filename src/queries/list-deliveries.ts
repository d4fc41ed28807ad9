// The log of deliveries: of one endpoint, the newest first (primary key), or of one review, in order
// (deliveries_by_review). rows_read <= 2 a delivery.

import type { Delivery, DeliveryFilter, DeliveryPosition } from "../app/endpoint-ports.ts";
import type { AttemptRecord, DeliveryKey } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** What the cursor will bring again waits like everything else that waits. */
const COLUMNS = `endpoint_id, position, own, review_id, seq, message_id, type,
  CASE status WHEN 'requeued' THEN 'pending' ELSE status END AS status, attempts, next_attempt_at`;

const BY_ENDPOINT_SQL = `SELECT ${COLUMNS} FROM deliveries
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND (position, own) < (?3, ?4) ORDER BY position DESC, own DESC LIMIT ?5`;

const BY_REVIEW_SQL = `SELECT ${COLUMNS} FROM deliveries INDEXED BY deliveries_by_review
  WHERE workspace_id = ?1 AND review_id = ?2 AND (endpoint_id, position) > (?3, ?4) ORDER BY endpoint_id, position LIMIT ?5`;

const ONE_SQL = `SELECT ${COLUMNS} FROM deliveries
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND position = ?3 AND own = ?4`;

interface DeliveryRow {
  readonly endpoint_id: string;
  readonly position: number;
  readonly own: number;
  readonly review_id: string | null;
  readonly seq: number | null;
  readonly message_id: string | null;
  readonly type: string;
  readonly status: Delivery["status"];
  readonly attempts: string;
  readonly next_attempt_at: Instant | null;
}

const toDelivery = (row: DeliveryRow): Delivery => {
  const attempts: readonly AttemptRecord[] = JSON.parse(row.attempts);
  return {
    endpointId: row.endpoint_id,
    key: { position: row.position, own: row.own },
    messageId: row.message_id ?? `${row.review_id}:${row.seq}`,
    type: row.type,
    reviewId: row.review_id,
    seq: row.seq,
    status: row.status,
    attempts,
    nextAttemptAt: row.next_attempt_at,
  };
};

const END = Number.MAX_SAFE_INTEGER;

export const listDeliveries = async (
  db: D1Database,
  workspaceId: string,
  filter: DeliveryFilter,
  after: DeliveryPosition | null,
  limit: number,
): Promise<readonly Delivery[]> => {
  const statement =
    filter.by === "endpoint"
      ? db
          .prepare(BY_ENDPOINT_SQL)
          .bind(workspaceId, filter.endpointId, after?.position ?? END, after?.own ?? END, limit)
      : db
          .prepare(BY_REVIEW_SQL)
          .bind(workspaceId, filter.reviewId, after?.endpointId ?? "", after?.position ?? -1, limit);
  return (await statement.all<DeliveryRow>()).results.map(toDelivery);
};

export const findDelivery = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  { position, own }: DeliveryKey,
): Promise<Delivery | null> => {
  const row = await db.prepare(ONE_SQL).bind(workspaceId, endpointId, position, own).first<DeliveryRow>();
  return row === null ? null : toDelivery(row);
};
