// Endpoints: listing, making, changing, removing them. Indexes: primary key, webhook_endpoints_listed.

import type { EndpointStore } from "../app/endpoint-ports.ts";
import { newEndpointStatement } from "../store/new-endpoint-rows.ts";
import { findDelivery, listDeliveries } from "./list-deliveries.ts";
import { replayDelivery, replaySince } from "./replay-deliveries.ts";
import { ENDPOINT_COLUMNS, type EndpointRow, toEndpoint } from "./endpoint-rows.ts";

const LIST_SQL = `SELECT ${ENDPOINT_COLUMNS} FROM webhook_endpoints e INDEXED BY webhook_endpoints_listed
  WHERE e.workspace_id = ?1 AND e.origin <> 'callback' AND (e.created_at, e.id) > (?2, ?3)
  ORDER BY e.created_at, e.id LIMIT ?4`;

const FIND_SQL = `SELECT ${ENDPOINT_COLUMNS} FROM webhook_endpoints e
  WHERE e.workspace_id = ?1 AND e.id = ?2 AND e.origin <> 'callback'`;

/** Null parameters: as it is. Who changes an endpoint of the document takes it out of the document's hands until the next apply. */
const UPDATE_SQL = `UPDATE webhook_endpoints SET url = COALESCE(?3, url), events = COALESCE(?4, events),
    description = COALESCE(?5, description), definition = NULL, updated_at = ?7,
    disabled_reason = CASE WHEN ?6 IS NULL OR ?6 = status THEN disabled_reason WHEN ?6 = 'active' THEN NULL ELSE 'inactive' END,
    status = COALESCE(?6, status)
  WHERE workspace_id = ?1 AND id = ?2 AND origin <> 'callback'`;

const REMOVE_SQL = "DELETE FROM webhook_endpoints WHERE workspace_id = ?1 AND id = ?2 AND origin <> 'callback'";

/** The old secret stays where it is used: in the row. The document's own secret is replaced where the document keeps it. */
const ROTATE_SQL = [
  `UPDATE webhook_endpoints SET old_secret = COALESCE(secret, (SELECT s.sealed FROM workspace_secrets s
      WHERE s.workspace_id = ?1 AND s.name = 'webhook:' || ?2 || ':secret')),
    old_secret_until = ?4, secret = CASE WHEN origin = 'document' THEN NULL ELSE ?3 END, updated_at = ?5
    WHERE workspace_id = ?1 AND id = ?2 AND origin <> 'callback'`,
  `INSERT INTO workspace_secrets (workspace_id, name, sealed)
    SELECT workspace_id, 'webhook:' || id || ':secret', ?3 FROM webhook_endpoints
    WHERE workspace_id = ?1 AND id = ?2 AND origin = 'document' AND ?4 = old_secret_until AND ?5 = updated_at
    ON CONFLICT (workspace_id, name) DO UPDATE SET sealed = excluded.sealed`,
];

export const createEndpointStore = (db: D1Database): EndpointStore => {
  const find: EndpointStore["find"] = async (workspaceId, id) => {
    const row = await db.prepare(FIND_SQL).bind(workspaceId, id).first<EndpointRow>();
    return row === null ? null : toEndpoint(row);
  };
  return {
    find,
    list: async (workspaceId, after, limit) => {
      const bound = db.prepare(LIST_SQL).bind(workspaceId, after?.createdAt ?? -1, after?.id ?? "", limit);
      return (await bound.all<EndpointRow>()).results.map(toEndpoint);
    },
    insert: async (workspaceId, endpoint, at) => {
      const result = await newEndpointStatement(db, workspaceId, endpoint, at).run();
      return result.meta.changes > 0;
    },
    update: async (workspaceId, id, { url, events, description, status }, at) => {
      const values = [
        url ?? null,
        events === undefined ? null : JSON.stringify(events),
        description ?? null,
        status ?? null,
      ];
      await db
        .prepare(UPDATE_SQL)
        .bind(workspaceId, id, ...values, at)
        .run();
      return find(workspaceId, id);
    },
    remove: async (workspaceId, id) => (await db.prepare(REMOVE_SQL).bind(workspaceId, id).run()).meta.changes > 0,
    rotate: async (workspaceId, id, sealed, oldUntil, at) => {
      await db.batch(ROTATE_SQL.map((sql) => db.prepare(sql).bind(workspaceId, id, sealed, oldUntil, at)));
      return find(workspaceId, id);
    },
    deliveries: (workspaceId, filter, after, limit) => listDeliveries(db, workspaceId, filter, after, limit),
    findDelivery: (workspaceId, endpointId, key) => findDelivery(db, workspaceId, endpointId, key),
    replay: (workspaceId, endpointId, key, at) => replayDelivery(db, workspaceId, endpointId, key, at),
    replaySince: (workspaceId, endpointId, since) => replaySince(db, workspaceId, endpointId, since),
  };
};
