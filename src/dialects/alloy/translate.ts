// Core state to Alloy's wire. Pure; decides nothing. Instants are Unix milliseconds.
// Source: alloy.md rulings 6, 7, 9, 12 and sections 3, 6, 7.

import { type Entity, type EvaluationSummary, GROUP, type GroupMember } from "../../app/entity-queries.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Note, Review, ReviewStatus } from "../../core/review/review.ts";
import { toIso } from "../../core/time.ts";
import { summaryToWire } from "./evaluation-wire.ts";
import { DIALECT } from "./policy.ts";

/** Which reviews this API shows: those that an outcome has ended. */
const IS_SHOWN = {
  pending: false,
  in_progress: false,
  approved: false,
  rejected: false,
  revoked: false,
  completed: true,
  processing: false,
  executed: false,
  unknown: false,
  expired: false,
  cancelled: false,
} as const satisfies Record<ReviewStatus, boolean>;

export const isShown = ({ status }: Review): boolean => IS_SHOWN[status];

/** The `R-` token. */
export const reviewTokenOf = ({ aliases }: Review): string | null =>
  aliases.find(({ namespace }) => namespace === DIALECT)?.id ?? null;

const textOf = (extra: JsonObject, key: string): string | null => {
  const value = extra[key];
  return typeof value === "string" ? value : null;
};

export const workflowTokenOf = ({ extra }: Review): string | null => textOf(extra, "workflowToken");

export const isOfJourney = ({ extra }: Review): boolean => extra["isJourney"] === true;

/** Who wrote it: the agent that was named, or the person who wrote it elsewhere. */
const authorOf = ({ claimedEmail, by }: Note): string => claimedEmail ?? by.email;

const noteFields = (note: Note) => ({
  note: note.text,
  note_author_agent_email: authorOf(note),
  created_at: note.at,
  updated_at: note.at,
});

/** The answer to a new note: the newest of the review. */
export const noteToWire = (review: Review) => ({
  review_token: reviewTokenOf(review),
  ...review.notes.slice(-1).map(noteFields)[0],
});

const memberToWire = ({ id, evaluationIds }: GroupMember) => ({ entity_token: id, evaluation_tokens: evaluationIds });

/** What a review is shown with, beside itself. `members` are those of a group, none for an entity. */
export interface ReviewView {
  readonly entity: Entity;
  /** The path it was asked for under. */
  readonly under: "entities" | "groups";
  readonly members: readonly GroupMember[];
}

export const reviewToWire = (review: Review, { entity, under, members }: ReviewView) => {
  const { decision, completedAt } = review;
  const isGroup = entity.type === GROUP;
  const email = decision?.claimedEmail ?? decision?.by.email ?? "";
  return {
    review_token: reviewTokenOf(review),
    ...(under === "entities" ? { entity_token: entity.id } : {}),
    group_token: isGroup ? entity.id : null,
    application_token: workflowTokenOf(review),
    application_name: textOf(review.extra, "workflowName"),
    outcome: review.outcome,
    reasons: review.reasons,
    reason: review.reasons[0] ?? null,
    timestamp: completedAt,
    started: review.startedAt,
    completed: completedAt,
    agent: { email, external_id: null },
    reviewer: email,
    notes: review.notes.map(noteFields),
    child_entities: members.map(memberToWire),
    external_entity_id: entity.externalId,
    external_group_id: isGroup ? entity.externalId : null,
    service: "Alloy",
  };
};

export interface Overview {
  readonly entity: Entity;
  readonly evaluations: readonly EvaluationSummary[];
  readonly reviews: readonly Review[];
  readonly members: readonly GroupMember[];
  /** Name of the member who has this address; "" where there is none. */
  readonly nameOf: (email: string) => string;
}

const overviewNote = (note: Note, nameOf: Overview["nameOf"]) => ({
  text: note.text,
  created_at: toIso(note.at),
  updated_at: toIso(note.at),
  email: authorOf(note),
  name: nameOf(authorOf(note)),
});

const entityType = ({ type, id }: Entity): "group" | "business" | "person" => {
  if (type === GROUP) return "group";
  return id.startsWith("B-") ? "business" : "person";
};

export const overviewToWire = ({ entity, evaluations, reviews, members, nameOf }: Overview) => {
  const isGroup = entity.type === GROUP;
  return {
    entity_token: entity.id,
    entity_type: entityType(entity),
    external_entity_id: entity.externalId,
    group_token: isGroup ? entity.id : (entity.group?.id ?? null),
    external_group_id: isGroup ? entity.externalId : (entity.group?.externalId ?? null),
    outcome: entity.outcome,
    timestamp: entity.createdAt,
    evaluations: evaluations.map(summaryToWire),
    documents: [],
    reviews: reviews.map((review) => reviewToWire(review, { entity, under: "entities", members })),
    notes: reviews.flatMap((review) => review.notes.map((note) => overviewNote(note, nameOf))),
    child_entities: members.map(memberToWire),
  };
};
