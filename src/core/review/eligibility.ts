// Who may do what to a review now, and why not: the kernel's own answer, asked for every verb and changing nothing.
// Refuses nothing itself: each reason is what refusals.ts says, and the first is what an attempt is refused with.

import type { Command, CommandMeta } from "./commands.ts";
import { decide } from "./decide.ts";
import type { ReviewError } from "./errors.ts";
import { isVisibleTo } from "./permissions.ts";
import type { OutcomeRule } from "./policy.ts";
import { refusalsOf } from "./refusals.ts";
import type { Review } from "./review.ts";
import { NEEDS, type Need, outcomeCommand, smallestCommand, type Verb } from "./verbs.ts";

/** How one verb stands for somebody. */
export interface Standing {
  /** Everything in the way, the first being what an attempt is told; empty: allowed, with a body that brings `needs`. */
  readonly reasons: readonly ReviewError[];
  /** What the body must bring. */
  readonly needs: readonly Need[];
  /** False for what is refused, and for what has been said already: the same vote again. */
  readonly isChange: boolean;
}

export interface OutcomeStanding extends Standing {
  readonly rule: OutcomeRule;
}

export interface Eligibility {
  readonly verbs: Readonly<Record<Verb, Standing>>;
  /** The workspace's outcomes, in its order; empty where the review does not end by one. */
  readonly outcomes: readonly OutcomeStanding[];
}

/** One review, and whoever asks; made by {@link questionOf}. */
export interface EligibilityQuestion {
  /** Nothing is due on it any more. */
  readonly review: Review;
  /** The workspace's outcomes as they are now. */
  readonly outcomes: readonly OutcomeRule[];
  readonly meta: CommandMeta;
}

/**
 * The review as any command would find it: what is due has happened, though nobody writes it. `meta.directory` must be
 * there, or a rung that is due stands in the way of everything behind it.
 */
export const questionOf = (
  stored: Review,
  outcomes: readonly OutcomeRule[],
  given: CommandMeta,
): EligibilityQuestion => {
  const { review } = decide(stored, { type: "Tick" }, given);
  return { review, outcomes, meta: { ...given, now: Math.max(given.now, review.lastEventAt) } };
};

const standingOf = (review: Review, command: Command, needs: readonly Need[], meta: CommandMeta): Standing => {
  const refusals = [...refusalsOf(review, command, meta)];
  const reasons = refusals.filter(({ type }) => type !== "findings_missing");
  if (reasons.length > 0) return { reasons, needs, isChange: false };
  // What a body can bring is no reason against trying.
  if (refusals.length > 0) return { reasons, needs: [...needs, "findings"], isChange: true };
  const { refusal, events } = decide(review, command, meta);
  return { reasons: refusal === null ? [] : [refusal], needs, isChange: events.length > 0 };
};

const outcomesOf = ({ review, outcomes, meta }: EligibilityQuestion): readonly OutcomeStanding[] =>
  review.policy.endings.includes("outcome")
    ? outcomes.map((rule) => ({ ...standingOf(review, outcomeCommand(rule.outcome, outcomes), [], meta), rule }))
    : [];

/** The verb as a whole: allowed where one outcome is; else why the first is not, or that there is none. */
const byOutcome = ({ review, outcomes, meta }: EligibilityQuestion, each: readonly OutcomeStanding[]): Standing => {
  const shown = each.find(({ reasons }) => reasons.length === 0) ?? each[0];
  const needs = NEEDS.outcome ?? [];
  if (shown !== undefined) return { reasons: shown.reasons, needs, isChange: shown.isChange };
  return standingOf(review, outcomeCommand("", outcomes), needs, meta);
};

/** How one verb stands. */
export const standingIn = (question: EligibilityQuestion, verb: Verb): Standing =>
  verb === "outcome"
    ? byOutcome(question, outcomesOf(question))
    : standingOf(question.review, smallestCommand(verb, question.review), NEEDS[verb] ?? [], question.meta);

/** Null: the review does not exist for the actor. */
export const eligibilityOf = (question: EligibilityQuestion): Eligibility | null => {
  if (!isVisibleTo(question.review, question.meta.actor)) return null;
  const of = (verb: Verb): Standing => standingIn(question, verb);
  return { verbs: eachVerb(of), outcomes: outcomesOf(question) };
};

const eachVerb = (of: (verb: Verb) => Standing): Readonly<Record<Verb, Standing>> => ({
  approve: of("approve"),
  reject: of("reject"),
  revoke: of("revoke"),
  force: of("force"),
  outcome: of("outcome"),
  start: of("start"),
  findings: of("findings"),
  complete: of("complete"),
  assign: of("assign"),
  escalate: of("escalate"),
  note: of("note"),
  cancel: of("cancel"),
  pause: of("pause"),
  resume: of("resume"),
  execute: of("execute"),
  report: of("report"),
});
