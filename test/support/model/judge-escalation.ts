// Escalation by a person, in the model. Source: time.md 5, 11.

import { ladderOf, nextRung } from "./clock.ts";
import { isOpen, last, type Story } from "./facts.ts";
import type { Agent } from "./terms.ts";
import { accepted, type Verdict, refused } from "./verdict.ts";

/** Whom a review without a ladder goes to. */
const lastResort = ({ terms: { directory } }: Story): readonly string[] => {
  const found = directory.find(({ role }) => role === "owner") ?? directory.find(({ role }) => role === "admin");
  return found === undefined ? [] : [found.id];
};

export const judgeEscalation = (story: Story, by: Agent, at: number, to: string | null): Verdict => {
  const { terms } = story;
  if (!isOpen(story) && !terms.afterSettlement.includes("escalate")) return refused("review_closed");
  const former = last(story, "escalated");
  const named = to === null ? null : [to];
  if (terms.ladder.length === 0) {
    const level = (former?.level ?? 0) + 1;
    return accepted({ at, by, what: "escalated", to: named ?? lastResort(story), level, rungs: 0 });
  }
  const { used } = ladderOf(story);
  const above = used >= terms.ladder.length;
  // A named target uses up the rung that would have been performed.
  if (named !== null && !above) return accepted({ at, by, what: "escalated", to: named, level: used + 1, rungs: 1 });
  const next = named === null ? nextRung(story) : null;
  if (next !== null) return accepted({ at, by, what: "escalated", ...next });
  // Above the top rung it stays there, unless nobody has been told at all.
  const told = former === undefined || former.to.length === 0 ? lastResort(story) : former.to;
  const level = former?.level ?? terms.ladder.length;
  return accepted({ at, by, what: "escalated", to: named ?? told, level, rungs: 0 });
};
