// Clones of one review by the thousand, straight into D1: good enough to be listed and decided. Their hashes do not
// verify and need not.

/** What stands in D1 for one review, and the column that says whose it is: the review's id or its subject's. */
const TABLES = [
  { table: "reviews", key: "id" },
  { table: "audit", key: "review_id" },
  { table: "event_texts", key: "review_id" },
  { table: "review_aliases", key: "review_id" },
  { table: "review_readers", key: "review_id" },
  { table: "subjects", key: "id" },
  { table: "subject_bodies", key: "id" },
] as const;

/** A statement of D1 may run for a while, but not for ever. */
const CLONES_PER_STATEMENT = 5_000;

export interface Template {
  readonly workspaceId: string;
  readonly reviewId: string;
  /** Id of what it hangs on: replaced wherever it stands. */
  readonly subjectId: string;
}

export interface Clone {
  readonly reviewId: string;
  readonly subjectId: string;
}

/** Where clones go and what they are called. */
export interface Pool {
  readonly workspaceId: string;
  /** Tells one pool's ids from another's: four hexadecimal digits. */
  readonly series: string;
}

/** Half of an id: what it is the id of. */
const REVIEW = "8000";
const SUBJECT = "9000";

const idOf = (series: string, half: string, n: number): string =>
  `01900000-${series}-7000-${half}-${n.toString(16).padStart(12, "0")}`;

/** The `n`-th clone of a pool. Its ids grow with `n` and sort before everything that is made now. */
export const cloneOf = ({ series }: Pool, n: number): Clone => ({
  reviewId: idOf(series, REVIEW, n),
  subjectId: idOf(series, SUBJECT, n),
});

type Row = Readonly<Record<string, string | number | null>>;

/** One statement: the given rows once per clone, with both ids replaced in every text. */
const cloneSql = (table: string, columns: readonly string[], series: string): string => {
  const id = (half: string) => `printf('01900000-${series}-7000-${half}-%012x', n.value)`;
  const fields = columns.map((column) => {
    const field = `t.value->>'$.${column}'`;
    if (column === "workspace_id") return "?6";
    return `CASE typeof(${field}) WHEN 'text'
      THEN replace(replace(${field}, ?3, ${id(REVIEW)}), ?4, ${id(SUBJECT)}) ELSE ${field} END`;
  });
  return `WITH RECURSIVE n(value) AS (SELECT ?1 UNION ALL SELECT value + 1 FROM n WHERE value < ?2)
    INSERT INTO ${table} (${columns.join(", ")}) SELECT ${fields.join(", ")} FROM n CROSS JOIN json_each(?5) t`;
};

/** Makes clones `from` to `from + count - 1`. */
export const cloneReviews = async (
  db: D1Database,
  { workspaceId, reviewId, subjectId }: Template,
  pool: Pool,
  from: number,
  count: number,
): Promise<void> => {
  for (const { table, key } of TABLES) {
    // Read first: a join with the table itself would read all earlier clones for each new one where no index helps.
    const wanted = `SELECT * FROM ${table} WHERE workspace_id = ?1 AND ${key} IN (?2, ?3)`;
    const { results } = await db.prepare(wanted).bind(workspaceId, reviewId, subjectId).all<Row>();
    if (results[0] === undefined) continue;
    const sql = cloneSql(table, Object.keys(results[0]), pool.series);
    const rows = JSON.stringify(results);
    for (let first = from; first < from + count; first += CLONES_PER_STATEMENT) {
      const last = Math.min(from + count, first + CLONES_PER_STATEMENT) - 1;
      await db.prepare(sql).bind(first, last, reviewId, subjectId, rows, pool.workspaceId).run();
    }
  }
};
