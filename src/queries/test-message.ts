// The number and the log row of a test message. Primary keys.

import type { AttemptRecord, DeliveryKey, DrainedEndpoint } from "../app/webhook-ports.ts";
import { TEST_TYPE } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import { loadWork } from "./endpoint-work.ts";

const COUNT_SQL = `UPDATE webhook_endpoints SET own_count = own_count + 1
  WHERE workspace_id = ?1 AND id = ?2 AND status = 'active' RETURNING own_count AS number`;

const RECORD_SQL = `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, message_id, type, status, tries,
    round_at, attempts, body, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, '${TEST_TYPE}', ?6, 1, ?7, ?8, ?9, ?7)`;

export interface TakenNumber {
  readonly endpoint: DrainedEndpoint;
  readonly number: number;
  readonly now: Instant;
  readonly position: number;
}

/** Null: the endpoint is gone or disabled. */
export const takeTestNumber = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  now: Instant,
): Promise<TakenNumber | null> => {
  const taken = await db.prepare(COUNT_SQL).bind(workspaceId, endpointId).first<{ number: number }>();
  const work = taken === null ? null : await loadWork(db, workspaceId, endpointId, now);
  if (taken === null || work === null) return null;
  return { endpoint: work.endpoint, number: taken.number, now: work.testNow ?? now, position: work.cursorWas };
};

export const recordTest = async (
  db: D1Database,
  workspaceId: string,
  { endpoint, number, position }: TakenNumber,
  message: { readonly messageId: string; readonly body: string },
  attempt: AttemptRecord,
  isDelivered: boolean,
): Promise<DeliveryKey> => {
  const status = isDelivered ? "delivered" : "failed";
  await db
    .prepare(RECORD_SQL)
    .bind(
      workspaceId,
      endpoint.id,
      position,
      number,
      message.messageId,
      status,
      attempt.at,
      JSON.stringify([attempt]),
      message.body,
    )
    .run();
  return { position, own: number };
};
