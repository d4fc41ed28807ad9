// Writes what became of deliveries: all of it in one batch. rows_written: 2 a delivery at its first success (3 while it
// waits), 2 for a body that was not rendered before, 1 for the endpoint, 1 more when its next instant changes.
// Indexes: primary keys, deliveries_due, deliveries_by_review, message_bodies_key.

import type { Flush, Outcome } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** D1 takes 2 MB a parameter: attempts may keep 4 KB each, bodies a review's whole text. */
const MAX_BYTES = 900_000;
/** A body that no row can hold is rendered again when it is needed. */
const MAX_BODY = 1_800_000;

const UPSERT_SQL = `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, review_id, seq, message_id, type,
    status, tries, round_at, attempts, next_attempt_at, created_at)
  SELECT ?1, ?2, value->>'$.position', value->>'$.own', value->>'$.reviewId', value->>'$.seq', value->>'$.messageId',
    value->>'$.type', value->>'$.status', value->>'$.tries', value->>'$.roundAt', value->'$.attempts',
    value->>'$.nextAttemptAt', value->>'$.createdAt' FROM json_each(?3) WHERE true
  ON CONFLICT (workspace_id, endpoint_id, position, own) DO UPDATE SET status = excluded.status, tries = excluded.tries,
    round_at = excluded.round_at, attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at`;

const BODIES_SQL = `INSERT OR IGNORE INTO message_bodies (workspace_id, review_id, seq, format, body, created_at)
  SELECT ?1, value->>'$.reviewId', value->>'$.seq', e.format, value->>'$.body', value->>'$.createdAt'
  FROM json_each(?3) CROSS JOIN webhook_endpoints e ON e.workspace_id = ?1 AND e.id = ?2`;

/** The first that still waits in each line may go. ?3 reviews, ?4 since when. */
const RELEASE_SQL = `UPDATE deliveries SET next_attempt_at = MAX(created_at, ?4)
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND own = 0 AND next_attempt_at IS NULL AND position IN (
    SELECT (SELECT MIN(d.position) FROM deliveries d INDEXED BY deliveries_by_review WHERE d.workspace_id = ?1
      AND d.review_id = w.value AND d.endpoint_id = ?2 AND d.status = 'pending') FROM json_each(?3) w)`;

const NEXT = `NULLIF(MIN(
  COALESCE((SELECT MIN(d.next_attempt_at) FROM deliveries d INDEXED BY deliveries_due
    WHERE d.workspace_id = ?1 AND d.endpoint_id = ?2 AND d.next_attempt_at IS NOT NULL), 9e15), COALESCE(?6, 9e15)), 9e15)`;

const IS_TEST = "(SELECT w.test_now FROM workspaces w WHERE w.id = ?1) IS NOT NULL";

/** ?3 the cursor that was read, ?4 the new one: whoever moved it back meanwhile wants it there. ?5, ?6 failing since, until. */
const ENDPOINT_SQL = `UPDATE webhook_endpoints SET
    cursor = CASE WHEN cursor = ?3 THEN COALESCE(?4, cursor) ELSE cursor END, failing_since = ?5,
    wake_at = CASE WHEN ${IS_TEST} THEN NULL ELSE ${NEXT} END,
    test_wake_at = CASE WHEN ${IS_TEST} THEN ${NEXT} END
  WHERE workspace_id = ?1 AND id = ?2 AND status = 'active' RETURNING COALESCE(wake_at, test_wake_at) AS next`;

const DISABLE_SQL = `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = ?3, updated_at = ?4
  WHERE workspace_id = ?1 AND id = ?2 AND status = 'active'`;

/** What was written as waiting for an endpoint that takes no more. */
const GIVE_UP_SQL = `UPDATE deliveries SET status = 'failed', next_attempt_at = NULL
  WHERE workspace_id = ?1 AND endpoint_id = ?2 AND status = 'pending' AND position IN (SELECT value FROM json_each(?3))`;

const toRow = ({ item, status, tries, roundAt, attempts, nextAttemptAt }: Outcome) => ({
  position: item.position,
  own: item.own,
  reviewId: item.reviewId,
  seq: item.seq,
  messageId: item.reviewId === null ? item.messageId : null,
  type: item.type,
  status,
  tries,
  roundAt,
  attempts,
  nextAttemptAt,
  createdAt: item.createdAt,
});

/** JSON arrays of the rows, each small enough for one parameter. */
const chunks = (rows: readonly object[]): readonly string[] => {
  const texts: string[] = [];
  let parts: string[] = [];
  let size = 0;
  for (const part of rows.map((row) => JSON.stringify(row))) {
    if (size > 0 && size + part.length > MAX_BYTES) {
      texts.push(`[${parts.join()}]`);
      [parts, size] = [[], 0];
    }
    parts.push(part);
    size += part.length;
  }
  return parts.length === 0 ? texts : [...texts, `[${parts.join()}]`];
};

/** `cursorWas`: as it was read. Answers the earliest instant at which anything is due. */
export const recordDeliveries = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  cursorWas: number,
  flush: Flush,
): Promise<Instant | null> => {
  const { outcomes, released, disabled } = flush;
  const bind = (sql: string, ...values: readonly unknown[]) => db.prepare(sql).bind(workspaceId, endpointId, ...values);
  const bodies = flush.bodies.filter(({ body }) => body.length <= MAX_BODY);
  const releasedAt = released.reduce((latest, { at }) => Math.max(latest, at), 0);
  const statements = [
    ...chunks(outcomes.map(toRow)).map((rows) => bind(UPSERT_SQL, rows)),
    ...chunks(bodies).map((rows) => bind(BODIES_SQL, rows)),
    ...(released.length === 0
      ? []
      : [bind(RELEASE_SQL, JSON.stringify([...new Set(released.map(({ reviewId }) => reviewId))]), releasedAt)]),
    ...(disabled === null ? [] : [bind(DISABLE_SQL, disabled.reason, disabled.at)]),
    bind(ENDPOINT_SQL, cursorWas, flush.cursor, flush.failingSince, flush.failingUntil),
  ];
  const results = await db.batch<{ next: number | null }>(statements);
  const row = results.at(-1)?.results[0];
  if (row !== undefined) return row.next;
  const positions = outcomes.flatMap(({ item, status }) => (status === "pending" ? [item.position] : []));
  if (positions.length > 0) await bind(GIVE_UP_SQL, JSON.stringify(positions)).run();
  return null;
};
