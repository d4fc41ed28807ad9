// Entities and groups by any name they have: their own id, or an external one that stands in for it. The own id wins.
// Indexes: primary key of subjects for what is named; subjects_by_parent for its first external id, its group's, and
// its newest evaluation. rows_read <= 12 a name.

import {
  ENTITY,
  type Entity,
  type EntityName,
  EVALUATION,
  EXTERNAL_ENTITY,
  EXTERNAL_GROUP,
  GROUP,
  REVIEWED_ELSEWHERE,
} from "../app/entity-queries.ts";

const firstExternalId = (type: string, parent: string): string =>
  `(SELECT x.id FROM subjects x INDEXED BY subjects_by_parent
    WHERE x.workspace_id = ?1 AND x.type = ${type} AND x.parent_id = ${parent} ORDER BY x.created_at, x.id LIMIT 1)`;

/** `rank` puts the thing's own id before an external one, and an entity before a group. */
const named = (rank: number, type: string, externalType: string): readonly string[] => [
  `SELECT ${rank} AS rank, '${type}' AS type, ?2 AS id`,
  `SELECT ${rank + 2}, '${type}', x.parent_id FROM subjects x
    WHERE x.workspace_id = ?1 AND x.type = '${externalType}' AND x.id = ?2`,
];

const AS_ENTITY = named(0, ENTITY, EXTERNAL_ENTITY);
const AS_GROUP = named(1, GROUP, EXTERNAL_GROUP);

const candidates = {
  entity: AS_ENTITY,
  group: AS_GROUP,
  either: [...AS_ENTITY, ...AS_GROUP],
} as const satisfies Record<EntityName["of"], readonly string[]>;

const findSql = (of: EntityName["of"]): string => `SELECT s.type AS type, s.id AS id, s.parent_id AS group_id,
    s.status AS outcome, s.created_at AS created_at,
    ${firstExternalId(`CASE s.type WHEN '${GROUP}' THEN '${EXTERNAL_GROUP}' ELSE '${EXTERNAL_ENTITY}' END`, "s.id")} AS external_id,
    ${firstExternalId(`'${EXTERNAL_GROUP}'`, "s.parent_id")} AS external_group_id,
    (SELECT e.status FROM subjects e INDEXED BY subjects_by_parent
      WHERE e.workspace_id = ?1 AND e.type = '${EVALUATION}' AND e.parent_id = s.id
      ORDER BY e.created_at DESC, e.id DESC LIMIT 1) AS newest_evaluation
  FROM (${candidates[of].join(" UNION ALL ")}) w
  CROSS JOIN subjects s ON s.workspace_id = ?1 AND s.type = w.type AND s.id = w.id
  ORDER BY w.rank LIMIT 1`;

interface EntityRow {
  readonly type: Entity["type"];
  readonly id: string;
  readonly group_id: string | null;
  readonly outcome: string | null;
  readonly created_at: number;
  readonly external_id: string | null;
  readonly external_group_id: string | null;
  readonly newest_evaluation: string | null;
}

const toEntity = (row: EntityRow): Entity => ({
  type: row.type,
  id: row.id,
  externalId: row.external_id,
  group: row.group_id === null ? null : { id: row.group_id, externalId: row.external_group_id },
  outcome: row.outcome,
  isReviewedElsewhere: row.newest_evaluation === REVIEWED_ELSEWHERE,
  createdAt: row.created_at,
});

export const findEntities = async (
  db: D1Database,
  workspaceId: string,
  names: readonly EntityName[],
): Promise<readonly (Entity | null)[]> => {
  if (names.length === 0) return [];
  const results = await db.batch<EntityRow>(names.map(({ id, of }) => db.prepare(findSql(of)).bind(workspaceId, id)));
  return results.map(({ results: [row] }) => (row === undefined ? null : toEntity(row)));
};
