// Events of the outbox with everything that a message about them may show: the audit row, free text, attributes.
// Small pieces come along with the row; a message whose pieces are large is read again, alone.
// Indexes: primary keys of outbox, audit, event_texts, identities and reviews, subject_bodies_key.
// rows_read <= 6 a message, and one per free text.

import type { EventHead, EventMessage } from "../app/webhook-ports.ts";
import type { JsonObject } from "../core/json.ts";
import { reviewFromState } from "../store/rows.ts";
import { AUDIT_COLUMNS, type AuditColumns, recordedEvent } from "./review-trail.ts";

/** Source: DESIGN § 7: subject attributes above 16 KB are left out. */
const MAX_ATTRIBUTES = 16_384;
/** Free text of one review that is read along with others. */
const SMALL_TEXTS = 32_768;

const attributes = `COALESCE(
  (SELECT CASE WHEN octet_length(b.body) <= ${MAX_ATTRIBUTES} THEN b.body ELSE '' END FROM subject_bodies b
    WHERE b.workspace_id = o.workspace_id AND b.type = 'review_subject' AND b.id = o.review_id),
  (SELECT CASE WHEN octet_length(b.body) <= ${MAX_ATTRIBUTES} THEN b.body ELSE '' END FROM subject_bodies b
    WHERE b.workspace_id = o.workspace_id AND b.type = o.snapshot->>'$.subject.type' AND b.id = o.snapshot->>'$.subject.id'))`;

const TEXTS = `(SELECT json_group_array(json_object('version', x.seq, 'texts', json(x.texts))) FROM event_texts x
  WHERE x.workspace_id = o.workspace_id AND x.review_id = o.review_id AND x.seq <= o.seq)`;

const TEXT_BYTES = `(SELECT COALESCE(SUM(octet_length(x.texts)), 0) FROM event_texts x
  WHERE x.workspace_id = o.workspace_id AND x.review_id = o.review_id AND x.seq <= o.seq)`;

/** Select list over `outbox o`, `audit a`, `event_texts t`. `large` lifts the bound on free text. */
export const messageColumns = (
  large: boolean,
): string => `o.position AS position, o.review_id AS review_id, o.seq AS seq,
  o.type AS event_type, o.created_at AS created_at, o.snapshot AS snapshot, ${AUDIT_COLUMNS},
  (SELECT p.hash FROM audit p WHERE p.workspace_id = o.workspace_id AND p.review_id = o.review_id AND p.seq = o.seq - 1)
    AS previous_hash,
  CASE WHEN o.type = 'completed' THEN EXISTS (SELECT 1 FROM outbox e
    CROSS JOIN audit ea ON ea.workspace_id = e.workspace_id AND ea.review_id = e.review_id AND ea.seq = e.seq
    WHERE e.workspace_id = o.workspace_id AND e.position = o.position - 1 AND e.type = o.type
      AND e.review_id <> o.review_id AND ea.request_id = a.request_id
      AND e.snapshot->>'$.subject.id' = o.snapshot->>'$.subject.id') ELSE 0 END AS is_echo,
  (SELECT i.email FROM identities i WHERE i.workspace_id = o.workspace_id AND i.digest = a.actor->>'$.identity') AS email,
  ${attributes} AS attributes,
  ${large ? TEXTS : `CASE WHEN ${TEXT_BYTES} <= ${SMALL_TEXTS} THEN ${TEXTS} END`} AS all_texts`;

export const MESSAGE_SOURCE = `outbox o
  LEFT JOIN audit a ON a.workspace_id = o.workspace_id AND a.review_id = o.review_id AND a.seq = o.seq
  LEFT JOIN event_texts t ON t.workspace_id = o.workspace_id AND t.review_id = o.review_id AND t.seq = o.seq`;

export interface MessageRow extends AuditColumns {
  readonly position: number;
  readonly review_id: string;
  readonly seq: number;
  readonly event_type: string;
  readonly created_at: number;
  readonly snapshot: string;
  readonly previous_hash: string | null;
  readonly is_echo: number;
  readonly email: string | null;
  /** "" where it is too large. */
  readonly attributes: string | null;
  /** Null: too large to be read along. */
  readonly all_texts: string | null;
}

const parseObject = (text: string | null): JsonObject | null => {
  if (text === null || text === "") return null;
  const value: JsonObject = JSON.parse(text);
  return value;
};

export const headOf = (workspaceId: string, row: MessageRow): EventHead => ({
  workspaceId,
  reviewId: row.review_id,
  seq: row.seq,
  eventType: row.event_type,
  isEcho: row.is_echo === 1,
  review: reviewFromState(row.snapshot, null, null),
  event: recordedEvent(workspaceId, row.review_id, { ...row, version: row.seq }),
});

/** Null: its free text has to be read alone. */
export const messageOf = (workspaceId: string, row: MessageRow): EventMessage | null =>
  row.all_texts === null
    ? null
    : {
        ...headOf(workspaceId, row),
        review: reviewFromState(row.snapshot, row.all_texts, null),
        attributes: parseObject(row.attributes),
        email: row.email,
        previousHash: row.previous_hash ?? "",
      };

const ONE_SQL = `SELECT ${messageColumns(true)} FROM ${MESSAGE_SOURCE} WHERE o.workspace_id = ?1 AND o.position = ?2`;

/** One message whole; null where its outbox row is gone. */
export const readMessage = async (
  db: D1Database,
  workspaceId: string,
  position: number,
): Promise<EventMessage | null> => {
  const row = await db.prepare(ONE_SQL).bind(workspaceId, position).first<MessageRow>();
  return row === null ? null : messageOf(workspaceId, row);
};
