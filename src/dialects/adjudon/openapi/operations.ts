// Adjudon's operations, under /api/v1 and, deprecated, without the version. Source: seed "Endpoints"; adjudon.md 1-10, 13.

import type { Answer, Header, Operation } from "../../../openapi/describe.ts";
import { RATE_LIMIT_HEADERS, refusals, WORKSPACE, ORGANIZATION } from "../../../openapi/parts.ts";
import { assignBody, bulkBody, decisionBody, escalateBody } from "../schema.ts";
import { traceBody } from "../trace-schema.ts";
import { API_PREFIX, LEGACY_PREFIX, SCHEMA_VERSION } from "../versions.ts";
import * as bodies from "./bodies.ts";

const CALLER = {
  "x-workspace-id": WORKSPACE,
  "x-orgid": ORGANIZATION,
  "X-Adjudon-Version": {
    description: "Pins the version of the trace schema; absent: the latest.",
    schema: { type: "string", enum: [SCHEMA_VERSION] },
  },
} as const;

const API_VERSION: Header = {
  description: "The version of the paths.",
  schema: { type: "string", const: "v1" },
  isAlwaysThere: true,
};

const WORDS = {
  400: "`VALIDATION_ERROR`: the request. `INVALID_OPERATION`: the item is decided already. `ADJ_UNKNOWN_SCHEMA_VERSION`.",
  401: "`NO_TOKEN`, `INVALID_API_KEY`, `INVALID_API_KEY_FORMAT`, `TOKEN_EXPIRED`, `TOKEN_VERIFICATION_FAILED`, `UNAUTHORIZED_NO_USER`.",
  403: "`FORBIDDEN`: the role, the scope or the workspace.",
  404: "`NOT_FOUND`.",
  413: "`ADJ_PAYLOAD_TOO_LARGE`.",
  429: "`RATE_LIMIT_EXCEEDED`.",
  500: "`INTERNAL_ERROR`.",
  503: "`INTERNAL_ERROR`: busy, nothing was written.",
} as const;

const REFUSALS = refusals(bodies.refusal, WORDS);

const ok = (description: string, body: NonNullable<Answer["body"]>): Answer => ({
  description,
  body,
  headers: RATE_LIMIT_HEADERS,
});

type Described = Omit<Operation, "answers" | "headers"> & Partial<Pick<Operation, "answers" | "headers">>;

/** `path` below the prefix. */
const versioned: readonly Described[] = [
  {
    id: "listReviewQueue",
    method: "get",
    path: "/review-queue",
    tag: "Reviews",
    summary: "List the queue",
    description:
      "Most recent first, at most 500: `truncated` says that there are more. Refine the filter rather than paging.",
    query: { status: { description: "`pending`, `approved` or `rejected`; absent: all.", schema: { type: "string" } } },
    answers: { "200": ok("The queue.", bodies.queue) },
  },
  {
    id: "decideReview",
    method: "post",
    path: "/review-queue/{id}/decision",
    tag: "Reviews",
    summary: "Make a decision",
    description: "Final: a second one is 400 `INVALID_OPERATION`. Admins and owners.",
    segments: { id: "Id of the item." },
    body: { schema: decisionBody, isRequired: true },
    answers: { "200": ok("The item.", bodies.decided) },
  },
  {
    id: "bulkDecide",
    method: "post",
    path: "/review-queue/bulk-decision",
    tag: "Reviews",
    summary: "Decide many",
    description:
      "The same verdict for every item that is still pending; others are skipped silently. None at all is 404.",
    body: { schema: bulkBody, isRequired: true },
    answers: { "200": ok("What was decided.", bodies.bulkDecided) },
  },
  {
    id: "assignReview",
    method: "patch",
    path: "/review-queue/{id}/assign",
    tag: "Reviews",
    summary: "Assign a reviewer",
    description: "Without `assignedTo` the assignment is cleared.",
    segments: { id: "Id of the item." },
    body: { schema: assignBody, isRequired: false },
    answers: { "200": ok("The item.", bodies.decided) },
  },
  {
    id: "escalateReview",
    method: "post",
    path: "/review-queue/{id}/escalate",
    tag: "Reviews",
    summary: "Escalate an item",
    description: "It stays pending: escalation moves the reviewer, not the verdict.",
    segments: { id: "Id of the item." },
    body: { schema: escalateBody, isRequired: false },
    answers: { "200": ok("The item.", bodies.decided) },
  },
  {
    id: "listTraces",
    method: "get",
    path: "/traces",
    tag: "Traces",
    summary: "List traces",
    description: "Newest first, by pages.",
    query: {
      page: { description: "From 1.", schema: { type: "integer", minimum: 1, default: 1 } },
      limit: { description: "Traces of a page.", schema: { type: "integer", minimum: 1, maximum: 200, default: 50 } },
      agentId: { description: "Traces of one agent.", schema: { type: "string" } },
      status: { description: "Traces of one status.", schema: { type: "string" } },
      from: { description: "ISO 8601 date or date and time.", schema: { type: "string" } },
      to: { description: "ISO 8601 date or date and time; a date means its end.", schema: { type: "string" } },
    },
    answers: { "200": ok("A page.", bodies.traces) },
  },
  {
    id: "postTrace",
    method: "post",
    path: "/traces",
    tag: "Traces",
    summary: "Post a trace",
    description:
      "Judged by the workspace's policies at once: approved (201), held for review (202) or blocked (403). The same key, or without one the same bytes, is the same trace and is answered as it was.",
    headers: {
      "Idempotency-Key": {
        description: "Up to 256 characters, compared without regard to case.",
        schema: { type: "string", maxLength: 256 },
      },
    },
    body: { schema: traceBody, isRequired: true },
    answers: {
      "201": ok("Approved.", bodies.traceApproved),
      "202": ok("Held for review.", bodies.traceHeld),
      "403": ok("`ADJ_BLOCKED_BY_POLICY`; or the caller may not post it.", bodies.blocked),
    },
  },
  {
    id: "getTrace",
    method: "get",
    path: "/traces/{traceId}",
    tag: "Traces",
    summary: "Read a trace",
    description: "As submitted, personal data scrubbed, with what the service knows of it.",
    segments: { traceId: "Id of the trace." },
    answers: { "200": ok("The trace.", bodies.oneTrace) },
  },
];

const audit: Described = {
  id: "verifyAudit",
  method: "get",
  path: "/audit/verify",
  tag: "Audit",
  summary: "Verify the audit trail",
  description: "Computes the chains of the workspace again, as much as one call may. Owners, admins and auditors.",
  answers: { "200": ok("What was found.", bodies.verification) },
};

const withHeaders = (
  answers: Readonly<Record<string, Answer>>,
  headers: Readonly<Record<string, Header>>,
): Readonly<Record<string, Answer>> =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      { ...answer, headers: { ...answer.headers, ...headers } },
    ]),
  );

const under = (prefix: string, operation: Described, headers: Readonly<Record<string, Header>>): Operation => ({
  ...operation,
  path: prefix + operation.path,
  headers: { ...CALLER, ...operation.headers },
  answers: withHeaders({ ...REFUSALS, ...operation.answers }, headers),
});

const text = { type: "string" } as const;

const GOING: Readonly<Record<string, Header>> = {
  "X-Adjudon-API-Version": API_VERSION,
  Deprecation: { description: "`true`: this path will go.", schema: text, isAlwaysThere: true },
  Sunset: { description: "When it goes.", schema: text, isAlwaysThere: true },
  Link: { description: "What to use instead.", schema: text, isAlwaysThere: true },
};

export const operations: readonly Operation[] = [
  ...[...versioned, audit].map((operation) => under(API_PREFIX, operation, { "X-Adjudon-API-Version": API_VERSION })),
  ...versioned.map((operation) => ({
    ...under(LEGACY_PREFIX, operation, GOING),
    id: `${operation.id}Unversioned`,
    isDeprecated: true,
  })),
];
