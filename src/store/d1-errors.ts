// Reads D1's errors: what another writer had taken, what is worth another try. Messages are never logged or shown:
// they may carry SQL and parameters.

import type { ConflictOn } from "../app/ports.ts";

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
};

const CONFLICTS: readonly (readonly [RegExp, ConflictOn])[] = [
  [/audit_conflict|constraint failed: audit\./i, "audit"],
  [/constraint failed: idempotency\./i, "idempotency"],
  [/constraint failed: review_aliases\./i, "alias"],
  [/constraint failed: subjects\./i, "subject"],
  [/workspace_version_conflict|constraint failed: (?:workspace_versions|workspaces|credentials)\./i, "workspace"],
];

/** Which unique key another writer holds; null when the error is something else. */
export const conflictOn = (error: unknown): ConflictOn | null => {
  const message = messageOf(error);
  return CONFLICTS.find(([pattern]) => pattern.test(message))?.[1] ?? null;
};

const TRANSIENT =
  /network connection lost|storage caused object to be reset|reset because its code was updated|internal error in d1|cannot resolve d1|database is locked|SQLITE_BUSY|D1 DB is overloaded|timed? ?out|connection (?:closed|reset)/i;

/** Whether the same call may succeed a moment later. The platform retries reads; writes are ours to retry. */
export const isTransient = (error: unknown): boolean => TRANSIENT.test(messageOf(error));
