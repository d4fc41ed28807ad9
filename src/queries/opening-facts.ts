// What opening a review on a registered subject depends on: the subject, the review that has it already, and loads.
// Indexes: primary key of subjects, subject_bodies_key, reviews_by_subject; loads: workload-rows.ts. One round trip.

import type { OpeningFacts, RegisteredSubject } from "../app/workload-queries.ts";
import type { JsonObject } from "../core/json.ts";
import { REVIEW_COLUMNS, type ReviewRow, reviewFromRow } from "../store/rows.ts";
import { type LoadRow, loadsFromRows, loadsStatement, type WorkloadScope } from "./workload-rows.ts";

const SUBJECT_SQL = `SELECT s.created_at AS created_at, b.body AS body,
    (SELECT t.body FROM subject_bodies t WHERE t.workspace_id = ?1 AND t.type = ?4 AND t.id = ?3) AS taken
  FROM subjects s JOIN subject_bodies b ON b.workspace_id = s.workspace_id AND b.type = s.type AND b.id = s.id
  WHERE s.workspace_id = ?1 AND s.type = ?2 AND s.id = ?3`;

const REVIEW_SQL = `SELECT ${REVIEW_COLUMNS} FROM reviews r INDEXED BY reviews_by_subject
  WHERE r.workspace_id = ?1 AND r.subject_type = ?2 AND r.subject_id = ?3 AND r.dialect = ?4 LIMIT 1`;

interface SubjectRow {
  readonly created_at: number;
  readonly body: string;
  readonly taken: string | null;
}

const subjectStatement = ({ db, subjectType, takenType }: WorkloadScope, workspaceId: string, subjectId: string) =>
  db.prepare(SUBJECT_SQL).bind(workspaceId, subjectType, subjectId, takenType);

const subjectFromRow = (row: SubjectRow | null | undefined): RegisteredSubject | null => {
  if (row == null) return null;
  const body: JsonObject = JSON.parse(row.body);
  const taken: JsonObject | null = row.taken === null ? null : JSON.parse(row.taken);
  return { createdAt: row.created_at, body, taken };
};

export const findSubject = async (
  scope: WorkloadScope,
  workspaceId: string,
  subjectId: string,
): Promise<RegisteredSubject | null> =>
  subjectFromRow(await subjectStatement(scope, workspaceId, subjectId).first<SubjectRow>());

export const openingFacts = async (
  scope: WorkloadScope,
  workspaceId: string,
  subjectId: string,
): Promise<OpeningFacts> => {
  const [subjects, reviews, loads] = await scope.db.batch<SubjectRow & ReviewRow & LoadRow>([
    subjectStatement(scope, workspaceId, subjectId),
    scope.db.prepare(REVIEW_SQL).bind(workspaceId, scope.subjectType, subjectId, scope.dialect),
    loadsStatement(scope, workspaceId),
  ]);
  const review = reviews?.results[0];
  return {
    subject: subjectFromRow(subjects?.results[0]),
    review: review === undefined ? null : reviewFromRow(review).review,
    loads: loadsFromRows(loads?.results ?? []),
  };
};
