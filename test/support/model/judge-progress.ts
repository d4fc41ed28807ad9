// Findings, picking up and completing in the model. Source: authentivoice.md rulings 4-6, 8, 13; workspace.md 4.

import {
  assigneeOf,
  type Extra,
  findingsOf,
  isEscalated,
  isOpen,
  last,
  needsSecond,
  type Story,
  statusOf,
} from "./facts.ts";
import { type Agent, type Intent, isSame } from "./terms.ts";
import { accepted, refused, type Verdict } from "./verdict.ts";

type Progress = Extract<Intent, { readonly verb: "start" | "save" | "complete" }>;

const judgeCompletion = (story: Story, by: Agent, at: number, extra: Extra, seconds: boolean): Verdict => {
  const { terms } = story;
  if (!terms.endings.includes("completion")) return refused("not_applicable");
  const saved = { ...findingsOf(story), ...extra.findings };
  if (terms.findings === "required" && Object.keys(saved).length === 0) return refused("findings_missing");
  const first = last(story, "first completed");
  if (first?.by != null && isSame(first.by, by)) return refused("same_reviewer");
  if (first !== undefined || !(needsSecond(story) || seconds)) return accepted({ at, by, what: "completed", ...extra });
  return accepted({ at, by, what: "first completed", ...extra });
};

/** Several parts of one request are one change. */
export const judgeProgress = (story: Story, by: Agent, at: number, progress: Progress): Verdict => {
  const { terms } = story;
  if (!isOpen(story)) return refused("review_closed");
  const findings = progress.verb === "start" ? null : progress.findings;
  if (findings !== null && terms.findings === "none") return refused("not_applicable");
  const hasFindings = findings !== null && Object.keys(findings).length > 0;
  const raises = progress.second && !needsSecond(story);
  const extra = { ...(hasFindings ? { findings } : {}), ...(progress.second ? { second: true } : {}) };
  if (progress.verb === "complete") return judgeCompletion(story, by, at, extra, progress.second);
  if (progress.verb === "start") {
    const assignee = assigneeOf(story);
    // Only a member can have it: a machine that picks up leaves it where it is.
    const takes = by.kind === "member" && (isEscalated(story) || assignee === null);
    if (statusOf(story) === "pending" || isEscalated(story) || takes) {
      const taken = takes ? by.id : assignee;
      return accepted({ at, by, what: "started", assignee: taken, ...extra });
    }
  }
  return hasFindings || raises ? accepted({ at, by, what: "saved", ...extra }) : accepted();
};
