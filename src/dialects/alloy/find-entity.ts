// The entity or group that a path names, by token or external id.
// Source: seed "Create a Review for an Entity" (Path Params); alloy.md rulings 1, 7, 12 (Groups, External ids).

import type { Context } from "hono";
import type { Entity } from "../../app/entity-queries.ts";
import type { Principal } from "../../app/principal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import type { AlloyError } from "./errors.ts";
import { pathId } from "./ids.ts";

/** First part of a path: under `entities` a group's token is taken too, under `groups` nothing but a group's. */
export type Collection = "entities" | "groups";

/** Places in a path, after `v1` and the collection. */
export const ENTITY_SEGMENT = 2;
export const REVIEW_SEGMENT = 4;

const ASKED = { entities: "either", groups: "group" } as const;
const FIELD = { entities: "entity_token_or_external_id", groups: "group_token_or_external_id" } as const;

export const findEntity = async (
  c: Context<AppEnv>,
  { workspaceId }: Principal,
  under: Collection,
): Promise<Result<Entity, AlloyError>> => {
  const id = pathId(c.req.url, ENTITY_SEGMENT);
  const [entity] = id === null ? [] : await c.var.services.entities.find(workspaceId, [{ id, of: ASKED[under] }]);
  if (entity != null) return ok(entity);
  return err({ type: "unknown_resource", details: id === null ? {} : { [FIELD[under]]: id } });
};
