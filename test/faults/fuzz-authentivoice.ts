// Every route of AuthentiVoice's API, each with a body that it would take.

import { isErrorOf } from "./fuzz-errors.ts";
import type { Target } from "./fuzz-target.ts";
import { bearer, PEOPLE } from "./fuzz-workspace.ts";

export const findings = () => ({
  fraudConfirmed: true,
  riskAssessment: "high",
  notes: "A cloned voice.",
  flaggedSections: [{ timestamp: "01:23-01:55", reason: "Request for SSN" }],
  recommendedActions: ["Block caller number"],
  confidence: 0.95,
});

export const authentivoice: Target = {
  dialect: "authentivoice",
  callers: PEOPLE,
  headers: {
    "idempotency-key": ["k-1", "k-2"],
    "x-orgid": ["org-fuzzed"],
    "content-type": ["application/json", "text/plain"],
  },
  isItsError: isErrorOf.authentivoice,
  routes: [
    {
      method: "POST",
      path: "/v1/analyses",
      body: () => ({
        riskScore: 87,
        riskLevel: "high",
        fraudIndicators: [
          { type: "voice_cloning", confidence: 0.9, severity: 2, timestamp: "00:10", description: "Robotic" },
        ],
        transcription: [{ at: 0, text: "Hello" }],
        summary: "Suspicious",
      }),
      learns: { analysis: ["analysisId"] },
      isSeed: true,
    },
    {
      method: "POST",
      path: "/v1/reviews",
      body: (known) => ({
        analysisId: known("analysis"),
        assignedTo: "rita",
        priority: "high",
        deadline: "2030-01-01T00:00:00Z",
        instructions: "Listen twice",
        reviewType: "detailed",
        requireSecondReview: false,
      }),
      learns: { review: ["reviewId"] },
      isSeed: true,
    },
    { method: "PUT", path: "/v1/reviews/{review}", body: () => ({ status: "in_progress", findings: findings() }) },
    {
      method: "PUT",
      path: "/v1/reviews/{review}",
      body: () => ({ status: "completed", findings: findings(), additionalReviewRequired: true }),
    },
    {
      method: "PUT",
      path: "/v1/reviews/{review}",
      body: () => ({ status: "escalated", escalationReason: "Too big for me" }),
    },
    {
      method: "POST",
      path: "/v1/reviews/assign",
      body: (known) => ({
        reviewIds: [known("review"), known("review")],
        assignmentStrategy: {
          type: "round_robin",
          assignTo: ["sam"],
          pool: ["rita", "sam"],
          maxPerReviewer: 5,
          considerWorkload: true,
        },
        priority: "urgent",
        deadline: "2031-01-01T00:00:00+02:00",
        notifyReviewers: false,
      }),
    },
    { method: "GET", path: "/v1/reviews", query: ["limit", "offset", "status", "priority", "assignedTo", "sort"] },
    { method: "GET", path: "/v1/reviews/{review}", query: ["include"] },
    { method: "GET", path: "/v1/analyses/{analysis}" },
    // Refused as it is, being http: whatever is accepted here would be sent to for ever.
    {
      method: "POST",
      path: "/v1/integrations/webhooks",
      body: () => ({ url: "http://hooks.invalid/in", events: ["review.completed"], secret: null }),
      callers: [bearer("olga")],
    },
  ],
};
