// A D1Database that notes every call that reaches D1: its SQL, its parameters, the rows it read and wrote.
// It wraps the real one and changes no answer. What it notes is replayed by the floor and counted in the table.

export type D1Value = string | number | null;

export interface TracedStatement {
  readonly sql: string;
  readonly params: readonly D1Value[];
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

/** One round trip. A batch of one is still a batch. */
export interface TracedCall {
  /** Who made it: the Worker itself, or the review's object after the hop. */
  readonly where: "worker" | "object";
  readonly isBatch: boolean;
  readonly statements: readonly TracedStatement[];
}

interface Original {
  readonly statement: D1PreparedStatement;
  readonly sql: string;
  readonly params: readonly D1Value[];
}

/** D1 takes only its own statements in a batch. */
const originals = new WeakMap<object, Original>();

const asValue = (value: unknown): D1Value => {
  if (value === null || typeof value === "number" || typeof value === "string") return value;
  throw new Error(`the recorder does not know a parameter of type ${typeof value}`);
};

export const tracedD1 = (real: D1Database, where: TracedCall["where"], calls: TracedCall[]): D1Database => {
  const note = (isBatch: boolean, statements: readonly Original[], results: readonly D1Result[]): void => {
    calls.push({
      where,
      isBatch,
      statements: statements.map(({ sql, params }, index) => ({
        sql,
        params,
        rowsRead: results[index]?.meta.rows_read ?? 0,
        rowsWritten: results[index]?.meta.rows_written ?? 0,
      })),
    });
  };
  const run = async <T>(original: Original): Promise<D1Result<T>> => {
    const result = await original.statement.all<T>();
    note(false, [original], [result]);
    return result;
  };
  const wrap = (original: Original): D1PreparedStatement => {
    const wrapped = new Proxy(original.statement, {
      get(target, key) {
        if (key === "bind") {
          return (...values: unknown[]) =>
            wrap({ ...original, statement: target.bind(...values), params: values.map(asValue) });
        }
        if (key === "all" || key === "run") return () => run(original);
        if (key === "first") {
          return async (column?: string) => {
            const row = (await run<Record<string, unknown>>(original)).results[0] ?? null;
            return column === undefined || row === null ? row : row[column];
          };
        }
        throw new Error(`the recorder does not know statement.${String(key)}`);
      },
    });
    originals.set(wrapped, original);
    return wrapped;
  };
  return new Proxy(real, {
    get(target, key) {
      if (key === "prepare") return (sql: string) => wrap({ statement: target.prepare(sql), sql, params: [] });
      if (key === "batch") {
        return async (statements: D1PreparedStatement[]) => {
          const known = statements.map((statement) => {
            const original = originals.get(statement);
            if (original === undefined) throw new Error("a statement that the recorder has not seen");
            return original;
          });
          const results = await target.batch(known.map(({ statement }) => statement));
          note(true, known, results);
          return results;
        };
      }
      throw new Error(`the recorder does not know db.${String(key)}`);
    },
  });
};
