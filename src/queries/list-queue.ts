// The newest reviews of one API that have one of some statuses, each with the body of its trace, and how many there are.
// Index: reviews_by_status, one stream a status, merged row by row; counters for the total. One round trip.
// rows_read <= k + 2 and 2 a row for the body (+ 1 where there is free text), whatever the number of reviews.

import type { ReviewFilter } from "../app/review-queries.ts";
import type { QueuePage } from "../app/trace-queries.ts";
import type { ReviewStatus } from "../core/review/review.ts";
import { reviewFromState } from "../store/rows.ts";
import { merged, streamsOf, valuesOf } from "./review-streams.ts";
import { type ListedBodyRow, listedBody, listedColumns, type TraceScope } from "./trace-rows.ts";

interface QueueRow extends ListedBodyRow {
  readonly state: string;
  readonly texts: string | null;
}

const NOTHING_ELSE: ReviewFilter = {
  statuses: [],
  dialect: null,
  priority: null,
  assignedTo: null,
  group: null,
  sla: null,
  subjectType: null,
  subjectId: null,
  createdAfter: null,
  createdBefore: null,
  dueBefore: null,
};

const pageSql = (rows: string, members: readonly string[]): string => `SELECT m.state AS state,
    CASE WHEN m.text_count > 0 THEN
      (SELECT json_group_array(json_object('version', t.seq, 'texts', json(t.texts)))
       FROM event_texts t WHERE t.workspace_id = ?1 AND t.review_id = m.id) END AS texts, ${listedColumns(members)}
  FROM (${rows} ORDER BY id DESC LIMIT ?3) m
  LEFT JOIN subject_bodies b ON b.workspace_id = ?1 AND b.type = m.subject_type AND b.id = m.subject_id
  ORDER BY m.id DESC`;

/** Primary key of counters, once per status; the parameter list spares json_each's row reads. */
const totalSql = (names: readonly string[]): string => `SELECT COALESCE(SUM(value), 0) AS total FROM counters
  WHERE workspace_id = ?1 AND name IN (${names.map((_, place) => `?${place + 2}`).join(", ")})`;

export const listQueue = async (
  { db, dialect, members }: TraceScope,
  workspaceId: string,
  statuses: readonly ReviewStatus[],
  limit: number,
): Promise<QueuePage> => {
  if (statuses.length === 0) return { items: [], total: 0 };
  const query = {
    workspaceId,
    filter: { ...NOTHING_ELSE, statuses, dialect },
    sort: "createdAt",
    after: null,
    limit,
    principals: null,
    dialects: [dialect],
    isRealTime: false,
  } as const;
  const names = statuses.map((status) => `reviews:${dialect}:${status}`);
  const [page, total] = await db.batch<QueueRow & { readonly total: number }>([
    db.prepare(pageSql(merged(streamsOf(query).terms), members)).bind(workspaceId, valuesOf(query), limit),
    db.prepare(totalSql(names)).bind(workspaceId, ...names),
  ]);
  return {
    items:
      page?.results.map((row) => ({
        review: reviewFromState(row.state, row.texts, null),
        ...listedBody(members, row),
      })) ?? [],
    total: total?.results[0]?.total ?? 0,
  };
};
