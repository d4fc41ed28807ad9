// The answer to an evaluation, as it is stored and as it is shown. Pure; it never changes afterwards.
// Source: alloy.md rulings 8, 9, 12 (Groups, Reads) and section 7.

import type { EvaluationBody, EvaluationSummary } from "../../app/entity-queries.ts";
import type { JsonObject } from "../../core/json.ts";

/** Everything that an evaluation's answer is made of. */
export interface EvaluationFacts {
  readonly evaluationToken: string;
  readonly entityToken: string;
  readonly externalEntityId: string | null;
  readonly groupToken: string | null;
  readonly externalGroupId: string | null;
  readonly workflow: { readonly token: string; readonly name: string };
  readonly workspaceVersion: number;
  readonly timestamp: number;
  readonly outcome: string;
  readonly tags: readonly string[];
}

/** The answer as it is stored: for ever the same, the document put in when it is shown. */
export const evaluationAnswer = (facts: EvaluationFacts): JsonObject => ({
  status_code: 201,
  error: null,
  timestamp: facts.timestamp,
  evaluation_token: facts.evaluationToken,
  entity_token: facts.entityToken,
  external_entity_id: facts.externalEntityId,
  group_token: facts.groupToken,
  external_group_id: facts.externalGroupId,
  parent_entity_token: null,
  application_token: facts.workflow.token,
  application_name: facts.workflow.name,
  application_version_id: facts.workspaceVersion,
  champion_challenger_id: null,
  summary: {
    result: "success",
    score: null,
    tags: facts.tags,
    outcome_reasons: [],
    outcome: facts.outcome,
    services: {},
  },
  supplied: null,
  formatted: {},
  matching: {},
  diligence: {},
  related_data: {},
  raw_responses: {},
  formatted_responses: {},
  audit_archive: null,
});

export const evaluationToWire = ({ answer, input }: EvaluationBody): JsonObject => ({ ...answer, supplied: input });

/** Its line in the overview of its entity. */
export const summaryToWire = ({ id, createdAt, answer }: EvaluationSummary) => ({
  evaluation_token: id,
  timestamp: createdAt,
  application_token: answer["application_token"] ?? null,
  application_name: answer["application_name"] ?? null,
  summary: answer["summary"] ?? null,
});
