// hoop's events: access was granted, denied, taken back. Source: hoop.md section 5, ruling 13 (Webhook payloads);
// webhooks.md 3, 4.

import type { EventMessage, MessageFormat } from "../../app/webhook-ports.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Instant, MS_PER_SECOND, toIso } from "../../core/time.ts";
import { webhookTypes } from "./document.ts";
import { DIALECT } from "./policy.ts";

const TYPES: ReadonlyMap<string, string> = new Map([
  ["approved", "access.jit_approved"],
  ["rejected", "access.jit_denied"],
  ["revoked", "access.jit_revoked"],
]);

/** RFC 3339 to the second. */
const toSeconds = (at: Instant): string =>
  `${toIso(Math.floor(at / MS_PER_SECOND) * MS_PER_SECOND).slice(0, -".000Z".length)}Z`;

const dataOf = ({ review, reviewId }: EventMessage, connection: string): JsonObject => ({
  session_id: review.subject.id,
  user: review.requester?.email ?? "",
  connection,
  reviewer: review.decision?.by.email ?? "",
  review_id: reviewId,
  occurred_at: toSeconds(review.lastEventAt),
  ...(review.status === "rejected" ? { reason: review.decision?.reason ?? "" } : {}),
});

/** `envelope`: headers and retries of the standard format. `connectionOf`: for sessions that are too large to come along. */
export const hoopFormat = (
  standard: Pick<MessageFormat, "headers" | "retries">,
  connectionOf: (workspaceId: string, sessionId: string) => Promise<string>,
): MessageFormat => ({
  name: DIALECT,
  types: webhookTypes,
  decodesWhsec: true,
  needsWhsec: false,
  takesBasic: false,
  retries: standard.retries,
  headers: standard.headers,
  typeOf: ({ eventType, review }) => (review.dialect === DIALECT ? (TYPES.get(eventType) ?? null) : null),
  render: async (message, type) => {
    const { review, workspaceId, attributes } = message;
    const known = attributes?.["connection"];
    const connection = typeof known === "string" ? known : await connectionOf(workspaceId, review.subject.id);
    return JSON.stringify({ type, timestamp: toIso(review.lastEventAt), data: dataOf(message, connection) });
  },
});
