// Every refusal in this API's words: {"error": {"code", "message"}}, with `details` where a field is to blame.
// Source: seed "Update Review" § Error Responses (three messages are exact); authentivoice.md rulings 2, 13 and section 3.

import type { OpenError } from "../../app/open-review.ts";
import type { AuthError } from "../../app/principal.ts";
import type { BodyError } from "../../http/read-json.ts";
import { STATUS } from "./translate.ts";

/** Which field, and what is wrong with it. */
export interface Details {
  readonly field: string;
  readonly issue: string;
}

/** What only this dialect refuses. */
export type VoiceRefusal =
  /** 400: the request itself. 422: a field of it. */
  | { readonly type: "invalid_request"; readonly status: 400 | 422; readonly details: Details }
  | { readonly type: "invalid_findings"; readonly details: Details }
  | { readonly type: "missing_escalation_reason" }
  | { readonly type: "analysis_not_found" }
  | { readonly type: "analysis_exists" }
  | { readonly type: "review_exists"; readonly existingReviewId: string }
  | { readonly type: "invalid_assignment" }
  | { readonly type: "invalid_idempotency_key" }
  /** A part of the body that is kept is above the limit for stored payloads. */
  | { readonly type: "payload_too_large" }
  | { readonly type: "unknown_path" }
  | { readonly type: "method_not_allowed"; readonly allow: string };

export type VoiceError = VoiceRefusal | OpenError | AuthError | BodyError;

export interface WireError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 422 | 429 | 503;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: Details;
    readonly existingReviewId?: string;
  };
  readonly retryAfterSeconds?: number;
  readonly allow?: string;
}

const wire = (status: WireError["status"], code: string, message: string, details?: Details): WireError => ({
  status,
  error: details === undefined ? { code, message } : { code, message, details },
});

const unauthorized = (message: string): WireError => wire(401, "UNAUTHORIZED", message);
const forbidden = (message: string): WireError => wire(403, "FORBIDDEN", message);
const invalid = (status: 400 | 422, message: string, details?: Details): WireError =>
  wire(status, "INVALID_REQUEST", message, details);
const invalidFindings = (details: Details): WireError =>
  wire(422, "INVALID_FINDINGS", "The findings are not valid", details);
const tooLarge = (message: string): WireError => wire(413, "PAYLOAD_TOO_LARGE", message);
const tryAgain = (retryAfterSeconds: number): WireError => ({
  ...wire(503, "TRY_AGAIN", "The service is busy and nothing was written: try again"),
  retryAfterSeconds,
});

export const errorToWire = (error: VoiceError): WireError => {
  switch (error.type) {
    case "no_credentials":
      return unauthorized("Authentication is required");
    case "unreadable_credentials":
    case "unknown_credentials":
    case "token_invalid":
    case "not_a_member":
      return unauthorized("The credentials are not valid");
    case "token_expired":
      return unauthorized("The token has expired");
    case "workspace_ambiguous":
      return invalid(400, "The token belongs to several organisations: name one with x-orgid or x-workspace-id");
    case "workspace_mismatch":
      return forbidden("The credentials do not belong to this organisation");
    case "forbidden":
    case "self_approval":
    case "not_eligible":
    case "not_executor":
      return forbidden("You do not have permission to do this");
    case "same_reviewer":
      return forbidden("The second review must be completed by another reviewer");
    case "not_found":
      return wire(404, "REVIEW_NOT_FOUND", "The specified review was not found");
    case "analysis_not_found":
      return wire(404, "ANALYSIS_NOT_FOUND", "The specified analysis was not found");
    case "unknown_path":
      return wire(404, "NOT_FOUND", "There is nothing at this path");
    case "method_not_allowed":
      return { ...wire(405, "METHOD_NOT_ALLOWED", `This path takes ${error.allow}`), allow: error.allow };
    case "review_closed": {
      const message = `Cannot transition from ${STATUS[error.status]} to ${error.wanted}`;
      return wire(400, "INVALID_STATUS_TRANSITION", message);
    }
    case "findings_missing":
      return wire(422, "MISSING_FINDINGS", "Findings are required when completing a review");
    case "missing_escalation_reason":
      return wire(422, "MISSING_ESCALATION_REASON", "An escalation reason is required when escalating a review");
    case "invalid_findings":
      return invalidFindings(error.details);
    case "findings_invalid":
      return invalidFindings({ field: `findings.${error.key}`, issue: "is not valid" });
    case "invalid_request":
      return invalid(error.status, "The request is not valid", error.details);
    case "invalid_assignment":
      return wire(422, "INVALID_ASSIGNMENT", "The specified user cannot be assigned reviews");
    case "analysis_exists":
      return wire(409, "ANALYSIS_EXISTS", "An analysis with this id already exists");
    case "already_exists":
      return wire(409, "ANALYSIS_EXISTS", `There is a ${error.on} of that id already`);
    case "review_exists": {
      const { status, error: body } = wire(409, "REVIEW_EXISTS", "A review already exists for this analysis");
      return { status, error: { ...body, existingReviewId: error.existingReviewId } };
    }
    case "empty":
      return invalid(400, "The request needs a body");
    case "malformed":
      return invalid(400, "The body is not valid JSON");
    case "too_deep":
      return invalid(400, "The body is nested too deeply");
    case "too_large":
      return tooLarge("The body is larger than 1 MiB");
    case "payload_too_large":
    case "too_much_text":
      return tooLarge("What is kept with a review has at most 256 KiB");
    case "invalid_idempotency_key":
      return invalid(400, "Idempotency-Key must have 1 to 255 printable characters");
    case "idempotency_mismatch":
      return invalid(422, "Idempotency-Key was already used with another request body");
    case "precondition_failed":
      return wire(412, "PRECONDITION_FAILED", "The review has changed");
    case "rate_limited":
      return {
        ...wire(429, "RATE_LIMIT_EXCEEDED", "Too many requests"),
        retryAfterSeconds: error.retryAfterSeconds,
      };
    case "already_voted":
    case "time_window_already_set":
    case "outcome_not_allowed":
    case "not_applicable":
    case "execution_running":
    case "not_executable":
    case "window_closed":
    case "window_unknown":
    case "sla_paused":
    case "sla_not_paused":
      return invalid(400, "This review does not take that");
    case "directory_needed":
      return tryAgain(1);
    case "unavailable":
      return tryAgain(error.retryAfterSeconds);
  }
};
