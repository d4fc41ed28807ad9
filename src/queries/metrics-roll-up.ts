// Reading and writing what the figures are made of. Indexes: primary keys of metric_cursors, metric_open and
// metric_spans. A step of n events writes at most n + 1 rows of reviews and one for each span that it touches.

import type { EntryKey, PendingEvents } from "../app/metrics-ports.ts";
import type { OpenEntry, Span, SpanKey, Tally } from "../core/metrics.ts";

/** The join order is the author's: each key is one look-up. */
const ENTRIES = `SELECT o.review_id AS reviewId, o.dialect AS dialect, o.opened_at AS openedAt, o.status AS status,
    o.priority AS priority, o.sla_status AS slaStatus, o.is_touched AS touched
  FROM json_each(?2) wanted CROSS JOIN metric_open o ON o.workspace_id = ?1 AND o.dialect = wanted.value->>'$.dialect'
    AND o.opened_at = wanted.value->>'$.openedAt' AND o.review_id = wanted.value->>'$.reviewId'`;

const SPANS = `SELECT s.dialect AS dialect, s.width AS width, s.start AS start, s.counts AS counts
  FROM json_each(?2) wanted CROSS JOIN metric_spans s ON s.workspace_id = ?1 AND s.width = wanted.value->>'$.width'
    AND s.start = wanted.value->>'$.start' AND s.dialect = wanted.value->>'$.dialect'`;

/** The lock: where the cursor has moved meanwhile, its new position is NULL, which no row may hold, and nothing stands. */
const MOVE_CURSOR = `INSERT INTO metric_cursors (workspace_id, position) VALUES (?1, ?3)
  ON CONFLICT (workspace_id) DO UPDATE SET position = CASE WHEN position = ?2 THEN excluded.position END`;
const LOCK_BROKEN = /constraint failed: metric_cursors\.position/i;

const SAVE_SPANS = `INSERT INTO metric_spans (workspace_id, width, start, dialect, counts)
  SELECT ?1, value->>'$.width', value->>'$.start', value->>'$.dialect', value->>'$.counts' FROM json_each(?2) WHERE true
  ON CONFLICT (workspace_id, width, start, dialect) DO UPDATE SET counts = excluded.counts`;

const SAVE_OPEN = `INSERT INTO metric_open (workspace_id, dialect, opened_at, review_id, status, priority, sla_status, is_touched)
  SELECT ?1, value->>'$.dialect', value->>'$.openedAt', value->>'$.reviewId', value->>'$.status', value->>'$.priority',
    value->>'$.slaStatus', value->>'$.isTouched' FROM json_each(?2) WHERE true
  ON CONFLICT (workspace_id, dialect, opened_at, review_id) DO UPDATE SET status = excluded.status,
    priority = excluded.priority, sla_status = excluded.sla_status, is_touched = excluded.is_touched`;

/** The keys come from the table itself: those of json_each have no type, and then the whole key is not looked up. */
const DROP_CLOSED = `DELETE FROM metric_open WHERE workspace_id = ?1 AND (dialect, opened_at, review_id) IN
  (SELECT o.dialect, o.opened_at, o.review_id FROM json_each(?2) gone CROSS JOIN metric_open o ON o.workspace_id = ?1
     AND o.dialect = gone.value->>'$.dialect' AND o.opened_at = gone.value->>'$.openedAt'
     AND o.review_id = gone.value->>'$.reviewId')`;

type EntryRow = Omit<OpenEntry, "isTouched"> & { readonly touched: number };
type SpanRow = SpanKey & { readonly counts: string };

const toSpan = ({ dialect, width, start, counts }: SpanRow): Span => ({
  dialect,
  width,
  start,
  counts: JSON.parse(counts),
});

const toEntry = ({ touched, ...entry }: EntryRow): OpenEntry => ({ ...entry, isTouched: touched === 1 });

/** One round trip. */
export const knownFigures = async (
  db: D1Database,
  workspaceId: string,
  entries: readonly EntryKey[],
  spans: readonly SpanKey[],
): Promise<{ readonly entries: readonly OpenEntry[]; readonly spans: readonly Span[] }> => {
  const keys = entries.map(({ reviewId, dialect, openedAt }) => ({ reviewId, dialect, openedAt }));
  const [open, counted] = await db.batch<EntryRow & SpanRow>([
    db.prepare(ENTRIES).bind(workspaceId, JSON.stringify(keys)),
    db.prepare(SPANS).bind(workspaceId, JSON.stringify(spans)),
  ]);
  return { entries: (open?.results ?? []).map(toEntry), spans: (counted?.results ?? []).map(toSpan) };
};

const isLockBroken = (error: unknown): boolean => error instanceof Error && LOCK_BROKEN.test(error.message);

/** One batch. A lost reply is no answer either: the next look at the cursor tells. Throws what another try cannot mend. */
export const saveTally = async (
  { db, isTransient }: { readonly db: D1Database; readonly isTransient: (error: unknown) => boolean },
  workspaceId: string,
  { from, to }: Pick<PendingEvents, "from" | "to">,
  { spans, open, closed }: Tally,
): Promise<boolean> => {
  const write = (sql: string, rows: readonly unknown[]): readonly D1PreparedStatement[] =>
    rows.length === 0 ? [] : [db.prepare(sql).bind(workspaceId, JSON.stringify(rows))];
  const gone = closed.map(({ reviewId, dialect, openedAt }) => ({ reviewId, dialect, openedAt }));
  try {
    await db.batch([
      db.prepare(MOVE_CURSOR).bind(workspaceId, from, to),
      ...write(SAVE_SPANS, spans),
      ...write(SAVE_OPEN, open),
      ...write(DROP_CLOSED, gone),
    ]);
    return true;
  } catch (error) {
    if (isLockBroken(error) || isTransient(error)) return false;
    throw error;
  }
};
