// GET /desk/webhooks, /desk/webhooks/{endpoint} and sending one delivery again. Owners and admins only, as the API's
// routes of the same matter; whatever is no endpoint of this workspace is not found.
// Source: issue "The desk people like to sit at", Build 6; webhooks.md 5, 6.

import type { DeliveryPosition, Replayed } from "../../app/endpoint-ports.ts";
import type { DeliveryKey, Endpoint } from "../../app/webhook-ports.ts";
import { isAdministrator } from "../../core/review/actor.ts";
import type { Desk, DeskContext } from "../context.ts";
import { badForm, methodNotAllowed, notAllowed, notFound } from "../errors.tsx";
import { seeOther } from "../layout.tsx";
import { type EndpointPageOptions, endpointPage, endpointPath, endpointsPage, WEBHOOKS } from "./endpoint-pages.tsx";

const ENDPOINT = `${WEBHOOKS}/:endpointId`;
const REPLAY = `${ENDPOINT}/replay`;

const ENDPOINTS_SHOWN = 100;
const DELIVERIES_SHOWN = 50;

const POSITION = /^(\d{1,15})\.(\d{1,9})$/;
const CREATED = /^(\d{1,15})\.([A-Za-z0-9_-]{1,128})$/;

/** Null: the role may; else the page that says that it may not. */
const refusal = (c: DeskContext): Promise<Response> | null =>
  isAdministrator(c.var.principal.actor.role) ? null : notAllowed("Webhooks are for owners and admins.", c);

const getEndpoints = async (c: DeskContext): Promise<Response> => {
  const refused = refusal(c);
  if (refused !== null) return refused;
  const [, createdAt, id] = CREATED.exec(c.req.query("after") ?? "") ?? [];
  const after = id === undefined ? null : { createdAt: Number(createdAt), id };
  const found = await c.var.services.webhooks.list(c.var.principal.workspaceId, after, ENDPOINTS_SHOWN + 1);
  const shown = found.slice(0, ENDPOINTS_SHOWN);
  const last = shown.at(-1);
  const hasMore = found.length > ENDPOINTS_SHOWN && last !== undefined;
  return endpointsPage(c, shown, hasMore ? `${WEBHOOKS}?after=${last.createdAt}.${last.id}` : null);
};

const findEndpoint = async (c: DeskContext): Promise<Endpoint | null> => {
  const id = c.req.param("endpointId") ?? "";
  return /^[A-Za-z0-9_-]{1,128}$/.test(id) ? c.var.services.webhooks.find(c.var.principal.workspaceId, id) : null;
};

const showEndpoint = async (
  c: DeskContext,
  endpoint: Endpoint,
  options: Omit<EndpointPageOptions, "next">,
): Promise<Response> => {
  const [, position, own] = POSITION.exec(c.req.query("after") ?? "") ?? [];
  const after: DeliveryPosition | null =
    own === undefined ? null : { endpointId: endpoint.id, position: Number(position), own: Number(own) };
  const { webhooks } = c.var.services;
  const filter = { by: "endpoint", endpointId: endpoint.id } as const;
  const found = await webhooks.deliveries(c.var.principal.workspaceId, filter, after, DELIVERIES_SHOWN + 1);
  const shown = found.slice(0, DELIVERIES_SHOWN);
  const last = shown.at(-1)?.key;
  const hasMore = found.length > DELIVERIES_SHOWN && last !== undefined;
  const next = hasMore ? `${endpointPath(endpoint.id)}?after=${last.position}.${last.own}` : null;
  return endpointPage(c, endpoint, shown, { ...options, next });
};

const getEndpoint = async (c: DeskContext): Promise<Response> => {
  const refused = refusal(c);
  if (refused !== null) return refused;
  const endpoint = await findEndpoint(c);
  if (endpoint === null) return notFound(c);
  const done = c.req.query("done") === "replay" ? "It is on its way again." : null;
  return showEndpoint(c, endpoint, { status: 200, done, refused: null });
};

const keyOf = (form: URLSearchParams): DeliveryKey | null => {
  const [, position, own] = POSITION.exec(`${form.get("_position")}.${form.get("_own")}`) ?? [];
  return own === undefined ? null : { position: Number(position), own: Number(own) };
};

/** A second click finds it on its way: it is sent once more, not twice. */
const WHY_NOT = {
  pending: "The delivery is on its way already.",
  disabled: "The endpoint is disabled: nothing is sent to it.",
} as const satisfies Partial<Record<Replayed, string>>;

const postReplay = async (c: DeskContext): Promise<Response> => {
  const refused = refusal(c);
  if (refused !== null) return refused;
  const key = keyOf(c.var.form);
  if (key === null) return badForm("unreadable");
  const endpoint = await findEndpoint(c);
  if (endpoint === null) return notFound(c);
  const { principal, services, now } = c.var;
  const replayed = await services.webhooks.replay(principal.workspaceId, endpoint.id, key, now);
  switch (replayed) {
    case "replayed":
      return seeOther(`${endpointPath(endpoint.id)}?done=replay`);
    case "not_found":
      return notFound(c);
    case "pending":
    case "disabled":
      return showEndpoint(c, endpoint, { status: 409, done: null, refused: WHY_NOT[replayed] });
  }
};

export const addWebhookRoutes = (desk: Desk): void => {
  desk
    .get(WEBHOOKS, getEndpoints)
    .all(WEBHOOKS, () => methodNotAllowed("GET, HEAD"))
    .get(ENDPOINT, getEndpoint)
    .all(ENDPOINT, () => methodNotAllowed("GET, HEAD"))
    .post(REPLAY, postReplay)
    .all(REPLAY, () => methodNotAllowed("POST"));
};
