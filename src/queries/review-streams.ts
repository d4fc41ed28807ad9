// Which rows a list of reviews walks, as SQL: streams of an index, each in the list's order already, merged row by row.
// SQLite merges a UNION ALL of ordered streams with one row of look-ahead each, so a page of k rows reads
// k + (number of streams). Whatever the streams do not settle is asked of each row they bring.
// Values travel in one JSON parameter, ?2; ?1 is the workspace.

import type { ListPosition, ListQuery, ReviewFilter } from "../app/review-queries.ts";
import { isOpen, PRIORITIES, REVIEW_STATUSES } from "../core/review/review.ts";

export interface Streams {
  /** One SELECT per stream. */
  readonly terms: readonly string[];
  /** Conditions on the columns of {@link COLUMNS} that still have to hold; null: the streams bring only what is wanted. */
  readonly residual: string | null;
  readonly orderBy: string;
  /** The streams are not in the list's order: all of their rows are sorted, and the residual limits what is sorted. */
  readonly isSorted: boolean;
  /** Where to go on after the last row; null: nowhere. */
  readonly continuesAt: ListPosition | null;
}

/** Sort key of a review without a deadline: after every instant that a deadline may be. */
export const NO_DUE = 9_000_000_000_000_000;

const columns = (key: string, id = "r.id"): string =>
  `${id} AS id, ${key} AS k, r.state AS state, r.text_count AS text_count, r.subject_type AS subject_type,
   r.subject_id AS subject_id, r.dialect AS dialect, r.status AS status, r.priority_rank AS priority_rank,
   r.assigned_to AS assigned_to, r.sla_status AS sla_status, r.created_at AS created_at, r.due_at AS due_at`;

/** Column names of every stream. */
export const COLUMNS =
  "id, k, state, text_count, subject_type, subject_id, dialect, status, priority_rank, assigned_to, sla_status, created_at, due_at";

const value = (path: string): string => `?2->>'$.${path}'`;

const BELOW = `r.id < ${value("below")} AND r.id > ${value("above")}`;

const from = (index: string): string => `FROM reviews r INDEXED BY ${index} WHERE r.workspace_id = ?1`;

/** What every review may be asked for, by the column that tells. `done`: what the streams have settled already. */
const residualOf = (
  { filter, principals }: ListQuery,
  done: readonly (keyof ReviewFilter | "principals")[],
): string | null => {
  const conditions: Readonly<Partial<Record<keyof ReviewFilter | "principals", string | false>>> = {
    statuses:
      filter.statuses.length > 0 &&
      `status IN (${filter.statuses.map((_, index) => value(`statuses[${index}]`)).join(", ")})`,
    dialect: filter.dialect !== null && `dialect = ${value("dialect")}`,
    priority: filter.priority !== null && `priority_rank = ${value("priorityRank")}`,
    assignedTo: filter.assignedTo !== null && `assigned_to = ${value("assignedTo")}`,
    sla: filter.sla !== null && `sla_status = ${value("sla")}`,
    subjectType: filter.subjectType !== null && `subject_type = ${value("subjectType")}`,
    subjectId: filter.subjectId !== null && `subject_id = ${value("subjectId")}`,
    createdAfter: filter.createdAfter !== null && `created_at > ${value("createdAfter")}`,
    createdBefore: filter.createdBefore !== null && `created_at < ${value("createdBefore")}`,
    dueBefore: filter.dueBefore !== null && `due_at < ${value("dueBefore")}`,
    group: filter.group !== null && readBy(value("groupReader")),
    anyGroup: filter.anyGroup !== undefined && readBy(namesIn(filter.anyGroup, "groupReaders")),
    isUnassigned: filter.isUnassigned === true && "assigned_to IS NULL",
    principals: principals !== null && `(${isForAll} OR ${readBy(namesIn(principals))})`,
  };
  const left = Object.entries(conditions).flatMap(([name, sql]) =>
    typeof sql === "string" && !done.some((settled) => settled === name) ? [sql] : [],
  );
  return left.length === 0 ? null : left.join(" AND ");
};

/**
 * As many names as a statement spells out, or as streams it walks: D1 takes 100 KB of SQL, and a member may be in any
 * number of groups. Whoever has more names than these likely sees most reviews: rows are walked by id and asked.
 */
export const MAX_NAMES = 100;

const namesIn = (names: readonly string[], list: "principals" | "groupReaders" = "principals"): string =>
  names.length > MAX_NAMES
    ? `SELECT value FROM json_each(?2, '$.${list}')`
    : names.map((_, index) => value(`${list}[${index}]`)).join(", ");

/** What all members may see needs no look at its readers: they say the same (core/review/readers.ts). */
const isForAll = "state->>'$.policy.visibility' = 'members'";

/** One seek per name. Primary key of review_readers. */
const readBy = (names: string): string =>
  `EXISTS (SELECT 1 FROM review_readers x WHERE x.workspace_id = ?1 AND x.principal IN (${names}) AND x.review_id = id)`;

const inOrderOfIds = { orderBy: "id DESC", isSorted: false, continuesAt: null } as const;

const byStatus = ({ filter, dialects }: ListQuery, key: string, range: string): readonly string[] =>
  (filter.dialect === null ? dialects : [filter.dialect]).flatMap((_, dialect) =>
    (filter.statuses.length === 0 ? REVIEW_STATUSES : filter.statuses).map(
      (_status, status) => `SELECT ${columns(key)} ${from("reviews_by_status")}
        AND r.dialect = ${value(`dialectStreams[${dialect}]`)} AND r.status = ${value(`statusStreams[${status}]`)} ${range}`,
    ),
  );

const bySubject = (key: string, range: string): string =>
  `SELECT ${columns(key)} ${from("reviews_by_subject")}
    AND r.subject_type = ${value("subjectType")} AND r.subject_id = ${value("subjectId")} ${range}`;

const byReader = (name: string): string =>
  `SELECT ${columns("0", "x.review_id")} FROM review_readers x
    CROSS JOIN reviews r ON r.workspace_id = x.workspace_id AND r.id = x.review_id
    WHERE x.workspace_id = ?1 AND x.principal = ${name}
      AND x.review_id < ${value("below")} AND x.review_id > ${value("above")}`;

const hasSubject = ({ subjectType, subjectId }: ReviewFilter): boolean => subjectType !== null && subjectId !== null;

/** Open reviews are few whatever the age of a workspace; settled ones only grow. */
const wantsOpenOnly = ({ statuses }: ReviewFilter): boolean => statuses.length > 0 && statuses.every(isOpen);

/** Newest first: whichever index leaves least to ask of each row. */
const newestFirst = (query: ListQuery): Streams => {
  const { filter, principals } = query;
  const and = `AND ${BELOW}`;
  if (hasSubject(filter)) {
    return { ...inOrderOfIds, terms: [bySubject("0", and)], residual: residualOf(query, ["subjectType", "subjectId"]) };
  }
  if (!wantsOpenOnly(filter) && filter.assignedTo !== null) {
    const term = `SELECT ${columns("0")} ${from("reviews_by_assignee")} AND r.assigned_to = ${value("assignedTo")} ${and}`;
    return { ...inOrderOfIds, terms: [term], residual: residualOf(query, ["assignedTo"]) };
  }
  if (!wantsOpenOnly(filter) && filter.group !== null) {
    return { ...inOrderOfIds, terms: [byReader(value("groupReader"))], residual: residualOf(query, ["group"]) };
  }
  if (filter.statuses.length > 0 || filter.dialect !== null) {
    return { ...inOrderOfIds, terms: byStatus(query, "0", and), residual: residualOf(query, ["statuses", "dialect"]) };
  }
  if (principals !== null && principals.length <= MAX_NAMES) {
    const terms = principals.map((_, index) => byReader(value(`principals[${index}]`)));
    return { ...inOrderOfIds, terms, residual: residualOf(query, ["principals"]) };
  }
  if (filter.priority !== null) {
    const term = `SELECT ${columns("0")} ${from("reviews_by_priority")} AND r.priority_rank = ${value("priorityRank")} ${and}`;
    return { ...inOrderOfIds, terms: [term], residual: residualOf(query, ["priority"]) };
  }
  const term = `SELECT ${columns("0")} FROM reviews r WHERE r.workspace_id = ?1 ${and}`;
  return { ...inOrderOfIds, terms: [term], residual: residualOf(query, []) };
};

/** The expression of the index reviews_open_by_due, to the letter; its number is {@link NO_DUE}. */
const DUE = `coalesce(r.due_at, ${NO_DUE})`;
/** Of the index reviews_in_line: without a deadline a review is in line as if it were due a day after it opened. */
const PLACE = "coalesce(r.due_at, r.created_at + 86400000)";
/** Above every instant that a deadline may be, and exact six times over. */
const RANK_STEP = 1_000_000_000_000_000;

const KEY_OF = { dueAt: DUE, priority: "r.priority_rank" } as const;

/**
 * Open reviews along an index of their own. A place in line is a rank and an instant: both make up the key. SQLite seeks no
 * row value in an index of expressions: a page begins where each leading column is equal and the next one is beyond.
 */
const openInOrder = (query: ListQuery, sort: "dueAt" | "line"): Streams => {
  const index = sort === "dueAt" ? "reviews_open_by_due" : "reviews_in_line";
  const key = sort === "dueAt" ? DUE : `r.priority_rank * ${RANK_STEP} + ${PLACE}`;
  const columnsOf: readonly (readonly [column: string, bound: string])[] = [
    ...(sort === "dueAt"
      ? ([[DUE, value("key")]] as const)
      : ([
          ["r.priority_rank", value("rank")],
          [PLACE, value("place")],
        ] as const)),
    ["r.id", value("id")],
  ];
  const stretches =
    query.after === null
      ? [""]
      : columnsOf.map(([column, bound], depth) =>
          [...columnsOf.slice(0, depth).map(([equal, to]) => `AND ${equal} = ${to}`), `AND ${column} > ${bound}`].join(
            " ",
          ),
        );
  const terms = stretches.map(
    (stretch) =>
      `SELECT ${columns(key)}, ${PLACE} AS place ${from(index)} AND r.status IN ('pending', 'in_progress') ${stretch}`,
  );
  const isEvery = REVIEW_STATUSES.filter(isOpen).every((status) => query.filter.statuses.includes(status));
  // The columns of the index, not the key that is made of them: SQLite sees its order in nothing else.
  const orderBy = sort === "dueAt" ? "k, id" : "priority_rank, place, id";
  const residual = residualOf(query, isEvery ? ["statuses"] : []);
  return { terms, residual, orderBy, isSorted: false, continuesAt: null };
};

/** Oldest first: ids grow with time, so each stream is read from its other end. */
const oldestFirst = (query: ListQuery): Streams => {
  const range = `AND r.id > ${value("id")}`;
  const order = { orderBy: "id", isSorted: false, continuesAt: null } as const;
  if (hasSubject(query.filter)) {
    return { ...order, terms: [bySubject("0", range)], residual: residualOf(query, ["subjectType", "subjectId"]) };
  }
  return { ...order, terms: byStatus(query, "0", range), residual: residualOf(query, ["statuses", "dialect"]) };
};

/** By deadline or priority: few rows are sorted; many are walked along the index of that key. */
const byKey = (query: ListQuery, sort: "dueAt" | "priority"): Streams => {
  const { filter, after } = query;
  const ordered = { orderBy: "k, id", isSorted: false, continuesAt: null } as const;
  const beyond = (key: string): string => `(${key}, r.id) > (${value("key")}, ${value("id")})`;
  if (sort === "dueAt" && !hasSubject(filter) && wantsOpenOnly(filter)) return openInOrder(query, sort);
  if (hasSubject(filter) || wantsOpenOnly(filter)) {
    const range = `AND ${beyond(KEY_OF[sort])}`;
    const isSubject = hasSubject(filter);
    const terms = isSubject ? [bySubject(KEY_OF[sort], range)] : byStatus(query, KEY_OF[sort], range);
    const residual = residualOf(query, isSubject ? ["subjectType", "subjectId"] : ["statuses", "dialect"]);
    return { ...ordered, terms, residual, isSorted: true };
  }
  if (sort === "priority") {
    const exact = filter.priority === null ? "" : `AND r.priority_rank = ${value("priorityRank")}`;
    const term = `SELECT ${columns("r.priority_rank")} ${from("reviews_by_priority")} ${exact} AND ${beyond("r.priority_rank")}`;
    return { ...ordered, terms: [term], residual: residualOf(query, ["priority"]) };
  }
  if (after?.key === NO_DUE) {
    const term = `SELECT ${columns(String(NO_DUE))} FROM reviews r WHERE r.workspace_id = ?1 AND r.id > ${value("id")}`;
    const rest = residualOf(query, []);
    return { ...ordered, terms: [term], residual: rest === null ? "due_at IS NULL" : `due_at IS NULL AND ${rest}` };
  }
  const before = filter.dueBefore === null ? "" : `AND r.due_at < ${value("dueBefore")}`;
  const term = `SELECT ${columns("r.due_at")} ${from("reviews_by_due")} AND r.due_at IS NOT NULL ${before} AND ${beyond("r.due_at")}`;
  const hasUndated = filter.dueBefore === null && filter.sla === null;
  const continuesAt = hasUndated ? { key: NO_DUE, id: "" } : null;
  return { ...ordered, terms: [term], residual: residualOf(query, ["dueBefore"]), continuesAt };
};

/** `line` is an order of open reviews: whoever asks for it asks for nothing else. */
export const streamsOf = (query: ListQuery): Streams => {
  switch (query.sort) {
    case "createdAt":
      return newestFirst(query);
    case "oldest":
      return oldestFirst(query);
    case "line":
      return openInOrder(query, query.sort);
    case "dueAt":
    case "priority":
      return byKey(query, query.sort);
  }
};

/** Ids begin with the real time they were made at, 48 bits of milliseconds; a request takes less than this to make one. */
const ID_SLACK_MS = 60_000;

const idAt = (at: number, tail: string): string => {
  const hex = Math.min(Math.max(0, at), 0xffff_ffff_ffff).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}${tail}`;
};

/** The values that the SQL reads from ?2. */
export const valuesOf = ({ filter, after, principals, dialects, isRealTime, now }: ListQuery): string => {
  const { createdAfter, createdBefore } = filter;
  const newest = isRealTime && createdBefore !== null ? idAt(createdBefore + ID_SLACK_MS, "~") : "~";
  const oldest = isRealTime && createdAfter !== null ? idAt(createdAfter - ID_SLACK_MS, "") : "";
  const below = after !== null && after.id < newest ? after.id : newest;
  return JSON.stringify({
    ...filter,
    priorityRank: filter.priority === null ? null : PRIORITIES.indexOf(filter.priority),
    groupReader: `group:${filter.group}`,
    groupReaders: (filter.anyGroup ?? []).map((group) => `group:${group}`),
    dialectStreams: filter.dialect === null ? dialects : [filter.dialect],
    statusStreams: filter.statuses.length === 0 ? REVIEW_STATUSES : filter.statuses,
    principals,
    now,
    below,
    above: oldest,
    key: after?.key ?? -NO_DUE,
    rank: after === null ? -1 : Math.floor(after.key / RANK_STEP),
    place: after === null ? 0 : after.key % RANK_STEP,
    id: after?.id ?? "",
  });
};

/** A compound SELECT takes five terms here; SQLite flattens compounds of compounds and still merges them row by row. */
const MAX_TERMS = 5;

/** All streams as one SELECT in order, its ORDER BY and LIMIT still to come. */
export const merged = (terms: readonly string[]): string => {
  if (terms.length <= MAX_TERMS) return terms.join(" UNION ALL ");
  const groups = Array.from({ length: Math.ceil(terms.length / MAX_TERMS) }, (_, index) => {
    const group = terms.slice(index * MAX_TERMS, (index + 1) * MAX_TERMS);
    return `SELECT ${COLUMNS} FROM (${group.join(" UNION ALL ")})`;
  });
  return merged(groups);
};
