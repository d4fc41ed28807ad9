// One page of an API's reviews by limit and offset, and how many there are in all. One round trip.
// Indexes: reviews_by_status, one stream per status, or reviews_by_assignee for one person's. Newest or oldest first
// reads what it skips and shows, from the index alone where nothing else is asked; another order sorts what matches.
// The total comes from the counters where statuses alone are asked, and else counts what matches.

import type { OffsetFilter, OffsetPage, OffsetQuestion, OffsetSort } from "../app/workload-queries.ts";
import { REVIEW_COLUMNS, type ReviewRow, reviewFromRow } from "../store/rows.ts";
import type { WorkloadScope } from "./workload-rows.ts";

/** Values travel in one JSON parameter, ?2; ?1 is the workspace. */
const value = (path: string): string => `(?2->>'$.${path}')`;

/** Null where the review was never escalated. */
const IS_PICKED_UP = "r.state->>'$.escalation.isPickedUp'";

const conditionsOf = ({ isEscalated, priorityRanks }: OffsetFilter): readonly string[] => [
  ...(isEscalated === null ? [] : [`COALESCE(${IS_PICKED_UP}, 1) = ${isEscalated ? 0 : 1}`]),
  ...(priorityRanks === null
    ? []
    : [`r.priority_rank IN (${priorityRanks.map((_, at) => value(`priorityRanks[${at}]`)).join()})`]),
];

/** What the order needs beside the id. `id DESC` means newest first: ids grow with the real time they were made at. */
const KEYS = { createdAt: "NULL", dueAt: "r.due_at", priority: "r.priority_rank" } as const satisfies Record<
  OffsetSort["by"],
  string
>;

const orderOf = ({ by, isDescending }: OffsetSort): string => {
  switch (by) {
    case "createdAt":
      return isDescending ? "id DESC" : "id";
    case "dueAt":
      return `k IS NULL, k ${isDescending ? "DESC" : "ASC"}, id DESC`;
    case "priority":
      // Rank 0 is the most pressing.
      return `k ${isDescending ? "ASC" : "DESC"}, id DESC`;
  }
};

const streamsOf = ({ filter, sort }: OffsetQuestion): readonly string[] => {
  const columns = `SELECT r.id AS id, ${KEYS[sort.by]} AS k FROM reviews r INDEXED BY`;
  const rest = conditionsOf(filter)
    .map((condition) => ` AND ${condition}`)
    .join("");
  const statuses = filter.statuses.map((_, at) => value(`statuses[${at}]`));
  if (filter.assignedTo !== null) {
    return [
      `${columns} reviews_by_assignee WHERE r.workspace_id = ?1 AND r.assigned_to = ${value("assignedTo")}
        AND r.dialect = ${value("dialect")} AND r.status IN (${statuses.join()})${rest}`,
    ];
  }
  return statuses.map(
    (status) => `${columns} reviews_by_status WHERE r.workspace_id = ?1 AND r.dialect = ${value("dialect")}
        AND r.status = ${status}${rest}`,
  );
};

/** A compound SELECT takes five terms here; compounds of compounds are flattened and merged row by row all the same. */
const MAX_TERMS = 5;

const merged = (terms: readonly string[]): string => {
  if (terms.length <= MAX_TERMS) return terms.join(" UNION ALL ");
  const groups = Array.from({ length: Math.ceil(terms.length / MAX_TERMS) }, (_, at) => {
    const group = terms.slice(at * MAX_TERMS, (at + 1) * MAX_TERMS);
    return `SELECT id, k FROM (${group.join(" UNION ALL ")})`;
  });
  return merged(groups);
};

const pageSql = (question: OffsetQuestion): string => {
  const order = orderOf(question.sort);
  const page = `SELECT id, k FROM (${merged(streamsOf(question))}) ORDER BY ${order} LIMIT ${value("limit")} OFFSET ${value("offset")}`;
  return `SELECT ${REVIEW_COLUMNS} FROM (${page}) page CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = page.id
    ORDER BY ${order.replaceAll(/\b(id|k)\b/g, "page.$1")}`;
};

const COUNTED_SQL = `SELECT COALESCE(SUM(c.value), 0) AS total FROM json_each(${value("statuses")}) s
  CROSS JOIN counters c ON c.workspace_id = ?1 AND c.name = 'reviews:' || ${value("dialect")} || ':' || s.value`;

const totalSql = (question: OffsetQuestion): string => {
  const { isEscalated, priorityRanks, assignedTo } = question.filter;
  const isCounted = isEscalated === null && priorityRanks === null && assignedTo === null;
  return isCounted ? COUNTED_SQL : `SELECT count(*) AS total FROM (${merged(streamsOf(question))})`;
};

export const listByOffset = async (
  { db, dialect }: WorkloadScope,
  workspaceId: string,
  question: OffsetQuestion,
): Promise<OffsetPage> => {
  const { filter, limit, offset } = question;
  const values = JSON.stringify({ ...filter, dialect, limit, offset });
  const [page, total] = await db.batch<ReviewRow & { readonly total: number }>(
    [pageSql(question), totalSql(question)].map((sql) => db.prepare(sql).bind(workspaceId, values)),
  );
  return {
    reviews: page?.results.map((row) => reviewFromRow(row).review) ?? [],
    total: total?.results[0]?.total ?? 0,
  };
};
