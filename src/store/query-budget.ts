// How many queries an invocation has left: D1 takes 1,000 of them and refuses the rest. Counts what is prepared, whoever
// prepares it, so that every job of one run sees the same account. Source: D1's documented limits.

/** Queries per invocation. Each statement of a batch is taken for one: the documents do not say that it is not. */
export const MAX_QUERIES = 1_000;

export interface QueryBudget {
  readonly db: D1Database;
  /** Whether more than so many queries are left. */
  readonly leaves: (reserve: number) => boolean;
}

export const withBudget = (real: D1Database): QueryBudget => {
  let prepared = 0;
  const db = new Proxy(real, {
    get(target, key) {
      if (key === "batch") return (statements: D1PreparedStatement[]) => target.batch(statements);
      if (key !== "prepare") throw new Error(`the budget does not know db.${String(key)}`);
      return (sql: string) => {
        prepared += 1;
        return target.prepare(sql);
      };
    },
  });
  return { db, leaves: (reserve) => MAX_QUERIES - prepared > reserve };
};
