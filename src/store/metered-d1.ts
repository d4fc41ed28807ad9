// A D1Database that tells of every call what it cost, as far as D1 says so for free. It changes no statement and no
// answer. Plain classes and no Proxy: every statement of the service passes through here.

/** What D1 says of the statements of one call; empty where it says nothing. */
export type Costs = readonly { readonly meta: Pick<D1Meta, "rows_read" | "rows_written"> }[];

/** Told of each call that was answered. */
export type NoteCall = (costs: Costs) => void;

const UNTOLD: Costs = [];

class MeteredStatement implements D1PreparedStatement {
  constructor(
    readonly real: D1PreparedStatement,
    private readonly note: NoteCall,
  ) {}

  bind(...values: unknown[]): MeteredStatement {
    return new MeteredStatement(this.real.bind(...values), this.note);
  }

  async all<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    const result = await this.real.all<T>();
    this.note([result]);
    return result;
  }

  async run<T = Record<string, unknown>>(): Promise<D1Result<T>> {
    const result = await this.real.run<T>();
    this.note([result]);
    return result;
  }

  first<T = unknown>(column: string): Promise<T | null>;
  first<T = Record<string, unknown>>(): Promise<T | null>;
  /** Asked as {@link all}, because D1 tells the cost of that. */
  async first(column?: string): Promise<unknown> {
    const row = (await this.all()).results[0] ?? null;
    return column === undefined || row === null ? row : row[column];
  }

  raw<T = unknown[]>(options: { columnNames: true }): Promise<[string[], ...T[]]>;
  raw<T = unknown[]>(options?: { columnNames?: false }): Promise<T[]>;
  async raw(options?: { columnNames?: boolean }): Promise<unknown> {
    const rows: unknown = await (options?.columnNames === true
      ? this.real.raw({ columnNames: true })
      : this.real.raw());
    this.note(UNTOLD);
    return rows;
  }
}

class MeteredD1 implements D1Database {
  constructor(
    private readonly real: D1Database,
    private readonly note: NoteCall,
  ) {}

  prepare(sql: string): MeteredStatement {
    return new MeteredStatement(this.real.prepare(sql), this.note);
  }

  async batch<T = unknown>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
    // D1 takes only its own.
    const own = statements.map((statement) => (statement instanceof MeteredStatement ? statement.real : statement));
    const results = await this.real.batch<T>(own);
    this.note(results);
    return results;
  }

  async exec(sql: string): Promise<D1ExecResult> {
    const result = await this.real.exec(sql);
    this.note(UNTOLD);
    return result;
  }

  /** Sessions are not metered: nobody here opens one. */
  withSession(start?: D1SessionBookmark): D1DatabaseSession {
    return this.real.withSession(start);
  }

  dump(): Promise<ArrayBuffer> {
    return this.real.dump();
  }
}

export const meterD1 = (real: D1Database, note: NoteCall): D1Database => new MeteredD1(real, note);
