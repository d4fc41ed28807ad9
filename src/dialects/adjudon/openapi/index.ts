// Adjudon's review API, described. Source: seed "Reviews"; adjudon.md.

import { version } from "../../../../package.json";
import type { Api } from "../../../openapi/describe.ts";
import { apiKey, BEARER } from "../../../openapi/parts.ts";
import { DIALECT } from "../policy.ts";
import { assignBody, bulkBody, decisionBody, escalateBody } from "../schema.ts";
import { traceBody } from "../trace-schema.ts";
import * as bodies from "./bodies.ts";
import { operations } from "./operations.ts";

const REASON = "At most 1,000 characters.";

export const adjudonApi: Api = {
  name: DIALECT,
  title: "Countersign for Adjudon's callers",
  version,
  description:
    "Agents post what they decided; the workspace's policies hold some of it until a person has approved or rejected. Personal data is scrubbed on output. Errors are `{success: false, error, code}`.",
  tags: { Reviews: "The review queue.", Traces: "What agents decided.", Audit: "The proof of what happened." },
  securitySchemes: { bearer: BEARER, apiKey: apiKey("X-API-Key") },
  security: ["bearer", "apiKey"],
  requests: {
    DecisionRequest: {
      schema: decisionBody,
      fields: { reason: REASON, notes: "At most 2,000 characters." },
      examples: [{ decision: "approve", reason: "Risk acceptable per Q3 policy" }],
    },
    BulkDecisionRequest: {
      schema: bulkBody,
      fields: { ids: "Ids of items.", reason: REASON },
      examples: [{ ids: ["65b1f2c4", "65b1f2c5", "65b1f2c6"], decision: "approve", reason: "End-of-quarter cleanup" }],
    },
    AssignRequest: { schema: assignBody, fields: { assignedTo: "Id of a member; null or absent: nobody." } },
    EscalateRequest: {
      schema: escalateBody,
      fields: {
        reason: REASON,
        escalateTo: "Id of a member; null or absent: the workspace's escalation policy decides.",
      },
    },
    TraceRequest: {
      schema: traceBody,
      description: "Other keys are kept and shown again.",
      fields: {
        agentId: "Whose decision it is; at most 256 characters.",
        confidenceScore:
          "Asked for in `outputDecision.confidenceScore`, `outputDecision.confidence`, here and in `confidence`, in this order; else 0.5.",
      },
      examples: [
        {
          agentId: "loan_underwriter",
          inputContext: { prompt: "Refund order 4711?" },
          outputDecision: { action: "initiate_refund", confidence: 0.62 },
        },
      ],
    },
  },
  responses: {
    ReviewItem: {
      schema: bodies.item,
      fields: {
        agentId: "The registered agent.",
        agentIdStr: "What the trace called its agent, where none is registered under that name.",
        context: "The trace's input, scrubbed.",
        payload: "The trace's output with its metadata, scrubbed.",
      },
    },
    ListedReviewItem: {
      schema: bodies.listedItem,
      description: "With the agent's name, and without what is large of the trace.",
    },
    ReviewQueue: { schema: bodies.queue },
    DecidedItem: { schema: bodies.decided },
    BulkDecided: { schema: bodies.bulkDecided },
    Trace: { schema: bodies.trace, description: "Whatever was submitted stands beside these." },
    TraceAnswer: { schema: bodies.oneTrace },
    TracePage: { schema: bodies.traces },
    TraceApproved: { schema: bodies.traceApproved },
    TraceHeld: { schema: bodies.traceHeld },
    TraceBlocked: { schema: bodies.blocked, description: "`data` where a policy blocked it." },
    Refusal: {
      schema: bodies.refusal,
      examples: [
        { success: false, error: "Review item has already been decided (approved)", code: "INVALID_OPERATION" },
      ],
    },
    AuditVerification: { schema: bodies.verification },
  },
  operations,
};
