// The statements of claims.ts, but for those that look along the line. ?1 is the workspace.

/** Primary key. A lease that is over is none. */
export const FIND = `SELECT member_id, member_name, until FROM review_claims
  WHERE workspace_id = ?1 AND review_id = ?2 AND until > ?3`;

/** Parameters before the reviews, each of which is `["<id>", <version>]`. */
const FIRST_REVIEW = 9;

/**
 * Primary keys, twice for each review tried. One statement looks and takes, so that of any number of requests one gets
 * it; a review that has moved on since it was judged is not taken.
 * ?2 member, ?3 name, ?4 until, ?5 1 on a test clock, ?6 token, ?7 now, ?8 1 to take over.
 */
export const takeSql = (count: number): string => `INSERT INTO review_claims
    (workspace_id, review_id, member_id, member_name, until, is_test, token)
  SELECT ?1, r.id, ?2, ?3, ?4, ?5, ?6
  FROM (VALUES ${Array.from({ length: count }, (_, place) => `(?${FIRST_REVIEW + place}, ${place})`).join(", ")}) w
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = w.column1->>'$[0]' AND r.version = w.column1->>'$[1]'
  WHERE ?8 = 1 OR NOT EXISTS (SELECT 1 FROM review_claims c
    WHERE c.workspace_id = ?1 AND c.review_id = r.id AND c.member_id <> ?2 AND c.until > ?7)
  ORDER BY w.column2 LIMIT 1
  ON CONFLICT (workspace_id, review_id) DO UPDATE SET member_id = excluded.member_id, member_name = excluded.member_name,
    until = excluded.until, token = excluded.token
  RETURNING review_id`;

/** Primary key, once for each review tried. The answer to whoever took one, under their key; ?9 on: the reviews' ids. */
export const keepTakenSql = (count: number): string => `INSERT INTO idempotency
    (workspace_id, key, actor, method, path, fingerprint, created_at, answer)
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,
    json_object('type', 'body', 'status', 200, 'body', json_object('reviewId', review_id))
  FROM review_claims WHERE workspace_id = ?1 AND token = ?8
    AND review_id IN (${Array.from({ length: count }, (_, place) => `?${FIRST_REVIEW + place}`).join(", ")})`;

/** Primary key. ?3 the member, null: whoever holds it. */
export const RELEASE = `DELETE FROM review_claims WHERE workspace_id = ?1 AND review_id = ?2
  AND (?3 IS NULL OR member_id = ?3)`;

/** Index review_claims_by_end: reads what it deletes. Only Cron asks it. */
export const PRUNE = `DELETE FROM review_claims WHERE (workspace_id, review_id) IN
  (SELECT workspace_id, review_id FROM review_claims INDEXED BY review_claims_by_end
   WHERE is_test = 0 AND until <= ?1 ORDER BY until LIMIT ?2)`;
