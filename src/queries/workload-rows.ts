// Whose subjects and reviews the workload queries speak of, and how much each member has to do.

import type { Loads } from "../app/workload-queries.ts";

/** One API's subjects and reviews. */
export interface WorkloadScope {
  readonly db: D1Database;
  readonly dialect: string;
  /** Type of the subjects that its reviews hang on. */
  readonly subjectType: string;
  /** Type of the row by which a review takes its subject. */
  readonly takenType: string;
  /** Where a subject's body lists what it is about: the `type` of each entry of the array at this JSON path. */
  readonly topicsPath: string;
}

/** Primary key of counters, the range that triggers keep. rows_read: members who ever had a review to do. */
const LOADS_SQL = `SELECT substr(name, 6) AS member, value AS load FROM counters
  WHERE workspace_id = ?1 AND name >= 'load:' AND name < 'load;' AND value > 0`;

export interface LoadRow {
  readonly member: string;
  readonly load: number;
}

export const loadsStatement = ({ db }: WorkloadScope, workspaceId: string): D1PreparedStatement =>
  db.prepare(LOADS_SQL).bind(workspaceId);

export const loadsFromRows = (rows: readonly LoadRow[]): Loads =>
  new Map(rows.map(({ member, load }) => [member, load]));
