// Adjudon's events: a trace is held, its review was assigned, escalated, completed, ran late. Free text is scrubbed of
// personal data before it is signed. Source: adjudon.md rulings 11, 13 (Webhooks) and section 9.

import type {
  Attempted,
  EventHead,
  EventMessage,
  MessageFormat,
  Notice,
  Proof,
  RetrySchedule,
} from "../../app/webhook-ports.ts";
import type { NewSubject } from "../../app/ports.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { scrub } from "../../core/scrub.ts";
import { toIso } from "../../core/time.ts";
import { webhookTypes } from "./document.ts";
import { DIALECT, TRACE_STATUS } from "./policy.ts";
import { itemIdOf, itemToWire } from "./translate.ts";

const TYPES: ReadonlyMap<string, string> = new Map([
  ["opened", "trace.hold_for_review"],
  ["approved", "review.completed"],
  ["rejected", "review.completed"],
  ["expired", "review.completed"],
  ["cancelled", "review.completed"],
  ["assigned", "review.assigned"],
  ["escalated", "review.escalated"],
  ["sla_at_risk", "review.sla_at_risk"],
  ["sla_breached", "review.sla_breached"],
]);

const typeOf = ({ eventType, review }: EventHead): string | null =>
  review.dialect === DIALECT ? (TYPES.get(eventType) ?? null) : null;

const scrubbed = (text: string | null | undefined): Json => (text == null ? null : scrub(text));

/** What is said of a decision; null where time, or nobody, ended the review. */
const decisionOf = ({ review }: EventMessage): JsonObject => {
  const { decision, status } = review;
  const isVerdict = status === "approved" || status === "rejected";
  return {
    decision: isVerdict ? (decision?.verdict ?? null) : null,
    reason: scrubbed(decision?.reason),
    notes: scrubbed(decision?.notes),
    reviewerId: isVerdict ? (decision?.by.id ?? null) : null,
  };
};

/** The item as the queue shows it, without what was submitted: that stays behind the API. */
const dataOf = (message: EventMessage, type: string): JsonObject => {
  const { review, workspaceId } = message;
  const item: JsonObject = JSON.parse(
    JSON.stringify(itemToWire({ review, members: {}, leftOut: [] }, { workspaceId, organizationId: null }, false)),
  );
  const { _id, id: _, organizationId: __, reason, notes, escalationReason, decision: ___, ...shown } = item;
  return {
    ...shown,
    traceId: review.subject.id,
    reviewId: itemIdOf(review),
    ...(typeof escalationReason === "string" ? { escalationReason: scrub(escalationReason) } : {}),
    ...(type === "review.completed" ? decisionOf(message) : {}),
  };
};

/** A trace that nobody has to review: one message, which has no review's number. Source: webhooks.md 1. */
export const traceNotice = ({ id, parentId, status, createdAt }: NewSubject): Notice => {
  const type = status === TRACE_STATUS.blocked ? "trace.blocked" : "trace.created";
  const data = { traceId: id, agentId: parentId, status };
  const body = JSON.stringify({ event: type, timestamp: toIso(createdAt), data });
  return { format: DIALECT, type, messageId: `${id}:1`, at: createdAt, body };
};

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Two live secrets are two digests with a comma between them: this scheme has one header for all. */
const headers = async (
  { messageId, type, body }: Attempted,
  proof: Proof,
): Promise<Readonly<Record<string, string>>> => ({
  "x-adjudon-event": type,
  "x-adjudon-delivery": messageId,
  "x-adjudon-signature":
    proof.type === "hmac" ? (await proof.sign(body)).map((digest) => `sha256=${toHex(digest)}`).join(",") : "",
});

export const adjudonFormat = (retries: RetrySchedule): MessageFormat => ({
  name: DIALECT,
  types: webhookTypes,
  decodesWhsec: false,
  needsWhsec: false,
  takesBasic: false,
  retries,
  headers,
  typeOf,
  render: (message, type) =>
    JSON.stringify({ event: type, timestamp: toIso(message.review.lastEventAt), data: dataOf(message, type) }),
});
