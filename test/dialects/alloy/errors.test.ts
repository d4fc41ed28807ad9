// The error table of ruling 4 and section 4, and the two forms of the body.

import { describe, expect, test } from "vitest";
import { type AlloyError, errorToWire } from "../../../src/dialects/alloy/errors.ts";
import { toBody, toShortBody, UNHANDLED } from "../../../src/dialects/alloy/wire-errors.ts";

const TABLE: readonly (readonly [AlloyError, number, number])[] = [
  [{ type: "no_credentials" }, 401, 4011],
  [{ type: "unreadable_credentials" }, 401, 4011],
  [{ type: "unknown_credentials", presented: { type: "none" } }, 401, 4011],
  [{ type: "token_invalid" }, 401, 4011],
  [{ type: "not_a_member", elsewhere: true }, 401, 4011],
  [{ type: "workspace_ambiguous" }, 401, 4011],
  [{ type: "workspace_mismatch" }, 401, 4011],
  [{ type: "unauthenticated" }, 401, 4011],
  [{ type: "forbidden" }, 401, 4011],
  [{ type: "token_expired" }, 401, 4012],
  [{ type: "rate_limited", retryAfterSeconds: 7, standings: [] }, 429, 4033],
  [{ type: "invalid_header", details: {} }, 400, 4001],
  [{ type: "invalid_idempotency_key" }, 400, 4001],
  [{ type: "invalid_body", details: {} }, 400, 4002],
  [{ type: "empty" }, 400, 4002],
  [{ type: "malformed" }, 400, 4002],
  [{ type: "too_deep" }, 400, 4002],
  [{ type: "too_large" }, 413, 4002],
  [{ type: "unknown_resource", details: {} }, 404, 4041],
  [{ type: "not_found" }, 404, 4041],
  [{ type: "unknown_agent", field: "agent.email" }, 404, 4042],
  [{ type: "outcome_not_allowed", outcome: "a", reasons: ["b"] }, 404, 4042],
  [{ type: "nothing_open" }, 400, 4000],
  [{ type: "self_approval" }, 400, 4000],
  [{ type: "idempotency_mismatch" }, 422, 4221],
  [{ type: "already_exists", on: "alias" }, 409, 4091],
  [{ type: "review_closed", status: "completed", wanted: "completed" }, 409, 4091],
  [{ type: "directory_needed" }, 503, 5031],
  [{ type: "unavailable", retryAfterSeconds: 1 }, 503, 5031],
];

describe("the error table", () => {
  test.each(TABLE)("%o is %d/%d", (error, status, minorCode) => {
    expect(errorToWire(error)).toMatchObject({ status, minorCode });
  });

  test("the words of section 4", () => {
    expect(errorToWire({ type: "rate_limited", retryAfterSeconds: 7, standings: [] })).toEqual({
      status: 429,
      minorCode: 4033,
      type: "Rate Limit Exceeded",
      message: "You have reached the maximum rate.",
      details: {},
      retryAfterSeconds: 7,
    });
    expect(errorToWire({ type: "empty" })).toMatchObject({
      type: "Request Body Validation Failure",
      message: "Your request body contained invalid field(s)",
    });
    expect(errorToWire({ type: "invalid_header", details: {} }).type).toBe("Header Validation Failure");
    expect(errorToWire({ type: "nothing_open" }).message).toContain("Journeys endpoints");
  });
});

test("the full and the short form", () => {
  expect(toBody(UNHANDLED, { timestamp: 5, token: "t" })).toEqual({
    status_code: 500,
    error: { minor_code: 5000, type: expect.any(String), message: expect.any(String), details: {}, error_token: "t" },
    timestamp: 5,
    evaluation_token: null,
    entity_token: null,
    application_token: null,
    application_version_id: null,
  });
  expect(toShortBody(UNHANDLED)).toEqual({
    error: { minor_code: 5000, type: UNHANDLED.type, message: UNHANDLED.message },
  });
});
