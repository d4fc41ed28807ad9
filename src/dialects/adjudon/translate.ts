// Core state to this API's wire. Pure; decides nothing. Whatever came with a trace is scrubbed of personal data here.
// Source: seed "The ReviewItem object"; adjudon.md rulings 5, 6, 10, 13; workspace.md, last paragraph.

import { MAX_LISTED_BYTES, type QueuedItem, type Trace, type TraceBody } from "../../app/trace-queries.ts";
import type { Principal } from "../../app/principal.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { type Priority, REVIEW_STATUSES, type Review, type ReviewStatus } from "../../core/review/review.ts";
import { scrub } from "../../core/scrub.ts";
import { toIso } from "../../core/time.ts";
import { objectIdOf } from "./ids.ts";
import { DIALECT } from "./policy.ts";
import { SCHEMA_VERSION } from "./versions.ts";

type ItemStatus = "pending" | "approved" | "rejected";

/** What ends without a verdict shows as rejected, without a decision. */
const ITEM_STATUS = {
  pending: "pending",
  in_progress: "pending",
  approved: "approved",
  rejected: "rejected",
  revoked: "rejected",
  completed: "approved",
  processing: "approved",
  executed: "approved",
  unknown: "approved",
  expired: "rejected",
  cancelled: "rejected",
} as const satisfies Record<ReviewStatus, ItemStatus>;

/** The statuses that a filter means: all of them without one, none for a word that is no status here. */
export const statusesOf = (word: string | null): readonly ReviewStatus[] =>
  REVIEW_STATUSES.filter((status) => word === null || ITEM_STATUS[status] === word);

const PRIORITY = {
  critical: "critical",
  urgent: "critical",
  high: "high",
  normal: "medium",
  medium: "medium",
  low: "low",
} as const satisfies Record<Priority, string>;

export type Tenant = Pick<Principal, "workspaceId" | "organizationId">;

const tenancy = ({ workspaceId, organizationId }: Tenant) => ({
  organizationId: organizationId ?? workspaceId,
  workspaceId,
});

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The item's id: its own where it has one. */
export const itemIdOf = ({ id, aliases }: Pick<Review, "id" | "aliases">): string =>
  aliases.find(({ namespace }) => namespace === DIALECT)?.id ?? objectIdOf(id);

/** A list populates the agent; elsewhere it is a reference. An agent that is not registered is a mere string. */
const agentToWire = ({ agent, agentId }: JsonObject, isListed: boolean) => {
  if (!isObject(agent)) return { agentIdStr: text(agentId) };
  return { agentId: isListed ? { _id: text(agent["id"]), name: text(agent["name"]) } : text(agent["id"]) };
};

const byteLength = (json: Json): number => new TextEncoder().encode(JSON.stringify(json)).byteLength;

/** `context` is the whole input, `payload` the output with the metadata. */
const submittedToWire = ({ members, leftOut }: TraceBody, isListed: boolean) => {
  const { inputContext: context, outputDecision, metadata } = members;
  const isCut = leftOut.includes("outputDecision") || leftOut.includes("metadata");
  const payload =
    isCut || !isObject(outputDecision)
      ? undefined
      : { ...outputDecision, ...(metadata === undefined ? {} : { metadata }) };
  const isShown = payload !== undefined && (!isListed || byteLength(payload) <= MAX_LISTED_BYTES);
  return {
    ...(context === undefined ? {} : { context: scrub(context) }),
    ...(isShown ? { payload: scrub(payload) } : {}),
  };
};

const escalationToWire = ({ escalation }: Review) =>
  escalation === null
    ? {}
    : {
        escalatedAt: toIso(escalation.at),
        ...(escalation.to[0] === undefined ? {} : { escalatedTo: escalation.to[0] }),
        ...(escalation.reason === null ? {} : { escalationReason: escalation.reason }),
      };

const decisionToWire = ({ decision, status }: Review) =>
  decision === null || (decision.verdict !== "approve" && decision.verdict !== "reject") || status === "cancelled"
    ? {}
    : {
        decision: decision.verdict,
        ...(decision.reason === null ? {} : { reason: decision.reason }),
        ...(decision.notes === null ? {} : { notes: decision.notes }),
      };

/** A ReviewItem. `isListed`: the agent is populated, and what is large of the trace is left out. */
export const itemToWire = ({ review, ...body }: QueuedItem, tenant: Tenant, isListed: boolean) => {
  const id = itemIdOf(review);
  const { action, confidence } = review.extra;
  return {
    _id: id,
    id,
    traceId: review.subject.id,
    ...agentToWire(review.extra, isListed),
    action: scrub(text(action)),
    confidence: typeof confidence === "number" ? confidence : null,
    priority: PRIORITY[review.priority],
    status: ITEM_STATUS[review.status],
    workflowStep: 1,
    assignedTo: review.assignedTo,
    ...escalationToWire(review),
    ...(review.sla === null ? {} : { slaDeadline: toIso(review.sla.dueAt) }),
    ...submittedToWire(body, isListed),
    ...decisionToWire(review),
    ...tenancy(tenant),
    createdAt: toIso(review.createdAt),
    updatedAt: toIso(review.updatedAt),
  };
};

/** A person said no to what the agent had decided. */
const isOverridden = (review: Review | null): boolean =>
  review?.status === "rejected" && review.decision?.automated === false;

/** A DecisionTrace: what was submitted, under what the service knows of it. */
export const traceToWire = (
  { id, agent, status, createdAt, members, review }: Trace,
  tenant: Tenant,
): Readonly<Record<string, Json>> => {
  const { timestamp, tags, metadata = {}, ...submitted } = members;
  return {
    ...scrubbed(submitted),
    id,
    traceId: id,
    ...tenancy(tenant),
    agentId: agent,
    schemaVersion: SCHEMA_VERSION,
    status,
    tags: Array.isArray(tags) ? scrub(tags) : [],
    humanOverride: isOverridden(review),
    metadata: scrub(metadata),
    timestamp: typeof timestamp === "string" ? scrub(timestamp) : toIso(createdAt),
    ...(review === null ? {} : { reviewId: itemIdOf(review) }),
    createdAt: toIso(createdAt),
  };
};

const scrubbed = (object: JsonObject): JsonObject => {
  const copy = scrub(object);
  return isObject(copy) ? copy : {};
};
