// Whom an evaluation names, and who of them exists. One round trip.
// Source: alloy.md rulings 8, 12 (Groups, External ids) and section 7 (headers).

import type { EntityName, EntityQueries } from "../../app/entity-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AlloyError } from "./errors.ts";
import type { Parties } from "./new-evaluation.ts";
import type { EvaluationHeaders, EvaluationRequest } from "./schema.ts";

const OTHER_ENTITY: AlloyError = {
  type: "invalid_header",
  details: { "alloy-external-entity-id": "is the id of another entity than alloy-entity-token" },
};

/** The header wins over the body's identifier. */
export const findParties = async (
  entities: Pick<EntityQueries, "find">,
  workspaceId: string,
  headers: EvaluationHeaders,
  request: EvaluationRequest,
): Promise<Result<Parties, AlloyError>> => {
  const externalEntityId = headers.externalEntity ?? request.externalEntityId;
  const asked: readonly { readonly id: string | null; readonly of: EntityName["of"] }[] = [
    { id: headers.entity, of: "entity" },
    { id: externalEntityId, of: "entity" },
    { id: headers.externalGroup, of: "group" },
  ];
  const names = asked.flatMap(({ id, of }) => (id === null ? [] : [{ id, of }]));
  const found = [...(await entities.find(workspaceId, names))];
  const [byToken, byExternalId, group] = asked.map(({ id }) => (id === null ? null : (found.shift() ?? null)));
  if (headers.entity !== null && byToken == null) {
    return err({ type: "unknown_resource", details: { entity_token_or_external_id: headers.entity } });
  }
  if (byToken != null && byExternalId != null && byToken.id !== byExternalId.id) return err(OTHER_ENTITY);
  return ok({
    entity: byToken ?? byExternalId ?? null,
    group: group ?? null,
    externalEntityId,
    externalGroupId: headers.externalGroup,
    isExternalIdTaken: byExternalId != null,
    isBusiness: headers.isBusiness,
  });
};
