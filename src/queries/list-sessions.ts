// One page of sessions, newest first, and how many there are. One round trip.
// Indexes: subjects_by_time, or with a review status reviews_by_status, for those who see all; for everybody else
// subjects_by_parent (their own) and review_readers. A page costs what it skips, and the total what it counts: the
// list's contract is limit and offset with a total, so a reader pays for what that reader may see, never for the rest.

import type { SessionPage, SessionsQuestion } from "../app/session-queries.ts";
import { SESSION_COLUMNS, type SessionRow, type SessionScope, sessionFromRow } from "./session-rows.ts";

const ALL = `SELECT s.id AS id, s.created_at AS place FROM subjects s INDEXED BY subjects_by_time
  WHERE s.workspace_id = ?1 AND s.type = ?2`;

const ALL_WITH_STATUS = `SELECT r.subject_id AS id, r.id AS place FROM reviews r INDEXED BY reviews_by_status
  WHERE r.workspace_id = ?1 AND r.dialect = ?3 AND r.status = ?4 AND r.subject_type = ?2`;

const READABLE = `SELECT s.id AS id, s.created_at AS place FROM subjects s INDEXED BY subjects_by_parent
  WHERE s.workspace_id = ?1 AND s.type = ?2 AND s.parent_id = ?6
  UNION
  SELECT s.id, s.created_at FROM json_each(?7) p
  CROSS JOIN review_readers reader ON reader.workspace_id = ?1 AND reader.principal = p.value
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = reader.review_id AND r.dialect = ?3 AND r.subject_type = ?2
  CROSS JOIN subjects s ON s.workspace_id = ?1 AND s.type = ?2 AND s.id = r.subject_id`;

/** Every parameter is named in every statement, so that all of them bind alike. */
const PARAMETERS = "(SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

const REVIEW_FILTER = `EXISTS (SELECT 1 FROM reviews r INDEXED BY reviews_by_subject
  WHERE r.workspace_id = ?1 AND r.subject_type = ?2 AND r.subject_id = seen.id AND r.dialect = ?3
    AND (?4 IS NULL OR r.status = ?4)
    AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(r.state, '$.groups') asked
      WHERE asked.value->>'group' IN (SELECT value FROM json_each(?5)))))`;

const seenSql = ({ seenBy, reviewStatus, reviewGroups }: SessionsQuestion): string => {
  const seen = seenBy.type === "reader" ? READABLE : reviewStatus === null ? ALL : ALL_WITH_STATUS;
  const isFiltered = reviewGroups !== null || (seenBy.type === "reader" && reviewStatus !== null);
  return `SELECT id, place FROM (${seen}) seen WHERE ${isFiltered ? REVIEW_FILTER : "true"}`;
};

const pageSql = (question: SessionsQuestion): string => `WITH page AS MATERIALIZED (
    ${seenSql(question)} ORDER BY place DESC, id DESC LIMIT ?8 OFFSET ?9)
  SELECT ${SESSION_COLUMNS} FROM page
  CROSS JOIN subjects s ON s.workspace_id = ?1 AND s.type = ?2 AND s.id = page.id
  CROSS JOIN subject_bodies b ON b.workspace_id = ?1 AND b.type = ?2 AND b.id = page.id
  LEFT JOIN reviews r INDEXED BY reviews_by_subject
    ON r.workspace_id = ?1 AND r.subject_type = ?2 AND r.subject_id = page.id AND r.dialect = ?3
  WHERE EXISTS ${PARAMETERS}
  ORDER BY page.place DESC, page.id DESC`;

/** Every review has one session: how many reviews have a status is counted already. */
const COUNTER = `SELECT value AS total FROM counters
  WHERE workspace_id = ?1 AND name = 'reviews:' || ?3 || ':' || ?4 AND EXISTS ${PARAMETERS}`;

const totalSql = (question: SessionsQuestion): string => {
  const { seenBy, reviewStatus, reviewGroups } = question;
  const isCounted = seenBy.type === "all" && reviewStatus !== null && reviewGroups === null;
  return isCounted ? COUNTER : `SELECT count(*) AS total FROM (${seenSql(question)}) WHERE EXISTS ${PARAMETERS}`;
};

export const listSessions = async (
  { db, type, dialect }: SessionScope,
  workspaceId: string,
  question: SessionsQuestion,
): Promise<SessionPage> => {
  const { seenBy, reviewStatus, reviewGroups, limit, offset } = question;
  const owner = seenBy.type === "reader" ? seenBy.owner : null;
  const readers = seenBy.type === "reader" ? JSON.stringify(seenBy.readers) : null;
  const groups = reviewGroups === null ? null : JSON.stringify(reviewGroups);
  const values = [workspaceId, type, dialect, reviewStatus, groups, owner, readers, limit, offset];
  const [page, total] = await db.batch<SessionRow & { readonly total: number }>(
    [pageSql(question), totalSql(question)].map((sql) => db.prepare(sql).bind(...values)),
  );
  return { sessions: page?.results.map(sessionFromRow) ?? [], total: total?.results[0]?.total ?? 0 };
};
