// Why the native API refuses, as problem documents: one exhaustive switch over everything that can go wrong.
// Source: workspace.md 4 (codes and statuses); hoop.md 13 (Natively the wrong state is `review_closed`).

import type { Problem } from "../../app/document-ports.ts";
import type { ClaimError } from "../../app/claims.ts";
import type { OpenError } from "../../app/open-review.ts";
import type { AuthError } from "../../app/principal.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ExecutionError } from "../../core/review/errors.ts";
import type { Review } from "../../core/review/review.ts";
import { toIso } from "../../core/time.ts";
import type { BodyError } from "../../http/read-json.ts";
import { type ProblemCode, problem } from "./problem.ts";

export type NativeError =
  | ExecutionError
  | ClaimError
  | OpenError
  | AuthError
  | BodyError
  /** Places of the body, or parameters of the query, that are wrong. */
  | { readonly type: "invalid"; readonly problems: readonly Problem[] }
  | { readonly type: "invalid_idempotency_key" }
  | { readonly type: "invalid_if_match" }
  /** A part of the body that is kept is above the limit for stored payloads. */
  | { readonly type: "payload_too_large" }
  /** The credential may only post for one agent, or lacks the scope. */
  | { readonly type: "credential_limited"; readonly wanted: string }
  /** A person who names another requester, and is no administrator. */
  /** The token is not that of this review's claim. */
  | { readonly type: "wrong_execution_token" };

export interface Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly problems?: readonly Problem[];
  readonly retryAfterSeconds?: number;
  /** Further members of the document. */
  readonly extra?: JsonObject;
}

const closed = (detail: string): Refusal => ({ code: "review_closed", detail });
const conflict = (detail: string): Refusal => ({ code: "conflict", detail });
const forbidden = (detail: string): Refusal => ({ code: "forbidden", detail });
const invalid = (detail: string): Refusal => ({ code: "invalid_request", detail });
const unauthenticated = (detail: string): Refusal => ({ code: "unauthenticated", detail });
const unavailable = (detail: string, retryAfterSeconds: number): Refusal => ({
  code: "unavailable",
  detail,
  retryAfterSeconds,
});

/** Code and words of an error. Nothing in them tells a hidden review from a missing one. */
export const refusalOf = (error: NativeError): Refusal => {
  switch (error.type) {
    case "not_found":
      return { code: "not_found", detail: "There is no such review." };
    case "forbidden":
      return forbidden("Your role may not do this.");
    case "credential_limited":
      return forbidden(`This credential may not do this: ${error.wanted}.`);
    case "not_executor":
      return forbidden("Only who asked, or an administrator, may execute.");
    case "claims_need_member":
      return forbidden("Only a member can claim a review: this credential acts as none.");
    case "claimed": {
      const { by, until } = error.claim;
      const claim = { by, until: toIso(until) };
      return { ...conflict(`${by.name} works on this review until ${claim.until}.`), extra: { claim } };
    }
    case "wrong_execution_token":
      return forbidden("The execution token is not that of this review's execution.");
    case "workspace_mismatch":
      return forbidden("The credential does not belong to the workspace that the request names.");
    case "self_approval":
      return { code: "self_approval", detail: "Nobody approves what they asked for themselves." };
    case "not_eligible":
      return { code: "not_eligible", detail: "You are in no group that may decide this review." };
    case "same_reviewer":
      return { code: "not_eligible", detail: "The second reviewer must be somebody else than the first." };
    case "review_closed":
      return closed(`The review is ${error.status}: it takes no ${error.wanted}.`);
    case "not_executable":
      return closed(`The review is ${error.status}: there is nothing to execute or to report.`);
    case "execution_running":
      return conflict("The execution is already running.");
    case "window_closed":
      return conflict(`Execution is allowed from ${error.start} to ${error.end} UTC.`);
    case "window_unknown":
      return conflict(`No execution is possible in a window of type ${error.windowType}.`);
    case "already_voted":
      return conflict("You have decided this review already.");
    case "time_window_already_set":
      return conflict("The time window of this review is set already.");
    case "not_applicable":
      return conflict(`This review does not take: ${error.verb}.`);
    case "sla_paused":
      return conflict("The deadline is paused already.");
    case "sla_not_paused":
      return conflict("The deadline is not paused.");
    case "already_exists":
      return conflict(`There is a ${error.on} of that id already.`);
    case "findings_missing":
      return { code: "findings_missing", detail: "Completing this review needs findings." };
    case "findings_invalid":
      return invalid(`The findings of this review take no ${error.key}, or not with that value.`);
    case "outcome_not_allowed":
      return invalid("The outcome, or a reason for it, is none of the workspace's, or they do not belong together.");
    case "precondition_failed":
      return { code: "precondition_failed", detail: `The review is at version ${error.current.version}.` };
    case "idempotency_mismatch":
      return { code: "idempotency_mismatch", detail: "This Idempotency-Key was used with another body." };
    case "directory_needed":
      return unavailable("Try again.", 1);
    case "unavailable":
      return unavailable(
        "Too many requests for the same review. Nothing was written: try again.",
        error.retryAfterSeconds,
      );
    case "invalid":
      return { ...invalid("The request is not valid."), problems: error.problems };
    case "invalid_idempotency_key":
      return invalid("Idempotency-Key must be 1-255 printable ASCII characters.");
    case "invalid_if_match":
      return invalid('If-Match must be an entity tag such as "3", or *.');
    case "empty":
      return invalid("The request needs a body.");
    case "malformed":
      return invalid("The body is not JSON in UTF-8.");
    case "too_deep":
      return invalid("The body is nested too deeply.");
    case "too_large":
      return { code: "payload_too_large", detail: "Bodies have at most 1 MiB." };
    case "too_much_text":
      return { code: "payload_too_large", detail: "The review holds as much free text as it may." };
    case "payload_too_large":
      return { code: "payload_too_large", detail: "What is kept with a review has at most 256 KiB." };
    case "workspace_ambiguous":
      return invalid("The token is good in several workspaces: name one in x-workspace-id.");
    case "not_a_member":
      return error.elsewhere
        ? forbidden("You are no member of this workspace.")
        : unauthenticated("The token belongs to no active member.");
    case "no_credentials":
      return unauthenticated("Send a credential: Authorization, X-API-Key or Api-Key.");
    case "unreadable_credentials":
      return unauthenticated("The Authorization header is neither Basic nor Bearer.");
    case "unknown_credentials":
      return unauthenticated("The credential is not known.");
    case "token_expired":
      return unauthenticated("The token has expired.");
    case "token_invalid":
      return unauthenticated("The token is not valid.");
    case "rate_limited":
      return {
        code: "rate_limited",
        detail: "Too many requests. Nothing was done: come back later.",
        retryAfterSeconds: error.retryAfterSeconds,
      };
  }
};

/** `render` shows the current review to the caller, who sent an `If-Match` that it has outgrown. */
export const refuse = (error: NativeError, render: (review: Review) => JsonObject): Response => {
  const { code, detail, problems, retryAfterSeconds, extra } = refusalOf(error);
  const current = error.type === "precondition_failed" ? error.current : null;
  return problem(code, detail, {
    ...(problems === undefined ? {} : { errors: problems }),
    ...(current === null && extra === undefined
      ? {}
      : { extra: { ...extra, ...(current === null ? {} : { current: render(current) }) } }),
    headers: {
      ...(current === null ? {} : { etag: `"${current.version}"` }),
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
};
