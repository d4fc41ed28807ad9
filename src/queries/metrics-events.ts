// The next events of a workspace's stream that the figures do not hold, each with what they need of the review right
// after it. Index: primary keys of metric_cursors and outbox. rows_read <= k + 1.

import type { PendingEvents } from "../app/metrics-ports.ts";
import type { MeasuredEvent } from "../core/metrics.ts";

/** Figures need a dozen small fields of a snapshot: only they travel. */
const PENDING = `SELECT o.position AS position, o.type AS type, o.review_id AS reviewId, o.seq AS version,
    o.snapshot->>'$.lastEventAt' AS at, o.snapshot->>'$.dialect' AS dialect, o.snapshot->>'$.status' AS status,
    o.snapshot->>'$.priority' AS priority, o.snapshot->>'$.sla.status' AS slaStatus,
    o.snapshot->>'$.createdAt' AS openedAt, o.snapshot->>'$.decision.automated' AS automated,
    o.snapshot->>'$.escalation.by.kind' AS escalatedBy
  FROM outbox o WHERE o.workspace_id = ?1
    AND o.position > COALESCE((SELECT c.position FROM metric_cursors c WHERE c.workspace_id = ?1), 0)
  ORDER BY o.position LIMIT ?2`;

const CURSOR = "SELECT position FROM metric_cursors WHERE workspace_id = ?1";

interface EventRow extends Omit<MeasuredEvent, "isAutomated"> {
  readonly position: number;
  readonly automated: number | null;
}

/** Two statements of one batch see one state of the database: `from` is where the events begin. */
export const pendingEvents = async (db: D1Database, workspaceId: string, limit: number): Promise<PendingEvents> => {
  const [cursors, pending] = await db.batch<EventRow>([
    db.prepare(CURSOR).bind(workspaceId),
    db.prepare(PENDING).bind(workspaceId, limit),
  ]);
  const rows = pending?.results ?? [];
  const from = cursors?.results[0]?.position ?? 0;
  const events = rows.map(({ position: _, automated, ...event }) => ({
    ...event,
    isAutomated: automated === null ? null : automated === 1,
  }));
  return { from, to: rows.at(-1)?.position ?? from, events };
};
