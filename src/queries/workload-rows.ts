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
  /** All APIs there are: everybody's work counts as load. */
  readonly dialects: readonly string[];
}

/**
 * Index reviews_by_status, two ranges for each API. rows_read <= 2 x the workspace's open reviews: what is settled
 * costs nothing, however old the workspace is.
 */
const LOADS_SQL = `SELECT r.assigned_to AS member, count(*) AS load FROM json_each(?2) d
  CROSS JOIN reviews r INDEXED BY reviews_by_status
    ON r.workspace_id = ?1 AND r.dialect = d.value AND r.status IN ('pending', 'in_progress')
  WHERE r.assigned_to IS NOT NULL GROUP BY r.assigned_to`;

export interface LoadRow {
  readonly member: string;
  readonly load: number;
}

export const loadsStatement = ({ db, dialects }: WorkloadScope, workspaceId: string): D1PreparedStatement =>
  db.prepare(LOADS_SQL).bind(workspaceId, JSON.stringify(dialects));

export const loadsFromRows = (rows: readonly LoadRow[]): Loads =>
  new Map(rows.map(({ member, load }) => [member, load]));
