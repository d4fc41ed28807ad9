// Rows of sessions: a subject, its body and its review, which may be absent.

import type { JsonObject } from "../core/json.ts";
import type { Session } from "../app/session-queries.ts";
import { REVIEW_COLUMNS, type ReviewRow, reviewFromRow } from "../store/rows.ts";

/** Which subjects are sessions, and whose reviews count as theirs. */
export interface SessionScope {
  readonly db: D1Database;
  readonly type: string;
  readonly dialect: string;
  /** Status that ends a session for good. */
  readonly end: string;
}

/** Select list over `subjects s`, `subject_bodies b` and `reviews r`. */
export const SESSION_COLUMNS = `s.id AS session_id, s.parent_id AS owner, s.status AS session_status,
  s.created_at AS session_created_at, b.body AS body, ${REVIEW_COLUMNS}`;

export interface SessionRow extends Omit<ReviewRow, "state" | "head_hash"> {
  readonly session_id: string;
  readonly owner: string | null;
  readonly session_status: string | null;
  readonly session_created_at: number;
  readonly body: string;
  /** Null where the session has no review. */
  readonly state: string | null;
  readonly head_hash: string | null;
}

export const sessionFromRow = (row: SessionRow): Session => {
  const { state, head_hash } = row;
  const body: JsonObject = JSON.parse(row.body);
  return {
    id: row.session_id,
    owner: row.owner ?? "",
    status: row.session_status ?? "",
    createdAt: row.session_created_at,
    body,
    review: state === null || head_hash === null ? null : reviewFromRow({ ...row, state, head_hash }).review,
  };
};
