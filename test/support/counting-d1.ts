// A D1Database that counts what a promise about cost is made of: round trips, rows read, rows written.
// It wraps the real one and changes no answer.

export interface D1Counts {
  /** Calls that reached D1: a batch is one. */
  roundTrips: number;
  rowsRead: number;
  rowsWritten: number;
}

export interface CountingD1 {
  readonly db: D1Database;
  readonly counts: D1Counts;
  /** What one action costs; the counts start at nought. */
  readonly measure: <T>(action: () => Promise<T>) => Promise<{ readonly value: T; readonly counts: D1Counts }>;
}

const nothing = (): D1Counts => ({ roundTrips: 0, rowsRead: 0, rowsWritten: 0 });

/** Statements know their originals, because D1 takes only its own in a batch. */
const originals = new WeakMap<D1PreparedStatement, D1PreparedStatement>();

export const countingD1 = (real: D1Database): CountingD1 => {
  const counts = nothing();
  const note = (results: readonly { readonly meta: D1Meta & Record<string, unknown> }[]): void => {
    counts.roundTrips += 1;
    for (const { meta } of results) {
      counts.rowsRead += meta.rows_read;
      counts.rowsWritten += meta.rows_written;
    }
  };
  const run = async <T>(statement: D1PreparedStatement): Promise<D1Result<T>> => {
    const result = await statement.all<T>();
    note([result]);
    return result;
  };
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, key) {
        if (key === "bind") return (...values: unknown[]) => wrap(target.bind(...values));
        if (key === "all" || key === "run") return () => run(target);
        if (key === "first") {
          return async (column?: string) => {
            const row = (await run<Record<string, unknown>>(target)).results[0] ?? null;
            return column === undefined || row === null ? row : row[column];
          };
        }
        if (key === "raw") {
          return async (...options: [{ columnNames: true }]) => {
            counts.roundTrips += 1;
            return target.raw(...options);
          };
        }
        throw new Error(`counting-d1 does not know statement.${String(key)}`);
      },
    });
    originals.set(wrapped, statement);
    return wrapped;
  };
  const db = new Proxy(real, {
    get(target, key) {
      if (key === "prepare") return (sql: string) => wrap(target.prepare(sql));
      if (key === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(statements.map((statement) => originals.get(statement) ?? statement));
          note(results);
          return results;
        };
      }
      throw new Error(`counting-d1 does not know db.${String(key)}`);
    },
  });
  return {
    db,
    counts,
    measure: async (action) => {
      Object.assign(counts, nothing());
      const value = await action();
      return { value, counts: { ...counts } };
    },
  };
};
