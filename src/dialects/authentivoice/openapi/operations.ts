// AuthentiVoice's operations. Source: seed "Update Review"; authentivoice.md rulings 1-13 and sections 2-7.

import type { Answer, Operation, Schema } from "../../../openapi/describe.ts";
import { IDEMPOTENCY_KEY, ORGANIZATION, RATE_LIMIT_HEADERS, refusals, WORKSPACE } from "../../../openapi/parts.ts";
import { analysis } from "../analysis-request.ts";
import { assignBody } from "../assign-request.ts";
import { PRIORITY_WORDS, STATUS_WORDS } from "../translate.ts";
import { webhookBody } from "../webhook-routes.ts";
import * as bodies from "./bodies.ts";

const CALLER = { "x-workspace-id": WORKSPACE, "x-orgid": ORGANIZATION } as const;
const WRITE = { ...CALLER, "Idempotency-Key": IDEMPOTENCY_KEY } as const;

const WORDS = {
  400: "`INVALID_REQUEST`, `INVALID_STATUS_TRANSITION`.",
  401: "`UNAUTHORIZED`.",
  403: "`FORBIDDEN`.",
  404: "`REVIEW_NOT_FOUND`, `ANALYSIS_NOT_FOUND`.",
  409: "`REVIEW_EXISTS` (with `existingReviewId`), `ANALYSIS_EXISTS`.",
  413: "`PAYLOAD_TOO_LARGE`.",
  422: "`MISSING_FINDINGS`, `MISSING_ESCALATION_REASON`, `INVALID_FINDINGS`, `INVALID_ASSIGNMENT`, `INVALID_REQUEST`: `details` names the field.",
  429: "`RATE_LIMIT_EXCEEDED`.",
  500: "`INTERNAL_ERROR`.",
  503: "`TRY_AGAIN`: nothing was written.",
} as const;

const says = (...statuses: readonly (keyof typeof WORDS)[]): Readonly<Record<string, Answer>> =>
  refusals(bodies.refusal, Object.fromEntries(statuses.map((status) => [status, WORDS[status]])));

const READ = says(400, 401, 403, 404, 429, 500, 503);
const WRITES = says(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);

const ok = (description: string, body: Schema): Answer => ({ description, body, headers: RATE_LIMIT_HEADERS });

const text = { type: "string" } as const;
const REVIEW = { id: "The unique identifier of the review." } as const;

const INCLUDE = {
  description: "Further blocks, comma-separated: `analysis`, `transcription`, `history`, `reviewer`.",
  schema: text,
} as const;

const reviews: readonly Operation[] = [
  {
    id: "listReviews",
    method: "get",
    path: "/v1/reviews",
    tag: "Reviews",
    summary: "List reviews",
    description: "By pages; newest first unless told.",
    query: {
      status: { description: "Reviews of one status.", schema: { enum: STATUS_WORDS } },
      priority: { description: "Reviews of one priority.", schema: { enum: PRIORITY_WORDS } },
      assignedTo: { description: "Id of a member.", schema: text },
      sort: {
        description: "With `-` in front: descending.",
        schema: { enum: ["createdAt", "-createdAt", "deadline", "-deadline", "priority", "-priority"] },
      },
      limit: { description: "Rows of a page.", schema: { type: "integer", minimum: 1, maximum: 200, default: 50 } },
      offset: { description: "Rows to skip.", schema: { type: "integer", minimum: 0, default: 0 } },
    },
    headers: CALLER,
    answers: { "200": ok("A page.", bodies.reviewList), ...READ },
  },
  {
    id: "createReview",
    method: "post",
    path: "/v1/reviews",
    tag: "Reviews",
    summary: "Ask for a review",
    description: "One review for an analysis. Without `assignedTo` whoever has least to do gets it.",
    headers: WRITE,
    body: { schema: bodies.createBody, isRequired: true },
    answers: { "201": ok("The review.", bodies.created), ...WRITES },
  },
  {
    id: "getReview",
    method: "get",
    path: "/v1/reviews/{id}",
    tag: "Reviews",
    summary: "Read a review",
    description: "With the blocks that are asked for.",
    segments: REVIEW,
    query: { include: INCLUDE },
    headers: CALLER,
    answers: { "200": ok("The review.", bodies.review), ...READ },
  },
  {
    id: "updateReview",
    method: "put",
    path: "/v1/reviews/{id}",
    tag: "Reviews",
    summary: "Update review",
    description: "Updates a review's status, adds findings, or submits a completed review.",
    segments: REVIEW,
    headers: WRITE,
    body: { schema: bodies.updateBody, isRequired: true },
    answers: { "200": ok("How the review stands, and what comes next.", bodies.updated), ...WRITES },
  },
  {
    id: "assignReviews",
    method: "post",
    path: "/v1/reviews/assign",
    tag: "Reviews",
    summary: "Assign many",
    description: "Up to 100 reviews to people, by one of four strategies, with one row for each review.",
    headers: WRITE,
    body: { schema: assignBody, isRequired: true },
    answers: { "200": ok("Who got what.", bodies.assigned), ...WRITES },
  },
];

export const operations: readonly Operation[] = [
  ...reviews,
  {
    id: "createAnalysis",
    method: "post",
    path: "/v1/analyses",
    tag: "Analyses",
    summary: "Register an analysis",
    description: "What a review hangs on. Its id is yours, or one is given.",
    headers: WRITE,
    body: { schema: analysis, isRequired: true },
    answers: { "201": ok("The analysis.", bodies.analysis), ...WRITES },
  },
  {
    id: "getAnalysis",
    method: "get",
    path: "/v1/analyses/{id}",
    tag: "Analyses",
    summary: "Read an analysis",
    description: "With `include=transcription` also what was said.",
    segments: { id: "Id of the analysis." },
    query: { include: INCLUDE },
    headers: CALLER,
    answers: { "200": ok("The analysis.", bodies.analysis), ...READ },
  },
  {
    id: "createWebhook",
    method: "post",
    path: "/v1/integrations/webhooks",
    tag: "Integrations",
    summary: "Make a webhook",
    description: "Tried once before it is answered; its secret is answered once. Owners and admins.",
    headers: WRITE,
    body: { schema: webhookBody, isRequired: true },
    answers: { "201": ok("The webhook.", bodies.webhook), ...WRITES },
  },
];
