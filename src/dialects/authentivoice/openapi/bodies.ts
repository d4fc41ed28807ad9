// What AuthentiVoice's answers hold; and two bodies that its routes judge in steps, put together again for readers.
// Source: seed "Update Review"; authentivoice.md rulings 2, 7-13 and sections 3-7; translate.ts.

import * as z from "zod/mini";
import { anyObject, instant } from "../../../openapi/parts.ts";
import { findings } from "../findings.ts";
import { subject, terms } from "../create-request.ts";
import { PRIORITY_WORDS, STATUS_WORDS } from "../translate.ts";
import { TARGETS } from "../update-request.ts";

const text = z.string();
const texts = z.array(text);

export const createBody = z.extend(subject, terms.shape);

export const updateBody = z.object({
  status: z.optional(z.enum(TARGETS)),
  findings: z.optional(findings),
  escalationReason: z.nullish(text),
  additionalReviewRequired: z.optional(z.boolean()),
});

const contact = { userId: text, email: z.nullable(text), name: z.nullable(text) };
const reviewer = z.nullable(z.object({ ...contact, role: z.nullable(text) }));
const status = z.enum(STATUS_WORDS);
const priority = z.enum(PRIORITY_WORDS);

const analysisShape = {
  riskScore: z.nullable(z.number()),
  riskLevel: z.nullable(text),
  fraudIndicators: z.array(anyObject),
};

const reviewShape = {
  reviewId: text,
  analysisId: text,
  status,
  priority,
  reviewType: z.nullable(text),
  assignedTo: reviewer,
  createdAt: instant,
  startedAt: z.optional(instant),
  completedAt: z.optional(instant),
  deadline: z.optional(instant),
  findings: z.optional(anyObject),
  escalatedTo: z.optional(z.nullable(text)),
};

export const listedReview = z.object(reviewShape);

const historyEntry = z.object({
  event: text,
  at: instant,
  by: z.object({ userId: text, email: z.nullable(text) }),
  details: anyObject,
});

export const review = z.object({
  ...reviewShape,
  instructions: z.optional(text),
  analysis: z.optional(z.object(analysisShape)),
  transcription: z.optional(z.unknown()),
  history: z.optional(z.array(historyEntry)),
  reviewer: z.optional(reviewer),
});

export const reviewList = z.object({
  reviews: z.array(listedReview),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
});

export const created = z.object({
  reviewId: text,
  analysisId: text,
  assignedTo: z.nullable(z.object(contact)),
  status,
  priority,
  reviewType: z.nullable(text),
  createdAt: instant,
  deadline: z.optional(instant),
});

export const updated = z.object({
  reviewId: text,
  status,
  updatedAt: instant,
  completedAt: z.optional(instant),
  escalatedTo: z.optional(z.nullable(text)),
  nextSteps: texts,
});

export const assigned = z.object({
  assigned: z.int(),
  failed: z.int(),
  assignments: z.array(
    z.object({
      reviewId: text,
      assignedTo: z.nullable(text),
      status: z.enum(["success", "failed"]),
      error: z.optional(text),
    }),
  ),
  summary: z.array(z.object({ userId: text, assignedCount: z.int(), totalWorkload: z.int() })),
});

export const analysis = z.object({
  analysisId: text,
  status: z.literal("completed"),
  fraudAnalysis: z.object({ ...analysisShape, summary: z.nullable(text) }),
  createdAt: instant,
  transcription: z.optional(z.unknown()),
});

export const webhook = z.object({
  webhookId: text,
  url: text,
  secret: z.nullable(text),
  events: texts,
  status: z.enum(["active", "inactive"]),
  testResult: z.object({
    success: z.boolean(),
    statusCode: z.nullable(z.int()),
    responseTime: z.nullable(z.number()),
    error: z.nullable(text),
  }),
  createdAt: instant,
});

export const refusal = z.object({
  error: z.object({
    code: text,
    message: text,
    details: z.optional(z.object({ field: text, issue: text })),
    existingReviewId: z.optional(text),
  }),
});
