// Errors of the native API as problem documents, and nothing about which error a request deserves.
// Source: RFC 9457; workspace.md 4 (codes and their statuses).

import type { Problem } from "../../app/document-ports.ts";
import type { JsonObject } from "../../core/json.ts";

/** Every code of the native API: its status and its title. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "Invalid request" },
  unauthenticated: { status: 401, title: "Not authenticated" },
  forbidden: { status: 403, title: "Forbidden" },
  self_approval: { status: 403, title: "Self-approval" },
  not_eligible: { status: 403, title: "Not eligible" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  review_closed: { status: 409, title: "Review closed" },
  precondition_failed: { status: 412, title: "Precondition failed" },
  payload_too_large: { status: 413, title: "Payload too large" },
  findings_missing: { status: 422, title: "Findings missing" },
  idempotency_mismatch: { status: 422, title: "Idempotency key used with another body" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal_error: { status: 500, title: "Internal error" },
  unavailable: { status: 503, title: "Unavailable" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** Places of a body that are wrong. */
  readonly errors?: readonly Problem[];
  /** Further members of the document (`review` with 412). */
  readonly extra?: JsonObject;
  /** Such as `retry-after`, `allow`, `etag`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One problem document. `detail` tells this caller what to change; it never carries a secret. */
export const problem = (code: ProblemCode, detail: string, options: ProblemOptions = {}): Response => {
  const { status, title } = PROBLEMS[code];
  const { errors, extra = {}, headers = {} } = options;
  const body = {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(errors === undefined ? {} : { errors }),
    ...extra,
  };
  const challenge = status === 401 ? { "www-authenticate": 'Bearer realm="countersign"' } : {};
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", ...challenge, ...headers },
  });
};

export const methodNotAllowed = (allow: string): Response =>
  problem("method_not_allowed", `This path takes ${allow}.`, { headers: { allow } });
