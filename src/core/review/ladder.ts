// The escalation ladder: who is told next, and when. Rungs fire by themselves until a person acknowledges.
// Source: time.md 5, 11.

import { addTime, timeBetween } from "../calendar.ts";
import { type Instant, MS_PER_MINUTE } from "../time.ts";
import type { DirectoryMember } from "./commands.ts";
import type { LadderRung, ReviewPolicy } from "./policy.ts";
import type { LadderState } from "./review.ts";

/** Active members that a target names, in document order. Source: workspace.md, `escalation.ladder`. */
export const membersOf = (target: string, directory: readonly DirectoryMember[]): readonly string[] => {
  const [kind, name] = [target.slice(0, target.indexOf(":")), target.slice(target.indexOf(":") + 1)];
  return directory
    .filter((member) => {
      if (kind === "member") return member.id === name;
      return kind === "group" ? member.groups.includes(name) : kind === "role" && member.role === name;
    })
    .map((member) => member.id);
};

const targetsOf = (rung: LadderRung, directory: readonly DirectoryMember[]): readonly string[] => [
  ...new Set(rung.to.flatMap((target) => membersOf(target, directory))),
];

const calendarOf = (policy: ReviewPolicy) => policy.sla?.calendar ?? null;

/** When a rung fires by itself; null above the top. */
const dueAt = (policy: ReviewPolicy, rung: number, baseAt: Instant, consumedMs: number): Instant | null => {
  const next = policy.ladder[rung];
  if (next === undefined) return null;
  return addTime(calendarOf(policy), baseAt, Math.max(0, next.afterMinutes * MS_PER_MINUTE - consumedMs));
};

/** A ladder that starts now; null where the workspace has none. */
export const startedLadder = (policy: ReviewPolicy, at: Instant): LadderState | null =>
  policy.ladder.length === 0 ? null : { baseAt: at, consumedMs: 0, nextRung: 0, nextRungAt: dueAt(policy, 0, at, 0) };

/** The ladder after `rung` was performed; `running` false keeps the rest from firing. */
export const advancedLadder = (policy: ReviewPolicy, ladder: LadderState, rung: number): LadderState => ({
  ...ladder,
  nextRung: rung + 1,
  nextRungAt: dueAt(policy, rung + 1, ladder.baseAt, ladder.consumedMs),
});

export const stoppedLadder = (ladder: LadderState): LadderState => ({ ...ladder, nextRungAt: null });

/** The paused time does not count: what had passed before the pause is consumed, the rest runs from now. */
export const resumedLadder = (
  policy: ReviewPolicy,
  ladder: LadderState,
  pausedAt: Instant,
  now: Instant,
): LadderState => {
  if (ladder.nextRungAt === null) return ladder;
  const passedMs = pausedAt <= ladder.baseAt ? 0 : timeBetween(calendarOf(policy), ladder.baseAt, pausedAt);
  const consumedMs = ladder.consumedMs + passedMs;
  return { ...ladder, baseAt: now, consumedMs, nextRungAt: dueAt(policy, ladder.nextRung, now, consumedMs) };
};

/** The first rung from `from` on with somebody active to tell; null when there is none. */
export const nextReachableRung = (
  policy: ReviewPolicy,
  from: number,
  directory: readonly DirectoryMember[],
): { readonly rung: number; readonly to: readonly string[] } | null => {
  for (let rung = from; rung < policy.ladder.length; rung += 1) {
    const found = policy.ladder[rung];
    const to = found === undefined ? [] : targetsOf(found, directory);
    if (to.length > 0) return { rung, to };
  }
  return null;
};
