// Messages on their way out: what an endpoint is, what a message format must say, what draining needs of storage.
// Source: webhooks.md; DESIGN § 7.

import type { JsonObject } from "../core/json.ts";
import type { RecordedEvent } from "../core/review/audit-chain.ts";
import type { Review } from "../core/review/review.ts";
import type { Instant } from "../core/time.ts";

/** Prefix of the endpoint id of a review's callback: no other endpoint has a colon in its id. */
export const CALLBACK_PREFIX = "callback:";

/** Somebody who is told that something of the workspace was committed. */
export type Listener =
  | { readonly type: "endpoint"; readonly workspaceId: string; readonly endpointId: string }
  /** Somebody waits for the workspace's next event. */
  | { readonly type: "hub"; readonly workspaceId: string };

/** Tells listeners, after the answer and without a promise: whoever was not told is found by Cron. */
export type Announce = (listeners: readonly Listener[]) => void;

export type EndpointStatus = "active" | "disabled";

/** `inactive`: by request. `gone`: the receiver said 410. `failing`: no success for five days. */
export type DisabledReason = "inactive" | "gone" | "failing";

/** What anybody may see of an endpoint. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly format: string;
  readonly events: readonly string[];
  readonly description: string;
  readonly status: EndpointStatus;
  readonly disabledReason: DisabledReason | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export type RetrySchedule =
  /** Waits after the previous attempt, each up to `jitter` (a share of it) shorter or longer. */
  | { readonly from: "previous"; readonly delaysMs: readonly number[]; readonly jitter: number }
  /** Instants after the first attempt. */
  | { readonly from: "first"; readonly delaysMs: readonly number[] };

/** One event with the review right after it: everything that a message may show. */
export interface EventMessage {
  readonly workspaceId: string;
  readonly reviewId: string;
  readonly seq: number;
  readonly eventType: string;
  /** The same act ended another review of the same subject, and that event comes right before this one. */
  readonly isEcho: boolean;
  /** With the free text of its own events. */
  readonly review: Review;
  /** Body of what the review hangs on; null where there is none, or above 16 KB. */
  readonly attributes: JsonObject | null;
  readonly event: RecordedEvent;
  /** E-mail of the member who acted; null for others, or once it is erased. */
  readonly email: string | null;
  /** Hash of the event before; "" for the first. */
  readonly previousHash: string;
}

/** The same before free text, attributes and hashes are read: enough to know whether a format has a message for it. */
export type EventHead = Pick<EventMessage, "workspaceId" | "reviewId" | "seq" | "eventType" | "isEcho" | "event"> & {
  /** Without free text. */
  readonly review: Review;
};

/** How a receiver knows that it is us. */
export type Proof =
  /** HMAC-SHA256 of the text under each live secret, the newest first. */
  | { readonly type: "hmac"; readonly sign: (text: string) => Promise<readonly Uint8Array[]> }
  | { readonly type: "basic"; readonly username: string; readonly password: string };

/** What a request says of one attempt. */
export interface Attempted {
  readonly messageId: string;
  readonly type: string;
  /** Real time of this attempt. */
  readonly at: Instant;
  readonly body: string;
}

/** One way of telling a receiver what happened. Each API brings its own. */
export interface MessageFormat {
  readonly name: string;
  /** Types that an endpoint may subscribe to, beside `*`. */
  readonly types: readonly string[];
  /** A `whsec_` secret stands for its decoded bytes. */
  readonly decodesWhsec: boolean;
  /** It takes no other secret than a `whsec_` one. */
  readonly needsWhsec: boolean;
  /** A receiver may ask for a user and a password instead of a signature. */
  readonly takesBasic: boolean;
  readonly retries: RetrySchedule;
  /** Type of the one message of this event; null: none in this format. */
  readonly typeOf: (head: EventHead) => string | null;
  readonly render: (message: EventMessage, type: string) => string | Promise<string>;
  readonly headers: (attempted: Attempted, proof: Proof) => Promise<Readonly<Record<string, string>>>;
}

/** Types of messages about endpoints. Source: webhooks.md 11. */
export const TEST_TYPE = "webhook.test";
export const DISABLED_TYPE = "endpoint.disabled";

/** The body of a message about an endpoint: the same in every format, signed in the receiver's own. */
export type RenderOwn = (type: typeof TEST_TYPE | typeof DISABLED_TYPE, at: Instant, endpoint: Endpoint) => string;

/** A message about something that has no review, in one format; whoever makes the thing renders it. */
export interface Notice {
  readonly format: string;
  readonly type: string;
  readonly messageId: string;
  readonly at: Instant;
  readonly body: string;
}

/** What came of one request. */
export interface AttemptOutcome {
  /** Null: no answer. */
  readonly statusCode: number | null;
  /** The first 4 KB of the answer, as text. */
  readonly responseBody: string | null;
  readonly latencyMs: number;
  /** Null for an answer, whatever it says. */
  readonly error: string | null;
  /** What the receiver asked for with 429 or 503. */
  readonly retryAfterMs: number | null;
}

/** One attempt as it is kept. Source: webhooks.md 6. */
export type AttemptRecord = Omit<AttemptOutcome, "retryAfterMs"> & { readonly at: Instant };

export type DeliveryStatus = "pending" | "delivered" | "failed";

/** A delivery's key within its endpoint. */
export interface DeliveryKey {
  /** Outbox position; of a message about endpoints the one that was the latest then. */
  readonly position: number;
  /** 0, or the number of a message about endpoints. */
  readonly own: number;
}

/** One message to one endpoint, as draining sees it. */
export interface Item extends DeliveryKey {
  /** Null: a message about endpoints. */
  readonly reviewId: string | null;
  readonly seq: number | null;
  readonly messageId: string;
  readonly type: string;
  readonly createdAt: Instant;
  readonly tries: number;
  readonly roundAt: Instant | null;
  readonly attempts: readonly AttemptRecord[];
  /** Null: it waits for the one before it. */
  readonly dueAt: Instant | null;
  /** Rendered before; null: {@link DrainStore.message} brings what to render it from. */
  readonly body: string | null;
  readonly message: EventMessage | null;
}

/** The endpoint as draining needs it. Secrets are sealed. */
export interface DrainedEndpoint extends Endpoint {
  readonly username: string | null;
  readonly secret: string | null;
  readonly password: string | null;
  readonly oldSecret: string | null;
  readonly oldSecretUntil: Instant | null;
  readonly failingSince: Instant | null;
  readonly ownCount: number;
}

/** An event that an endpoint has not seen yet, or that is replayed to it. */
export interface Fresh {
  readonly head: EventHead;
  readonly position: number;
  readonly createdAt: Instant;
  /** Null: rendered before, or too large to be read along. */
  readonly message: EventMessage | null;
  readonly body: string | null;
  /** Of a replay: what is kept of it so far. */
  readonly stored: { readonly type: string; readonly attempts: readonly AttemptRecord[] } | null;
}

/** What there is to do for one endpoint. */
export interface Work {
  readonly endpoint: DrainedEndpoint;
  /** Now of a workspace with its own clock; null: real time. */
  readonly testNow: Instant | null;
  /** Events that the cursor has not passed, in order; at most one page. */
  readonly fresh: readonly Fresh[];
  /** Reviews of `fresh` that have a delivery waiting. */
  readonly blocked: ReadonlySet<string>;
  /** The cursor as it stands. */
  readonly cursorWas: number;
  /** The cursor once `fresh` is done. */
  readonly cursor: number;
  /** Nothing stands in the outbox after `fresh`. */
  readonly isCaughtUp: boolean;
  /** Waiting deliveries that are due and those behind them, line by line, in order. */
  readonly waiting: readonly Item[];
  /** Earliest instant at which a delivery is due, on the workspace's clock; null: nothing waits. */
  readonly nextDueAt: Instant | null;
  /** What is stored as the earliest instant at which anything is due. */
  readonly wakeAt: Instant | null;
}

/** What became of one item. */
export interface Outcome {
  readonly item: Item;
  readonly status: DeliveryStatus;
  readonly tries: number;
  readonly roundAt: Instant | null;
  readonly attempts: readonly AttemptRecord[];
  readonly nextAttemptAt: Instant | null;
}

/** One write of draining: all of it, or nothing. */
export interface Flush {
  readonly outcomes: readonly Outcome[];
  /** Bodies that were rendered now, under the endpoint's format. */
  readonly bodies: readonly {
    readonly reviewId: string;
    readonly seq: number;
    readonly body: string;
    readonly createdAt: Instant;
  }[];
  /** Lines whose first delivery is done: the next in each is due at the instant. */
  readonly released: readonly { readonly reviewId: string; readonly at: Instant }[];
  /** Null: as it is. */
  readonly cursor: number | null;
  readonly failingSince: Instant | null;
  /** When it has failed for too long; null: not failing, or nobody minds. */
  readonly failingUntil: Instant | null;
  readonly disabled: { readonly reason: Exclude<DisabledReason, "inactive">; readonly at: Instant } | null;
}

/** Storage of one endpoint's queue. */
export interface DrainStore {
  /** Null: the endpoint or its workspace is gone, or it is disabled. `now`: real time. */
  load(now: Instant): Promise<Work | null>;
  /** Earliest instant at which anything is due after it, on the workspace's clock. */
  record(flush: Flush): Promise<Instant | null>;
  /** What a message is rendered from; null where its outbox row is gone. */
  message(item: Item): Promise<EventMessage | null>;
  /** Makes it a delivery of every other active endpoint that takes the type. Answers who they are. */
  announceDisabled(endpoint: DrainedEndpoint, body: string, at: Instant): Promise<readonly Listener[]>;
}
