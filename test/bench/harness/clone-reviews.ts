// Clones of one review by the thousand, straight into D1: good enough to be listed and decided. Their hashes do not
// verify and need not.

/** A table, and its column that says whose a row is: the review's id or its subject's. */
interface ClonedTable {
  readonly table: string;
  readonly key: string;
}

/** What a list reads. */
const LISTED: readonly ClonedTable[] = [
  { table: "reviews", key: "id" },
  { table: "review_readers", key: "review_id" },
  { table: "subjects", key: "id" },
  { table: "subject_bodies", key: "id" },
];
/** What a decision needs beside it. */
const DECIDED: readonly ClonedTable[] = [
  ...LISTED,
  { table: "audit", key: "review_id" },
  { table: "event_texts", key: "review_id" },
  { table: "review_aliases", key: "review_id" },
];

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
  /** Good enough to be listed, or also to be decided. */
  readonly goodFor: "lists" | "decisions";
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

/** One row of the template, once per clone: both ids are replaced wherever they stand. */
const cloneRow = (db: D1Database, table: string, row: Row, template: Template, { workspaceId, series }: Pool) => {
  const id = (half: string) => `printf('01900000-${series}-7000-${half}-%012x', n.value)`;
  const fields = Object.keys(row).map((column, index) => {
    const cell = row[column];
    const place = `?${index + 5}`;
    const hasIds = typeof cell === "string" && (cell.includes(template.reviewId) || cell.includes(template.subjectId));
    return hasIds ? `replace(replace(${place}, ?3, ${id(REVIEW)}), ?4, ${id(SUBJECT)})` : place;
  });
  const statement =
    db.prepare(`WITH RECURSIVE n(value) AS (SELECT ?1 UNION ALL SELECT value + 1 FROM n WHERE value < ?2)
    INSERT INTO ${table} (${Object.keys(row).join(", ")}) SELECT ${fields.join(", ")} FROM n`);
  const cells = Object.values({ ...row, workspace_id: workspaceId });
  return (first: number, last: number) =>
    statement.bind(first, last, template.reviewId, template.subjectId, ...cells).run();
};

/** Makes clones `from` to `from + count - 1`. */
export const cloneReviews = async (
  db: D1Database,
  template: Template,
  pool: Pool,
  from: number,
  count: number,
): Promise<void> => {
  const { workspaceId, reviewId, subjectId } = template;
  for (const { table, key } of pool.goodFor === "lists" ? LISTED : DECIDED) {
    const wanted = `SELECT * FROM ${table} WHERE workspace_id = ?1 AND ${key} IN (?2, ?3)`;
    const { results } = await db.prepare(wanted).bind(workspaceId, reviewId, subjectId).all<Row>();
    for (const row of results) {
      const clone = cloneRow(db, table, row, template, pool);
      for (let first = from; first < from + count; first += CLONES_PER_STATEMENT) {
        await clone(first, Math.min(from + count, first + CLONES_PER_STATEMENT) - 1);
      }
    }
  }
};
