// What Adjudon's answers hold. Source: seed "The ReviewItem object"; adjudon.md rulings 2, 5, 8, 13; translate.ts.

import * as z from "zod/mini";
import { anyObject, instant } from "../../../openapi/parts.ts";

const text = z.string();
const success = z.literal(true);

const itemShape = {
  _id: text,
  id: text,
  traceId: text,
  agentIdStr: z.optional(text),
  action: text,
  confidence: z.nullable(z.number()),
  priority: z.enum(["critical", "high", "medium", "low"]),
  status: z.enum(["pending", "approved", "rejected"]),
  workflowStep: z.int(),
  assignedTo: z.nullable(text),
  escalatedAt: z.optional(instant),
  escalatedTo: z.optional(text),
  escalationReason: z.optional(text),
  slaDeadline: z.optional(instant),
  context: z.optional(z.unknown()),
  payload: z.optional(anyObject),
  decision: z.optional(z.enum(["approve", "reject"])),
  reason: z.optional(text),
  notes: z.optional(text),
  organizationId: text,
  workspaceId: text,
  createdAt: instant,
  updatedAt: instant,
};

export const item = z.object({ ...itemShape, agentId: z.optional(text) });
export const listedItem = z.object({ ...itemShape, agentId: z.optional(z.object({ _id: text, name: text })) });

export const queue = z.object({
  success,
  data: z.array(listedItem),
  count: z.int(),
  total: z.int(),
  limit: z.int(),
  truncated: z.boolean(),
});

export const decided = z.object({ success, data: item });

export const bulkDecided = z.object({
  success,
  data: z.object({ updated: z.int(), skipped: z.int(), ids: z.array(text) }),
  count: z.int(),
});

/** Whatever was submitted stands beside these. */
export const trace = z.looseObject({
  id: text,
  traceId: text,
  organizationId: text,
  workspaceId: text,
  agentId: z.nullable(text),
  schemaVersion: text,
  status: z.nullable(text),
  tags: z.array(z.unknown()),
  humanOverride: z.boolean(),
  metadata: z.unknown(),
  timestamp: text,
  reviewId: z.optional(text),
  createdAt: instant,
});

export const oneTrace = z.object({ success, data: trace });

export const traces = z.object({
  success,
  data: z.array(trace),
  pagination: z.object({ page: z.int(), limit: z.int(), total: z.int(), pages: z.int(), hasMore: z.boolean() }),
});

const posted = { id: text, traceId: text, status: text, confidence: z.number() };

export const traceApproved = z.object({ success, data: z.object({ ...posted, message: text }) });

const matchedPolicy = z.nullable(z.looseObject({}));
const hold = { action: z.literal("hold_for_review"), reviewId: text };

export const traceHeld = z.object({
  success,
  code: z.literal("ADJ_FLAGGED_FOR_REVIEW"),
  ...hold,
  data: z.object({ ...posted, ...hold, message: text, matchedPolicy, reason: text }),
});

const refusalShape = { success: z.literal(false), error: text };

export const refusal = z.object({ ...refusalShape, code: text });

/** 403 of a posted trace: a policy blocked it, or the caller may not post it. */
export const blocked = z.object({
  ...refusalShape,
  code: z.enum(["ADJ_BLOCKED_BY_POLICY", "FORBIDDEN", "ADJ_API_KEY_AGENT_SCOPE"]),
  data: z.optional(z.object({ ...posted, matchedPolicy, reason: text })),
});

export const verification = z.object({
  success,
  data: z.object({
    totalEntries: z.int(),
    brokenLinks: z.array(z.object({ reviewId: text, version: z.int() })),
    lastVerifiedAt: z.nullable(instant),
    complete: z.boolean(),
  }),
});
