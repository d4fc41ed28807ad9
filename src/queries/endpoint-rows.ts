// Rows of webhook_endpoints as endpoints.

import type { DisabledReason, Endpoint } from "../app/webhook-ports.ts";

/** Select list over `webhook_endpoints e`. */
export const ENDPOINT_COLUMNS = `e.id AS id, e.url AS url, e.format AS format, e.events AS events,
  e.description AS description, e.status AS status, e.disabled_reason AS disabled_reason, e.created_at AS created_at,
  e.updated_at AS updated_at`;

export interface EndpointRow {
  readonly id: string;
  readonly url: string;
  readonly format: string;
  readonly events: string;
  readonly description: string;
  readonly status: Endpoint["status"];
  readonly disabled_reason: DisabledReason | null;
  readonly created_at: number;
  readonly updated_at: number;
}

export const toEndpoint = (row: EndpointRow): Endpoint => {
  const events: readonly string[] = JSON.parse(row.events);
  return {
    id: row.id,
    url: row.url,
    format: row.format,
    events,
    description: row.description,
    status: row.status,
    disabledReason: row.disabled_reason,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
};
