// Who may do what, and what comes of it, in the model: the sentences of the contracts one after the other.
// Source: hoop.md rulings 3-12 and 2.4; adjudon.md 3, 6, 13; authentivoice.md 4-6, 8, 13; workspace.md 4; time.md 4, 5.

import { judgeProgress } from "./judge-progress.ts";
import { judgeVote } from "./judge-vote.ts";
import { judgeEscalation } from "./judge-escalation.ts";
import { runUntil } from "./clock.ts";
import { assigneeOf, isOpen, isPaused, last, type Story, statusOf } from "./facts.ts";
import { type Agent, type Intent, isSame, type Terms } from "./terms.ts";
import { accepted, isAdministrator, refused, type Verdict } from "./verdict.ts";

/** A review with groups: its requester, those it asks, administrators and auditors. Others: everybody. */
const sees = ({ visibility, requester, asked, force }: Terms, actor: Agent): boolean =>
  visibility === "members" ||
  isSame(actor, requester) ||
  isAdministrator(actor) ||
  actor.role === "auditor" ||
  actor.groups.some((group) => asked.includes(group) || force.includes(group));

/** Only what hangs on the story as it stands now: timers have fired. */
const judgeNow = (story: Story, actor: Agent, at: number, intent: Intent): Verdict => {
  const { terms } = story;
  const by = actor;
  switch (intent.verb) {
    case "vote":
      return judgeVote(story, actor, at, intent);
    case "start":
    case "save":
    case "complete":
      return judgeProgress(story, actor, at, intent);
    case "escalate":
      return judgeEscalation(story, actor, at, intent.to);
    case "assign":
      if (!isOpen(story) && !terms.afterSettlement.includes("assign")) return refused("review_closed");
      return intent.to === assigneeOf(story) ? accepted() : accepted({ at, by, what: "assigned", to: intent.to });
    case "note":
      return accepted({ at, by, what: "note" });
    case "cancel":
      if (!isAdministrator(actor) && !isSame(actor, terms.requester)) return refused("forbidden");
      return isOpen(story) ? accepted({ at, by, what: "cancelled" }) : refused("review_closed");
    case "claim":
      return judgeClaim(story, actor, at);
    case "report":
      return judgeReport(story, actor, at, intent);
    case "pause":
      if (!isOpen(story)) return refused("review_closed");
      return isPaused(story) ? refused("sla_paused") : accepted({ at, by, what: "paused" });
    case "resume":
      if (!isOpen(story)) return refused("review_closed");
      return isPaused(story) ? accepted({ at, by, what: "resumed" }) : refused("sla_not_paused");
    case "wait":
      return accepted();
  }
};

const judgeClaim = (story: Story, actor: Agent, at: number): Verdict => {
  const { access, requester } = story.terms;
  if (access?.kind !== "once") return refused("not_applicable");
  if (!isAdministrator(actor) && !isSame(actor, requester)) return refused("not_executor");
  const status = statusOf(story);
  if (status === "processing") return refused("execution_running");
  return status === "approved" ? accepted({ at, by: actor, what: "claimed" }) : refused("not_executable");
};

/** The kernel keeps a late report; the API then tells its sender that the review is closed. */
export const LATE = "late";

/** The identical report again changes nothing; a late one is kept and refused. */
const judgeReport = (story: Story, by: Agent, at: number, report: Extract<Intent, { verb: "report" }>): Verdict => {
  const { result, exitCode } = report;
  const status = statusOf(story);
  if (status === "processing") return accepted({ at, by, what: "reported", result, exitCode });
  if (status === "unknown") return { refusal: LATE, facts: [{ at, by, what: "late report" }] };
  const former = last(story, "reported");
  if (former === undefined) return refused("not_executable");
  return former.result === result && former.exitCode === exitCode ? accepted() : refused("review_closed");
};

/** What comes of one intent at an instant, and the story after it: what is due happens before anybody is heard. */
export const tell = (
  story: Story,
  actor: Agent,
  now: number,
  intent: Intent,
): { readonly story: Story; readonly refusal: string | null } => {
  if (intent.verb === "wait") return { story: runUntil(story, now), refusal: null };
  // Who holds the execution's token reports, and needs to see nothing else.
  if (intent.verb !== "report" && !sees(story.terms, actor)) return { story, refusal: "not_found" };
  const current = runUntil(story, now);
  if (actor.role === "viewer" || actor.role === "auditor") return { story: current, refusal: "forbidden" };
  const { refusal, facts } = judgeNow(current, actor, now, intent);
  return { story: { ...current, facts: [...current.facts, ...facts] }, refusal };
};
