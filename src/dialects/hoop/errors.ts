// Every refusal in hoop's words: a status and {"message": …}. Never a 5xx for a client's mistake.
// Source: hoop.md rulings 3, 10, 13 and sections 1.1, 1.4, 1.5, 1.8.

import type { ChangeError } from "../../app/apply-workspace.ts";
import type { OpenError } from "../../app/open-review.ts";
import type { AuthError } from "../../app/principal.ts";
import type { BodyError } from "../../http/read-json.ts";

/** What only this dialect refuses. `message` is already in its words. */
export type HoopRefusal =
  | { readonly type: "unauthenticated" }
  | { readonly type: "invalid_body"; readonly message: string }
  | { readonly type: "invalid_value"; readonly message: string }
  | { readonly type: "invalid_idempotency_key" }
  | { readonly type: "unknown_status" }
  | { readonly type: "session_not_found" }
  | { readonly type: "rule_not_found" };

export type HoopError = HoopRefusal | OpenError | AuthError | BodyError | ChangeError;

export interface WireError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

const wire = (status: WireError["status"], message: string): WireError => ({ status, message });

const ACCESS_DENIED = "access denied";
const WRONG_STATE = "review is in wrong state";

const notAuthenticated = (error: Extract<AuthError, { type: "unknown_credentials" }>): WireError => {
  const { presented } = error;
  // The real gateway's own spelling, for its legacy header.
  const isLegacy = presented.type === "bearer" && presented.header === "api-key";
  return wire(401, isLegacy ? "unauthorize" : ACCESS_DENIED);
};

/** `id` is the one in the path: some messages name it. */
export const errorToWire = (error: HoopError, id = ""): WireError => {
  switch (error.type) {
    case "no_credentials":
    case "unreadable_credentials":
    case "token_expired":
    case "token_invalid":
    case "not_a_member":
    case "workspace_mismatch":
    case "unauthenticated":
    case "workspace_not_found":
      return wire(401, ACCESS_DENIED);
    case "unknown_credentials":
      return notAuthenticated(error);
    case "workspace_ambiguous":
      return wire(400, "the token belongs to several workspaces, name one with x-workspace-id");
    case "forbidden":
      return wire(403, ACCESS_DENIED);
    case "empty":
      return wire(400, "EOF");
    case "malformed":
      return wire(400, "invalid JSON in the request body");
    case "too_deep":
      return wire(400, "exceeded max depth");
    case "too_large":
    case "too_much_text":
      return wire(413, "http: request body too large");
    case "invalid_body":
      return wire(400, error.message);
    case "invalid_value":
      return wire(422, error.message);
    case "invalid_document":
      return wire(422, error.problems.map(({ path, message }) => `${path} ${message}`.trimStart()).join("\n"));
    case "invalid_idempotency_key":
      return wire(400, "Idempotency-Key must have 1 to 255 printable characters");
    case "idempotency_mismatch":
      return wire(422, "Idempotency-Key was already used with another request body");
    case "not_found":
      return wire(404, "resource not found");
    case "session_not_found":
    case "not_applicable":
      return wire(404, "session not found");
    case "rule_not_found":
      return wire(404, "access request rule not found");
    case "time_window_already_set":
      return wire(400, "time window can only be set once");
    case "unknown_status":
      return wire(400, "unknown status");
    case "review_closed":
    case "sla_paused":
    case "sla_not_paused":
    case "findings_missing":
    case "findings_invalid":
    case "outcome_not_allowed":
      return wire(400, WRONG_STATE);
    case "self_approval":
      return wire(400, "unable to self approve review");
    case "not_eligible":
    case "same_reviewer":
      return wire(400, "not eligible for review");
    case "already_voted":
      return wire(400, "it was already reviewed");
    case "not_executor":
      return wire(403, "unable to execute session");
    case "execution_running":
      return wire(409, `the session ${id} is already being processed`);
    case "not_executable":
      return wire(403, "review not approved or already executed");
    case "window_closed":
      return wire(403, `execution not allowed outside the time window ${error.start} to ${error.end} UTC`);
    case "window_unknown":
      return wire(403, `unknown execution window type ${error.windowType}`);
    case "already_exists":
      return wire(409, "resource already exists");
    case "precondition_failed":
      return wire(412, WRONG_STATE);
    case "rate_limited":
      return { status: 429, message: "too many requests", retryAfterSeconds: error.retryAfterSeconds };
    case "directory_needed":
      return { status: 503, message: "try again", retryAfterSeconds: 1 };
    case "unavailable":
      return { status: 503, message: "try again", retryAfterSeconds: error.retryAfterSeconds };
  }
};
