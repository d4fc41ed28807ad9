// What is there to do for one endpoint? One round trip: the endpoint, a page of the outbox, the deliveries that are due.
// Indexes: primary keys of webhook_endpoints, workspaces and outbox, deliveries_due, deliveries_by_review, message_bodies_key.
// rows_read <= 9 a fresh message, 4 a waiting one; idle: 10.

import {
  type AttemptRecord,
  CALLBACK_PREFIX,
  type DrainedEndpoint,
  type Fresh,
  type Item,
  type Work,
} from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import { type EndpointRow, ENDPOINT_COLUMNS, toEndpoint } from "./endpoint-rows.ts";
import { headOf, MESSAGE_SOURCE, type MessageRow, messageColumns, messageOf } from "./outbox-messages.ts";

/** Messages of one page: read together, recorded in a few writes. */
const PAGE = 100;
/** Lines of one page, and messages of all of them together. */
const HEADS = 100;
const WAITING = 200;

/** ?1 workspace, ?2 endpoint. */
const ENDPOINT_SQL = `SELECT ${ENDPOINT_COLUMNS}, e.username AS username, e.old_secret AS old_secret,
    e.old_secret_until AS old_secret_until, e.failing_since AS failing_since, e.own_count AS own_count, e.cursor AS cursor,
    COALESCE(e.secret, (SELECT s.sealed FROM workspace_secrets s
      WHERE s.workspace_id = e.workspace_id AND s.name = 'webhook:' || e.id || ':secret')) AS secret,
    COALESCE(e.password, (SELECT s.sealed FROM workspace_secrets s
      WHERE s.workspace_id = e.workspace_id AND s.name = 'webhook:' || e.id || ':password')) AS password,
    w.test_now AS test_now, COALESCE(e.wake_at, e.test_wake_at) AS wake_at,
    (SELECT MAX(o.position) FROM outbox o WHERE o.workspace_id = e.workspace_id) AS last_position,
    (SELECT MIN(d.next_attempt_at) FROM deliveries d INDEXED BY deliveries_due
      WHERE d.workspace_id = e.workspace_id AND d.endpoint_id = e.id AND d.next_attempt_at IS NOT NULL) AS next_attempt_at
  FROM webhook_endpoints e CROSS JOIN workspaces w ON w.id = e.workspace_id AND w.deleted_at IS NULL
  WHERE e.workspace_id = ?1 AND e.id = ?2 AND e.status = 'active'`;

const CURSOR =
  "(SELECT e.cursor FROM webhook_endpoints e WHERE e.workspace_id = ?1 AND e.id = ?2 AND e.status = 'active')";
const FORMAT = "(SELECT e.format FROM webhook_endpoints e WHERE e.workspace_id = ?1 AND e.id = ?2)";

/** The page after the cursor; what is a delivery already stands in `d`, unless it is to be brought again. */
const FRESH_SQL = `SELECT ${messageColumns(false)},
    d.status AS delivery_status, d.type AS delivery_type, d.attempts AS delivery_attempts,
    (SELECT b.body FROM message_bodies b WHERE b.workspace_id = o.workspace_id AND b.review_id = o.review_id
      AND b.seq = o.seq AND b.format = ${FORMAT}) AS body,
    EXISTS (SELECT 1 FROM deliveries w INDEXED BY deliveries_by_review WHERE w.workspace_id = o.workspace_id
      AND w.review_id = o.review_id AND w.endpoint_id = ?2 AND w.status = 'pending') AS is_blocked
  FROM ${MESSAGE_SOURCE}
  LEFT JOIN deliveries d ON d.workspace_id = o.workspace_id AND d.endpoint_id = ?2 AND d.position = o.position AND d.own = 0
  WHERE o.workspace_id = ?1 AND o.position > ${CURSOR} ORDER BY o.position LIMIT ${PAGE}`;

const DELIVERY_COLUMNS = `d.position AS position, d.own AS own, d.review_id AS review_id, d.seq AS seq,
  d.message_id AS message_id, d.type AS type, d.tries AS tries, d.round_at AS round_at, d.attempts AS attempts,
  d.next_attempt_at AS next_attempt_at, d.created_at AS created_at`;

/** Lines whose first message is due, with what follows in them. ?3 now. */
const WAITING_SQL = `WITH heads AS (
    SELECT h.position, h.own, h.review_id, h.next_attempt_at FROM deliveries h INDEXED BY deliveries_due
    WHERE h.workspace_id = ?1 AND h.endpoint_id = ?2
      AND h.next_attempt_at <= COALESCE((SELECT w.test_now FROM workspaces w WHERE w.id = ?1), ?3)
    ORDER BY h.next_attempt_at, h.position LIMIT ${HEADS})
  SELECT ${DELIVERY_COLUMNS}, b.body AS body, h.next_attempt_at AS line_due_at, h.position AS head FROM heads h
    CROSS JOIN deliveries d INDEXED BY deliveries_by_review ON d.workspace_id = ?1 AND d.review_id = h.review_id
      AND d.endpoint_id = ?2 AND d.position >= h.position AND d.status = 'pending'
    LEFT JOIN message_bodies b ON b.workspace_id = ?1 AND b.review_id = d.review_id AND b.seq = d.seq AND b.format = ${FORMAT}
  UNION ALL
  SELECT ${DELIVERY_COLUMNS}, d.body AS body, h.next_attempt_at AS line_due_at, h.position AS head FROM heads h
    CROSS JOIN deliveries d ON d.workspace_id = ?1 AND d.endpoint_id = ?2 AND d.position = h.position AND d.own = h.own
    WHERE h.review_id IS NULL
  ORDER BY line_due_at, head, position LIMIT ${WAITING}`;

interface WorkRow extends EndpointRow {
  readonly username: string | null;
  readonly secret: string | null;
  readonly password: string | null;
  readonly old_secret: string | null;
  readonly old_secret_until: number | null;
  readonly failing_since: number | null;
  readonly own_count: number;
  readonly cursor: number;
  readonly test_now: number | null;
  readonly last_position: number | null;
  readonly wake_at: number | null;
  readonly next_attempt_at: number | null;
}

interface FreshRow extends MessageRow {
  readonly delivery_status: string | null;
  readonly delivery_type: string | null;
  readonly delivery_attempts: string | null;
  readonly body: string | null;
  readonly is_blocked: number;
}

interface WaitingRow {
  readonly position: number;
  readonly own: number;
  readonly review_id: string | null;
  readonly seq: number | null;
  readonly message_id: string | null;
  readonly type: string;
  readonly tries: number;
  readonly round_at: number | null;
  readonly attempts: string;
  readonly next_attempt_at: number | null;
  readonly created_at: number;
  readonly body: string | null;
}

const parseAttempts = (text: string): readonly AttemptRecord[] => {
  const attempts: readonly AttemptRecord[] = JSON.parse(text);
  return attempts;
};

const toDrained = (row: WorkRow): DrainedEndpoint => ({
  ...toEndpoint(row),
  username: row.username,
  secret: row.secret,
  password: row.password,
  oldSecret: row.old_secret,
  oldSecretUntil: row.old_secret_until,
  failingSince: row.failing_since,
  ownCount: row.own_count,
});

const toFresh = (workspaceId: string, row: FreshRow): Fresh => ({
  head: headOf(workspaceId, row),
  position: row.position,
  createdAt: typeof row.recorded_at === "number" ? row.recorded_at : row.created_at,
  message: row.body === null ? messageOf(workspaceId, row) : null,
  body: row.body,
  stored:
    row.delivery_type === null
      ? null
      : { type: row.delivery_type, attempts: parseAttempts(row.delivery_attempts ?? "[]") },
});

const toItem = (row: WaitingRow): Item => ({
  position: row.position,
  own: row.own,
  reviewId: row.review_id,
  seq: row.seq,
  messageId: row.message_id ?? `${row.review_id}:${row.seq}`,
  type: row.type,
  createdAt: row.created_at,
  tries: row.tries,
  roundAt: row.round_at,
  attempts: parseAttempts(row.attempts),
  dueAt: row.next_attempt_at,
  body: row.body,
  message: null,
});

/** Null: gone or disabled. */
export const loadWork = async (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  now: Instant,
): Promise<Work | null> => {
  // A callback's deliveries are made with its review's events: it reads no outbox.
  const isCallback = endpointId.startsWith(CALLBACK_PREFIX);
  const [endpoints, waiting, pages] = await db.batch<WorkRow & WaitingRow & FreshRow>([
    db.prepare(ENDPOINT_SQL).bind(workspaceId, endpointId),
    db.prepare(WAITING_SQL).bind(workspaceId, endpointId, now),
    ...(isCallback ? [] : [db.prepare(FRESH_SQL).bind(workspaceId, endpointId)]),
  ]);
  const endpoint = endpoints?.results[0];
  if (endpoint === undefined) return null;
  const page = pages?.results ?? [];
  const rows = page.filter((row) => row.delivery_status === null || row.delivery_status === "requeued");
  const cursor = page.at(-1)?.position ?? endpoint.cursor;
  return {
    endpoint: toDrained(endpoint),
    testNow: endpoint.test_now,
    fresh: rows.map((row) => toFresh(workspaceId, row)),
    blocked: new Set(rows.flatMap((row) => (row.is_blocked === 1 ? [row.review_id] : []))),
    cursorWas: endpoint.cursor,
    cursor,
    isCaughtUp: isCallback || cursor >= (endpoint.last_position ?? 0),
    waiting: (waiting?.results ?? []).map(toItem),
    nextDueAt: endpoint.next_attempt_at,
    wakeAt: endpoint.wake_at,
  };
};
