// What answers about reviews hold. Source: workspace.md 4 (The review object; events); translate.ts.

import * as z from "zod/mini";
import { EVENT_TYPES } from "../../../core/review/events.ts";
import { PRIORITIES, REVIEW_STATUSES } from "../../../core/review/review.ts";
import { VERBS } from "../../../core/review/verbs.ts";
import { anyObject, instant } from "../../../openapi/parts.ts";
import { DIALECTS } from "../list-query.ts";
import { problem } from "./problem.ts";

const text = z.string();
const texts = z.array(text);
const whenever = z.nullable(instant);
const status = z.enum(REVIEW_STATUSES);

export const person = z.object({ kind: z.enum(["member", "service", "policy"]), id: text, name: text, email: text });

const group = z.object({
  name: text,
  status: z.enum(["pending", "approved", "rejected", "revoked"]),
  reviewedBy: z.nullable(z.object({ id: text, name: text, email: text })),
  reviewedAt: whenever,
});

const sla = z.object({
  status: z.enum(["on_track", "at_risk", "breached", "met"]),
  dueAt: instant,
  atRiskAt: whenever,
  breachedAt: whenever,
  pausedAt: whenever,
});

const execution = z.object({
  claimedBy: person,
  claimedAt: instant,
  deadlineAt: instant,
  result: z.nullable(z.enum(["succeeded", "failed"])),
  exitCode: z.nullable(z.int()),
  output: z.nullable(text),
  reportedAt: whenever,
});

const decision = z.object({
  verdict: z.enum(["approve", "reject", "revoke", "none"]),
  by: person,
  at: instant,
  reason: z.nullable(text),
  notes: z.nullable(text),
  automated: z.boolean(),
});

const escalation = z.object({ at: instant, to: texts, reason: z.nullable(text), by: person, level: z.int() });

const shape = {
  id: text,
  dialect: z.enum(DIALECTS),
  status,
  version: z.int(),
  priority: z.enum(PRIORITIES),
  subject: z.object({ type: text, id: text, attributes: anyObject }),
  requesterId: z.nullable(text),
  groups: z.array(group),
  minApprovals: z.int(),
  assignedTo: z.nullable(text),
  escalation: z.nullable(escalation),
  findings: z.nullable(anyObject),
  outcome: z.nullable(text),
  reasons: texts,
  decision: z.nullable(decision),
  notes: z.array(z.object({ by: person, at: instant, text: z.nullable(text) })),
  sla: z.nullable(sla),
  execution: z.nullable(execution),
  aliases: z.array(z.object({ namespace: text, id: text })),
  createdAt: instant,
  updatedAt: instant,
  completedAt: whenever,
};

export const review = z.object(shape);

/** Who works on it until when; null: nobody. */
const claim = z.nullable(z.object({ by: z.object({ id: text, name: text }), until: instant }));
export const claimedReview = z.object({ ...shape, claim });

/** `callbackSecret` stands only where the request had a `callbackUrl`. */
export const openedReview = z.object({ ...shape, callbackSecret: z.optional(z.nullable(text)) });
export const reviewPage = z.object({ data: z.array(review), nextCursor: z.nullable(text) });

/** With 412: the review as it is. */
export const outgrown = z.extend(problem, { current: review });

export const bulkResults = z.object({
  results: z.array(
    z.object({
      id: text,
      status: z.enum(["decided", "refused"]),
      error: z.optional(z.object({ code: text, detail: text })),
    }),
  ),
});

const readableEvent = z.object({
  version: z.int(),
  type: z.enum(EVENT_TYPES),
  at: instant,
  recordedAt: instant,
  actor: z.object({
    id: text,
    email: z.nullable(text),
    kind: z.enum(["member", "service", "policy"]),
    role: z.nullable(z.enum(["owner", "admin", "member", "viewer", "auditor"])),
    groups: texts,
    identity: z.nullable(text),
  }),
  entrance: text,
  requestId: text,
  workspaceVersion: z.int(),
  clock: z.optional(z.literal("test")),
  data: z.unknown(),
  texts: z.nullable(anyObject),
  textsSalt: z.nullable(text),
  textsDigest: z.nullable(text),
  hash: text,
  previousHash: text,
});

const unreadableEvent = z.object({
  version: z.int(),
  unreadable: z.literal(true),
  email: z.nullable(text),
  hash: text,
  previousHash: text,
});

export const event = z.union([readableEvent, unreadableEvent]);
export const trail = z.object({ workspaceId: text, reviewId: text, data: z.array(event) });

export const verification = z.object({
  reviewId: text,
  valid: z.boolean(),
  complete: z.boolean(),
  verifiedVersion: z.int(),
  head: z.object({ version: z.int(), hash: text }),
  break: z.nullable(
    z.object({
      version: z.int(),
      reason: z.enum(["missing", "unexpected", "unreadable", "hash_mismatch", "texts_mismatch", "head_mismatch"]),
    }),
  ),
  nextCursor: z.nullable(text),
});

/** The kernel's code, the code of the refusal, its sentence, and whatever evidence belongs to it. */
const reason = z.looseObject({ code: text, problem: text, detail: text });
const standing = {
  allowed: z.boolean(),
  reasons: z.array(reason),
  needs: texts,
  changes: z.boolean(),
};

const missing = z.union([
  z.object({
    type: z.literal("approvals"),
    of: z.enum(["groups", "people"]),
    needed: z.int(),
    given: z.int(),
    groups: texts,
  }),
  z.object({ type: z.enum(["findings", "outcome"]) }),
  z.object({
    type: z.literal("second_reviewer"),
    notBy: z.nullable(z.object({ kind: text, id: text, name: text })),
  }),
]);

const verb = z.enum(VERBS);
/** Claiming is no verb of the kernel's, and told beside them. */
const told = z.enum([...VERBS, "claim"]);

export const eligibility = z.object({
  reviewId: text,
  version: z.int(),
  status,
  you: z.object({ isRequester: z.boolean(), vote: z.nullable(z.enum(["approve", "reject", "revoke"])) }),
  verbs: z.record(told, z.object(standing)),
  outcomes: z.array(
    z.object({
      outcome: text,
      verdict: z.enum(["approve", "reject", "none"]),
      linkedReasons: texts,
      ...standing,
    }),
  ),
  missing: z.array(missing),
  others: z.object({
    members: z.array(z.object({ id: text, name: text, role: text, groups: texts, verbs: z.array(verb) })),
    truncated: z.boolean(),
  }),
  claim,
});
