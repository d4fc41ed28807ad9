// The counts of a range of time and of now. Indexes: primary keys of metric_spans and metric_open.
// rows_read <= a row for each span of the range and API that holds anything, and 3 for each API: however long the range,
// at most two days of hours, two hours of minutes and two minutes of instants beside its days.

import type { FiguresQuery, FiguresRead } from "../app/metrics-ports.ts";
import { addCounts, type Counts } from "../core/metric-counts.ts";
import { NOW } from "../core/metric-spans.ts";

const SPANS = `SELECT counts FROM metric_spans
  WHERE workspace_id = ?1 AND width = ?2 AND start >= ?3 AND start < ?4 AND (?5 IS NULL OR dialect = ?5)`;

/** The first open review of each API that ever had one. */
const OLDEST = `SELECT MIN((SELECT o.opened_at FROM metric_open o WHERE o.workspace_id = ?1 AND o.dialect = s.dialect
    ORDER BY o.opened_at LIMIT 1)) AS oldest
  FROM metric_spans s WHERE s.workspace_id = ?1 AND s.width = ${NOW} AND s.start = 0 AND (?2 IS NULL OR s.dialect = ?2)`;

interface Row {
  readonly counts: string;
  readonly oldest: number | null;
}

const sumOf = (rows: readonly Row[]): Counts =>
  rows.reduce<Counts>((sum, { counts }) => {
    const parsed: Counts = JSON.parse(counts);
    return addCounts(sum, parsed);
  }, {});

/** One batch: range and now are of the same moment. */
export const readFigures = async (
  db: D1Database,
  { workspaceId, runs, dialect }: FiguresQuery,
): Promise<FiguresRead> => {
  const spans = (width: number, from: number, to: number): D1PreparedStatement =>
    db.prepare(SPANS).bind(workspaceId, width, from, to, dialect);
  const [oldest, open, ...ranges] = await db.batch<Row>([
    db.prepare(OLDEST).bind(workspaceId, dialect),
    spans(NOW, 0, 1),
    ...runs.map(({ width, from, to }) => spans(width, from, to)),
  ]);
  return {
    oldestOpenedAt: oldest?.results[0]?.oldest ?? null,
    open: sumOf(open?.results ?? []),
    range: sumOf(ranges.flatMap(({ results }) => results)),
  };
};

/** Three rows read a workspace. One of the few questions that cross workspaces: only Cron asks it. */
const BEHIND = `SELECT w.id AS id FROM workspaces w LEFT JOIN metric_cursors c ON c.workspace_id = w.id
  WHERE w.id > ?1 AND (SELECT MAX(o.position) FROM outbox o WHERE o.workspace_id = w.id) > COALESCE(c.position, 0)
  ORDER BY w.id LIMIT ?2`;

/** Workspaces with events that no figure holds yet. */
export const workspacesBehind = async (db: D1Database, after: string, limit: number): Promise<readonly string[]> =>
  (await db.prepare(BEHIND).bind(after, limit).all<{ id: string }>()).results.map(({ id }) => id);
