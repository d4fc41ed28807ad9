// AuthentiVoice's review API, described. Source: seed "Update Review"; authentivoice.md.

import { version } from "../../../../package.json";
import type { Api } from "../../../openapi/describe.ts";
import { apiKey, BEARER } from "../../../openapi/parts.ts";
import { analysis, anyValue } from "../analysis-request.ts";
import { assignBody } from "../assign-request.ts";
import { DIALECT } from "../policy.ts";
import { webhookBody } from "../webhook-routes.ts";
import * as bodies from "./bodies.ts";
import { operations } from "./operations.ts";

export const authentivoiceApi: Api = {
  name: DIALECT,
  title: "Countersign for AuthentiVoice's callers",
  version,
  description:
    "Analysed calls are reviewed by people: started, annotated with findings, completed or escalated. Errors are `{error: {code, message}}`, with `details` where a field is to blame.",
  tags: { Reviews: "The work.", Analyses: "What is reviewed.", Integrations: "Webhooks." },
  securitySchemes: { bearer: BEARER, apiKey: apiKey("X-API-Key"), legacyApiKey: apiKey("Api-Key") },
  security: ["bearer", "apiKey", "legacyApiKey"],
  requests: {
    CreateReviewRequest: {
      schema: bodies.createBody,
      fields: { assignedTo: "Id of a member.", deadline: "With `Z` or an offset." },
      examples: [{ analysisId: "analysis_abc123", priority: "high" }],
    },
    UpdateReviewRequest: {
      schema: bodies.updateBody,
      description: "At least one of `status`, `findings` and `additionalReviewRequired`.",
      fields: {
        findings: "Needed when completing. Keys are merged into what is there.",
        escalationReason: "Needed when escalating.",
        additionalReviewRequired: "A second reviewer has to complete it too.",
      },
      examples: [
        {
          status: "completed",
          findings: {
            fraudConfirmed: true,
            riskAssessment: "high",
            notes: "Multiple fraud indicators confirmed.",
            flaggedSections: [{ timestamp: "01:23-01:55", reason: "Request for SSN" }],
            recommendedActions: ["Block caller number", "Notify affected customer", "File fraud report"],
            confidence: 0.95,
          },
        },
      ],
    },
    AssignReviewsRequest: {
      schema: assignBody,
      fields: {
        reviewIds: "Up to 100, each counted once.",
        assignmentStrategy: "`assignTo` is needed for `specific`; `pool` limits the others.",
        notifyReviewers: "Whether those who get a review hear of it.",
      },
    },
    AnalysisRequest: { schema: analysis, fields: { analysisId: "Absent: given one.", transcription: "Any JSON." } },
    WebhookRequest: { schema: webhookBody, fields: { secret: "`whsec_` and base64; absent or null: generated." } },
  },
  responses: {
    Review: {
      schema: bodies.review,
      fields: { escalatedTo: "Who was told first, while nobody has taken it up.", history: "Oldest first." },
    },
    ListedReview: { schema: bodies.listedReview },
    ReviewList: { schema: bodies.reviewList },
    CreatedReview: { schema: bodies.created },
    UpdatedReview: {
      schema: bodies.updated,
      examples: [
        {
          reviewId: "rev_abc123def456",
          status: "completed",
          updatedAt: "2024-01-15T13:30:00Z",
          completedAt: "2024-01-15T13:30:00Z",
          nextSteps: ["Fraud report filed", "Customer notification scheduled", "Number added to blocklist"],
        },
        {
          reviewId: "rev_abc123def456",
          status: "escalated",
          updatedAt: "2024-01-15T13:30:00Z",
          escalatedTo: "user_senior_001",
          nextSteps: ["Senior review assigned", "Notification sent to supervisor"],
        },
      ],
    },
    AssignedReviews: { schema: bodies.assigned },
    Analysis: { schema: bodies.analysis },
    Webhook: { schema: bodies.webhook, fields: { secret: "Shown once." } },
    Refusal: {
      schema: bodies.refusal,
      examples: [
        { error: { code: "REVIEW_NOT_FOUND", message: "The specified review was not found" } },
        { error: { code: "MISSING_FINDINGS", message: "Findings are required when completing a review" } },
      ],
    },
  },
  hints: [[anyValue, {}]],
  operations,
};
