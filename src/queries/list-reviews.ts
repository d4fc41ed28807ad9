// One page of reviews. Walks the streams in chunks until the page is full, the streams end, or as many rows as one page
// may look at have been looked at; then the page is short and its position says where to go on.
// Indexes: see review-streams.ts. rows_read <= k + streams with nothing left to ask of the rows, else bounded by MAX_SCANNED.

import type { ListPage, ListPosition, ListQuery, ReviewFilter } from "../app/review-queries.ts";
import { reviewFromState } from "../store/rows.ts";
import { BODY_OR_SIZE, completed, type ListedRow } from "./review-pieces.ts";
import { COLUMNS, merged, type Streams, streamsOf, valuesOf } from "./review-streams.ts";

/** Rows that one page looks at: 20 round trips of a search that finds nothing. */
export const MAX_SCANNED = 10_000;
const CHUNK = 500;

interface ScannedRow {
  readonly id: string;
  readonly k: number;
  /** 0: a row that the filter passes over; only its place is known. */
  readonly hit: number;
  readonly state: string | null;
  readonly text_count: number;
  readonly body: string | number | null;
}

/** `piece`: what comes along with a row that matches, as `body`. */
const pageSql = ({ terms, residual, orderBy, isSorted }: Streams, piece: string): string => {
  const rows = merged(terms);
  const bounded =
    isSorted && residual !== null
      ? `SELECT ${COLUMNS} FROM (${rows}) WHERE ${residual} ORDER BY ${orderBy} LIMIT ?3`
      : `${rows} ORDER BY ${orderBy} LIMIT ?3`;
  const hit = isSorted || residual === null ? "1" : residual;
  return `SELECT id, k, hit, text_count, CASE WHEN hit THEN state END AS state, CASE WHEN hit THEN ${piece} END AS body
    FROM (SELECT *, (${hit}) AS hit FROM (${bounded})) m`;
};

/** Readers may be more than who was asked: the groups that may force are readers, too. */
const isOfGroup = (state: string, { group, anyGroup }: ReviewFilter): boolean => {
  if (group === null && anyGroup === undefined) return true;
  const { policy, groups } = reviewFromState(state, null, null);
  const isAsked = (name: string): boolean =>
    policy.askedGroups.includes(name) || groups.some((row) => row.group === name);
  return (group === null || isAsked(group)) && (anyGroup === undefined || anyGroup.some(isAsked));
};

interface Walk {
  readonly rows: readonly (ListedRow & { readonly position: ListPosition })[];
  /** Null: the streams have ended. */
  readonly next: ListPosition | null;
}

/** Rows that match, one more than the page holds if there are so many. */
export const walk = async (db: D1Database, query: ListQuery, piece: string): Promise<Walk> => {
  const found = new Map<string, ListedRow & { readonly position: ListPosition }>();
  let position = query.after;
  for (let scanned = 0; scanned < MAX_SCANNED; ) {
    const here = { ...query, after: position };
    const streams = streamsOf(here);
    const size = scanned === 0 ? query.limit + 1 : Math.max(query.limit + 1, CHUNK);
    const { results } = await db
      .prepare(pageSql(streams, piece))
      .bind(query.workspaceId, valuesOf(here), size)
      .all<ScannedRow>();
    for (const { id, k, state, text_count, body } of results) {
      position = { key: k, id };
      if (state !== null && isOfGroup(state, query.filter)) {
        found.set(id, { id, state, textCount: text_count, body, position });
      }
      if (found.size > query.limit) return { rows: [...found.values()], next: position };
    }
    scanned += results.length;
    if (results.length < size) {
      if (streams.continuesAt === null) return { rows: [...found.values()], next: null };
      position = streams.continuesAt;
    }
  }
  return { rows: [...found.values()], next: position };
};

export const listReviews = async (db: D1Database, query: ListQuery): Promise<ListPage> => {
  const { rows, next } = await walk(db, query, BODY_OR_SIZE);
  const isFull = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  const reviews = await completed(db, query.workspaceId, page);
  const last = page[reviews.length - 1];
  const isCut = reviews.length < page.length;
  return { reviews, next: isFull || isCut ? (last?.position ?? null) : next };
};
