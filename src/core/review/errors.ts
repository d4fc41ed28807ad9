// Why a command was refused. Arms carry evidence, never prose or HTTP; each dialect words them in its errors.ts.

import type { Review, ReviewStatus } from "./review.ts";

export type ReviewError =
  /** Missing, hidden or foreign: the caller must not learn which. */
  | { readonly type: "not_found" }
  /** The role may not do this at all. */
  | { readonly type: "forbidden" }
  /** Settled, or in a state that this verb does not leave. */
  | { readonly type: "review_closed"; readonly status: ReviewStatus; readonly wanted: string }
  | { readonly type: "self_approval" }
  /** In no group that was asked. */
  | { readonly type: "not_eligible" }
  /** The one person who completed first cannot be the second reviewer. */
  | { readonly type: "same_reviewer" }
  | { readonly type: "already_voted" }
  | { readonly type: "time_window_already_set" }
  | { readonly type: "findings_missing" }
  /** `key`: the first that these findings may not have, or not with that value. */
  | { readonly type: "findings_invalid"; readonly key: string }
  | { readonly type: "outcome_not_allowed"; readonly outcome: string; readonly reasons: readonly string[] }
  /** This review does not end, run or pause that way. */
  | { readonly type: "not_applicable"; readonly verb: string }
  | { readonly type: "not_executor" }
  | { readonly type: "execution_running" }
  | { readonly type: "not_executable"; readonly status: ReviewStatus }
  | { readonly type: "window_closed"; readonly start: string; readonly end: string }
  | { readonly type: "window_unknown"; readonly windowType: string }
  | { readonly type: "sla_paused" }
  | { readonly type: "sla_not_paused" }
  /** The review holds as much free text as it may. */
  | { readonly type: "too_much_text" }
  /** Not a refusal: due rungs need the list of active members; the executor loads it and decides again. */
  | { readonly type: "directory_needed" };

/** Everything that stands in the way of a command, in the order in which a caller is told; looked for only as far as asked. */
export type Refusals = Generator<ReviewError, void, undefined>;

/** What a command is refused with; null when nothing stands in its way. */
export const firstOf = (refusals: Refusals): ReviewError | null => {
  const first = refusals.next();
  return first.done === true ? null : first.value;
};

/** What can go wrong around a decision, once the command itself was well-formed. */
export type ExecutionError =
  | ReviewError
  /** `If-Match` named another version. */
  | { readonly type: "precondition_failed"; readonly current: Review }
  | { readonly type: "idempotency_mismatch" }
  /** Lost every race it was allowed to run, or too many are waiting. Nothing was written. */
  | { readonly type: "unavailable"; readonly retryAfterSeconds: number };
