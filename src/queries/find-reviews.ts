// Reviews by any id they have: their own, or one that an API gave them. An own id wins over an equal alias.
// Indexes: primary keys of reviews and review_aliases. rows_read <= 4 a review, and one per free text.

import type { FoundReview } from "../app/review-queries.ts";
import { REVIEW_COLUMNS, type ReviewRow, reviewFromRow } from "../store/rows.ts";

const FIND_SQL = `SELECT w.value AS asked, ${REVIEW_COLUMNS} FROM json_each(?2) w CROSS JOIN reviews r
  ON r.workspace_id = ?1 AND r.id = COALESCE(
    (SELECT own.id FROM reviews own WHERE own.workspace_id = ?1 AND own.id = w.value),
    (SELECT a.review_id FROM review_aliases a WHERE a.workspace_id = ?1 AND a.external_id = w.value
      ORDER BY a.namespace LIMIT 1))
  ORDER BY w.key`;

/** In the order asked; ids that name nothing are left out. */
export const findReviews = async (
  db: D1Database,
  workspaceId: string,
  asked: readonly string[],
): Promise<readonly FoundReview[]> => {
  const statement = db.prepare(FIND_SQL).bind(workspaceId, JSON.stringify(asked));
  const { results } = await statement.all<ReviewRow & { readonly asked: string }>();
  return results.map((row) => ({ asked: row.asked, stored: reviewFromRow(row) }));
};
