// The overview of an entity or group: where it stands, and what led there.
// Source: alloy.md rulings 1, 9, 12 (Groups, Reads) and section 3 (items of GET /entities/{token}).

import { type Context, Hono } from "hono";
import { type Entity, GROUP } from "../../app/entity-queries.ts";
import type { Principal } from "../../app/principal.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { AppEnv } from "../../http/context.ts";
import { enter } from "./caller.ts";
import { findEntity } from "./find-entity.ts";
import { refuse } from "./respond.ts";
import { type Overview, overviewToWire } from "./translate.ts";

const namesOf = ({ members }: WorkspaceDocument): Overview["nameOf"] => {
  const names = new Map(members.map(({ email, name }) => [email.toLowerCase(), name]));
  return (email) => names.get(email.toLowerCase()) ?? "";
};

const overviewOf = async (c: Context<AppEnv>, principal: Principal, entity: Entity): Promise<Overview> => {
  const { workspaceId, workspaceVersion } = principal;
  const { entities, documents } = c.var.services;
  const isGroup = entity.type === GROUP;
  const [evaluations, reviews, members, document] = await Promise.all([
    isGroup ? [] : entities.evaluations(workspaceId, entity.id),
    entities.completedReviews(workspaceId, entity),
    isGroup ? entities.members(workspaceId, entity.id) : [],
    documents.load(workspaceId, workspaceVersion),
  ]);
  return { entity, evaluations, reviews, members, nameOf: namesOf(document) };
};

const getEntity = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const entity = await findEntity(c, principal, "entities");
  if (!entity.ok) return refuse(c, entity.error);
  return c.json(overviewToWire(await overviewOf(c, principal, entity.value)));
};

export const entitiesRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().get("/v1/entities/:entity", getEntity);
