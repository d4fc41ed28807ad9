// Which migrations the database has had: wrangler's own record. A handful of rows.

const SQL = "SELECT name FROM d1_migrations ORDER BY id";

/** Without the file's ending. Throws where the database has had none at all. */
export const appliedMigrations = async (db: D1Database): Promise<readonly string[]> =>
  (await db.prepare(SQL).all<{ readonly name: string }>()).results.map(({ name }) => name.replace(/\.sql$/, ""));
