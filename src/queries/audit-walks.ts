// The audit rows of a whole workspace in order of review and version, and how far verifying them has come.
// Indexes: primary keys of reviews, audit and event_texts; subject_bodies_key. rows_read <= 3 a row.

import type { AuditWalks, Walk, WalkRow } from "../app/audit-walk-queries.ts";
import { AUDIT_COLUMNS, type AuditColumns, recordedEvent } from "./review-trail.ts";

const ROWS = `SELECT r.id AS review_id, r.dialect AS dialect, r.version AS head_version, r.head_hash AS head_hash,
    ${AUDIT_COLUMNS}
  FROM reviews r
  LEFT JOIN audit a ON a.workspace_id = r.workspace_id AND a.review_id = r.id
    AND a.seq > CASE WHEN r.id = ?2 THEN ?3 ELSE 0 END
  LEFT JOIN event_texts t ON t.workspace_id = a.workspace_id AND t.review_id = a.review_id AND t.seq = a.seq
  WHERE r.workspace_id = ?1 AND r.id >= ?2 ORDER BY r.id, a.seq LIMIT ?4`;

interface HeadColumns {
  readonly review_id: string;
  readonly dialect: string;
  readonly head_version: number;
  readonly head_hash: string;
}

type Row = HeadColumns & (AuditColumns | (Omit<AuditColumns, "version"> & { readonly version: null }));

const hasEvent = (row: Row): row is HeadColumns & AuditColumns => row.version !== null;

const toWalkRow = (workspaceId: string, row: Row): WalkRow => ({
  reviewId: row.review_id,
  dialect: row.dialect,
  head: { version: row.head_version, hash: row.head_hash },
  event: hasEvent(row) ? recordedEvent(workspaceId, row.review_id, row) : null,
});

/** An unfinished walk is kept where bodies are: one row a workspace, gone when the walk is over. */
const TYPE = "audit_walk";
const ID = "unfinished";

const LOAD = "SELECT body FROM subject_bodies WHERE workspace_id = ?1 AND type = ?2 AND id = ?3";
const SAVE = `INSERT INTO subject_bodies (workspace_id, type, id, body) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (workspace_id, type, id) DO UPDATE SET body = excluded.body`;
const DROP = "DELETE FROM subject_bodies WHERE workspace_id = ?1 AND type = ?2 AND id = ?3";

const parseWalk = (text: string): Walk => JSON.parse(text);

export const createAuditWalks = (db: D1Database): AuditWalks => ({
  rows: async (workspaceId, { reviewId, version }, limit) => {
    const { results } = await db.prepare(ROWS).bind(workspaceId, reviewId, version, limit).all<Row>();
    return results.map((row) => toWalkRow(workspaceId, row));
  },
  load: async (workspaceId) => {
    const row = await db.prepare(LOAD).bind(workspaceId, TYPE, ID).first<{ readonly body: string }>();
    return row === null ? null : parseWalk(row.body);
  },
  save: async (workspaceId, walk) => {
    const statement =
      walk === null
        ? db.prepare(DROP).bind(workspaceId, TYPE, ID)
        : db.prepare(SAVE).bind(workspaceId, TYPE, ID, JSON.stringify(walk));
    await statement.run();
  },
});
