// Reviews about one subject: the open ones, and the completed ones. Index reviews_by_subject for the newest ids, then the
// primary key. rows_read <= 4 a review of the subject, at most NEWEST of them, and one per free text.

import type { StoredReview } from "../app/ports.ts";
import type { Review } from "../core/review/review.ts";
import { REVIEW_COLUMNS, type ReviewRow, reviewFromRow } from "../store/rows.ts";

/** A bound on what one request may cost. Each ending settles all that is open, so open ones are among the newest. */
const NEWEST = 1_000;

const reviewsSql = (statuses: string): string => `SELECT ${REVIEW_COLUMNS} FROM
  (SELECT id FROM reviews INDEXED BY reviews_by_subject
    WHERE workspace_id = ?1 AND subject_type = ?2 AND subject_id = ?3 ORDER BY id DESC LIMIT ${NEWEST}) newest
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = newest.id AND r.dialect = ?4 AND r.status IN (${statuses})
  ORDER BY newest.id DESC`;

const OPEN_SQL = reviewsSql("'pending', 'in_progress'");
const COMPLETED_SQL = reviewsSql("'completed'");

interface Subject {
  readonly type: string;
  readonly id: string;
}

/** Newest first. */
export const openReviewsOf = async (
  db: D1Database,
  dialect: string,
  workspaceId: string,
  { type, id }: Subject,
): Promise<readonly StoredReview[]> => {
  const { results } = await db.prepare(OPEN_SQL).bind(workspaceId, type, id, dialect).all<ReviewRow>();
  return results.map(reviewFromRow);
};

const byCompletion = (a: Review, b: Review): number => (b.completedAt ?? 0) - (a.completedAt ?? 0);

/** The latest completed first; of several at one instant the one that was opened last. */
export const completedReviewsOf = async (
  db: D1Database,
  dialect: string,
  workspaceId: string,
  { type, id }: Subject,
): Promise<readonly Review[]> => {
  const { results } = await db.prepare(COMPLETED_SQL).bind(workspaceId, type, id, dialect).all<ReviewRow>();
  return results.map((row) => reviewFromRow(row).review).toSorted(byCompletion);
};
