// The error table: adjudon.md rulings 2, 3, 6, 8, 13 and section 2.
import { describe, expect, test } from "vitest";
import { type AdjudonError, errorToWire } from "../../../src/dialects/adjudon/errors.ts";

const CODES = [
  "RATE_LIMIT_EXCEEDED",
  "NO_TOKEN",
  "TOKEN_VERIFICATION_FAILED",
  "TOKEN_EXPIRED",
  "UNAUTHORIZED_NO_USER",
  "INVALID_API_KEY_FORMAT",
  "INVALID_API_KEY",
  "FORBIDDEN",
  "ADJ_API_KEY_AGENT_SCOPE",
  "VALIDATION_ERROR",
  "INVALID_OPERATION",
  "ADJ_UNKNOWN_SCHEMA_VERSION",
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "ADJ_PAYLOAD_TOO_LARGE",
  "INTERNAL_ERROR",
];

const table: readonly (readonly [AdjudonError, number, string])[] = [
  [{ type: "rate_limited", retryAfterSeconds: 7, standings: [] }, 429, "RATE_LIMIT_EXCEEDED"],
  [{ type: "no_credentials" }, 401, "NO_TOKEN"],
  [{ type: "unreadable_credentials" }, 401, "NO_TOKEN"],
  [
    { type: "unknown_credentials", presented: { type: "bearer", token: "adj_live_1", header: "x-api-key" } },
    401,
    "INVALID_API_KEY",
  ],
  [
    { type: "unknown_credentials", presented: { type: "basic", token: "a", secret: "adj_test_1" } },
    401,
    "INVALID_API_KEY",
  ],
  [
    { type: "unknown_credentials", presented: { type: "basic", token: "a", secret: "b.c.d" } },
    401,
    "INVALID_API_KEY_FORMAT",
  ],
  [
    { type: "unknown_credentials", presented: { type: "bearer", token: "b.c.d", header: "authorization" } },
    401,
    "TOKEN_VERIFICATION_FAILED",
  ],
  [{ type: "token_expired" }, 401, "TOKEN_EXPIRED"],
  [{ type: "token_invalid" }, 401, "TOKEN_VERIFICATION_FAILED"],
  [{ type: "not_a_member", elsewhere: false }, 401, "UNAUTHORIZED_NO_USER"],
  [{ type: "not_a_member", elsewhere: true }, 403, "FORBIDDEN"],
  [{ type: "workspace_ambiguous" }, 400, "VALIDATION_ERROR"],
  [{ type: "workspace_mismatch" }, 403, "FORBIDDEN"],
  [{ type: "forbidden" }, 403, "FORBIDDEN"],
  [{ type: "self_approval" }, 403, "FORBIDDEN"],
  [{ type: "not_eligible" }, 403, "FORBIDDEN"],
  [{ type: "agent_scope" }, 403, "ADJ_API_KEY_AGENT_SCOPE"],
  [{ type: "too_large" }, 413, "ADJ_PAYLOAD_TOO_LARGE"],
  [{ type: "empty" }, 400, "VALIDATION_ERROR"],
  [{ type: "malformed" }, 400, "VALIDATION_ERROR"],
  [{ type: "too_deep" }, 400, "VALIDATION_ERROR"],
  [{ type: "unknown_schema_version" }, 400, "ADJ_UNKNOWN_SCHEMA_VERSION"],
  [{ type: "not_found" }, 404, "NOT_FOUND"],
  [{ type: "trace_not_found" }, 404, "NOT_FOUND"],
  [{ type: "no_pending_items" }, 404, "NOT_FOUND"],
  [{ type: "unknown_path" }, 404, "NOT_FOUND"],
  [{ type: "method_not_allowed", allow: "GET" }, 405, "METHOD_NOT_ALLOWED"],
  [{ type: "review_closed", status: "approved", wanted: "approve" }, 400, "INVALID_OPERATION"],
  [{ type: "already_voted" }, 400, "INVALID_OPERATION"],
  [{ type: "not_applicable", verb: "approve" }, 400, "INVALID_OPERATION"],
  [{ type: "unavailable", retryAfterSeconds: 3 }, 503, "INTERNAL_ERROR"],
  [{ type: "already_exists", on: "alias" }, 503, "INTERNAL_ERROR"],
];

describe("one refusal, one status and code", () => {
  test.each(table)("%j is %i %s", (error, status, code) => {
    expect(errorToWire(error)).toMatchObject({ status, code });
    expect(CODES).toContain(code);
  });

  test("contention says when to come back; a wrong method what is allowed", () => {
    expect(errorToWire({ type: "unavailable", retryAfterSeconds: 3 }).headers).toEqual({ "Retry-After": "3" });
    expect(errorToWire({ type: "rate_limited", retryAfterSeconds: 7, standings: [] }).headers).toEqual({
      "Retry-After": "7",
    });
    expect(errorToWire({ type: "method_not_allowed", allow: "GET, POST" }).headers).toEqual({ Allow: "GET, POST" });
  });
});
