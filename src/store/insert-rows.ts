// Inserts rows of one table in as few statements as D1's limits allow. One row binds its columns. Many travel as one
// JSON parameter each: json_each over one array would cost a row read for each row.

export type Row = Readonly<Record<string, string | number | null>>;

/** Rows of one statement: D1 takes 100 parameters, the first is the workspace. */
const MAX_ROWS = 90;

export interface InsertTarget {
  readonly table: string;
  readonly columns: readonly string[];
  /** What follows the values: an ON CONFLICT clause, or "". */
  readonly suffix: string;
}

/** Splits rows so that each part fits one statement. */
export const chunked = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / MAX_ROWS) }, (_, index) =>
    rows.slice(index * MAX_ROWS, (index + 1) * MAX_ROWS),
  );

/** `FROM` clause over rows as parameters: column1 is a row's JSON, column2 its place from 1. */
export const rowParameters = (rows: readonly unknown[]): string =>
  `(VALUES ${rows.map((_, place) => `(?${place + 2}, ${place + 1})`).join(", ")})`;

export const rowField = (column: string): string => `column1->>'$.${column}'`;

const insertOne = (db: D1Database, workspaceId: string, { table, columns, suffix }: InsertTarget, row: Row) =>
  db
    .prepare(
      `INSERT INTO ${table} (workspace_id, ${columns.join(", ")}) VALUES (?, ${columns.map(() => "?").join(", ")})${suffix}`,
    )
    .bind(workspaceId, ...columns.map((column) => row[column] ?? null));

/** `WHERE true` tells SQLite's parser that what follows is not a join. */
const insertMany = (
  db: D1Database,
  workspaceId: string,
  { table, columns, suffix }: InsertTarget,
  rows: readonly Row[],
) =>
  db
    .prepare(
      `INSERT INTO ${table} (workspace_id, ${columns.join(", ")})
       SELECT ?1, ${columns.map(rowField).join(", ")} FROM ${rowParameters(rows)} WHERE true${suffix}`,
    )
    .bind(workspaceId, ...rows.map((row) => JSON.stringify(row)));

/** A longer text travels as a parameter of its own: inside JSON it could outgrow what D1 takes. */
const LARGE_CHARACTERS = 65_536;

const isLarge = (row: Row): boolean =>
  Object.values(row).some((value) => typeof value === "string" && value.length > LARGE_CHARACTERS);

const insertChunk = (
  db: D1Database,
  workspaceId: string,
  target: InsertTarget,
  chunk: readonly Row[],
): D1PreparedStatement => {
  const [row] = chunk;
  return chunk.length === 1 && row !== undefined
    ? insertOne(db, workspaceId, target, row)
    : insertMany(db, workspaceId, target, chunk);
};

export const insertRows = (
  db: D1Database,
  workspaceId: string,
  target: InsertTarget,
  rows: readonly Row[],
): readonly D1PreparedStatement[] => [
  ...chunked(rows.filter((row) => !isLarge(row))).map((chunk) => insertChunk(db, workspaceId, target, chunk)),
  ...rows.filter(isLarge).map((row) => insertOne(db, workspaceId, target, row)),
];
