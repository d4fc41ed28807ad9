// What answers about workspaces, endpoints, deliveries, figures and health hold.
// Source: workspace.md 1, 4; webhooks.md 5, 6; time.md 9.

import * as z from "zod/mini";
import { REVIEW_STATUSES } from "../../../core/review/review.ts";
import { anyObject, instant } from "../../../openapi/parts.ts";

const text = z.string();
const texts = z.array(text);
const count = z.int();
const counts = z.record(text, count);

export const applied = z.object({
  workspaceId: text,
  version: z.int(),
  changes: z.array(z.object({ op: z.enum(["add", "remove", "replace"]), path: text })),
  generated: z.record(text, text),
});

/** As applied, with null where a secret stands. */
export const storedDocument = z.looseObject({});

export const clockMoved = z.object({
  now: instant,
  fired: z.array(z.object({ at: instant, reviewId: text, type: text })),
  remaining: z.optional(z.literal(true)),
});

export const signInLink = z.object({ memberId: text, url: text, expiresAt: instant });

const endpointShape = {
  id: text,
  url: text,
  format: z.enum(["standard", "alloy", "adjudon", "authentivoice", "hoop"]),
  events: texts,
  description: text,
  status: z.enum(["active", "disabled"]),
  disabledReason: z.nullable(text),
  createdAt: instant,
  updatedAt: instant,
};

export const endpoint = z.object(endpointShape);
/** `secret` null: it was shown before. Absent: another request under the same key is not done yet. */
export const madeEndpoint = z.object({ ...endpointShape, secret: z.nullable(text) });
export const endpointPage = z.object({ data: z.array(endpoint), nextCursor: z.nullable(text) });

const attempt = z.object({
  at: instant,
  statusCode: z.nullable(z.int()),
  responseBody: z.nullable(text),
  latencyMs: z.nullable(z.number()),
  error: z.nullable(text),
});

export const delivery = z.object({
  id: text,
  endpointId: z.nullable(text),
  messageId: text,
  type: text,
  reviewId: z.nullable(text),
  seq: z.nullable(z.int()),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.array(attempt),
  nextAttemptAt: z.nullable(instant),
});
export const deliveryPage = z.object({ data: z.array(delivery), nextCursor: z.nullable(text) });
export const replayStarted = z.object({ endpointId: text, since: instant });

const percentiles = z.object({ p50: z.nullable(z.int()), p90: z.nullable(z.int()), count });

export const metrics = z.object({
  from: instant,
  to: instant,
  open: z.object({
    total: count,
    byStatus: counts,
    byPriority: counts,
    bySla: counts,
    oldestCreatedAt: z.nullable(instant),
  }),
  opened: count,
  settled: count,
  byOutcome: z.partialRecord(z.enum(REVIEW_STATUSES), count),
  timeToFirstTouchSeconds: percentiles,
  timeToDecisionSeconds: percentiles,
  sla: z.object({ met: count, breached: count, hitRate: z.nullable(z.number()) }),
  escalations: count,
  automated: count,
});

export const health = z.object({ status: z.literal("ok"), version: text, checks: z.optional(anyObject) });

/** Server-sent events: `id`, `event` and `data` of each message. */
export const eventStream = text;
