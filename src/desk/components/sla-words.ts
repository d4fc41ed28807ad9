// How a deadline stands, in words and as a class. Pure, and shared with the island, which says it again as time passes.

import type { Review, SlaState } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import { durationWords } from "./time-words.ts";

export type SlaTone = "none" | "on-track" | "at-risk" | "breached" | "met" | "paused";

export interface SlaWords {
  readonly tone: SlaTone;
  readonly words: string;
  /** What the words count from or to; null where they count nothing. */
  readonly at: Instant | null;
}

/** What is asked of a review. `isOpen`: a person can still decide it. */
export interface SlaFacts {
  readonly sla: Pick<SlaState, "dueAt" | "atRiskAt" | "status" | "breachedAt"> | null;
  readonly pausedAt: Instant | null;
  readonly isOpen: boolean;
}

const settledWords = (sla: NonNullable<SlaFacts["sla"]>): SlaWords => {
  if (sla.status === "met") return { tone: "met", words: "decided in time", at: null };
  if (sla.breachedAt !== null) return { tone: "breached", words: "deadline missed", at: null };
  return { tone: "none", words: "ended before its deadline", at: null };
};

/**
 * What the stored state says, and what time has made of it since: a deadline that has passed is breached here, whether
 * or not the sweep has written it yet.
 */
export const slaWords = ({ sla, pausedAt, isOpen }: SlaFacts, now: Instant): SlaWords => {
  if (sla === null) return { tone: "none", words: "no deadline", at: null };
  if (!isOpen) return settledWords(sla);
  if (sla.breachedAt !== null || (pausedAt === null && sla.dueAt <= now)) {
    const at = sla.breachedAt ?? sla.dueAt;
    return { tone: "breached", words: `breached ${durationWords(now - at)} ago`, at };
  }
  if (pausedAt !== null) {
    return { tone: "paused", words: `paused, ${durationWords(sla.dueAt - pausedAt)} left`, at: null };
  }
  const words = `due in ${durationWords(sla.dueAt - now)}`;
  const isAtRisk = sla.status === "at_risk" || (sla.atRiskAt !== null && sla.atRiskAt <= now);
  return isAtRisk
    ? { tone: "at-risk", words: `at risk, ${words}`, at: sla.dueAt }
    : { tone: "on-track", words, at: sla.dueAt };
};

/** The facts of a review. */
export const slaFactsOf = (
  { sla, pausedAt, status }: Pick<Review, "sla" | "pausedAt" | "status">,
  isOpen: (status: Review["status"]) => boolean,
): SlaFacts => ({ sla, pausedAt, isOpen: isOpen(status) });
