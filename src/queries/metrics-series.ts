// Figures step by step, of each API apart, and how old what is open is. Indexes: primary keys of metric_spans and
// metric_open. rows_read <= a row for each span and API that holds anything, and for each age its open reviews, up to the
// limit, and a row for each API.

import type { SeriesQuery, SeriesRead } from "../app/metrics-ports.ts";
import { NOW } from "../core/metric-spans.ts";
import type { Span } from "../core/metrics.ts";

const SPANS = `SELECT start, dialect, counts FROM metric_spans
  WHERE workspace_id = ?1 AND width = ?2 AND start >= ?3 AND start < ?4 AND (?5 IS NULL OR dialect = ?5)
  ORDER BY start, dialect`;

/** Of each API that ever had one, the range of its open reviews. */
const AGE = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM metric_spans s CROSS JOIN metric_open o
    ON o.workspace_id = ?1 AND o.dialect = s.dialect AND o.opened_at >= ?2 AND o.opened_at < ?3
  WHERE s.workspace_id = ?1 AND s.width = ${NOW} AND s.start = 0 AND (?5 IS NULL OR s.dialect = ?5) LIMIT ?4)`;

interface Row {
  readonly start: number;
  readonly dialect: string;
  readonly counts: string;
  readonly count: number;
}

const toSpan =
  (width: number) =>
  ({ start, dialect, counts }: Row): Span => ({ start, dialect, width, counts: JSON.parse(counts) });

export const readSeries = async (
  db: D1Database,
  { workspaceId, run, ages, ageLimit, dialect }: SeriesQuery,
): Promise<SeriesRead> => {
  const spans = db.prepare(SPANS);
  const age = db.prepare(AGE);
  const [steps, open, ...counted] = await db.batch<Row>([
    spans.bind(workspaceId, run.width, run.from, run.to, dialect),
    spans.bind(workspaceId, NOW, 0, 1, dialect),
    ...ages.map(({ from, to }) => age.bind(workspaceId, from, to, ageLimit, dialect)),
  ]);
  return {
    spans: (steps?.results ?? []).map(toSpan(run.width)),
    open: (open?.results ?? []).map(toSpan(NOW)),
    ages: counted.map(({ results }) => results[0]?.count ?? 0),
  };
};
