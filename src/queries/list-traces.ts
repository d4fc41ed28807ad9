// One page of traces, newest first, and how many there are. One round trip.
// Indexes: subjects_by_parent with an agent, else subjects_by_status with a status, else subjects_by_time. A page costs
// what it skips and the total what it counts, both on the index alone: pages by number, with a total, are the contract.

import type { TraceFilter, TracePage } from "../app/trace-queries.ts";
import {
  type ListedBodyRow,
  listedBody,
  listedColumns,
  TRACE_COLUMNS,
  type TraceRow,
  type TraceScope,
  traceFromRow,
} from "./trace-rows.ts";

type Value = string | number;

interface Selection {
  readonly from: string;
  /** In the order of its parameters. */
  readonly values: readonly Value[];
}

const indexFor = ({ agent, status }: TraceFilter): string => {
  if (agent !== null) return "subjects_by_parent";
  return status === null ? "subjects_by_time" : "subjects_by_status";
};

const selection = (type: string, workspaceId: string, filter: TraceFilter): Selection => {
  const { agent, status, from, to } = filter;
  const asked: readonly (readonly [string, Value | null])[] = [
    ["s.workspace_id =", workspaceId],
    ["s.type =", type],
    ["s.parent_id =", agent],
    ["s.status =", status],
    ["s.created_at >=", from],
    ["s.created_at <=", to],
  ];
  const given = asked.flatMap(([sql, value]): [string, Value][] => (value === null ? [] : [[sql, value]]));
  const where = given.map(([sql], place) => `${sql} ?${place + 1}`).join(" AND ");
  return {
    from: `FROM subjects s INDEXED BY ${indexFor(filter)} WHERE ${where}`,
    values: given.map(([, value]) => value),
  };
};

const pageSql = ({ from, values }: Selection, members: readonly string[]): string => {
  const next = values.length + 1;
  return `WITH page AS MATERIALIZED (
      SELECT s.id AS id, s.parent_id AS parent_id, s.status AS status, s.created_at AS created_at ${from}
      ORDER BY s.created_at DESC, s.id DESC LIMIT ?${next} OFFSET ?${next + 1})
    SELECT ${TRACE_COLUMNS}, ${listedColumns(members)} FROM page s
    JOIN subject_bodies b ON b.workspace_id = ?1 AND b.type = ?2 AND b.id = s.id
    LEFT JOIN reviews r INDEXED BY reviews_by_subject
      ON r.workspace_id = ?1 AND r.subject_type = ?2 AND r.subject_id = s.id AND r.dialect = ?${next + 2}
    ORDER BY s.created_at DESC, s.id DESC`;
};

export const listTraces = async (
  { db, type, dialect, members }: TraceScope,
  workspaceId: string,
  filter: TraceFilter,
  limit: number,
  offset: number,
): Promise<TracePage> => {
  const selected = selection(type, workspaceId, filter);
  const [page, total] = await db.batch<TraceRow & ListedBodyRow & { readonly total: number }>([
    db.prepare(pageSql(selected, members)).bind(...selected.values, limit, offset, dialect),
    db.prepare(`SELECT count(*) AS total ${selected.from}`).bind(...selected.values),
  ]);
  return {
    traces: page?.results.map((row) => traceFromRow(row, listedBody(members, row))) ?? [],
    total: total?.results[0]?.total ?? 0,
  };
};
