// The line of open reviews, in the order in which they are given out, as far as SQL can tell whom each waits for: what
// it passes over the kernel would refuse, what it brings the kernel still judges. Index reviews_in_line.
// rows_read: 2 a row of the line that is looked at, and a few for the names and votes that are asked for.

import type { LinePage, LineQuestion } from "../app/claim-ports.ts";
import { PRIORITIES } from "../core/review/review.ts";
import { reviewFromState } from "./rows.ts";

/** Place in line within a priority; the index's own expression, to the letter. */
const PLACE = "coalesce(r.due_at, r.created_at + 86400000)";

/** As many names as a statement spells out: D1 takes 100 KB of SQL. */
const MAX_NAMES = 100;

const value = (path: string): string => `?2->>'$.${path}'`;

const namesIn = (list: "principals" | "groups", names: readonly string[]): string =>
  names.length > MAX_NAMES
    ? `SELECT value FROM json_each(?2, '$.${list}')`
    : names.map((_, index) => value(`${list}[${index}]`)).join(", ");

/** Primary key of review_readers, once for each name. */
const readBy = (names: string): string =>
  `EXISTS (SELECT 1 FROM review_readers x WHERE x.workspace_id = ?1 AND x.principal IN (${names}) AND x.review_id = r.id)`;

/** A row of one of the member's groups that this member has not approved. */
const hasRowFor = (groups: readonly string[]): string =>
  groups.length === 0
    ? "0"
    : `EXISTS (SELECT 1 FROM json_each(r.state, '$.groups') g WHERE g.value->>'$.group' IN (${namesIn("groups", groups)})
        AND NOT (g.value->>'$.status' = 'approved' AND g.value->>'$.reviewedBy.kind' IS 'member'
          AND g.value->>'$.reviewedBy.id' IS ${value("member")}))`;

const HAS_NOT_VOTED = `NOT EXISTS (SELECT 1 FROM json_each(r.state, '$.votes') v
  WHERE v.value->>'$.by.kind' = 'member' AND v.value->>'$.by.id' = ${value("member")})`;

/** Whose vote it waits for, where it ends by votes. */
const votersOf = ({ groups, isAdministrator }: LineQuestion): string => `CASE
  WHEN r.state->>'$.policy.endings[0]' IS NOT 'vote' THEN 1
  WHEN r.state->>'$.policy.voters' = 'group_members' THEN ${hasRowFor(groups)}
  WHEN r.state->>'$.policy.voters' = 'administrators' AND ${isAdministrator ? 0 : 1} THEN 0
  ELSE ${HAS_NOT_VOTED} END`;

/** Assigned to nobody, to the member, or to somebody who is not here any more. Primary key of members. */
const IS_FREE = `(r.assigned_to IS NULL OR r.assigned_to = ${value("member")} OR NOT EXISTS (SELECT 1 FROM members m
  WHERE m.workspace_id = ?1 AND m.id = r.assigned_to AND m.active = 1))`;

/** Primary key of review_claims. */
const IS_UNCLAIMED = `NOT EXISTS (SELECT 1 FROM review_claims c
  WHERE c.workspace_id = ?1 AND c.review_id = r.id AND c.member_id <> ${value("member")} AND c.until > ${value("now")})`;

const IS_NOT_OWN = `(r.state->>'$.requester.kind' IS NOT 'member' OR r.state->>'$.requester.id' IS NOT ${value("member")})`;

/** Cheap ones first: SQLite asks them in this order. */
const conditionsOf = (question: LineQuestion): readonly string[] => {
  const { filter, skip, principals } = question;
  const all: readonly (string | false)[] = [
    filter.priority !== null && `r.priority_rank = ${value("priorityRank")}`,
    filter.dialect !== null && `r.dialect = ${value("dialect")}`,
    filter.status !== null && `r.status = ${value("status")}`,
    skip.length > 0 && "r.id NOT IN (SELECT value FROM json_each(?2, '$.skip'))",
    !filter.isAnybodys && IS_FREE,
    IS_UNCLAIMED,
    filter.group !== null && readBy(value("groupReader")),
    principals !== null && readBy(namesIn("principals", principals)),
    "r.state->>'$.pausedAt' IS NULL",
    IS_NOT_OWN,
    votersOf(question),
  ];
  return all.filter((condition) => condition !== false);
};

const term = (
  question: LineQuestion,
  from: string,
): string => `SELECT r.priority_rank AS rank, ${PLACE} AS key, r.id AS id,
    r.state AS state
  FROM reviews r INDEXED BY reviews_in_line
  WHERE r.workspace_id = ?1 AND r.status IN ('pending', 'in_progress')${from}
    AND ${conditionsOf(question).join("\n    AND ")}`;

/** Behind a place: the rest of its priority, then the priorities after it. Either is a seek; SQLite merges them. */
const termsOf = (question: LineQuestion): readonly string[] =>
  question.after === null
    ? [term(question, "")]
    : [
        term(
          question,
          ` AND r.priority_rank = ${value("rank")} AND ${PLACE} >= ${value("key")}
    AND (${PLACE} > ${value("key")} OR r.id > ${value("id")})`,
        ),
        term(question, ` AND r.priority_rank > ${value("rank")}`),
      ];

const lineSql = (question: LineQuestion): string =>
  `${termsOf(question).join(" UNION ALL ")} ORDER BY rank, key, id LIMIT ?3`;

const valuesOf = ({ memberId, groups, principals, filter, skip, now, after }: LineQuestion): string =>
  JSON.stringify({
    ...after,
    ...filter,
    member: memberId,
    groups,
    principals,
    skip,
    now,
    priorityRank: filter.priority === null ? null : PRIORITIES.indexOf(filter.priority),
    groupReader: `group:${filter.group}`,
  });

interface LineRow {
  readonly rank: number;
  readonly key: number;
  readonly id: string;
  readonly state: string;
}

/** Reviews come without free text: no rule of the kernel that decides whose turn it is looks at any. */
export const readLine = async (db: D1Database, question: LineQuestion): Promise<LinePage> => {
  const { workspaceId, limit } = question;
  const { results } = await db.prepare(lineSql(question)).bind(workspaceId, valuesOf(question), limit).all<LineRow>();
  const last = results.at(-1);
  return {
    reviews: results.map(({ state }) => reviewFromState(state, null, null)),
    next: last === undefined || results.length < limit ? null : { rank: last.rank, key: last.key, id: last.id },
  };
};
