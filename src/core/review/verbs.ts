// Every verb that somebody may try on a review, each as its smallest command: what eligibility asks the kernel with.

import type { Command } from "./commands.ts";
import type { OutcomeRule } from "./policy.ts";
import type { Review, Verdict } from "./review.ts";

export const VERBS = [
  "approve",
  "reject",
  "revoke",
  "force",
  "outcome",
  "start",
  "findings",
  "complete",
  "assign",
  "escalate",
  "note",
  "cancel",
  "pause",
  "resume",
  "execute",
  "report",
] as const;
/** `force`: approve as a member of a force group. `execute`: run what was approved; `report`: tell how that went. */
export type Verb = (typeof VERBS)[number];

const voteFor = (verdict: Verdict, force = false): Command => ({
  type: "CastVote",
  verdict,
  reason: null,
  notes: null,
  force,
  timeWindow: null,
});

/** An outcome without reasons: what nobody has to choose. */
export const outcomeCommand = (outcome: string, rules: readonly OutcomeRule[]): Command => ({
  type: "RecordOutcome",
  outcome,
  reasons: [],
  rules,
  reason: null,
  notes: null,
});

const progressTo = (to: "in_progress" | "completed" | null, findings: {} | null): Command => ({
  type: "Progress",
  to,
  findings,
  secondReview: false,
});

/** The command of every verb but `outcome`, which is asked once for each outcome. */
export const smallestCommand = (verb: Exclude<Verb, "outcome">, review: Review): Command => {
  switch (verb) {
    case "approve":
    case "reject":
    case "revoke":
      return voteFor(verb);
    case "force":
      return voteFor("approve", true);
    case "start":
      return progressTo("in_progress", null);
    case "findings":
      return progressTo(null, {});
    case "complete":
      return progressTo("completed", null);
    case "assign":
      return { type: "Assign", assignedTo: review.assignedTo, priority: null, dueAt: null };
    case "escalate":
      return { type: "Escalate", reason: null, to: null, fallback: [], findings: null, secondReview: false };
    case "note":
      return { type: "AddNote", text: ".", claimedEmail: null };
    case "cancel":
      return { type: "Cancel", reason: null };
    case "pause":
      return { type: "PauseSla", reason: null };
    case "resume":
      return { type: "ResumeSla" };
    case "execute":
      return { type: "ClaimExecution" };
    case "report":
      return { type: "ReportExecution", result: "succeeded", exitCode: null, output: null };
  }
};

/** What a body must bring for this verb, whatever the review; what a review asks for besides is eligibility's answer. */
export type Need = "findings" | "outcome" | "assignedTo" | "text" | "executionToken" | "result";

export const NEEDS: Readonly<Partial<Record<Verb, readonly Need[]>>> = {
  outcome: ["outcome"],
  assign: ["assignedTo"],
  note: ["text"],
  report: ["executionToken", "result"],
};
