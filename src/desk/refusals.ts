// Why a write was refused, as sentences for the person who sits at the desk: one exhaustive switch over the kernel's errors.

import type { ExecutionError } from "../core/review/errors.ts";

/** A sentence. Nothing in it tells a hidden review from a missing one. */
export const refusalText = (error: ExecutionError): string => {
  switch (error.type) {
    case "not_found":
      return "There is no such review.";
    case "forbidden":
      return "Your role may not do this.";
    case "not_executor":
      return "Only who asked, or an administrator, may run this.";
    case "self_approval":
      return "You asked for this yourself: somebody else has to approve it.";
    case "not_eligible":
      return "You are in no group that may decide this review.";
    case "same_reviewer":
      return "The second reviewer must be somebody other than the first.";
    case "review_closed":
      return `The review is ${error.status.replace("_", " ")} already. Nothing was changed.`;
    case "not_executable":
      return `The review is ${error.status.replace("_", " ")}: there is nothing to run.`;
    case "execution_running":
      return "It is running already.";
    case "window_closed":
      return `It may run from ${error.start} to ${error.end} UTC.`;
    case "window_unknown":
      return `Nothing can run in a time window of the type ${error.windowType}.`;
    case "already_voted":
      return "You have decided this review already.";
    case "time_window_already_set":
      return "The time window of this review is set already.";
    case "not_applicable":
      return `This review does not take that: ${error.verb}.`;
    case "sla_paused":
      return "The deadline is paused already.";
    case "sla_not_paused":
      return "The deadline is not paused.";
    case "findings_missing":
      return "Write your findings first: this review cannot be completed without them.";
    case "findings_invalid":
      return `The findings take no ${error.key}, or not with that value.`;
    case "outcome_not_allowed":
      return "That outcome is none of the workspace's, or a reason for it does not belong to it.";
    case "precondition_failed":
      return "Somebody changed this review while you were looking at it. Nothing of yours was sent.";
    case "idempotency_mismatch":
      return "This form was sent before with other contents. Open the page again.";
    case "too_much_text":
      return "The review holds as much text as it may.";
    case "directory_needed":
    case "unavailable":
      return "Too many people are at this review at once. Nothing was changed: try again.";
  }
};
