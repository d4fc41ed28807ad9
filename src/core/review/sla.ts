// How a deadline stands and moves: its first state, pausing and resuming. Pure arithmetic on the policy's calendar.
// Source: time.md 1, 3, 4.

import { addTime, type Calendar, timeBetween } from "../calendar.ts";
import { type Instant, MS_PER_MINUTE } from "../time.ts";
import type { CommandMeta, PauseSla } from "./commands.ts";
import type { Refusals } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { resumedLadder } from "./ladder.ts";
import type { ReviewPolicy, SlaTerms } from "./policy.ts";
import { isOpen, type Review, type SlaState } from "./review.ts";

export const initialSla = ({ sla }: ReviewPolicy): SlaState | null =>
  sla === null ? null : { dueAt: sla.dueAt, atRiskAt: sla.atRiskAt, status: "on_track", breachedAt: null };

/** Without a policy. Source: time.md 1. */
export const DEFAULT_AT_RISK_PERCENT = 75;

/** A hundred years: ten times the longest duration of a policy (time.md 7), so that its business minutes fit. */
const LONGEST_MS = 10 * 5_256_000 * MS_PER_MINUTE;

/** A deadline further off than that counts on the wall clock: walking its calendar would take seconds. */
const within = (calendar: Calendar | null, from: Instant, to: Instant): Calendar | null =>
  to - from > LONGEST_MS ? null : calendar;

/** When a warning is due: so much of the time between opening and deadline, on the calendar. Null: it was due before. */
export const atRiskAt = (
  terms: Pick<SlaTerms, "calendar" | "atRiskPercent">,
  createdAt: Instant,
  dueAt: Instant,
): Instant | null => {
  if (dueAt <= createdAt) return null;
  const calendar = within(terms.calendar, createdAt, dueAt);
  const untilRiskMs = Math.floor((timeBetween(calendar, createdAt, dueAt) * terms.atRiskPercent) / 100);
  return Math.min(dueAt, addTime(calendar, createdAt, untilRiskMs));
};

/** Another due instant replaces only that. What has been said stays said: a warning once, a breach for ever. */
export const movedSla = ({ sla, policy, createdAt }: Review, dueAt: Instant): SlaState => {
  if (sla !== null && sla.breachedAt !== null) return { ...sla, dueAt };
  const terms = policy.sla ?? { calendar: null, atRiskPercent: DEFAULT_AT_RISK_PERCENT };
  const status = sla?.status ?? "on_track";
  return { dueAt, atRiskAt: atRiskAt(terms, createdAt, dueAt), status, breachedAt: null };
};

export function* pauseRefusals({ status, pausedAt }: Review): Refusals {
  if (!isOpen(status)) yield { type: "review_closed", status, wanted: "pause" };
  if (pausedAt !== null) yield { type: "sla_paused" };
}

export const pause = (command: PauseSla, meta: CommandMeta): readonly ReviewEvent[] => {
  const texts = command.reason === null ? {} : { reason: command.reason };
  return [{ type: "paused", at: meta.now, by: meta.actor, data: {}, texts }];
};

/** The instant that lies as much business time after `now` as `at` lay after the pause. What has passed stays passed. */
const shifted = (review: Review, pausedAt: Instant, now: Instant, at: Instant): Instant => {
  const calendar = within(review.policy.sla?.calendar ?? null, pausedAt, at);
  return at <= pausedAt ? at : addTime(calendar, now, timeBetween(calendar, pausedAt, at));
};

export function* resumeRefusals({ status, pausedAt }: Review): Refusals {
  if (!isOpen(status)) yield { type: "review_closed", status, wanted: "resume" };
  if (pausedAt === null) yield { type: "sla_not_paused" };
}

export const resume = (review: Review, { actor, now }: CommandMeta): readonly ReviewEvent[] => {
  const { sla, ladder, expiresAt } = review;
  const pausedAt = review.pausedAt ?? now;
  const shift = (at: Instant): Instant => shifted(review, pausedAt, now, at);
  const data = {
    sla:
      sla === null || sla.breachedAt !== null
        ? sla
        : { ...sla, dueAt: shift(sla.dueAt), atRiskAt: sla.atRiskAt === null ? null : shift(sla.atRiskAt) },
    ladder: ladder === null ? null : resumedLadder(review.policy, ladder, pausedAt, now),
    expiresAt: expiresAt === null ? null : expiresAt + (now - pausedAt),
  };
  return [{ type: "resumed", at: now, by: actor, data, texts: {} }];
};
