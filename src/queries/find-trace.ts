// One trace by its id, whole, with its review. Indexes: primary keys of subjects and subject_bodies, reviews_by_subject.

import type { Trace, TraceBody } from "../app/trace-queries.ts";
import { TRACE_COLUMNS, type TraceRow, type TraceScope, traceFromRow, wholeBody } from "./trace-rows.ts";

const TRACE = `SELECT ${TRACE_COLUMNS}, b.body AS body FROM subjects s
  JOIN subject_bodies b ON b.workspace_id = s.workspace_id AND b.type = s.type AND b.id = s.id
  LEFT JOIN reviews r INDEXED BY reviews_by_subject
    ON r.workspace_id = s.workspace_id AND r.subject_type = s.type AND r.subject_id = s.id AND r.dialect = ?4
  WHERE s.workspace_id = ?1 AND s.type = ?2 AND s.id = ?3`;

export const findTrace = async (
  { db, type, dialect }: TraceScope,
  workspaceId: string,
  traceId: string,
): Promise<Trace | null> => {
  const statement = db.prepare(TRACE).bind(workspaceId, type, traceId, dialect);
  const row = await statement.first<TraceRow & { readonly body: string }>();
  return row === null ? null : traceFromRow(row, wholeBody(row.body));
};

const BODY = "SELECT body FROM subject_bodies WHERE workspace_id = ?1 AND type = ?2 AND id = ?3";

export const findTraceBody = async (
  { db, type }: TraceScope,
  workspaceId: string,
  traceId: string,
): Promise<TraceBody> => {
  const row = await db.prepare(BODY).bind(workspaceId, type, traceId).first<{ readonly body: string }>();
  return wholeBody(row?.body ?? null);
};
