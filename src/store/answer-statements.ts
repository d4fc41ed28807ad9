// The answer to a request with an idempotency key, as rows of the batch of whatever it answers. A key that is taken
// breaks that batch: its answer is given already. Source: workspace.md 4, `Idempotency-Key`.

import type { Answer, IdempotencyScope } from "../app/ports.ts";
import type { Instant } from "../core/time.ts";
import { answerToRow } from "./rows.ts";

const INSERT = `INSERT INTO idempotency (workspace_id, key, actor, method, path, fingerprint, answer, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`;

/** Kept 24 h, by the workspace's clock. */
const KEPT_MS = 86_400_000;

/** A key whose answer has expired is free again, swept or not. */
const DELETE_EXPIRED = `DELETE FROM idempotency
  WHERE workspace_id = ?1 AND key = ?2 AND actor = ?3 AND method = ?4 AND path = ?5 AND created_at <= ?6`;

/** Comes before any answer that is stored under the key. */
export const expiredAnswerStatement = (
  db: D1Database,
  workspaceId: string,
  scope: IdempotencyScope,
  recordedAt: Instant,
): D1PreparedStatement =>
  db.prepare(DELETE_EXPIRED).bind(workspaceId, scope.key, scope.actor, scope.method, scope.path, recordedAt - KEPT_MS);

export const answerStatements = (
  db: D1Database,
  workspaceId: string,
  { scope, answer }: { readonly scope: IdempotencyScope; readonly answer: Answer },
  recordedAt: Instant,
): readonly D1PreparedStatement[] => {
  const key = [workspaceId, scope.key, scope.actor, scope.method, scope.path];
  return [
    expiredAnswerStatement(db, workspaceId, scope, recordedAt),
    db.prepare(INSERT).bind(...key, scope.fingerprint, answerToRow(answer), recordedAt),
  ];
};
