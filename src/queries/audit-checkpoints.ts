// Signed checkpoints of the audit trail, and the stream of events that they cover.
// Indexes: primary keys of workspaces, audit_checkpoints, outbox and audit. rows_read <= 2 an event, 3 a workspace.

import type { Behind, Checkpoint, CheckpointQueries, StreamedEvent } from "../app/checkpoint-queries.ts";

const BEHIND_SQL = `SELECT w.id AS workspaceId, c.day AS day, c.position AS position, c.review_count AS reviewCount,
    c.digest AS digest, c.signature AS signature, c.created_at AS createdAt
  FROM workspaces w LEFT JOIN audit_checkpoints c ON c.workspace_id = w.id
    AND c.day = (SELECT MAX(latest.day) FROM audit_checkpoints latest WHERE latest.workspace_id = w.id)
  WHERE w.id > ?1
    AND (SELECT MAX(o.position) FROM outbox o WHERE o.workspace_id = w.id) > COALESCE(c.position, 0)
  ORDER BY w.id LIMIT ?2`;

const EVENTS_SQL = `SELECT o.position AS position, o.review_id AS reviewId, o.seq AS version, a.hash AS hash
  FROM outbox o LEFT JOIN audit a
    ON a.workspace_id = o.workspace_id AND a.review_id = o.review_id AND a.seq = o.seq
  WHERE o.workspace_id = ?1 AND o.position > ?2 ORDER BY o.position LIMIT ?3`;

const SAVE_SQL = `INSERT INTO audit_checkpoints (workspace_id, day, position, review_count, digest, signature, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (workspace_id, day) DO UPDATE SET position = excluded.position, review_count = excluded.review_count,
    digest = excluded.digest, signature = excluded.signature, created_at = excluded.created_at
  WHERE excluded.position > audit_checkpoints.position`;

const LIST_SQL = `SELECT workspace_id AS workspaceId, day, position, review_count AS reviewCount, digest, signature,
    created_at AS createdAt
  FROM audit_checkpoints WHERE workspace_id = ?1 AND day > ?2 ORDER BY day LIMIT ?3`;

type BehindRow = { readonly workspaceId: string } & { readonly [Key in keyof Checkpoint]: Checkpoint[Key] | null };

const toBehind = ({ workspaceId, ...row }: BehindRow): Behind => {
  const { day, position, reviewCount, digest, signature, createdAt } = row;
  if (day === null || position === null || reviewCount === null) return { workspaceId, latest: null };
  if (digest === null || signature === null || createdAt === null) return { workspaceId, latest: null };
  return { workspaceId, latest: { workspaceId, day, position, reviewCount, digest, signature, createdAt } };
};

export const createCheckpointQueries = (db: D1Database): CheckpointQueries => ({
  behind: async (after, limit) =>
    (await db.prepare(BEHIND_SQL).bind(after, limit).all<BehindRow>()).results.map(toBehind),
  events: async (workspaceId, after, limit) =>
    (await db.prepare(EVENTS_SQL).bind(workspaceId, after, limit).all<StreamedEvent>()).results,
  save: async ({ workspaceId, day, position, reviewCount, digest, signature, createdAt }) => {
    await db.prepare(SAVE_SQL).bind(workspaceId, day, position, reviewCount, digest, signature, createdAt).run();
  },
  list: async (workspaceId, afterDay, limit) =>
    (await db.prepare(LIST_SQL).bind(workspaceId, afterDay, limit).all<Checkpoint>()).results,
});
