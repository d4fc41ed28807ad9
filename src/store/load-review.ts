// Reads reviews for deciding: the row, its texts and its subject's status, in one round trip.

import type { CurrentState, IdempotencyScope, StoredAnswer, StoredReview } from "../app/ports.ts";
import { chunked } from "./insert-rows.ts";
import { answerFromRow, REVIEW_COLUMNS, type ReviewRow, reviewFromRow, reviewIdOfAnswer } from "./rows.ts";

/** Primary key. */
export const LOAD_SQL = `SELECT ${REVIEW_COLUMNS} FROM reviews r WHERE r.workspace_id = ?1 AND r.id = ?2`;

/** Primary key, once per id; the parameter list spares json_each's row read. */
const loadManySql = (ids: readonly string[]): string => `SELECT ${REVIEW_COLUMNS}
  FROM (VALUES ${ids.map((_, place) => `(?${place + 2})`).join(", ")}) wanted
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = wanted.column1`;

/** Index idempotency_key. */
const ANSWER_SQL = `SELECT fingerprint, answer FROM idempotency
  WHERE workspace_id = ?1 AND key = ?2 AND actor = ?3 AND method = ?4 AND path = ?5`;

/** Primary key of event_texts. */
const TEXTS_SQL = `SELECT json_group_array(json_object('version', seq, 'texts', json(texts))) AS texts
  FROM event_texts WHERE workspace_id = ?1 AND review_id = ?2`;

interface AnswerRow {
  readonly fingerprint: string;
  readonly answer: string;
}

export const loadReview = async (
  db: D1Database,
  workspaceId: string,
  reviewId: string,
): Promise<StoredReview | null> => {
  const row = await db.prepare(LOAD_SQL).bind(workspaceId, reviewId).first<ReviewRow>();
  return row === null ? null : reviewFromRow(row);
};

/** One round trip, in the order of the ids. */
export const loadReviews = async (
  db: D1Database,
  workspaceId: string,
  reviewIds: readonly string[],
): Promise<readonly StoredReview[]> => {
  if (reviewIds.length === 0) return [];
  const statements = chunked(reviewIds).map((ids) => db.prepare(loadManySql(ids)).bind(workspaceId, ...ids));
  const results = await db.batch<ReviewRow>(statements);
  return results.flatMap((result) => result.results.map(reviewFromRow));
};

/** The answer of a row; a review's texts are read only now, on the rare path of a replay. */
export const hydrateAnswer = async (db: D1Database, workspaceId: string, row: AnswerRow): Promise<StoredAnswer> => {
  const reviewId = reviewIdOfAnswer(row.answer);
  if (reviewId === null) return answerFromRow(row, null);
  const texts = await db.prepare(TEXTS_SQL).bind(workspaceId, reviewId).first<{ texts: string }>();
  return answerFromRow(row, texts?.texts ?? null);
};

const answerStatement = (db: D1Database, workspaceId: string, { key, actor, method, path }: IdempotencyScope) =>
  db.prepare(ANSWER_SQL).bind(workspaceId, key, actor, method, path);

export const findAnswer = async (
  db: D1Database,
  workspaceId: string,
  scope: IdempotencyScope,
): Promise<StoredAnswer | null> => {
  const row = await answerStatement(db, workspaceId, scope).first<AnswerRow>();
  return row === null ? null : hydrateAnswer(db, workspaceId, row);
};

/** What an answer that writes nothing is checked against: one round trip, one row, two with a key. */
export const currentState = async (
  db: D1Database,
  workspaceId: string,
  reviewId: string,
  scope: IdempotencyScope | null,
): Promise<CurrentState> => {
  const version = db
    .prepare("SELECT version FROM reviews WHERE workspace_id = ?1 AND id = ?2")
    .bind(workspaceId, reviewId);
  if (scope === null) {
    const row = await version.first<{ version: number }>();
    return { version: row?.version ?? null, answer: null };
  }
  const [versions, answers] = await db.batch<{ version: number } & AnswerRow>([
    version,
    answerStatement(db, workspaceId, scope),
  ]);
  const answer = answers?.results[0];
  return {
    version: versions?.results[0]?.version ?? null,
    answer: answer === undefined ? null : await hydrateAnswer(db, workspaceId, answer),
  };
};
