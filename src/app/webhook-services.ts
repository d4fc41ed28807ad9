// What dialects may ask about messages that go out. compose.ts builds it; the native API and one other show it.

import type { Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import type { Problem } from "./document-ports.ts";
import type { EndpointChanges, EndpointStore, Replayed } from "./endpoint-ports.ts";
import type { EndpointRequest } from "./judge-endpoint.ts";
import type { EndpointError, MadeEndpoint, PlannedCallback } from "./manage-endpoints.ts";
import type { Principal } from "./principal.ts";
import type { AttemptRecord, DeliveryKey, Endpoint } from "./webhook-ports.ts";

/** `now` is the workspace's everywhere. */
export interface Webhooks extends Pick<EndpointStore, "list" | "find" | "deliveries" | "findDelivery"> {
  create(
    workspaceId: string,
    request: EndpointRequest,
    id: string | null,
    now: Instant,
  ): Promise<Result<MadeEndpoint, EndpointError>>;
  update(
    workspaceId: string,
    id: string,
    changes: EndpointChanges,
    now: Instant,
  ): Promise<Result<Endpoint, EndpointError>>;
  rotate(workspaceId: string, id: string, now: Instant): Promise<Result<MadeEndpoint, EndpointError>>;
  /** False: there is none. */
  remove(workspaceId: string, id: string): Promise<boolean>;
  /** Sends one message now; null: the endpoint is gone or disabled. */
  test(workspaceId: string, id: string): Promise<{ readonly key: DeliveryKey; readonly attempt: AttemptRecord } | null>;
  replay(workspaceId: string, endpointId: string, key: DeliveryKey, now: Instant): Promise<Replayed>;
  /** Everything of the endpoint since then, in order. */
  replaySince(workspaceId: string, endpointId: string, since: Instant): Promise<void>;
  /** What is stored with the review that it belongs to. */
  planCallback(
    workspaceId: string,
    reviewId: string,
    url: string,
  ): Promise<Result<PlannedCallback, readonly Problem[]>>;
}

/** Waiting for what happens next. */
export interface Streams {
  /** Until the review has another version, or the time is over. */
  waitForChange(workspaceId: string, reviewId: string, version: number, timeoutMs: number): Promise<void>;
  /** Whether a stream can go on after this position. */
  isKnown(workspaceId: string, position: number): Promise<boolean>;
  /**
   * Server-sent events after a position; null: from now on. Of reviews that the caller may see, judged by the groups
   * that they have as the stream opens: what `GET` hides, the stream does not tell. It ends after five minutes, and before
   * anything that happens once the workspace has another version: nobody's rights outlive the document that gave them.
   */
  open(
    caller: Pick<Principal, "workspaceId" | "workspaceVersion" | "actor">,
    after: number | null,
  ): Promise<ReadableStream<Uint8Array>>;
}
