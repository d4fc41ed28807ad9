// Every refusal in this API's words: a status, a stable code and a sentence, in one flat object.
// Source: seed "Reviews"; adjudon.md rulings 2, 3, 6, 8, 13 and section 2.

import type { OpenError } from "../../app/open-review.ts";
import type { AuthError, PresentedCredential } from "../../app/principal.ts";
import type { BodyError } from "../../http/read-json.ts";

/** What only this dialect refuses. */
export type AdjudonRefusal =
  | { readonly type: "invalid_request"; readonly message: string }
  | { readonly type: "unknown_schema_version" }
  /** A key of one agent, and a trace of another. */
  | { readonly type: "agent_scope" }
  | { readonly type: "no_pending_items" }
  | { readonly type: "trace_not_found" }
  | { readonly type: "unknown_path" }
  | { readonly type: "method_not_allowed"; readonly allow: string };

export type AdjudonError = AdjudonRefusal | OpenError | AuthError | BodyError;

export interface WireError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 429 | 503;
  readonly code: string;
  readonly error: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const wire = (status: WireError["status"], code: string, error: string): WireError => ({ status, code, error });

const invalid = (error: string): WireError => wire(400, "VALIDATION_ERROR", error);
const impossible = (error: string): WireError => wire(400, "INVALID_OPERATION", error);
const forbidden = (error: string): WireError => wire(403, "FORBIDDEN", error);

const KEY_PREFIX = /^adj_(?:live|agent|test)_/;
const TOKEN_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** A token that nobody can read is a bad token; anything else is a key, known or of the wrong form. */
const unknownCredential = (presented: PresentedCredential): WireError => {
  const secret = presented.type === "basic" ? presented.secret : presented.type === "bearer" ? presented.token : "";
  if (presented.type === "bearer" && TOKEN_FORM.test(secret)) return badToken();
  return KEY_PREFIX.test(secret)
    ? wire(401, "INVALID_API_KEY", "Invalid or revoked API key")
    : wire(401, "INVALID_API_KEY_FORMAT", "Invalid API key format. Must start with adj_live_ or adj_test_");
};

const badToken = (): WireError => wire(401, "TOKEN_VERIFICATION_FAILED", "Not authorized, token failed");

const unavailable = (retryAfterSeconds: number): WireError => ({
  ...wire(503, "INTERNAL_ERROR", "The service is busy, try again"),
  headers: { "Retry-After": String(retryAfterSeconds) },
});

const rateLimited = (retryAfterSeconds: number): WireError => ({
  ...wire(429, "RATE_LIMIT_EXCEEDED", "Too many requests, please try again later"),
  headers: { "Retry-After": String(retryAfterSeconds) },
});

export const errorToWire = (error: AdjudonError): WireError => {
  switch (error.type) {
    case "no_credentials":
    case "unreadable_credentials":
      return wire(401, "NO_TOKEN", "Not authorized, no token");
    case "unknown_credentials":
      return unknownCredential(error.presented);
    case "token_expired":
      return wire(401, "TOKEN_EXPIRED", "Token has expired");
    case "token_invalid":
      return badToken();
    case "not_a_member":
      return error.elsewhere
        ? forbidden("No access to this workspace")
        : wire(401, "UNAUTHORIZED_NO_USER", "Not authorized, user not found");
    case "workspace_ambiguous":
      return invalid("The token belongs to several workspaces: name one with x-workspace-id");
    case "workspace_mismatch":
      return forbidden("No access to this workspace");
    case "rate_limited":
      return rateLimited(error.retryAfterSeconds);
    case "forbidden":
      return forbidden("Insufficient permissions");
    case "agent_scope":
      return wire(403, "ADJ_API_KEY_AGENT_SCOPE", "API key is scoped to a different agent");
    case "self_approval":
      return forbidden("Whoever submitted a trace cannot approve it");
    case "not_eligible":
    case "same_reviewer":
    case "not_executor":
      return forbidden("Not a reviewer of this item");
    case "too_large":
    case "too_much_text":
      return wire(413, "ADJ_PAYLOAD_TOO_LARGE", "Payload exceeds 1 MB");
    case "empty":
      return invalid("A JSON body is required");
    case "malformed":
      return invalid("The body is not valid JSON");
    case "too_deep":
      return invalid("The body is nested too deeply");
    case "invalid_request":
      return invalid(error.message);
    case "unknown_schema_version":
      return wire(400, "ADJ_UNKNOWN_SCHEMA_VERSION", "Unknown X-Adjudon-Version");
    case "not_found":
      return wire(404, "NOT_FOUND", "Review item not found");
    case "trace_not_found":
      return wire(404, "NOT_FOUND", "Trace not found");
    case "no_pending_items":
      return wire(404, "NOT_FOUND", "No pending review items match the supplied ids");
    case "unknown_path":
      return wire(404, "NOT_FOUND", "Resource not found");
    case "method_not_allowed":
      return { ...wire(405, "METHOD_NOT_ALLOWED", "Method not allowed"), headers: { Allow: error.allow } };
    case "review_closed":
      return impossible(`Review item has already been decided (${error.status})`);
    case "already_voted":
      return impossible("You have already decided this item");
    case "not_applicable":
    case "time_window_already_set":
    case "findings_missing":
    case "findings_invalid":
    case "outcome_not_allowed":
    case "execution_running":
    case "not_executable":
    case "window_closed":
    case "window_unknown":
    case "sla_paused":
    case "sla_not_paused":
    case "precondition_failed":
    case "idempotency_mismatch":
      return impossible("Not possible in the current state of the item");
    case "already_exists":
    case "directory_needed":
      return unavailable(1);
    case "unavailable":
      return unavailable(error.retryAfterSeconds);
  }
};
