// Endpoints and deliveries as the native API shows them. Pure. Source: webhooks.md 5, 6.

import type { Delivery } from "../../app/endpoint-ports.ts";
import { type AttemptRecord, CALLBACK_PREFIX, type Endpoint } from "../../app/webhook-ports.ts";
import type { JsonObject } from "../../core/json.ts";
import { toIso, toIsoOrNull } from "../../core/time.ts";
import { deliveryId } from "./webhook-schema.ts";

/** Never with a secret: that stands in two answers only. */
export const endpointToWire = (endpoint: Endpoint): JsonObject => ({
  id: endpoint.id,
  url: endpoint.url,
  format: endpoint.format,
  events: endpoint.events,
  description: endpoint.description,
  status: endpoint.status,
  disabledReason: endpoint.disabledReason,
  createdAt: toIso(endpoint.createdAt),
  updatedAt: toIso(endpoint.updatedAt),
});

const attemptToWire = ({ at, statusCode, responseBody, latencyMs, error }: AttemptRecord): JsonObject => ({
  at: toIso(at),
  statusCode,
  responseBody,
  latencyMs,
  error,
});

/** A callback is no endpoint that anybody could look up. */
export const deliveryToWire = (delivery: Delivery): JsonObject => ({
  id: deliveryId(delivery.endpointId, delivery.key),
  endpointId: delivery.endpointId.startsWith(CALLBACK_PREFIX) ? null : delivery.endpointId,
  messageId: delivery.messageId,
  type: delivery.type,
  reviewId: delivery.reviewId,
  seq: delivery.seq,
  status: delivery.status,
  attempts: delivery.attempts.map(attemptToWire),
  nextAttemptAt: toIsoOrNull(delivery.nextAttemptAt),
});
