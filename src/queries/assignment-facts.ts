// What giving many reviews to people depends on: which of the ids name a review, who has it, what it is about, and loads.
// Indexes: primary keys of review_aliases, reviews and subject_bodies_key. rows_read <= 4 a review and one per topic,
// beside the loads of workload-rows.ts. One round trip.

import type { AssignmentFacts } from "../app/workload-queries.ts";
import type { ReviewStatus } from "../core/review/review.ts";
import { type LoadRow, loadsFromRows, loadsStatement, type WorkloadScope } from "./workload-rows.ts";

const REVIEWS_SQL = `SELECT wanted.value AS external_id, r.id AS review_id, r.status AS status,
    r.assigned_to AS assigned_to,
    (SELECT json_group_array(i.value->>'type') FROM subject_bodies b, json_each(b.body, ?4) i
     WHERE b.workspace_id = ?1 AND b.type = r.subject_type AND b.id = r.subject_id) AS topics
  FROM json_each(?2) wanted
  CROSS JOIN review_aliases a ON a.workspace_id = ?1 AND a.external_id = wanted.value AND a.namespace = ?3
  CROSS JOIN reviews r ON r.workspace_id = ?1 AND r.id = a.review_id AND r.dialect = ?3`;

interface ReviewRow {
  readonly external_id: string;
  readonly review_id: string;
  readonly status: ReviewStatus;
  readonly assigned_to: string | null;
  /** JSON array. */
  readonly topics: string;
}

const topicsOf = (topics: string): readonly string[] => {
  const parsed: readonly unknown[] = JSON.parse(topics);
  return parsed.filter((topic) => typeof topic === "string");
};

export const assignmentFacts = async (
  scope: WorkloadScope,
  workspaceId: string,
  externalIds: readonly string[],
): Promise<AssignmentFacts> => {
  const [reviews, loads] = await scope.db.batch<ReviewRow & LoadRow>([
    scope.db.prepare(REVIEWS_SQL).bind(workspaceId, JSON.stringify(externalIds), scope.dialect, scope.topicsPath),
    loadsStatement(scope, workspaceId),
  ]);
  return {
    reviews: (reviews?.results ?? []).map((row) => ({
      externalId: row.external_id,
      reviewId: row.review_id,
      status: row.status,
      assignedTo: row.assigned_to,
      topics: topicsOf(row.topics),
    })),
    loads: loadsFromRows(loads?.results ?? []),
  };
};
