// How a deadline stands and moves: its first state, pausing and resuming. Pure arithmetic on the policy's calendar.
// Source: time.md 1, 3, 4.

import { addTime, timeBetween } from "../calendar.ts";
import { err, ok, type Result } from "../result.ts";
import type { Instant } from "../time.ts";
import type { CommandMeta, PauseSla } from "./commands.ts";
import type { ReviewError } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { resumedLadder } from "./ladder.ts";
import type { ReviewPolicy } from "./policy.ts";
import { isOpen, type Review, type SlaState } from "./review.ts";

export const initialSla = ({ sla }: ReviewPolicy): SlaState | null =>
  sla === null ? null : { dueAt: sla.dueAt, atRiskAt: sla.atRiskAt, status: "on_track", breachedAt: null };

/** Another due instant replaces only that; a warning that has not fired keeps its distance in proportion. */
export const movedSla = (review: Review, dueAt: Instant): SlaState => {
  const { sla, createdAt } = review;
  if (sla === null) return { dueAt, atRiskAt: null, status: "on_track", breachedAt: null };
  if (sla.breachedAt !== null) return { ...sla, dueAt };
  const share = sla.atRiskAt === null ? null : (sla.atRiskAt - createdAt) / Math.max(1, sla.dueAt - createdAt);
  const atRiskAt = share === null || dueAt <= createdAt ? null : Math.round(createdAt + (dueAt - createdAt) * share);
  return { ...sla, dueAt, atRiskAt };
};

export const pause = (review: Review, command: PauseSla, meta: CommandMeta): Result<ReviewEvent[], ReviewError> => {
  if (!isOpen(review.status)) return err({ type: "review_closed", status: review.status, wanted: "pause" });
  if (review.pausedAt !== null) return err({ type: "sla_paused" });
  const texts = command.reason === null ? {} : { reason: command.reason };
  return ok([{ type: "paused", at: meta.now, by: meta.actor, data: {}, texts }]);
};

/** The instant that lies as much business time after `now` as `at` lay after the pause. What has passed stays passed. */
const shifted = (review: Review, pausedAt: Instant, now: Instant, at: Instant): Instant => {
  const calendar = review.policy.sla?.calendar ?? null;
  return at <= pausedAt ? at : addTime(calendar, now, timeBetween(calendar, pausedAt, at));
};

export const resume = (review: Review, { actor, now }: CommandMeta): Result<ReviewEvent[], ReviewError> => {
  const { pausedAt, sla, ladder, expiresAt } = review;
  if (!isOpen(review.status)) return err({ type: "review_closed", status: review.status, wanted: "resume" });
  if (pausedAt === null) return err({ type: "sla_not_paused" });
  const shift = (at: Instant): Instant => shifted(review, pausedAt, now, at);
  const data = {
    sla:
      sla === null || sla.breachedAt !== null
        ? sla
        : { ...sla, dueAt: shift(sla.dueAt), atRiskAt: sla.atRiskAt === null ? null : shift(sla.atRiskAt) },
    ladder: ladder === null ? null : resumedLadder(review.policy, ladder, pausedAt, now),
    expiresAt: expiresAt === null ? null : expiresAt + (now - pausedAt),
  };
  return ok([{ type: "resumed", at: now, by: actor, data, texts: {} }]);
};
