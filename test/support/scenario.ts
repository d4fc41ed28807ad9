// Given - when - then over the kernel: `given` brings a review into a state by commands that must succeed, `when` gives
// one command and shows everything that came of it.

import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import { type Decided, decide } from "../../src/core/review/decide.ts";
import type { ReviewError } from "../../src/core/review/errors.ts";
import type { Review } from "../../src/core/review/review.ts";
import { metaBy, NOON } from "./builders.ts";

export const MINUTE = 60_000;

export type Step = readonly [Actor, Command, number?];

/** One command by one actor; a minute past noon unless told. */
export const when = (review: Review, actor: Actor, command: Command, at = NOON + MINUTE): Decided =>
  decide(review, command, metaBy(actor, at));

/** The review after steps that must all be accepted. */
export const given = (review: Review, ...steps: readonly Step[]): Review =>
  steps.reduce((current, [actor, command, at]) => {
    const { review: next, refusal } = when(current, actor, command, at);
    if (refusal !== null) throw new Error(`${command.type} was refused: ${refusal.type}`);
    return next;
  }, review);

/** Type of the refusal; null when the command was accepted. */
export const refusalOf = ({ refusal }: Decided): ReviewError["type"] | null => refusal?.type ?? null;

/** Types of the events, in order. */
export const typesOf = ({ events }: Decided): readonly string[] => events.map(({ type }) => type);

/** `group status reviewer` of every row, in row order. */
export const rowsOf = ({ groups }: Review): readonly string[] =>
  groups.map(({ group, status, reviewedBy }) => [group, status, reviewedBy?.id ?? "-"].join(" "));
