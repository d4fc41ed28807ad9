// Ends a session for good: nothing leaves that status again. Its review is never touched.
// Index: primary key of subjects. Ending twice changes nothing, so a second answer under one key is ignored.

import type { SessionQueries } from "../app/session-queries.ts";
import { answerToRow } from "../store/rows.ts";
import type { SessionScope } from "./session-rows.ts";

const END = `UPDATE subjects SET status = ?4 WHERE workspace_id = ?1 AND type = ?2 AND id = ?3 AND status IS NOT ?4`;

const ANSWER = `INSERT OR IGNORE INTO idempotency
  (workspace_id, key, actor, method, path, fingerprint, answer, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`;

export const endSession = async (
  { db, type, end }: SessionScope,
  ...[workspaceId, sessionId, stored, recordedAt]: Parameters<SessionQueries["end"]>
): Promise<void> => {
  const ending = db.prepare(END).bind(workspaceId, type, sessionId, end);
  if (stored === null) {
    await ending.run();
    return;
  }
  const { key, actor, method, path, fingerprint } = stored.scope;
  const answer = db
    .prepare(ANSWER)
    .bind(workspaceId, key, actor, method, path, fingerprint, answerToRow(stored.answer), recordedAt);
  await db.batch([ending, answer]);
};
