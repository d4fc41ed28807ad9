// Storage of endpoints and of the log of their deliveries, as the use cases need it.

import type { Instant } from "../core/time.ts";
import type { AttemptRecord, DeliveryKey, DeliveryStatus, Endpoint, EndpointStatus } from "./webhook-ports.ts";

/** Where an endpoint comes from. A callback belongs to one review and is in no list. */
export type EndpointOrigin = "document" | "api" | "callback";

export interface NewEndpoint {
  readonly id: string;
  readonly origin: EndpointOrigin;
  readonly url: string;
  readonly format: string;
  readonly events: readonly string[];
  readonly description: string;
  /** Null: signed. */
  readonly username: string | null;
  readonly status: EndpointStatus;
  /** Sealed. */
  readonly secret: string | null;
  readonly password: string | null;
}

/** Absent: as it is. */
export interface EndpointChanges {
  readonly url?: string;
  readonly events?: readonly string[];
  readonly description?: string;
  readonly status?: EndpointStatus;
}

export interface Delivery {
  readonly endpointId: string;
  readonly key: DeliveryKey;
  readonly messageId: string;
  readonly type: string;
  readonly reviewId: string | null;
  readonly seq: number | null;
  readonly status: DeliveryStatus;
  readonly attempts: readonly AttemptRecord[];
  readonly nextAttemptAt: Instant | null;
}

/** Which deliveries: of one endpoint, the newest first, or of one review, in order. */
export type DeliveryFilter =
  | { readonly by: "endpoint"; readonly endpointId: string }
  | { readonly by: "review"; readonly reviewId: string };

export interface DeliveryPosition extends DeliveryKey {
  readonly endpointId: string;
}

/** `pending`: it is on its way already. */
export type Replayed = "replayed" | "pending" | "disabled" | "not_found";

export interface EndpointStore {
  /** In order of creation. `after`: the last one seen. */
  list(
    workspaceId: string,
    after: { readonly createdAt: Instant; readonly id: string } | null,
    limit: number,
  ): Promise<readonly Endpoint[]>;
  find(workspaceId: string, id: string): Promise<Endpoint | null>;
  /** False: there is one of that id. */
  insert(workspaceId: string, endpoint: NewEndpoint, at: Instant): Promise<boolean>;
  update(workspaceId: string, id: string, changes: EndpointChanges, at: Instant): Promise<Endpoint | null>;
  /** False: there is none. */
  remove(workspaceId: string, id: string): Promise<boolean>;
  /** The new secret signs from now on, the old one beside it until then. Null: there is none. */
  rotate(workspaceId: string, id: string, sealed: string, oldUntil: Instant, at: Instant): Promise<Endpoint | null>;
  deliveries(
    workspaceId: string,
    filter: DeliveryFilter,
    after: DeliveryPosition | null,
    limit: number,
  ): Promise<readonly Delivery[]>;
  findDelivery(workspaceId: string, endpointId: string, key: DeliveryKey): Promise<Delivery | null>;
  /** Makes a settled delivery due again, at the head of its line. */
  replay(workspaceId: string, endpointId: string, key: DeliveryKey, at: Instant): Promise<Replayed>;
  /** Moves the cursor back to what was created at or after `since`. */
  replaySince(workspaceId: string, endpointId: string, since: Instant): Promise<void>;
}
