// The error table, arm by arm. Source: hoop.md rulings 3, 10, 13 and sections 1.4, 1.5, 1.8.

import { expect, test } from "vitest";
import type { PresentedCredential } from "../../../src/app/principal.ts";
import { errorToWire, type HoopError } from "../../../src/dialects/hoop/errors.ts";

const bearer = (header: "authorization" | "x-api-key" | "api-key"): PresentedCredential => ({
  type: "bearer",
  token: "t",
  header,
});

const cases: readonly (readonly [HoopError, number, string])[] = [
  [{ type: "no_credentials" }, 401, "access denied"],
  [{ type: "unreadable_credentials" }, 401, "access denied"],
  [{ type: "unknown_credentials", presented: bearer("authorization") }, 401, "access denied"],
  [{ type: "unknown_credentials", presented: bearer("api-key") }, 401, "unauthorize"],
  [{ type: "token_expired" }, 401, "access denied"],
  [{ type: "token_invalid" }, 401, "access denied"],
  [{ type: "not_a_member", elsewhere: true }, 401, "access denied"],
  [{ type: "workspace_mismatch" }, 401, "access denied"],
  [{ type: "unauthenticated" }, 401, "access denied"],
  [{ type: "forbidden" }, 403, "access denied"],
  [{ type: "empty" }, 400, "EOF"],
  [{ type: "too_deep" }, 400, "exceeded max depth"],
  [{ type: "too_large" }, 413, "http: request body too large"],
  [{ type: "invalid_body", message: "words" }, 400, "words"],
  [{ type: "invalid_value", message: "words" }, 422, "words"],
  [{ type: "not_found" }, 404, "resource not found"],
  [{ type: "time_window_already_set" }, 400, "time window can only be set once"],
  [{ type: "unknown_status" }, 400, "unknown status"],
  [{ type: "review_closed", status: "rejected", wanted: "approve" }, 400, "review is in wrong state"],
  [{ type: "self_approval" }, 400, "unable to self approve review"],
  [{ type: "not_eligible" }, 400, "not eligible for review"],
  [{ type: "session_not_found" }, 404, "session not found"],
  [{ type: "not_applicable", verb: "execute" }, 404, "session not found"],
  [{ type: "not_executor" }, 403, "unable to execute session"],
  [{ type: "execution_running" }, 409, "the session s-1 is already being processed"],
  [{ type: "not_executable", status: "executed" }, 403, "review not approved or already executed"],
  [
    { type: "window_closed", start: "9:00", end: "10:00" },
    403,
    "execution not allowed outside the time window 9:00 to 10:00 UTC",
  ],
  [{ type: "window_unknown", windowType: "moon" }, 403, "unknown execution window type moon"],
  [{ type: "rule_not_found" }, 404, "access request rule not found"],
  [{ type: "idempotency_mismatch" }, 422, "Idempotency-Key was already used with another request body"],
];

test.each(cases)("%o is %i: %s", (error, status, message) => {
  expect(errorToWire(error, "s-1")).toEqual({ status, message });
});

test("what is worth another try says when", () => {
  expect(errorToWire({ type: "rate_limited", retryAfterSeconds: 7, standings: [] })).toEqual({
    status: 429,
    message: "too many requests",
    retryAfterSeconds: 7,
  });
  expect(errorToWire({ type: "unavailable", retryAfterSeconds: 3 })).toMatchObject({
    status: 503,
    retryAfterSeconds: 3,
  });
});
