// A story told to src/core as it is told to the model: terms as a policy, intents as commands, minutes as instants.

import fc from "fast-check";
import { expect } from "vitest";
import type { Actor } from "../../../src/core/review/actor.ts";
import type { Command } from "../../../src/core/review/commands.ts";
import { decide } from "../../../src/core/review/decide.ts";
import { openReview } from "../../../src/core/review/open.ts";
import type { ReviewPolicy } from "../../../src/core/review/policy.ts";
import type { Review } from "../../../src/core/review/review.ts";
import { anOpening, groupPolicy, metaBy, NOON } from "../builders.ts";
import { castMember, DIRECTORY } from "./cast.ts";
import { assigneeOf, findingsOf, last, rowsOf, type Story, slaOf, statusOf } from "./facts.ts";
import { LATE, tell } from "./judge.ts";
import { anActor, anIntent, minutes } from "./stories.ts";
import type { Intent, Terms } from "./terms.ts";

const MINUTE_MS = 60_000;

const instant = (minutesAfter: number): number => NOON + minutesAfter * MINUTE_MS;

interface Model {
  story: Story;
  now: number;
  readonly onStatus: (status: string) => void;
}

interface Kernel {
  review: Review;
  /** Minutes after the opening of every event so far. */
  instants: number[];
}

const accessOf = ({ access }: Terms): ReviewPolicy["access"] => {
  if (access === null) return null;
  return access.kind === "once"
    ? { kind: "once", deadlineMs: access.minutes * MINUTE_MS }
    : { kind: "timed", durationMs: access.minutes * MINUTE_MS };
};

const policyOf = (terms: Terms): ReviewPolicy =>
  groupPolicy(terms.asked, {
    visibility: terms.visibility,
    voters: terms.voters,
    quorum:
      terms.counts === "rows" ? { of: "rows", minimum: terms.needed } : { of: "people", minimum: terms.needed ?? 1 },
    selfApproval: terms.selfApproval,
    afterApproval: terms.afterApproval,
    repeatedVote: terms.repeatedVote,
    forceGroups: terms.force.length === 0 ? null : terms.force,
    endings: terms.endings,
    afterSettlement: terms.afterSettlement,
    findings: terms.findings,
    access: accessOf(terms),
    expiry: terms.expiresAt === null ? null : { at: instant(terms.expiresAt), by: "rule" },
    ladder: terms.ladder,
    sla:
      terms.sla === null
        ? null
        : {
            policyName: "policy",
            dueAt: instant(terms.sla.dueAt),
            atRiskAt: instant(terms.sla.atRiskAt),
            atRiskPercent: 75,
            onBreach: terms.sla.onBreach,
            calendar: null,
          },
  });

/** `onStatus` hears of every status that the story comes to. */
export const modelOf = (terms: Terms, onStatus: (status: string) => void): Model => ({
  story: { terms, facts: [{ at: 0, by: null, what: "opened" }] },
  now: 0,
  onStatus,
});

export const kernelOf = (terms: Terms): Kernel => {
  const { assignedTo, secondReview } = terms;
  const requester = castMember(terms.requester.id);
  const { id, name, email, slackId } = requester;
  const kind = requester.kind === "service" ? "service" : "member";
  const opening = anOpening(policyOf(terms), {
    requester: { kind, id, name, email, slackId },
    assignedTo,
    secondReview,
  });
  const opened = openReview(opening, metaBy(requester));
  if (!opened.ok) throw new Error(`not opened: ${opened.error.type}`);
  return { review: opened.value.review, instants: [0] };
};

/** The API names the first owner. */
const FALLBACK = DIRECTORY.filter(({ role }) => role === "owner").map(({ id }) => id);

const toCommand = (intent: Intent): Command => {
  switch (intent.verb) {
    case "vote": {
      const { verdict, force } = intent;
      return { type: "CastVote", verdict, force, reason: null, notes: null, timeWindow: null };
    }
    case "start":
      return { type: "Progress", to: "in_progress", findings: null, secondReview: intent.second };
    case "save":
      return { type: "Progress", to: null, findings: intent.findings, secondReview: intent.second };
    case "complete":
      return { type: "Progress", to: "completed", findings: intent.findings, secondReview: intent.second };
    case "assign":
      return { type: "Assign", assignedTo: intent.to, priority: null, dueAt: null };
    case "escalate": {
      const to = intent.to === null ? null : [intent.to];
      return { type: "Escalate", to, fallback: FALLBACK, reason: null, findings: null, secondReview: false };
    }
    case "note":
      return { type: "AddNote", text: "a note", claimedEmail: null };
    case "cancel":
      return { type: "Cancel", reason: null };
    case "claim":
      return { type: "ClaimExecution" };
    case "report":
      return { type: "ReportExecution", result: intent.result, exitCode: intent.exitCode, output: null };
    case "pause":
      return { type: "PauseSla", reason: null };
    case "resume":
      return { type: "ResumeSla" };
    case "wait":
      return { type: "Tick" };
  }
};

const seenByModel = (story: Story) => {
  const escalated = last(story, "escalated");
  return {
    status: statusOf(story),
    version: story.facts.length,
    rows: rowsOf(story),
    assignedTo: assigneeOf(story),
    findings: findingsOf(story),
    escalation: escalated === undefined ? null : { to: escalated.to, level: escalated.level },
    sla: slaOf(story),
    instants: story.facts.map(({ at }) => at),
    executed: last(story, "reported")?.result ?? null,
  };
};

const seenByKernel = ({ review, instants }: Kernel): ReturnType<typeof seenByModel> => ({
  status: review.status,
  version: review.version,
  rows: review.groups.map(({ group, status, reviewedBy, forced }) => ({
    group,
    status,
    by: reviewedBy?.id ?? null,
    forced,
  })),
  assignedTo: review.assignedTo,
  findings: review.findings as Record<string, string> | null,
  escalation: review.escalation === null ? null : { to: review.escalation.to, level: review.escalation.level },
  sla: review.sla?.status ?? null,
  instants,
  executed: review.execution?.result ?? null,
});

class Ask implements fc.Command<Model, Kernel> {
  readonly actor: Actor;
  readonly intent: Intent;
  readonly later: number;

  constructor(actor: Actor, intent: Intent, later: number) {
    this.actor = actor;
    this.intent = intent;
    this.later = later;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, kernel: Kernel): void {
    model.now += this.later;
    const told = tell(model.story, this.actor, model.now, this.intent);
    model.story = told.story;
    model.onStatus(statusOf(told.story));
    const meta = { ...metaBy(this.actor, instant(model.now)), directory: DIRECTORY };
    const decided = decide(kernel.review, toCommand(this.intent), meta);
    kernel.review = decided.review;
    kernel.instants = [...kernel.instants, ...decided.events.map(({ at }) => (at - NOON) / MINUTE_MS)];
    expect({ refusal: decided.refusal?.type ?? null, ...seenByKernel(kernel) }).toEqual({
      refusal: told.refusal === LATE ? null : told.refusal,
      ...seenByModel(told.story),
    });
  }

  toString(): string {
    return `+${this.later} ${this.actor.id} ${JSON.stringify(this.intent)}`;
  }
}

const anAsk = fc
  .tuple(anActor, anIntent, minutes)
  .map(([actor, intent, later]): fc.Command<Model, Kernel> => new Ask(actor, intent, later));

/** Up to so many commands, one after the other. */
export const kernelCommands = (maxCommands: number): fc.Arbitrary<Iterable<fc.Command<Model, Kernel>>> =>
  fc.commands([anAsk], { maxCommands, size: "max" });
