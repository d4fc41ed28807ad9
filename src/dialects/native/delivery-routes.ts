// The log of what was sent, and sending it again: one delivery, or everything of an endpoint since an instant.
// Source: webhooks.md 6, 7, 11.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import type { Delivery, DeliveryFilter } from "../../app/endpoint-ports.ts";
import { nowOf } from "../../app/run-command.ts";
import { CALLBACK_PREFIX } from "../../app/webhook-ports.ts";
import { seesEverything } from "../../core/review/readers.ts";
import { type Instant, toIso } from "../../core/time.ts";
import type { AppEnv } from "../../http/context.ts";
import { enterToRead } from "./auth.ts";
import { problem } from "./problem.ts";
import { visibleReview } from "./read-routes.ts";
import { refuseWithoutReview } from "./respond.ts";
import { badQuery, enterAsAdministrator, noEndpoint } from "./webhook-routes.ts";
import { deliveryCursor, readDeliveryCursor, readDeliveryId, readLimit } from "./webhook-schema.ts";
import { deliveryToWire } from "./webhook-wire.ts";

/** Source: webhooks.md 6. */
const MAX_REPLAY_MS = 30 * 86_400_000;

const instant = z.iso.datetime({ offset: true });

/** One page of a filter; `isShown` leaves out what this caller may not see. */
const showPage = async (
  c: Context<AppEnv>,
  workspaceId: string,
  filter: DeliveryFilter,
  isShown: (delivery: Delivery) => boolean,
): Promise<Response> => {
  const limit = readLimit(c.req.query("limit"));
  if (limit === null) return badQuery("/limit", "must be 1 to 200");
  const given = c.req.query("cursor");
  const after = given === undefined ? null : readDeliveryCursor(given);
  if (given !== undefined && after === null) return badQuery("/cursor", "is no cursor of this list");
  const page = await c.var.services.webhooks.deliveries(workspaceId, filter, after, limit + 1);
  const last = page.slice(0, limit).at(-1);
  const nextCursor =
    page.length > limit && last !== undefined ? deliveryCursor({ endpointId: last.endpointId, ...last.key }) : null;
  return c.json({ data: page.slice(0, limit).filter(isShown).map(deliveryToWire), nextCursor });
};

const listOfEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "read");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { workspaceId } = caller.value.principal;
  const endpoint = await c.var.services.webhooks.find(workspaceId, c.req.param("endpointId") ?? "");
  if (endpoint === null) return noEndpoint();
  return showPage(c, workspaceId, { by: "endpoint", endpointId: endpoint.id }, () => true);
};

/** Who may see the review sees its callback's deliveries; those of endpoints are the administrators' and auditors'. */
const listOfReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const review = await visibleReview(c, caller.value);
  if (review === null) return refuseWithoutReview({ type: "not_found" });
  const seesAll = seesEverything(caller.value.principal.actor);
  const isShown = ({ endpointId }: Delivery): boolean => seesAll || endpointId.startsWith(CALLBACK_PREFIX);
  return showPage(c, caller.value.principal.workspaceId, { by: "review", reviewId: review.id }, isShown);
};

const replayOne = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal } = caller.value;
  const { webhooks, clock } = c.var.services;
  const asked = readDeliveryId(c.req.param("deliveryId") ?? "");
  if (asked === null) return noDelivery();
  const { endpointId, key } = asked;
  const replayed = await webhooks.replay(principal.workspaceId, endpointId, key, nowOf(principal, clock));
  switch (replayed) {
    case "not_found":
      return noDelivery();
    case "pending":
      return problem("conflict", "The delivery is on its way already.");
    case "disabled":
      return problem("conflict", "The endpoint is disabled: nothing is sent to it.");
    case "replayed": {
      const delivery = await webhooks.findDelivery(principal.workspaceId, endpointId, key);
      return delivery === null ? noDelivery() : c.json(deliveryToWire(delivery), 202);
    }
  }
};

const noDelivery = (): Response => problem("not_found", "There is no such delivery.");

/** Null: no instant, or too long ago. */
const readSince = (text: string | undefined, now: Instant): Instant | null => {
  const parsed = instant.safeParse(text);
  const since = parsed.success ? Date.parse(parsed.data) : Number.NaN;
  return since >= now - MAX_REPLAY_MS ? since : null;
};

const replaySince = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal } = caller.value;
  const { webhooks, clock } = c.var.services;
  const endpoint = await webhooks.find(principal.workspaceId, c.req.param("endpointId") ?? "");
  if (endpoint === null) return noEndpoint();
  const since = readSince(c.req.query("since"), nowOf(principal, clock));
  if (since === null) return badQuery("/since", "must be a date and time in ISO 8601, at most 30 days ago");
  if (endpoint.status === "disabled") {
    return problem("conflict", "The endpoint is disabled: nothing is sent to it.");
  }
  await webhooks.replaySince(principal.workspaceId, endpoint.id, since);
  return c.json({ endpointId: endpoint.id, since: toIso(since) }, 202);
};

export const deliveryRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/v2/webhooks/:endpointId/deliveries", listOfEndpoint)
    .get("/v2/reviews/:id/deliveries", listOfReview)
    .post("/v2/deliveries/:deliveryId/replay", replayOne)
    .post("/v2/webhooks/:endpointId/replay", replaySince);
