// What time does to a review: warning, breach, rungs, endings, expiry, execution deadline. One event at a time,
// each at its due instant; decide() fires all that are due before it judges any command, sweep or no sweep.
// Source: time.md 1-6, 11; hoop.md rulings 10, 12.

import type { Instant } from "../time.ts";
import { policyActor } from "./actor.ts";
import type { DirectoryMember } from "./commands.ts";
import type { ReviewEvent } from "./events.ts";
import { advancedLadder, nextReachableRung } from "./ladder.ts";
import type { BreachAction } from "./policy.ts";
import { isOpen, type Review } from "./review.ts";
import { accessEnd } from "./vote.ts";

/** In the order in which timers of one instant fire. */
const KINDS = ["at_risk", "breach", "rung", "ending", "expiry", "execution"] as const;
type TimerKind = (typeof KINDS)[number];

interface Timer {
  readonly kind: TimerKind;
  readonly at: Instant;
}

/** Actor id of an execution deadline. Source: time.md 11. */
const EXECUTION_ACTOR = "execution";

type Ending = "expire" | "approve" | "reject";
const isEnding = (action: BreachAction): action is Ending => action !== "flag" && action !== "escalate";

/** Silence never approves around people, and a review that does not end by votes takes no automatic verdict. */
const canSettleAlone = (review: Review, ending: Ending): boolean => {
  const { endings, quorum } = review.policy;
  if (ending === "expire") return true;
  if (!endings.includes("vote")) return false;
  return ending === "reject" || (review.groups.length === 0 && quorum.of === "people" && quorum.minimum <= 1);
};

/** The ending that the breach brings by itself; null where there is none or it may not apply. */
const breachEnding = (review: Review): Ending | null => {
  const ending = review.policy.sla?.onBreach.find(isEnding);
  return ending !== undefined && canSettleAlone(review, ending) ? ending : null;
};

/** Whether the breach starts the ladder: it says so, or its own ending may not apply. */
export const escalatesOnBreach = (review: Review): boolean => {
  const actions = review.policy.sla?.onBreach ?? [];
  return actions.includes("escalate") || actions.some((action) => isEnding(action) && !canSettleAlone(review, action));
};

/** Every timer that is set, in no order. Settled reviews keep only the execution deadline; paused ones none. */
const timersOf = (review: Review): readonly Timer[] => {
  const { sla, ladder, expiresAt, execution, status, pausedAt } = review;
  if (status === "processing" && execution !== null) return [{ kind: "execution", at: execution.deadlineAt }];
  if (!isOpen(status) || pausedAt !== null) return [];
  const timers: Timer[] = [];
  if (sla !== null && sla.breachedAt === null) {
    if (sla.atRiskAt !== null && sla.status === "on_track") timers.push({ kind: "at_risk", at: sla.atRiskAt });
    timers.push({ kind: "breach", at: sla.dueAt });
  }
  if (sla !== null && sla.breachedAt !== null && breachEnding(review) !== null) {
    timers.push({ kind: "ending", at: sla.breachedAt });
  }
  if (ladder?.nextRungAt != null) timers.push({ kind: "rung", at: ladder.nextRungAt });
  if (expiresAt !== null) timers.push({ kind: "expiry", at: expiresAt });
  return timers;
};

const byInstant = (a: Timer, b: Timer): number => a.at - b.at || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);

const earliest = (review: Review): Timer | undefined => timersOf(review).toSorted(byInstant)[0];

/** When the sweep must look at this review again; null when nothing is set. */
export const nextDueAt = (review: Review): Instant | null => earliest(review)?.at ?? null;

/** A review that ends without people keeps its rows as they are. */
const endingEvent = (review: Review, ending: Ending, at: Instant): ReviewEvent => {
  const by = policyActor(review.policy.sla?.policyName ?? "default");
  if (ending === "expire") return { type: "expired", at, by, data: { automated: true }, texts: {} };
  const data = {
    verdict: ending,
    rows: [],
    forced: false,
    timeWindow: null,
    accessEndsAt: ending === "approve" ? accessEnd(review.policy.access, at) : null,
    automated: true,
  };
  return { type: ending === "approve" ? "approved" : "rejected", at, by, data, texts: {} };
};

/** A ladder whose every rung is unreachable still says so: one event that told nobody. */
const rungEvent = (review: Review, at: Instant, directory: readonly DirectoryMember[]): ReviewEvent | null => {
  const { ladder, policy } = review;
  if (ladder === null) return null;
  const reached = nextReachableRung(policy, ladder.nextRung, directory) ?? { rung: policy.ladder.length - 1, to: [] };
  const data = {
    to: reached.to,
    level: reached.rung + 1,
    automated: true,
    ladder: advancedLadder(policy, ladder, reached.rung),
    secondReview: false,
  };
  return { type: "escalated", at, by: policyActor(policy.sla?.policyName ?? "default"), data, texts: {} };
};

const eventOf = (review: Review, { kind, at }: Timer, directory: readonly DirectoryMember[]): ReviewEvent | null => {
  const by = policyActor(review.policy.sla?.policyName ?? "default");
  switch (kind) {
    case "at_risk":
      return { type: "sla_at_risk", at, by, data: {}, texts: {} };
    case "breach":
      return { type: "sla_breached", at, by, data: {}, texts: {} };
    case "rung":
      return rungEvent(review, at, directory);
    case "ending": {
      const ending = breachEnding(review);
      return ending === null ? null : endingEvent(review, ending, at);
    }
    case "expiry": {
      const actor = policyActor(review.policy.expiry?.by ?? "default");
      return { type: "expired", at, by: actor, data: { automated: true }, texts: {} };
    }
    case "execution":
      return { type: "execution_unknown", at, by: policyActor(EXECUTION_ACTOR), data: {}, texts: {} };
  }
};

/** The one event that is due first at or before `now`; `directory_needed` when a rung is due and nobody said who is active. */
export const nextDue = (
  review: Review,
  now: Instant,
  directory: readonly DirectoryMember[] | null,
): ReviewEvent | "directory_needed" | null => {
  const timer = earliest(review);
  if (timer === undefined || timer.at > now) return null;
  if (timer.kind === "rung" && directory === null) return "directory_needed";
  return eventOf(review, { ...timer, at: Math.max(timer.at, review.lastEventAt) }, directory ?? []);
};
