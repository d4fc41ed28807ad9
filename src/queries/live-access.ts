// Whether somebody's approved timed access to a connection still runs. Every approved one counts, not the newest
// alone: a short one that lapsed must not hide a long one. Indexes: subjects_by_parent, reviews_by_subject.

import type { Instant } from "../core/time.ts";
import type { SessionScope } from "./session-rows.ts";

/** How many of the owner's newest sessions are looked at: a bound on what one request may cost. */
const NEWEST_SESSIONS = 200;

const SQL = `SELECT 1 AS found FROM
  (SELECT id, status FROM subjects INDEXED BY subjects_by_parent
    WHERE workspace_id = ?1 AND type = ?2 AND parent_id = ?3 ORDER BY created_at DESC LIMIT ${NEWEST_SESSIONS}) s
  CROSS JOIN reviews r INDEXED BY reviews_by_subject
    ON r.workspace_id = ?1 AND r.subject_type = ?2 AND r.subject_id = s.id AND r.dialect = ?4
  WHERE s.status <> ?7 AND r.status = 'approved' AND r.state->>'$.policy.access.kind' = 'timed'
    AND r.state->>'$.extra.connection' = ?5 AND r.state->>'$.accessEndsAt' >= ?6 LIMIT 1`;

export const hasLiveAccess = async (
  { db, type, dialect, end }: SessionScope,
  workspaceId: string,
  owner: string,
  connection: string,
  now: Instant,
): Promise<boolean> => {
  const row = await db.prepare(SQL).bind(workspaceId, type, owner, dialect, connection, now, end).first();
  return row !== null;
};
