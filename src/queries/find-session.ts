// One session by its id, with its review. Index: primary keys of subjects and subject_bodies, reviews_by_subject.

import type { Session } from "../app/session-queries.ts";
import type { SessionScope } from "./session-rows.ts";
import { SESSION_COLUMNS, type SessionRow, sessionFromRow } from "./session-rows.ts";

const SQL = `SELECT ${SESSION_COLUMNS} FROM subjects s
  JOIN subject_bodies b ON b.workspace_id = s.workspace_id AND b.type = s.type AND b.id = s.id
  LEFT JOIN reviews r INDEXED BY reviews_by_subject
    ON r.workspace_id = s.workspace_id AND r.subject_type = s.type AND r.subject_id = s.id AND r.dialect = ?4
  WHERE s.workspace_id = ?1 AND s.type = ?2 AND s.id = ?3`;

export const findSession = async (
  { db, type, dialect }: SessionScope,
  workspaceId: string,
  sessionId: string,
): Promise<Session | null> => {
  const row = await db.prepare(SQL).bind(workspaceId, type, sessionId, dialect).first<SessionRow>();
  return row === null ? null : sessionFromRow(row);
};
