// An evaluation about to exist: whom it is about, what is new about them, and the review that it puts into the queue.
// Two at once with the same new external id break on its row: the loser plans again and finds what the winner made.
// Source: alloy.md rulings 8-10, 12 (Groups, External ids).

import {
  ENTITY,
  type Entity,
  EVALUATION,
  EVALUATION_INPUT,
  EXTERNAL_ENTITY,
  EXTERNAL_GROUP,
  GROUP,
  REVIEWED_ELSEWHERE,
} from "../../app/entity-queries.ts";
import type { NewSubject, SubjectUpdate } from "../../app/ports.ts";
import { OWN_SUBJECT } from "../../app/review-queries.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Instant } from "../../core/time.ts";
import { toToken } from "./tokens.ts";

/** Whom the request names, and who of them exists. */
export interface Parties {
  readonly entity: Entity | null;
  readonly group: Entity | null;
  readonly externalEntityId: string | null;
  readonly externalGroupId: string | null;
  /** Whether that external id has been given to somebody. */
  readonly isExternalIdTaken: boolean;
  readonly isBusiness: boolean;
}

export interface Placed {
  readonly entityToken: string;
  readonly externalEntityId: string | null;
  readonly groupToken: string | null;
  readonly externalGroupId: string | null;
  readonly subjects: readonly NewSubject[];
  readonly updates: readonly SubjectUpdate[];
}

const row = (type: string, id: string, parentId: string | null, createdAt: Instant): NewSubject => ({
  type,
  id,
  parentId,
  status: null,
  createdAt,
  body: null,
});

/** The rows that are missing, and what changes of those that stand: the outcome, and the group when one is named. */
export const placeParties = (parties: Parties, outcome: string, now: Instant, newId: () => string): Placed => {
  const { entity, group, externalEntityId, externalGroupId } = parties;
  const isNewGroup = group === null && externalGroupId !== null;
  const namedGroup = group?.id ?? (isNewGroup ? toToken("G", newId()) : null);
  const entityToken = entity?.id ?? toToken(parties.isBusiness ? "B" : "P", newId());
  const isNewExternalId = externalEntityId !== null && !parties.isExternalIdTaken;
  const named = namedGroup === null ? null : { id: namedGroup, externalId: group?.externalId ?? externalGroupId };
  const standing = named ?? entity?.group ?? null;
  // A token may stand where an external id is expected: then it is not one.
  const shownId = externalEntityId === entityToken ? null : externalEntityId;
  return {
    entityToken,
    externalEntityId: shownId ?? entity?.externalId ?? null,
    groupToken: standing?.id ?? null,
    externalGroupId: standing?.externalId ?? null,
    subjects: [
      ...(entity === null ? [{ ...row(ENTITY, entityToken, namedGroup, now), status: outcome }] : []),
      ...(isNewExternalId ? [row(EXTERNAL_ENTITY, externalEntityId, entityToken, now)] : []),
      ...(isNewGroup && namedGroup !== null ? [row(GROUP, namedGroup, null, now)] : []),
      ...(isNewGroup ? [row(EXTERNAL_GROUP, externalGroupId, namedGroup, now)] : []),
    ],
    updates: entity === null ? [] : [{ type: ENTITY, id: entity.id, parentId: namedGroup, status: outcome }],
  };
};

export interface EvaluationRows {
  readonly evaluationToken: string;
  readonly entityToken: string;
  readonly isJourney: boolean;
  /** The review that shows the document; null: nobody has to look at it. */
  readonly reviewId: string | null;
  readonly answer: JsonObject;
  readonly input: JsonObject;
}

/** The document is kept once: by the review it is reviewed in, or else beside the evaluation. */
export const evaluationSubjects = (rows: EvaluationRows, now: Instant): readonly NewSubject[] => {
  const { evaluationToken, entityToken, isJourney, reviewId, answer, input } = rows;
  const place =
    reviewId === null ? { type: EVALUATION_INPUT, id: evaluationToken } : { type: OWN_SUBJECT, id: reviewId };
  return [
    {
      ...row(EVALUATION, evaluationToken, entityToken, now),
      status: isJourney ? REVIEWED_ELSEWHERE : null,
      body: { answer, input: place },
    },
    { ...row(place.type, place.id, null, now), body: input },
  ];
};
