// Every route of Adjudon's API under both its prefixes, each with a body that it would take.

import { isErrorOf } from "./fuzz-errors.ts";
import type { Route, Target } from "./fuzz-target.ts";
import { AGENT, bearer } from "./fuzz-workspace.ts";

const queueRoutes = (prefix: string): readonly Route[] => [
  {
    method: "POST",
    path: `${prefix}/traces`,
    body: () => ({
      agentId: AGENT,
      inputContext: { prompt: "Refund order 1, card 4111 1111 1111 1111, jo@example.com?" },
      outputDecision: { action: "initiate_refund", confidence: 0.9, amount: 12 },
      rationale: "It was late",
      tags: ["a"],
      metadata: { phone: "+49 30 1234567", nested: [{ iban: "DE89 3704 0044 0532 0130 00" }] },
    }),
    learns: { item: ["reviewId"], trace: ["data", "traceId"] },
    isSeed: true,
    callers: [bearer("agent"), bearer("adam"), bearer("desk")],
  },
  {
    method: "POST",
    path: `${prefix}/review-queue/{item}/decision`,
    body: () => ({ decision: "approve", reason: "fine", notes: "n" }),
  },
  {
    method: "POST",
    path: `${prefix}/review-queue/bulk-decision`,
    body: (known) => ({ ids: [known("item"), known("item")], decision: "reject", reason: "cleanup" }),
  },
  { method: "PATCH", path: `${prefix}/review-queue/{item}/assign`, body: () => ({ assignedTo: "rita" }) },
  {
    method: "POST",
    path: `${prefix}/review-queue/{item}/escalate`,
    body: () => ({ reason: "unsure", escalateTo: "olga" }),
  },
  { method: "GET", path: `${prefix}/review-queue`, query: ["status"] },
  { method: "GET", path: `${prefix}/traces`, query: ["agentId", "status", "from", "to", "page", "limit"] },
  { method: "GET", path: `${prefix}/traces/{trace}` },
];

export const adjudon: Target = {
  dialect: "adjudon",
  callers: [bearer("olga"), bearer("adam"), bearer("desk")],
  headers: {
    "idempotency-key": ["k-1", "k-2"],
    "x-adjudon-version": ["2026-04-11"],
    "x-workspace-id": ["fuzzed"],
    "content-type": ["application/json", "text/plain"],
  },
  isItsError: isErrorOf.adjudon,
  routes: [...queueRoutes("/api/v1"), ...queueRoutes("/api"), { method: "GET", path: "/api/v1/audit/verify" }],
};
