// The standard format: every event of every review, as the native API shows both, signed as Standard Webhooks does it.
// Source: webhooks.md 1, 2, 11; https://www.standardwebhooks.com (headers, signed content).

import {
  type Attempted,
  DISABLED_TYPE,
  type EventMessage,
  type MessageFormat,
  type Proof,
  type RenderOwn,
  type RetrySchedule,
  TEST_TYPE,
} from "../../app/webhook-ports.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Actor } from "../../core/review/actor.ts";
import { EVENT_TYPES } from "../../core/review/events.ts";
import { scrub } from "../../core/scrub.ts";
import { MS_PER_MINUTE, MS_PER_SECOND, toIso } from "../../core/time.ts";
import { toEvent, toReview } from "./translate.ts";
import { endpointToWire } from "./webhook-wire.ts";

const HOUR = 60 * MS_PER_MINUTE;

/** Source: webhooks.md 4. */
const RETRIES: RetrySchedule = {
  from: "previous",
  delaysMs: [5 * MS_PER_SECOND, 5 * MS_PER_MINUTE, 30 * MS_PER_MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
  jitter: 0.2,
};

/** Many read what is sent: it shows what the least of them may see. */
const ANYBODY: Actor = {
  kind: "service",
  id: "",
  name: "",
  email: "",
  slackId: "",
  role: "viewer",
  groups: [],
  identity: null,
  claimedAgent: null,
};

/** Keys of a review and of an event under which people wrote freely. */
const FREE_TEXT: readonly string[] = ["findings", "notes", "reason", "text", "texts", "output"];

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Ids, names and hashes stay as they are; free text loses personal data. */
const withoutPersonalData = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (FREE_TEXT.includes(key)) return [key, scrub(member)];
      return [key, isObject(member) ? withoutPersonalData(member) : member];
    }),
  );

const dataOf = ({ seq, review, attributes, event, email, previousHash }: EventMessage): Json => {
  const { subject, ...rest } = toReview(review, attributes, ANYBODY);
  const shown = toEvent({ event, email }, previousHash, review.policy.outputScrub);
  const safe = (value: JsonObject): JsonObject => (review.policy.outputScrub ? withoutPersonalData(value) : value);
  // toReview has scrubbed the subject's attributes already.
  return { seq, review: { ...safe(rest), subject: subject ?? null }, event: safe(shown) };
};

const envelope = (type: string, timestamp: string, data: Json): string => JSON.stringify({ type, timestamp, data });

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The headers of Standard Webhooks. With a password nothing is signed: such endpoints have no headers of ours. */
const headersOf = async (
  { messageId, at, body }: Attempted,
  proof: Proof,
): Promise<Readonly<Record<string, string>>> => {
  const seconds = String(Math.floor(at / MS_PER_SECOND));
  const signatures = proof.type === "hmac" ? await proof.sign(`${messageId}.${seconds}.${body}`) : [];
  return {
    "webhook-id": messageId,
    "webhook-timestamp": seconds,
    "webhook-signature": signatures.map((signature) => `v1,${toBase64(signature)}`).join(" "),
  };
};

export const standardFormat: MessageFormat = {
  name: "standard",
  types: [...EVENT_TYPES.map((type) => `review.${type}`), TEST_TYPE, DISABLED_TYPE],
  decodesWhsec: true,
  needsWhsec: true,
  takesBasic: false,
  retries: RETRIES,
  typeOf: ({ eventType }) => `review.${eventType}`,
  render: (message, type) => {
    const at = message.event.event?.at ?? toIso(message.review.lastEventAt);
    return envelope(type, at, dataOf(message));
  },
  headers: headersOf,
};

/** Source: webhooks.md 11. */
export const renderOwn: RenderOwn = (type, at, endpoint) =>
  envelope(type, toIso(at), { endpoint: endpointToWire(endpoint) });
