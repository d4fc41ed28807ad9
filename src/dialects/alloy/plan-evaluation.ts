// From a submitted document to everything that one batch will write: the rules pick the outcome, the parties get their
// rows, "Manual Review" opens a review. Pure but for the digest. Source: alloy.md rulings 8-10.

import { ENTITY } from "../../app/entity-queries.ts";
import type { OpenRequest } from "../../app/open-review.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson, type JsonObject } from "../../core/json.ts";
import type { Actor } from "../../core/review/actor.ts";
import type { Instant } from "../../core/time.ts";
import { sha256Hex } from "../../http/idempotency-key.ts";
import { evaluationAnswer } from "./evaluation-wire.ts";
import { evaluationSubjects, type Parties, placeParties } from "./new-evaluation.ts";
import { queuedReview } from "./new-review.ts";
import { MANUAL_REVIEW } from "./policy.ts";
import type { EvaluationRequest } from "./schema.ts";
import { toToken } from "./tokens.ts";

import { type CompiledWorkflow, judgeDocument } from "./workflows.ts";

export interface EvaluationInput {
  readonly request: EvaluationRequest;
  readonly parties: Parties;
  readonly workflow: CompiledWorkflow;
  readonly document: WorkspaceDocument;
  readonly actor: Actor;
  readonly now: Instant;
  /** Ids that grow with time. */
  readonly newId: () => string;
}

export interface EvaluationPlan {
  readonly entityToken: string;
  readonly evaluationToken: string;
  /** Without the document. */
  readonly answer: JsonObject;
  readonly writes: Pick<OpenRequest, "open" | "subjects" | "subjectUpdates">;
}

export const planEvaluation = async (given: EvaluationInput): Promise<EvaluationPlan> => {
  const { request, workflow, document, now, newId } = given;
  const { submitted: input, isJourney } = request;
  const judgement = judgeDocument(workflow, input);
  const placed = placeParties(given.parties, judgement.outcome, now, newId);
  const { entityToken } = placed;
  const evaluationToken = toToken("S", newId());
  const facts = { ...placed, ...judgement, evaluationToken, workflow, timestamp: now };
  const answer = evaluationAnswer({ ...facts, workspaceVersion: document.version });
  const reviewId = judgement.outcome === MANUAL_REVIEW ? newId() : null;
  const subjects = evaluationSubjects({ evaluationToken, entityToken, isJourney, reviewId, answer, input }, now);
  const seed = { document, workflow, subject: { type: ENTITY, id: entityToken }, now } as const;
  const open =
    reviewId === null
      ? null
      : queuedReview(seed, {
          reviewId,
          evaluationToken,
          isJourney,
          payloadDigest: await sha256Hex(canonicalJson(input)),
          requester: given.actor,
        });
  return {
    entityToken,
    evaluationToken,
    answer,
    writes: { open, subjects: [...placed.subjects, ...subjects], subjectUpdates: placed.updates },
  };
};
