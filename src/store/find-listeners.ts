// Who is to be told of a commit, asked in the commit's own batch: no further round trip, and nobody is told of what did
// not happen. rows_read: 1, one for each active endpoint, and one for each review that changed.
// Indexes: webhook_endpoints_active, primary keys.

import type { CommitRequest } from "../app/ports.ts";
import type { Listener } from "../app/webhook-ports.ts";

const LISTENERS_SQL = `SELECT id FROM webhook_endpoints INDEXED BY webhook_endpoints_active
    WHERE workspace_id = ?1 AND status = 'active' AND origin <> 'callback'
  UNION ALL SELECT e.id FROM json_each(?2) r
    CROSS JOIN webhook_endpoints e ON e.workspace_id = ?1 AND e.id = 'callback:' || r.value AND e.status = 'active'
  UNION ALL SELECT NULL FROM workspaces WHERE id = ?1 AND listening_until > unixepoch() * 1000`;

export const listenersStatement = (db: D1Database, { workspaceId, items }: CommitRequest): D1PreparedStatement => {
  const reviewIds = [...new Set(items.map(({ after }) => after.id))];
  return db.prepare(LISTENERS_SQL).bind(workspaceId, JSON.stringify(reviewIds));
};

/** Of the rows that the statement brought. */
export const listenersOf = (
  workspaceId: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly Listener[] =>
  rows.map(({ id }) =>
    typeof id === "string" ? { type: "endpoint", workspaceId, endpointId: id } : { type: "hub", workspaceId },
  );
