// The SQL of one commit. The rows of a table travel together, so that a commit of a hundred reviews has about as many
// statements as a commit of one. Order matters: the audit rows come first, their key is the lock.

import type { CommitRequest, NewSubject, SubjectUpdate } from "../app/ports.ts";
import { answerStatements } from "./answer-statements.ts";
import type { CommitPlan, ReviewColumns, SubjectStatusChange } from "./plan-commit.ts";
import { chunked, insertRows, type Row, rowField, rowParameters } from "./insert-rows.ts";

const AUDIT = [
  "review_id",
  "seq",
  "type",
  "at",
  "recorded_at",
  "actor",
  "entrance",
  "request_id",
  "workspace_version",
  "clock",
  "data",
  "texts_digest",
  "hash",
];
const REVIEW = [
  "id",
  "dialect",
  "status",
  "version",
  "priority_rank",
  "subject_type",
  "subject_id",
  "is_grouped",
  "assigned_to",
  "sla_status",
  "created_at",
  "due_at",
  "next_due_at",
  "test_due_at",
  "head_hash",
  "text_count",
  "state",
];
const OUTBOX = ["review_id", "seq", "type", "created_at", "snapshot"];

/** `SET` list of an update: only what differs, so that an index whose columns are left out is not written. */
const upsertSql = (changed: readonly string[]): string => {
  const assignments = changed.map((column) =>
    column === "text_count" ? "text_count = text_count + excluded.text_count" : `${column} = excluded.${column}`,
  );
  return ` ON CONFLICT (workspace_id, id) DO UPDATE SET ${assignments.join(", ")}`;
};

/** The workspace's next positions: D1 has one writer, so the sequence has no gap and no twin. */
const outboxSql = (rows: readonly Row[]): string => `INSERT INTO outbox (workspace_id, position, ${OUTBOX.join(", ")})
  SELECT ?1, (SELECT COALESCE(MAX(position), 0) FROM outbox WHERE workspace_id = ?1) + column2,
    ${OUTBOX.map(rowField).join(", ")} FROM ${rowParameters(rows)}`;

/** Primary key, once per subject. The parameter list spares json_each's row reads. */
const subjectStatusSql = (ids: readonly string[]): string => `UPDATE subjects SET status = ?3
  WHERE workspace_id = ?1 AND type = ?2 AND id IN (${ids.map((_, place) => `?${place + 5}`).join(", ")})
    AND status IS NOT ?3 AND status IS NOT ?4`;

/** Primary key. Null leaves a column alone; nothing is written where nothing differs. */
const SUBJECT_UPDATE_SQL = `UPDATE subjects SET status = COALESCE(?4, status), parent_id = COALESCE(?5, parent_id)
  WHERE workspace_id = ?1 AND type = ?2 AND id = ?3
    AND (status IS NOT COALESCE(?4, status) OR parent_id IS NOT COALESCE(?5, parent_id))`;

/** Updates that change the same columns share one statement. */
const groupedBy = <T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
};

const subjectRow = ({ type, id, parentId, status, createdAt }: NewSubject): Row => ({
  type,
  id,
  parent_id: parentId,
  status,
  created_at: createdAt,
});

const bodyRows = (subjects: readonly NewSubject[]): readonly Row[] =>
  subjects.flatMap(({ type, id, body }) => (body === null ? [] : [{ type, id, body: JSON.stringify(body) }]));

export const commitStatements = (
  db: D1Database,
  request: CommitRequest,
  plan: CommitPlan,
): readonly D1PreparedStatement[] => {
  const { workspaceId, recordedAt } = request;
  const insert = (table: string, columns: readonly string[], rows: readonly Row[], suffix = "") =>
    insertRows(db, workspaceId, { table, columns, suffix }, rows);
  const update = (group: readonly { readonly row: ReviewColumns; readonly changed: readonly string[] }[]) =>
    insert(
      "reviews",
      REVIEW,
      group.map(({ row }) => row),
      upsertSql(group[0]?.changed ?? []),
    );
  const outbox = chunked(plan.outbox).map((rows) =>
    db.prepare(outboxSql(rows)).bind(workspaceId, ...rows.map((row) => JSON.stringify(row))),
  );
  const subjectStatus = (group: readonly SubjectStatusChange[]): readonly D1PreparedStatement[] =>
    group
      .slice(0, 1)
      .flatMap(({ type, status, end }) =>
        chunked(group.map(({ id }) => id)).map((ids) =>
          db.prepare(subjectStatusSql(ids)).bind(workspaceId, type, status, end ?? "", ...ids),
        ),
      );
  const subjectUpdate = ({ type, id, status, parentId }: SubjectUpdate): D1PreparedStatement =>
    db.prepare(SUBJECT_UPDATE_SQL).bind(workspaceId, type, id, status, parentId);
  return [
    ...insert("audit", AUDIT, plan.audit),
    ...insert("event_texts", ["review_id", "seq", "salt", "texts"], plan.texts),
    ...insert("reviews", REVIEW, plan.opened),
    ...groupedBy(plan.updated, ({ changed }) => changed.join()).flatMap(update),
    ...insert("review_aliases", ["review_id", "namespace", "external_id"], plan.aliases),
    ...insert("review_readers", ["review_id", "principal"], plan.readers),
    ...insert("subjects", ["type", "id", "parent_id", "status", "created_at"], request.subjects.map(subjectRow)),
    ...insert("subject_bodies", ["type", "id", "body"], bodyRows(request.subjects)),
    ...groupedBy(plan.subjectStatus, ({ type, status, end }) => JSON.stringify([type, status, end])).flatMap(
      subjectStatus,
    ),
    ...(request.subjectUpdates ?? []).map(subjectUpdate),
    ...outbox,
    ...request.answers.flatMap((kept) => answerStatements(db, workspaceId, kept, recordedAt)),
  ];
};
