// Given - when - then for reviews whose clock and ladder matter: people who can be told, and an instant for each step.

import type { Actor } from "../../src/core/review/actor.ts";
import type { Command, DirectoryMember, Escalate, Progress } from "../../src/core/review/commands.ts";
import { type Decided, decide } from "../../src/core/review/decide.ts";
import type { LadderRung, ReviewPolicy, SlaTerms } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, metaBy, NOON, singlePolicy } from "../support/builders.ts";
import { MINUTE } from "../support/scenario.ts";

export const rita = aPerson("rita", ["audio"]);
export const rob = aPerson("rob", ["audio"]);
export const ada = aPerson("ada", [], "admin");
export const alan = aPerson("alan", [], "admin");
const everybody = [rita, rob, ada, alan];

/** Active members in document order. */
export const DIRECTORY: readonly DirectoryMember[] = everybody.map(({ id, role, groups }) => ({ id, role, groups }));

/** `minutes` past noon. */
export const at = (minutes: number): number => NOON + minutes * MINUTE;

/** Rules of a review that ends by completion with findings. */
export const completionPolicy = (changes: Partial<ReviewPolicy> = {}): ReviewPolicy =>
  singlePolicy({ endings: ["completion"], findings: "required", ...changes });

/** Due an hour after noon, at risk after three quarters of it. */
export const dueInAnHour = (changes: Partial<SlaTerms> = {}): SlaTerms => ({
  policyName: "calls",
  dueAt: at(60),
  atRiskAt: at(45),
  atRiskPercent: 75,
  onBreach: ["flag"],
  calendar: null,
  ...changes,
});

/** Admins at once, the audio people after half an hour, Rita after an hour. */
export const LADDER: readonly LadderRung[] = [
  { afterMinutes: 0, to: ["role:admin"] },
  { afterMinutes: 30, to: ["group:audio"] },
  { afterMinutes: 60, to: ["member:rita"] },
];

export const does = (
  review: Review,
  actor: Actor,
  command: Command,
  minutes = 1,
  directory: readonly DirectoryMember[] | null = DIRECTORY,
): Decided => decide(review, command, { ...metaBy(actor, at(minutes)), directory });

/** The review after steps that must all be accepted. */
export const after = (review: Review, ...steps: readonly (readonly [Actor, Command, number?])[]): Review =>
  steps.reduce((current, [actor, command, minutes]) => {
    const { review: next, refusal } = does(current, actor, command, minutes);
    if (refusal !== null) throw new Error(`${command.type} was refused: ${refusal.type}`);
    return next;
  }, review);

export const TICK = { type: "Tick" } as const;

/** What time does up to so many minutes past noon. */
export const tick = (review: Review, minutes: number, directory = DIRECTORY): Decided =>
  does(review, aPerson("nobody"), TICK, minutes, directory);

/** `type@minutes past noon` of each event. */
export const timeline = ({ events }: Decided): readonly string[] =>
  events.map((event) => `${event.type}@${(event.at - NOON) / MINUTE}`);

export const progress = (to: Progress["to"], changes: Partial<Progress> = {}): Progress => ({
  type: "Progress",
  to,
  findings: null,
  secondReview: false,
  ...changes,
});

export const start = progress("in_progress");
export const save = (findings: Progress["findings"]): Progress => progress(null, { findings });
export const complete = (findings: Progress["findings"] = null): Progress => progress("completed", { findings });
export const requireSecond = progress(null, { secondReview: true });

export const escalate = (changes: Partial<Escalate> = {}): Escalate => ({
  type: "Escalate",
  reason: "Too big for me",
  to: null,
  fallback: ["ada"],
  findings: null,
  secondReview: false,
  ...changes,
});
