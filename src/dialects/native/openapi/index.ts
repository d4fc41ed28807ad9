// The native API, described. Source: workspace.md 4.

import { version } from "../../../../package.json";
import type { Api, Schema } from "../../../openapi/describe.ts";
import { apiKey, BEARER } from "../../../openapi/parts.ts";
import { clockSchema } from "../clock-routes.ts";
import { claimSchema, nextSchema } from "../claim-schema.ts";
import { signInLinkSchema } from "../sign-in-link-routes.ts";
import { DIALECT } from "../policy.ts";
import * as bodies from "../schema.ts";
import { createSchema, patchSchema } from "../webhook-schema.ts";
import { claimOperations } from "./claim-operations.ts";
import * as others from "./others.ts";
import { EXAMPLE, problem } from "./problem.ts";
import { reviewOperations } from "./review-operations.ts";
import * as reviews from "./reviews.ts";
import { serviceOperations } from "./service-operations.ts";

const requests = (document: Schema): Api["requests"] => ({
  OpenReviewRequest: {
    schema: bodies.openSchema,
    description: "What people are asked about, and whom it asks.",
    fields: {
      groups: "Each has to approve, in any order; empty: any member may decide.",
      minApprovals: "How many of the groups are enough; absent or null: all of them. Without groups: how many people.",
      dueAt: "The deadline; absent: as the workspace's policies say.",
      assignedTo: "Id of a member.",
      requesterId: "Id of the member who asks; absent: the caller.",
      callbackUrl: "Told of every event of this review.",
    },
    examples: [
      {
        subject: { type: "payment", id: "pay_42", attributes: { amount: 9100, currency: "EUR" } },
        groups: ["banking"],
        priority: "high",
      },
    ],
  },
  DecisionRequest: {
    schema: bodies.decisionSchema,
    description: "A verdict, or an outcome with reasons that belong to it. One of the two is needed.",
    fields: {
      verdict: "Needed unless an outcome is given.",
      outcome: "One of the workspace's, exact in case.",
      reasons: "Linked with the outcome in the workspace document.",
      force: "As a member of a force group: settles it alone.",
    },
    examples: [{ verdict: "approve", reason: "Risk acceptable per Q3 policy" }],
  },
  BulkDecisionRequest: {
    schema: bodies.bulkSchema,
    examples: [{ ids: ["a", "b"], verdict: "reject", reason: "Stale" }],
  },
  AssignRequest: { schema: bodies.assignSchema, fields: { assignedTo: "Id of an active member; null: nobody." } },
  EscalateRequest: {
    schema: bodies.escalateSchema,
    fields: { to: "A member's id, `group:<name>` or `role:<role>`; absent: as the workspace's ladder says." },
    examples: [{ reason: "Above my limit", to: "role:admin" }],
  },
  JsonObject: { schema: bodies.findingsSchema, description: "Any JSON object." },
  CompleteRequest: { schema: bodies.completeSchema },
  NoteRequest: { schema: bodies.noteSchema, examples: [{ text: "Called the customer." }] },
  CancelRequest: { schema: bodies.cancelSchema },
  ClaimRequest: { schema: claimSchema },
  NextRequest: {
    schema: nextSchema,
    description: "Which reviews to look among. Everything absent: all that the caller could bring forward.",
    fields: {
      group: "Reviews that ask this group.",
      assigned: "`free`: assigned to the caller, or to nobody who is still a member. `any`: to others as well.",
      skip: "Ids of reviews that the caller does not want now.",
    },
    examples: [{ group: "banking", priority: "high" }],
  },
  PauseRequest: { schema: bodies.pauseSchema },
  ResumeRequest: { schema: bodies.resumeSchema },
  ExecutionReport: {
    schema: bodies.executionSchema,
    fields: { executionToken: "As answered to the claim." },
  },
  WorkspaceDocument: {
    schema: document,
    description: "The whole configuration of a workspace. Unknown keys are refused. All lists may be absent.",
    fields: {
      organizationId: "Names the workspace in `x-orgid`.",
      members: "People: every API's agent, user and reviewer.",
      credentials: "Machines. A `secret` that is absent is generated once; null keeps it.",
      issuers: "Whose JWTs are accepted. Each has one of `jwksUrl`, `jwks` and `hs256Secret`.",
      workflows: "Alloy: which evaluations go to review. First match wins.",
      reviewReasons: "Alloy: which reasons go with which outcome.",
      agents: "Adjudon: the agents whose traces are judged.",
      policies: "Adjudon: which traces are held or blocked.",
      accessRules: "hoop: which work on which connection waits for whom.",
      nextSteps: "AuthentiVoice: recommended action -> what happens next, in words.",
      sla: "Deadlines and business hours. First match wins.",
      escalation: "Who is told, how long after a breach.",
      execution: "How long an execution may take.",
      webhooks: "Endpoints.",
      rateLimits: "Calls per minute and caller; absent: no limit.",
      testClock: "The workspace's clock stands still and is moved by the operator. Cannot be changed later.",
    },
  },
  SignInLinkRequest: { schema: signInLinkSchema, examples: [{ memberId: "ada" }] },
  ClockRequest: { schema: clockSchema, examples: [{ advanceMinutes: 90 }] },
  CreateWebhookRequest: {
    schema: createSchema,
    fields: { events: "Types of the format, or `*`.", secret: "Absent or null: generated." },
    examples: [{ url: "https://hooks.example.com/in", events: ["*"] }],
  },
  UpdateWebhookRequest: { schema: patchSchema },
});

const responses: Api["responses"] = {
  Review: {
    schema: reviews.review,
    fields: {
      version: "Number of events so far; the ETag.",
      groups: "One row for each group that was asked; empty where people are counted.",
      escalation: "The latest one; `to` are ids of members.",
      decision: "What settled it; `automated`: time did.",
      aliases: "Ids that other APIs gave it.",
    },
  },
  ClaimedReview: {
    schema: reviews.claimedReview,
    fields: {
      claim: "Who works on it until when; null: nobody. It is no part of the review: the ETag does not cover it.",
    },
  },
  OpenedReview: { schema: reviews.openedReview },
  ReviewPage: { schema: reviews.reviewPage },
  BulkDecisionResults: { schema: reviews.bulkResults },
  Eligibility: {
    schema: reviews.eligibility,
    fields: {
      version: "What `If-Match` names.",
      verbs: "Every verb: allowed or not, with every reason.",
      missing: "What it still waits for; empty once it is settled.",
      others: "Members who could decide it now.",
    },
  },
  Event: { schema: reviews.event, description: "One event of the trail; `unreadable` where its row was damaged." },
  Trail: { schema: reviews.trail, description: "Both ids are part of what is hashed." },
  Verification: { schema: reviews.verification },
  Problem: {
    schema: problem,
    description: "RFC 9457. `code` is stable; `errors` points into the body.",
    examples: [EXAMPLE],
  },
  OutgrownReview: { schema: reviews.outgrown },
  AppliedWorkspace: {
    schema: others.applied,
    fields: { changes: "JSON pointers into the document.", generated: "Credential or webhook -> its new secret." },
  },
  StoredWorkspaceDocument: { schema: others.storedDocument, description: "As applied; every secret is null." },
  ClockMoved: { schema: others.clockMoved },
  SignInLink: { schema: others.signInLink, fields: { url: "Works once, until `expiresAt`." } },
  Webhook: { schema: others.endpoint },
  WebhookWithSecret: { schema: others.madeEndpoint },
  WebhookPage: { schema: others.endpointPage },
  Delivery: { schema: others.delivery },
  DeliveryPage: { schema: others.deliveryPage },
  ReplayStarted: { schema: others.replayStarted },
  EventStream: { schema: others.eventStream, description: "`id`, `event` and `data` of each message." },
  Metrics: { schema: others.metrics },
  Health: { schema: others.health },
};

/** `document`: the schema of the workspace document, which everybody's parts make up. */
export const nativeApi = (document: Schema): Api => ({
  name: DIALECT,
  title: "Countersign native API",
  version,
  description:
    "Everything that any of the APIs can do to a review, in one vocabulary: camelCase, ISO 8601 in UTC, problem documents (RFC 9457). Sees the reviews of every API.",
  tags: {
    Reviews: "Asking, reading, listing.",
    Decisions: "Verbs on a review. All take `Idempotency-Key` and, for one review, `If-Match`.",
    "Audit trail": "What happened, and the proof of it.",
    Webhooks: "Endpoints and what was sent to them.",
    Events: "What happens, as it happens.",
    Metrics: "Figures.",
    Workspaces: "The operator's calls.",
    Service: "The service itself.",
  },
  securitySchemes: {
    bearer: BEARER,
    basic: { type: "http", scheme: "basic", description: "Token and secret of a `basic` credential." },
    apiKey: apiKey("X-API-Key"),
    legacyApiKey: apiKey("Api-Key"),
    operator: { type: "http", scheme: "bearer", description: "The operator's token, a secret of the deployment." },
  },
  // Any one is enough. Bearer after Basic: generated clients that apply one token to all keep the last Authorization.
  security: ["basic", "bearer", "apiKey", "legacyApiKey"],
  requests: requests(document),
  responses,
  hints: [[bodies.jsonObject, { type: "object" }]],
  operations: [...reviewOperations, ...claimOperations, ...serviceOperations(document)],
});
