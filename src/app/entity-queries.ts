// What is asked about entities: somebody or something that is evaluated, perhaps often, perhaps as one of a group, and
// reviewed as often. Entities, groups, external ids and evaluations are subjects; data and an interface, queries/ answers.
// Source: alloy.md rulings 5-9, 12.

import type { JsonObject } from "../core/json.ts";
import type { Review } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";
import type { StoredReview } from "./ports.ts";

/** Types of subjects. An external id is a row of its own whose parent is what it stands for: its key makes it unique. */
export const ENTITY = "entity";
export const GROUP = "entity_group";
export const EXTERNAL_ENTITY = "external_entity";
export const EXTERNAL_GROUP = "external_group";
/** Its parent is the entity. */
export const EVALUATION = "evaluation";
/** The document that an evaluation was made from, where no review keeps it. */
export const EVALUATION_INPUT = "evaluation_input";

/** Status of an evaluation that another process than these reviews decides; every other has none. */
export const REVIEWED_ELSEWHERE = "reviewed_elsewhere";

/** Something that a review can be about. */
export interface Entity {
  readonly type: typeof ENTITY | typeof GROUP;
  readonly id: string;
  /** The first external id it was given. */
  readonly externalId: string | null;
  /** The group of an entity; null for a group. */
  readonly group: { readonly id: string; readonly externalId: string | null } | null;
  /** The newest outcome, of an evaluation or of a review. */
  readonly outcome: string | null;
  /** Whether the newest evaluation is one that these reviews do not decide. */
  readonly isReviewedElsewhere: boolean;
  readonly createdAt: Instant;
}

/** An id as somebody wrote it: the thing's own, or one that stands in for it. The own one wins. */
export interface EntityName {
  readonly id: string;
  /** What it may be the id of, the entity first. */
  readonly of: "entity" | "group" | "either";
}

/** An evaluation: what was answered, and the document that it was made from. */
export interface EvaluationBody {
  readonly answer: JsonObject;
  readonly input: JsonObject;
}

export interface EvaluationSummary {
  readonly id: string;
  readonly createdAt: Instant;
  /** What was answered, without the document. */
  readonly answer: JsonObject;
}

/** An entity of a group with its evaluations, oldest first. */
export interface GroupMember {
  readonly id: string;
  readonly evaluationIds: readonly string[];
}

type Subject = Pick<Entity, "type" | "id">;

/** Bound to one API's reviews. Every list is bounded: its newest rows are answered. */
export interface EntityQueries {
  /** In the order asked, null for what nothing has. One round trip. */
  find(workspaceId: string, names: readonly EntityName[]): Promise<readonly (Entity | null)[]>;
  /** Reviews of the subject that are still open, newest first. */
  openReviews(workspaceId: string, subject: Subject): Promise<readonly StoredReview[]>;
  /** Reviews of the subject that were completed, the latest completed first. */
  completedReviews(workspaceId: string, subject: Subject): Promise<readonly Review[]>;
  /** Null: that entity has no such evaluation. */
  evaluation(workspaceId: string, entityId: string, evaluationId: string): Promise<EvaluationBody | null>;
  /** Newest first. */
  evaluations(workspaceId: string, entityId: string): Promise<readonly EvaluationSummary[]>;
  /** In the order in which they were first seen. */
  members(workspaceId: string, groupId: string): Promise<readonly GroupMember[]>;
}

/** The body of an evaluation's subject: the answer, and which subject's body is the document. */
export interface StoredEvaluation {
  readonly answer: JsonObject;
  readonly input: { readonly type: string; readonly id: string };
}
