// Every refusal in this API's envelope. Source: authentivoice.md rulings 2, 13; seed "Update Review" § Error Responses.

import { describe, expect, test } from "vitest";
import { errorToWire, type VoiceError } from "../../../src/dialects/authentivoice/errors.ts";
import { REVIEW_STATUSES } from "../../../src/core/review/review.ts";
import { aReview, singlePolicy } from "../../support/builders.ts";

const details = { field: "priority", issue: "is no priority" };

const TABLE: readonly (readonly [VoiceError, number, string])[] = [
  [{ type: "no_credentials" }, 401, "UNAUTHORIZED"],
  [{ type: "unreadable_credentials" }, 401, "UNAUTHORIZED"],
  [{ type: "unknown_credentials", presented: { type: "none" } }, 401, "UNAUTHORIZED"],
  [{ type: "token_invalid" }, 401, "UNAUTHORIZED"],
  [{ type: "token_expired" }, 401, "UNAUTHORIZED"],
  [{ type: "not_a_member", elsewhere: true }, 401, "UNAUTHORIZED"],
  [{ type: "workspace_mismatch" }, 403, "FORBIDDEN"],
  [{ type: "workspace_ambiguous" }, 400, "INVALID_REQUEST"],
  [{ type: "forbidden" }, 403, "FORBIDDEN"],
  [{ type: "same_reviewer" }, 403, "FORBIDDEN"],
  [{ type: "self_approval" }, 403, "FORBIDDEN"],
  [{ type: "not_found" }, 404, "REVIEW_NOT_FOUND"],
  [{ type: "analysis_not_found" }, 404, "ANALYSIS_NOT_FOUND"],
  [{ type: "unknown_path" }, 404, "NOT_FOUND"],
  [{ type: "method_not_allowed", allow: "PUT" }, 405, "METHOD_NOT_ALLOWED"],
  [{ type: "analysis_exists" }, 409, "ANALYSIS_EXISTS"],
  [{ type: "review_exists", existingReviewId: "rev_1" }, 409, "REVIEW_EXISTS"],
  [{ type: "precondition_failed", current: aReview(singlePolicy()) }, 412, "PRECONDITION_FAILED"],
  [{ type: "too_large" }, 413, "PAYLOAD_TOO_LARGE"],
  [{ type: "payload_too_large" }, 413, "PAYLOAD_TOO_LARGE"],
  [{ type: "empty" }, 400, "INVALID_REQUEST"],
  [{ type: "malformed" }, 400, "INVALID_REQUEST"],
  [{ type: "too_deep" }, 400, "INVALID_REQUEST"],
  [{ type: "invalid_idempotency_key" }, 400, "INVALID_REQUEST"],
  [{ type: "not_applicable", verb: "complete" }, 400, "INVALID_REQUEST"],
  [{ type: "invalid_request", status: 400, details }, 400, "INVALID_REQUEST"],
  [{ type: "invalid_request", status: 422, details }, 422, "INVALID_REQUEST"],
  [{ type: "idempotency_mismatch" }, 422, "INVALID_REQUEST"],
  [{ type: "findings_missing" }, 422, "MISSING_FINDINGS"],
  [{ type: "findings_invalid", key: "confidence" }, 422, "INVALID_FINDINGS"],
  [{ type: "missing_escalation_reason" }, 422, "MISSING_ESCALATION_REASON"],
  [{ type: "invalid_findings", details }, 422, "INVALID_FINDINGS"],
  [{ type: "invalid_assignment" }, 422, "INVALID_ASSIGNMENT"],
  [{ type: "rate_limited", retryAfterSeconds: 7, standings: [] }, 429, "RATE_LIMIT_EXCEEDED"],
  [{ type: "unavailable", retryAfterSeconds: 3 }, 503, "TRY_AGAIN"],
];

describe("errorToWire", () => {
  test.each(TABLE)("%o is %i %s", (error, status, code) => {
    expect(errorToWire(error)).toMatchObject({ status, error: { code, message: expect.stringMatching(/\S/) } });
  });

  test("the seed's three messages are exact", () => {
    const messages = [
      errorToWire({ type: "not_found" }),
      errorToWire({ type: "review_closed", status: "completed", wanted: "in_progress" }),
      errorToWire({ type: "findings_missing" }),
    ].map(({ error }) => error.message);
    expect(messages).toEqual([
      "The specified review was not found",
      "Cannot transition from completed to in_progress",
      "Findings are required when completing a review",
    ]);
  });

  test.each(REVIEW_STATUSES.filter((status) => status !== "pending" && status !== "in_progress"))(
    "a review that is %s closed as completed",
    (status) => {
      expect(errorToWire({ type: "review_closed", status, wanted: "escalated" }).error.message).toBe(
        "Cannot transition from completed to escalated",
      );
    },
  );

  test("the existing review stands inside error; details where a field is to blame", () => {
    expect(errorToWire({ type: "review_exists", existingReviewId: "rev_1" }).error).toMatchObject({
      existingReviewId: "rev_1",
    });
    expect(errorToWire({ type: "invalid_findings", details }).error.details).toEqual(details);
    expect(errorToWire({ type: "not_found" }).error).not.toHaveProperty("details");
  });

  test("what may be tried again says when", () => {
    expect(errorToWire({ type: "rate_limited", retryAfterSeconds: 7, standings: [] }).retryAfterSeconds).toBe(7);
    expect(errorToWire({ type: "unavailable", retryAfterSeconds: 3 }).retryAfterSeconds).toBe(3);
    expect(errorToWire({ type: "method_not_allowed", allow: "GET" }).allow).toBe("GET");
  });
});
