// Endpoints and deliveries as the native API shows them. Pure. Source: webhooks.md 5, 6.

import type { AttemptRecord, Endpoint } from "../../app/webhook-ports.ts";
import type { JsonObject } from "../../core/json.ts";
import { toIso } from "../../core/time.ts";

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

export const attemptToWire = ({ at, statusCode, responseBody, latencyMs, error }: AttemptRecord): JsonObject => ({
  at: toIso(at),
  statusCode,
  responseBody,
  latencyMs,
  error,
});
