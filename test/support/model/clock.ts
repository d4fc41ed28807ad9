// What time does by itself, in the model: the next thing that is due, read off the facts, until nothing is.
// Source: time.md 2-6, 11; decision 8. Time runs in whole minutes and stands still while a review is paused.

import { all, type Fact, isOpen, isPaused, last, type Story, statusOf } from "./facts.ts";
import type { Agent } from "./terms.ts";

/** The instant at which `minutes` have passed since `from`, pauses not counted. */
const after = (story: Story, from: number, minutes: number): number => {
  let left = minutes;
  let now = from;
  const marks = all(story, "paused", "resumed").filter(({ at }) => at >= from);
  const first = marks[0];
  let running = first === undefined ? !isPaused(story) : first.what === "paused";
  for (const { at } of marks) {
    if (running && now + left <= at) return now + left;
    if (running) left -= at - now;
    now = at;
    running = !running;
  }
  return running ? now + left : Number.POSITIVE_INFINITY;
};

const targets = (names: readonly string[], directory: readonly Agent[]): readonly string[] => {
  const told = names.flatMap((name) => {
    const [kind, who] = name.split(":");
    return directory
      .filter(({ id, role, groups }) =>
        kind === "member" ? id === who : kind === "group" ? groups.includes(who ?? "") : role === who,
      )
      .map(({ id }) => id);
  });
  return [...new Set(told)];
};

const ACKNOWLEDGES: readonly Fact["what"][] = ["vote", "started", "assigned", "first completed", "completed"];

/** Silence approves only what one person alone would have decided; what does not end by votes takes no verdict of time's. */
const endingOf = ({ terms }: Story): "expire" | "approve" | "reject" | "escalate" | null => {
  const { asked, counts, endings, needed, sla } = terms;
  const wanted = sla?.onBreach.find((action) => action === "expire" || action === "approve" || action === "reject");
  if (wanted === undefined || wanted === "expire") return wanted ?? null;
  const isAlone = asked.length === 0 && counts === "people" && (needed ?? 1) <= 1;
  return endings.includes("vote") && (wanted === "reject" || isAlone) ? wanted : "escalate";
};

/**
 * Since when the ladder climbs by itself, and how many rungs are behind it. `since` null: it has not started, a person
 * has acknowledged it, or it found nobody. A person who escalates starts it anew, at its next rung.
 */
export const ladderOf = (story: Story): { readonly since: number | null; readonly used: number } => {
  const { ladder, sla } = story.terms;
  const startsAtBreach = sla?.onBreach.includes("escalate") === true || endingOf(story) === "escalate";
  let since: number | null = null;
  let used = 0;
  let hasStarted = false;
  for (const fact of ladder.length === 0 ? [] : story.facts) {
    if (fact.what === "breached" && startsAtBreach && !hasStarted) since = fact.at;
    if (fact.what === "escalated" && fact.by !== null) since = fact.rungs === 0 ? null : (since ?? fact.at);
    if (fact.what === "escalated") used += fact.rungs;
    if (fact.by !== null && ACKNOWLEDGES.includes(fact.what)) since = null;
    hasStarted ||= since !== null || fact.what === "escalated";
  }
  return { since, used };
};

export interface Rung {
  readonly to: readonly string[];
  readonly level: number;
  /** How many it uses up: those that nobody is on are passed over. */
  readonly rungs: number;
}

/** The next rung with anybody on it; null: there is none. */
export const nextRung = (story: Story): Rung | null => {
  const { ladder, directory } = story.terms;
  const { used } = ladderOf(story);
  for (let rung = used; rung < ladder.length; rung += 1) {
    const to = targets(ladder[rung]?.to ?? [], directory);
    if (to.length > 0) return { to, level: rung + 1, rungs: rung + 1 - used };
  }
  return null;
};

type Due = readonly [at: number, fact: (at: number) => readonly Fact[]];

const byTime = (fact: Fact): readonly Fact[] => [fact];

/** Everything that will happen if nobody does anything, with the instant of each; order settles equal instants. */
const dues = (story: Story): readonly Due[] => {
  const { access, expiresAt, ladder, sla } = story.terms;
  const claim = last(story, "claimed");
  if (statusOf(story) === "processing" && claim !== undefined && access !== null) {
    return [[claim.at + access.minutes, (at) => byTime({ at, by: null, what: "lost" })]];
  }
  if (!isOpen(story) || isPaused(story)) return [];
  const found: Due[] = [];
  const breach = last(story, "breached");
  if (sla !== null && last(story, "at risk") === undefined && breach === undefined) {
    found.push([after(story, 0, sla.atRiskAt), (at) => byTime({ at, by: null, what: "at risk" })]);
  }
  if (sla !== null && breach === undefined) {
    found.push([after(story, 0, sla.dueAt), (at) => byTime({ at, by: null, what: "breached" })]);
  }
  const { since, used } = ladderOf(story);
  const next = ladder[used];
  if (since !== null && next !== undefined) {
    // With nobody left to tell, time says so once.
    const rung = nextRung(story) ?? { to: [], level: ladder.length, rungs: ladder.length - used };
    const at = after(story, since, next.afterMinutes);
    found.push([at, (now) => byTime({ at: now, by: null, what: "escalated", ...rung })]);
  }
  const ending = endingOf(story);
  if (breach !== undefined && ending !== null && ending !== "escalate") {
    found.push([breach.at, (at) => byTime({ at, by: null, what: "ended", verdict: ending })]);
  }
  if (expiresAt !== null) {
    const at = after(story, 0, expiresAt);
    found.push([at, (now) => byTime({ at: now, by: null, what: "ended", verdict: "expire" })]);
  }
  return found;
};

/** The story once everything due at or before `now` has happened, in order. */
export const runUntil = (story: Story, now: number): Story => {
  let current = story;
  for (;;) {
    const due = dues(current)
      .filter(([at]) => at <= now)
      .toSorted(([a], [b]) => a - b)[0];
    if (due === undefined) return current;
    const [at, facts] = due;
    const latest = current.facts.at(-1)?.at ?? 0;
    current = { ...current, facts: [...current.facts, ...facts(Math.max(at, latest))] };
  }
};
