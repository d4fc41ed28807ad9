// AuthentiVoice's events, each with the review as GET shows it. Source: authentivoice.md rulings 11, 13 (Webhooks).

import type { EventHead, MessageFormat } from "../../app/webhook-ports.ts";
import type { Documents } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import { webhookTypes } from "./document.ts";
import { DIALECT } from "./policy.ts";
import { reviewToWire, toSeconds } from "./translate.ts";

const isQuiet = ({ event }: EventHead): boolean => {
  const data = event.event?.data;
  return typeof data === "object" && data !== null && "isQuiet" in data && data.isQuiet === true;
};

/** On creation with an assignee, assignment and picking up, unless nobody is to be notified; never when it is cleared. */
const typeOf = (head: EventHead): string | null => {
  const { eventType, review } = head;
  if (review.dialect !== DIALECT) return null;
  switch (eventType) {
    case "opened":
    case "assigned":
    case "started":
      return review.assignedTo === null || isQuiet(head) ? null : "review.assigned";
    case "completed":
      return "review.completed";
    case "escalated":
      return "review.escalated";
    default:
      return null;
  }
};

/** `standard`: headers and retries are those of Standard Webhooks. */
export const authentivoiceFormat = (
  standard: Pick<MessageFormat, "headers" | "retries">,
  documents: Documents,
): MessageFormat => ({
  name: DIALECT,
  types: webhookTypes,
  decodesWhsec: true,
  needsWhsec: true,
  takesBasic: false,
  retries: standard.retries,
  headers: standard.headers,
  typeOf,
  render: async ({ workspaceId, review, event }, type) => {
    const document = await documents.load(workspaceId, event.event?.workspaceVersion ?? 1);
    const data: JsonObject = JSON.parse(JSON.stringify(reviewToWire(review, document)));
    return JSON.stringify({ event: type, timestamp: toSeconds(review.lastEventAt), data });
  },
});
