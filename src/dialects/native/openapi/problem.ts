// Refusals of the native API: problem documents, one code each, every code of one status. Source: RFC 9457; problem.ts.

import * as z from "zod/mini";
import { refusals } from "../../../openapi/parts.ts";
import { type ProblemCode, PROBLEMS } from "../problem.ts";

const CODES: readonly ProblemCode[] = [
  "invalid_request",
  "unauthenticated",
  "forbidden",
  "self_approval",
  "not_eligible",
  "not_found",
  "method_not_allowed",
  "conflict",
  "review_closed",
  "precondition_failed",
  "payload_too_large",
  "findings_missing",
  "idempotency_mismatch",
  "rate_limited",
  "internal_error",
  "unavailable",
];

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.enum(CODES),
  errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  requestId: z.optional(z.string()),
  /** Where somebody else has claimed the review. */
  claim: z.optional(z.object({ by: z.object({ id: z.string(), name: z.string() }), until: z.string() })),
});

export const PROBLEM_TYPE = "application/problem+json";

const described = (status: number): string => {
  const of = CODES.filter((code) => PROBLEMS[code].status === status);
  return of.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" ");
};

export type Status = (typeof PROBLEMS)[ProblemCode]["status"];

/** Each status with the codes that it may carry. */
export const problems = (...statuses: readonly Status[]) =>
  refusals(problem, Object.fromEntries(statuses.map((status) => [status, described(status)])), PROBLEM_TYPE);

export const EXAMPLE = {
  type: "urn:countersign:problem:review_closed",
  title: "Review closed",
  status: 409,
  detail: "The review is approved: it takes no vote.",
  code: "review_closed",
};
