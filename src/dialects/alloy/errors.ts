// Every refusal in Alloy's words: a status, a minor code, a type, a message. Never a 5xx for a client's mistake.
// Source: seed "How to Change the Status of an Evaluation" (404, 4042); alloy.md rulings 4, 10, 12 and section 4.

import type { OpenError } from "../../app/open-review.ts";
import type { AuthError } from "../../app/principal.ts";
import type { SettleError } from "../../app/settle-subject.ts";
import type { BodyError } from "../../http/read-json.ts";
import {
  BAD_REQUEST,
  badBody,
  badHeader,
  conflict,
  type Details,
  JOURNEYS,
  notAChoice,
  notFound,
  unauthorized,
  unavailable,
  type WireError,
} from "./wire-errors.ts";

/** What only this dialect refuses. */
export type AlloyRefusal =
  | { readonly type: "unauthenticated" }
  | { readonly type: "invalid_header"; readonly details: Details }
  | { readonly type: "invalid_body"; readonly details: Details }
  /** Entity, group, review, evaluation, workflow or path. */
  | { readonly type: "unknown_resource"; readonly details: Details }
  | { readonly type: "unknown_agent"; readonly field: string }
  | { readonly type: "invalid_idempotency_key" };

export type AlloyError = AlloyRefusal | SettleError | OpenError | AuthError | BodyError;

export const errorToWire = (error: AlloyError): WireError => {
  switch (error.type) {
    case "no_credentials":
    case "unreadable_credentials":
    case "unknown_credentials":
    case "token_invalid":
    case "not_a_member":
    case "workspace_ambiguous":
    case "workspace_mismatch":
    case "unauthenticated":
    case "forbidden":
      return unauthorized();
    case "token_expired":
      return {
        status: 401,
        minorCode: 4012,
        type: "API Authentication Failure",
        message: "Your bearer token has expired",
        details: { bearer_token: "expired" },
      };
    case "rate_limited":
      return {
        status: 429,
        minorCode: 4033,
        type: "Rate Limit Exceeded",
        message: "You have reached the maximum rate.",
        details: {},
        retryAfterSeconds: error.retryAfterSeconds,
      };
    case "invalid_header":
      return badHeader(error.details);
    case "invalid_idempotency_key":
      return badHeader({ "idempotency-key": "must have 1 to 255 printable characters" });
    case "invalid_body":
      return badBody(error.details);
    case "empty":
      return badBody({ body: "must not be empty" });
    case "malformed":
      return badBody({ body: "must be JSON" });
    case "too_deep":
      return badBody({ body: "must not be nested more than 100 levels deep" });
    case "too_large":
    case "too_much_text":
      return badBody({ body: "is too large" }, 413);
    case "unknown_resource":
      return notFound(error.details);
    case "not_found":
      return notFound({});
    case "unknown_agent":
      return notAChoice("The agent is not an active agent of this account", {
        [error.field]: "is not an active agent",
      });
    case "outcome_not_allowed":
      return notAChoice("The outcome and its reasons are not linked in the review reasons of this account", {
        outcome: error.outcome,
        reasons: error.reasons,
      });
    // Nothing is left to review here only where another process reviews the newest evaluation.
    case "nothing_open":
      return { ...BAD_REQUEST, message: JOURNEYS, details: {} };
    case "self_approval":
      return { ...BAD_REQUEST, message: "Nobody can approve their own evaluation", details: {} };
    case "idempotency_mismatch":
      return {
        status: 422,
        minorCode: 4221,
        type: "Idempotency Key Mismatch",
        message: "This Idempotency-Key was already used with another request",
        details: {},
      };
    case "not_eligible":
    case "same_reviewer":
    case "already_voted":
    case "findings_missing":
    case "findings_invalid":
    case "not_applicable":
    case "not_executor":
    case "time_window_already_set":
    case "window_closed":
    case "window_unknown":
      return { ...BAD_REQUEST, message: "This review does not take that", details: {} };
    case "review_closed":
    case "execution_running":
    case "not_executable":
    case "sla_paused":
    case "sla_not_paused":
    case "precondition_failed":
    case "already_exists":
      return conflict("The resource has changed meanwhile");
    case "directory_needed":
      return unavailable(1);
    case "unavailable":
      return unavailable(error.retryAfterSeconds);
  }
};
