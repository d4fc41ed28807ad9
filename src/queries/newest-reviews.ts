// The newest reviews of one API that a caller may see. Ids sort by creation, so "newest" is the end of an index.
// Index: primary key of review_readers, once per principal; for those who see all, reviews_by_status, once per status.
// rows_read <= limit x principals for the ids, then one a review.

import { REVIEW_STATUSES, type Review } from "../core/review/review.ts";
import type { SeenBy } from "../app/session-queries.ts";
import { chunked, rowParameters } from "../store/insert-rows.ts";
import { type ReviewRow, reviewFromRow } from "../store/rows.ts";
import type { SessionScope } from "./session-rows.ts";

const BY_READER = `SELECT review_id AS id FROM review_readers
  WHERE workspace_id = ?1 AND principal = ?2 AND review_id < ?3 ORDER BY review_id DESC LIMIT ?4`;

const BY_STATUS = `SELECT id FROM reviews INDEXED BY reviews_by_status
  WHERE workspace_id = ?1 AND dialect = ?5 AND status = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4`;

/** As REVIEW_COLUMNS, without the subject's status: a list of reviews shows none. Texts are read where there are any. */
const COLUMNS = `r.state AS state, r.head_hash AS head_hash, NULL AS subject_status,
  CASE WHEN r.text_count > 0 THEN
    (SELECT json_group_array(json_object('version', t.seq, 'texts', json(t.texts)))
     FROM event_texts t WHERE t.workspace_id = r.workspace_id AND t.review_id = r.id) END AS texts`;

/** Primary key of reviews, in the order of the ids; each is a parameter, which spares json_each's row read. */
const loadSql = (ids: readonly string[]): string => `SELECT ${COLUMNS} FROM ${rowParameters(ids)} wanted
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = wanted.column1`;

/** Above every id. */
const NEWEST = "~";

interface Candidates {
  /** Newest first; no id between two of them is missing. */
  readonly ids: readonly string[];
  readonly isComplete: boolean;
}

/**
 * Merges one list per principal. Where a list was cut off, ids below its last one may be missing from it, so nothing
 * below the highest of those ends is taken yet.
 */
export const mergeNewest = (lists: readonly (readonly string[])[], limit: number): Candidates => {
  const ends = lists.filter((list) => list.length === limit).map((list) => list.at(-1) ?? "");
  const horizon = ends.toSorted().at(-1) ?? "";
  const ids = [...new Set(lists.flat())]
    .filter((id) => id >= horizon)
    .toSorted()
    .toReversed();
  return { ids: ids.slice(0, limit), isComplete: ends.length === 0 && ids.length <= limit };
};

const candidates = async (
  { db, dialect }: SessionScope,
  workspaceId: string,
  seenBy: SeenBy,
  below: string,
  limit: number,
): Promise<Candidates> => {
  const statements =
    seenBy.type === "all"
      ? REVIEW_STATUSES.map((status) => db.prepare(BY_STATUS).bind(workspaceId, status, below, limit, dialect))
      : seenBy.readers.map((principal) => db.prepare(BY_READER).bind(workspaceId, principal, below, limit));
  const lists = await db.batch<{ readonly id: string }>(statements);
  return mergeNewest(
    lists.map(({ results }) => results.map(({ id }) => id)),
    limit,
  );
};

/** Readers' rows do not say which API a review is of: where many are another's, it looks further down. */
export const newestReviews = async (
  scope: SessionScope,
  workspaceId: string,
  seenBy: SeenBy,
  limit: number,
): Promise<readonly Review[]> => {
  const found: Review[] = [];
  let below = NEWEST;
  for (;;) {
    const { ids, isComplete } = await candidates(scope, workspaceId, seenBy, below, limit);
    if (ids.length > 0) {
      const load = (part: readonly string[]) => scope.db.prepare(loadSql(part)).bind(workspaceId, ...part);
      const parts = await scope.db.batch<ReviewRow>(chunked(ids).map(load));
      const reviews = parts.flatMap(({ results }) => results.map((row) => reviewFromRow(row).review));
      found.push(...reviews.filter(({ dialect }) => dialect === scope.dialect));
    }
    const last = ids.at(-1);
    if (isComplete || last === undefined || found.length >= limit) return found.slice(0, limit);
    below = last;
  }
};
