// Alloy's review events: an entity, or a group, was reviewed. One event for one review made, however many open ones it
// settled. Source: alloy.md rulings 11, 12 (Webhooks) and section 6.

import { type Entity, type EntityQueries, ENTITY, GROUP } from "../../app/entity-queries.ts";
import type { Attempted, EventMessage, MessageFormat, Proof, RetrySchedule } from "../../app/webhook-ports.ts";
import { MS_PER_MINUTE, MS_PER_SECOND } from "../../core/time.ts";
import { webhookTypes } from "./document.ts";
import { DIALECT } from "./policy.ts";
import { reviewToWire } from "./translate.ts";

const HOUR = 60 * MS_PER_MINUTE;

/** Instants after the first attempt, which is the first of ten. Source: alloy.md section 6 (Delivery). */
const RETRIES: RetrySchedule = {
  from: "first",
  delaysMs: [
    MS_PER_SECOND,
    MS_PER_MINUTE,
    10 * MS_PER_MINUTE,
    30 * MS_PER_MINUTE,
    90 * MS_PER_MINUTE,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
  ],
};

const KINDS = {
  [ENTITY]: { type: "create:reviews:is_entity", description: "Manually Review an Entity" },
  [GROUP]: { type: "create:reviews:is_group", description: "Manually Review a Group" },
} as const;

const kindOf = (subjectType: string) => (subjectType === GROUP ? KINDS[GROUP] : KINDS[ENTITY]);

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const basic = (username: string, password: string): string =>
  toBase64(new TextEncoder().encode(`${username}:${password}`));

/** Two live secrets are two digests with a comma between them: this scheme has one header for all. */
const headers = async ({ body }: Attempted, proof: Proof): Promise<Readonly<Record<string, string>>> =>
  proof.type === "basic"
    ? { authorization: `Basic ${basic(proof.username, proof.password)}` }
    : { authorization: (await proof.sign(body)).map(toBase64).join(",") };

/** A UUID made of the message's own id: the same on every retry and on every endpoint. */
const requestToken = async ({ reviewId, seq }: EventMessage): Promise<string> => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${reviewId}:${seq}`));
  const hex = Array.from(new Uint8Array(digest).subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
};

const subjectOf = async (entities: EntityQueries, { workspaceId, review }: EventMessage): Promise<Entity> => {
  const { id, type } = review.subject;
  const isGroup = type === GROUP;
  const [entity] = await entities.find(workspaceId, [{ id, of: isGroup ? "group" : "entity" }]);
  if (entity != null) return entity;
  const unknown = { externalId: null, group: null, outcome: null, isReviewedElsewhere: false };
  return { type: isGroup ? GROUP : ENTITY, id, ...unknown, createdAt: review.createdAt };
};

export const alloyFormat = (entities: EntityQueries): MessageFormat => ({
  name: DIALECT,
  types: webhookTypes,
  decodesWhsec: false,
  needsWhsec: false,
  takesBasic: true,
  retries: RETRIES,
  headers,
  typeOf: ({ eventType, review, isEcho }) =>
    review.dialect === DIALECT && eventType === "completed" && !isEcho ? kindOf(review.subject.type).type : null,
  render: async (message, type) => {
    const { review, workspaceId } = message;
    const entity = await subjectOf(entities, message);
    const members = entity.type === GROUP ? await entities.members(workspaceId, entity.id) : [];
    return JSON.stringify({
      request_token: await requestToken(message),
      timestamp: review.lastEventAt,
      type,
      description: kindOf(review.subject.type).description,
      data: reviewToWire(review, { entity, under: "entities", members }),
    });
  },
});
