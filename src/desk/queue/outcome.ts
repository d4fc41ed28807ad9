// What became of a bulk decision, as the address of the page that follows says it: codes and ids, so that looking at it again
// decides nothing again and no address can put words on the page. Source: issue "The desk" 2 (one result per item).

import type { ItemOutcome } from "../../app/decide-many.ts";
import type { ExecutionError } from "../../core/review/errors.ts";

export interface BulkOutcome {
  readonly decided: number;
  /** Review -> why not. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Short, for a line of the queue; the review's own page says more. */
const WHY_NOT = {
  not_found: "There is no such review any more.",
  forbidden: "Your role may not do this.",
  review_closed: "Decided by somebody else meanwhile.",
  self_approval: "You asked for this yourself.",
  not_eligible: "You are in no group that may decide it.",
  same_reviewer: "The second reviewer must be somebody else.",
  already_voted: "You have decided it already.",
  time_window_already_set: "Its time window is set already.",
  findings_missing: "It needs findings: open it.",
  findings_invalid: "Its findings need a look: open it.",
  outcome_not_allowed: "It ends with an outcome: open it.",
  not_applicable: "It ends in another way: open it.",
  not_executor: "Only who asked may run it.",
  execution_running: "It is running already.",
  not_executable: "There is nothing to run.",
  window_closed: "Its time window is closed.",
  window_unknown: "Its time window is not known.",
  sla_paused: "Its deadline is paused.",
  sla_not_paused: "Its deadline is not paused.",
  too_much_text: "It holds as much text as it may.",
  directory_needed: "Too busy just now: try again.",
  precondition_failed: "It has changed since you chose it: look, and decide again.",
  idempotency_mismatch: "Sent before with another choice.",
  unavailable: "Too busy just now: try again.",
} as const satisfies Record<ExecutionError["type"], string>;

const isCode = (text: string): text is keyof typeof WHY_NOT => Object.hasOwn(WHY_NOT, text);

/** As many as a page holds twice: an address stays below what browsers and servers take. */
const MAX_SHOWN = 100;
const ID = /^[0-9a-f-]{36}$/;

export interface ItemResult {
  readonly id: string;
  /** Null: decided. */
  readonly code: ExecutionError["type"] | null;
}

export const resultsOf = (outcomes: readonly ItemOutcome[]): readonly ItemResult[] =>
  outcomes.map(({ asked, outcome }) => ({ id: asked, code: outcome.ok ? null : outcome.error.type }));

/** Parameters that the page that follows is asked for with. */
export const outcomeParameters = (results: readonly ItemResult[]): Readonly<Record<string, string>> => {
  const refused = results.flatMap(({ id, code }) => (code === null ? [] : [`${id}:${code}`]));
  const decided = results.length - refused.length;
  return { decided: String(decided), ...(refused.length === 0 ? {} : { refused: refused.join(",") }) };
};

/** Null: nothing was decided just now. */
export const readOutcome = (query: URLSearchParams): BulkOutcome | null => {
  const decided = query.get("decided");
  if (decided === null || !/^\d{1,3}$/.test(decided)) return null;
  const entries = (query.get("refused") ?? "").split(",").slice(0, MAX_SHOWN);
  const refused = entries.flatMap((entry) => {
    const [id = "", code = ""] = entry.split(":");
    return ID.test(id) && isCode(code) ? [[id, WHY_NOT[code]] as const] : [];
  });
  return { decided: Number(decided), refused: new Map(refused) };
};
