// The Worker's bindings, variables and secrets. Only worker.ts, compose.ts and the objects read them.

import type { CounterObjectInstance } from "./limits/counter-object.ts";
import type { ReviewObjectInstance } from "./object/review-object.ts";
import type { EndpointObjectInstance } from "./webhooks/endpoint-object.ts";
import type { HubObjectInstance } from "./webhooks/hub-object.ts";

export interface Env {
  readonly DB: D1Database;
  readonly REVIEW_OBJECT: DurableObjectNamespace<ReviewObjectInstance>;
  /** One for each webhook endpoint: drains its queue. */
  readonly ENDPOINT_OBJECT: DurableObjectNamespace<EndpointObjectInstance>;
  /** One for each workspace: long polls and event streams. */
  readonly HUB_OBJECT: DurableObjectNamespace<HubObjectInstance>;
  /** One for each credential or member of a workspace that sets a limit: counts its calls. */
  readonly COUNTER_OBJECT: DurableObjectNamespace<CounterObjectInstance>;
  /** The platform's own counter of failed authentications, by address. */
  readonly FAILED_ATTEMPTS: RateLimit;
  /** Region of the D1 primary (`weur`, `enam`, …), or "": no hint. */
  readonly LOCATION_HINT: string;
  /** Who may apply workspaces: at least 32 characters, two separated by a comma while they are rotated. */
  readonly OPERATOR_TOKEN?: string;
  /** `id:base64` of 32 bytes, several comma-separated, the first in force. Seals secrets that must be used in the clear. */
  readonly ENCRYPTION_KEY?: string;
  /** `id:secret`, several comma-separated, the first in force. Keys the digests of credential secrets. */
  readonly PEPPER?: string;
  /** `id:secret`, several comma-separated, the first in force. Signs audit checkpoints; absent: derived from ENCRYPTION_KEY. */
  readonly AUDIT_SIGNING_KEY?: string;
  /** Exactly "true": webhooks and key sets may live on loopback. Never in wrangler.toml. */
  readonly WEBHOOK_ALLOW_LOOPBACK?: string;
}
