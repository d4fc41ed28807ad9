// Rows of traces: a subject, its body, whole or with what is large left out, and its review, which may be absent.

import { MAX_LISTED_BYTES, type Trace, type TraceBody } from "../app/trace-queries.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { reviewFromState } from "../store/rows.ts";

/** Which subjects are traces, and whose reviews count as theirs. */
export interface TraceScope {
  readonly db: D1Database;
  readonly type: string;
  readonly dialect: string;
  /** Members of a body that a list shows even where the body as a whole is large. */
  readonly members: readonly string[];
}

const path = (member: string): string => `b.body->'$."${member}"'`;

/**
 * Select list over `subject_bodies b`: a small body whole; of a large one the members that are small, and each
 * member's size. A body of many megabytes costs its parsing once; it never leaves the database.
 */
export const listedColumns = (members: readonly string[]): string => {
  const isSmall = `octet_length(b.body) <= ${MAX_LISTED_BYTES}`;
  const sizes = members.map((member) => `COALESCE(octet_length(${path(member)}), 0)`);
  const small = members.map(
    (member) =>
      `'${member}', CASE WHEN octet_length(${path(member)}) <= ${MAX_LISTED_BYTES} THEN json(${path(member)}) END`,
  );
  return `CASE WHEN ${isSmall} THEN b.body END AS body,
    CASE WHEN NOT (${isSmall}) THEN json_array(${sizes.join(", ")}) END AS sizes,
    CASE WHEN NOT (${isSmall}) THEN json_object(${small.join(", ")}) END AS small_members`;
};

export interface ListedBodyRow {
  /** Null: large, or no such body. */
  readonly body: string | null;
  readonly sizes: string | null;
  readonly small_members: string | null;
}

const parseObject = (text: string | null): JsonObject => {
  const object: JsonObject = text === null ? {} : JSON.parse(text);
  return object;
};

const parseSizes = (text: string | null): readonly number[] => {
  const sizes: readonly number[] = text === null ? [] : JSON.parse(text);
  return sizes;
};

export const wholeBody = (body: string | null): TraceBody => ({ members: parseObject(body), leftOut: [] });

export const listedBody = (names: readonly string[], row: ListedBodyRow): TraceBody => {
  if (row.sizes === null) return wholeBody(row.body);
  const sizes = parseSizes(row.sizes);
  const small = parseObject(row.small_members);
  const kept = names.flatMap((name, place): [string, Json][] => {
    const size = sizes[place] ?? 0;
    return size > 0 && size <= MAX_LISTED_BYTES ? [[name, small[name] ?? null]] : [];
  });
  const leftOut = names.filter((_, place) => (sizes[place] ?? 0) > MAX_LISTED_BYTES);
  return { members: Object.fromEntries(kept), leftOut };
};

/** Select list over `subjects s` and `reviews r`. */
export const TRACE_COLUMNS = `s.id AS id, s.parent_id AS agent, s.status AS status, s.created_at AS created_at,
  r.state AS state`;

export interface TraceRow {
  readonly id: string;
  readonly agent: string | null;
  readonly status: string | null;
  readonly created_at: number;
  /** Null where the trace has no review. */
  readonly state: string | null;
}

export const traceFromRow = (row: TraceRow, body: TraceBody): Trace => ({
  ...body,
  id: row.id,
  agent: row.agent ?? "",
  status: row.status ?? "",
  createdAt: row.created_at,
  review: row.state === null ? null : reviewFromState(row.state, null, row.status),
});
