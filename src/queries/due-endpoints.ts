// Which endpoints have something to do that nobody has told them of? For Cron, across workspaces, and for one workspace
// whose clock has moved. Indexes: webhook_endpoints_by_wake, webhook_endpoints_active, webhook_endpoints_by_test_wake.
// rows_read: 2 an endpoint that is due, 4 an active one that is not.

import type { Instant } from "../core/time.ts";

export interface DueEndpoint {
  readonly workspaceId: string;
  readonly endpointId: string;
}

/** An alarm that is late by so much is lost. */
const GRACE_MS = 5_000;

const OVERDUE_SQL = `SELECT e.workspace_id AS workspaceId, e.id AS endpointId
  FROM webhook_endpoints e INDEXED BY webhook_endpoints_by_wake
  WHERE e.wake_at <= ?1 AND e.status = 'active'
    AND (SELECT w.deleted_at FROM workspaces w WHERE w.id = e.workspace_id) IS NULL ORDER BY e.wake_at LIMIT ?2`;

/** Events behind the cursor's back: the message after a commit was lost. ?1, ?2 the last one seen. */
const BEHIND_SQL = `SELECT e.workspace_id AS workspaceId, e.id AS endpointId,
    e.cursor < COALESCE((SELECT MAX(o.position) FROM outbox o WHERE o.workspace_id = e.workspace_id), 0)
      AND (SELECT w.deleted_at FROM workspaces w WHERE w.id = e.workspace_id) IS NULL AS isBehind
  FROM webhook_endpoints e INDEXED BY webhook_endpoints_active
  WHERE e.status = 'active' AND e.origin <> 'callback' AND (e.workspace_id, e.id) > (?1, ?2)
  ORDER BY e.workspace_id, e.id LIMIT ?3`;

export const findOverdueEndpoints = async (
  db: D1Database,
  now: Instant,
  limit: number,
): Promise<readonly DueEndpoint[]> => {
  const { results } = await db
    .prepare(OVERDUE_SQL)
    .bind(now - GRACE_MS, limit)
    .all<DueEndpoint>();
  return results;
};

/** The next active endpoints in order of their keys. `last` null: that was all. */
export const findEndpointsBehind = async (
  db: D1Database,
  after: DueEndpoint | null,
  limit: number,
): Promise<{ readonly behind: readonly DueEndpoint[]; readonly last: DueEndpoint | null }> => {
  const { results } = await db
    .prepare(BEHIND_SQL)
    .bind(after?.workspaceId ?? "", after?.endpointId ?? "", limit)
    .all<DueEndpoint & { readonly isBehind: number }>();
  return {
    behind: results
      .filter(({ isBehind }) => isBehind === 1)
      .map(({ workspaceId, endpointId }) => ({ workspaceId, endpointId })),
    last: results.length < limit ? null : (results.at(-1) ?? null),
  };
};

const TEST_DUE_SQL = `SELECT id AS endpointId FROM webhook_endpoints INDEXED BY webhook_endpoints_by_test_wake
    WHERE workspace_id = ?1 AND test_wake_at <= (SELECT test_now FROM workspaces WHERE id = ?1)
  UNION
  SELECT id AS endpointId FROM webhook_endpoints INDEXED BY webhook_endpoints_active
    WHERE workspace_id = ?1 AND status = 'active' AND origin <> 'callback'
      AND cursor < COALESCE((SELECT MAX(position) FROM outbox WHERE workspace_id = ?1), 0)
  LIMIT ?2`;

/** Endpoints of a workspace on its own clock that have something to do by now. */
export const findTestDueEndpoints = async (
  db: D1Database,
  workspaceId: string,
  limit: number,
): Promise<readonly DueEndpoint[]> => {
  const { results } = await db.prepare(TEST_DUE_SQL).bind(workspaceId, limit).all<{ endpointId: string }>();
  return results.map(({ endpointId }) => ({ workspaceId, endpointId }));
};
