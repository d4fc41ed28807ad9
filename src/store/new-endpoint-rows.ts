// A new row of webhook_endpoints, whoever makes it: the API, or the commit of the review that it belongs to.

import type { NewEndpoint } from "../app/endpoint-ports.ts";
import type { Instant } from "../core/time.ts";

/** It begins with what happens from now on. */
const INSERT_SQL = `INSERT INTO webhook_endpoints (workspace_id, id, origin, url, format, events, description, username,
    status, disabled_reason, secret, password, cursor, own_count, created_at, updated_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
    COALESCE((SELECT MAX(position) FROM outbox WHERE workspace_id = ?1), 0), 0, ?13, ?13)
  ON CONFLICT (workspace_id, id) DO NOTHING`;

/** Changes nothing where there is one of that id. */
export const newEndpointStatement = (
  db: D1Database,
  workspaceId: string,
  endpoint: NewEndpoint,
  at: Instant,
): D1PreparedStatement => {
  const { id, origin, url, format, events, description, username, status, secret, password } = endpoint;
  const reason = status === "active" ? null : "inactive";
  const values = [id, origin, url, format, JSON.stringify(events), description, username, status, reason];
  return db.prepare(INSERT_SQL).bind(workspaceId, ...values, secret, password, at);
};
