// Evaluations of one entity, and the entities of one group with theirs. Indexes: primary key of subjects and
// subject_bodies_key for one evaluation, subjects_by_parent for lists. rows_read <= 4 for one, <= 3 a listed row.

import {
  ENTITY,
  EVALUATION,
  type EvaluationBody,
  type EvaluationSummary,
  type GroupMember,
  type StoredEvaluation,
} from "../app/entity-queries.ts";
import type { JsonObject } from "../core/json.ts";

/** Bounds on what one request may cost: evaluations that are listed, entities of a group, evaluations of each. */
const NEWEST_EVALUATIONS = 200;
const MEMBERS = 500;
const EVALUATIONS_OF_A_MEMBER = 20;

const EVALUATION_SQL = `SELECT b.body AS body, i.body AS input FROM subjects s
  CROSS JOIN subject_bodies b ON b.workspace_id = ?1 AND b.type = s.type AND b.id = s.id
  CROSS JOIN subject_bodies i
    ON i.workspace_id = ?1 AND i.type = b.body->>'$.input.type' AND i.id = b.body->>'$.input.id'
  WHERE s.workspace_id = ?1 AND s.type = '${EVALUATION}' AND s.id = ?3 AND s.parent_id = ?2`;

const EVALUATIONS_SQL = `SELECT s.id AS id, s.created_at AS createdAt, b.body AS body FROM
  (SELECT id, created_at FROM subjects INDEXED BY subjects_by_parent
    WHERE workspace_id = ?1 AND type = '${EVALUATION}' AND parent_id = ?2
    ORDER BY created_at DESC, id DESC LIMIT ${NEWEST_EVALUATIONS}) s
  CROSS JOIN subject_bodies b ON b.workspace_id = ?1 AND b.type = '${EVALUATION}' AND b.id = s.id
  ORDER BY s.created_at DESC, s.id DESC`;

const MEMBERS_SQL = `SELECT m.id AS id,
    (SELECT json_group_array(e.id) FROM
      (SELECT id FROM subjects INDEXED BY subjects_by_parent
        WHERE workspace_id = ?1 AND type = '${EVALUATION}' AND parent_id = m.id
        ORDER BY created_at DESC, id DESC LIMIT ${EVALUATIONS_OF_A_MEMBER}) e) AS newestEvaluations
  FROM (SELECT id, created_at FROM subjects INDEXED BY subjects_by_parent
    WHERE workspace_id = ?1 AND type = '${ENTITY}' AND parent_id = ?2 ORDER BY created_at, id LIMIT ${MEMBERS}) m
  ORDER BY m.created_at, m.id`;

const parseStored = (body: string): StoredEvaluation => JSON.parse(body);
const parseObject = (body: string): JsonObject => JSON.parse(body);
const parseIds = (ids: string): readonly string[] => JSON.parse(ids);

export const findEvaluation = async (
  db: D1Database,
  workspaceId: string,
  entityId: string,
  evaluationId: string,
): Promise<EvaluationBody | null> => {
  const statement = db.prepare(EVALUATION_SQL).bind(workspaceId, entityId, evaluationId);
  const row = await statement.first<{ readonly body: string; readonly input: string }>();
  return row === null ? null : { answer: parseStored(row.body).answer, input: parseObject(row.input) };
};

/** Newest first. */
export const listEvaluations = async (
  db: D1Database,
  workspaceId: string,
  entityId: string,
): Promise<readonly EvaluationSummary[]> => {
  const statement = db.prepare(EVALUATIONS_SQL).bind(workspaceId, entityId);
  const { results } = await statement.all<{ readonly id: string; readonly createdAt: number; readonly body: string }>();
  return results.map(({ id, createdAt, body }) => ({ id, createdAt, answer: parseStored(body).answer }));
};

export const listMembers = async (
  db: D1Database,
  workspaceId: string,
  groupId: string,
): Promise<readonly GroupMember[]> => {
  const statement = db.prepare(MEMBERS_SQL).bind(workspaceId, groupId);
  const { results } = await statement.all<{ readonly id: string; readonly newestEvaluations: string }>();
  return results.map(({ id, newestEvaluations }) => ({ id, evaluationIds: parseIds(newestEvaluations).toReversed() }));
};
