// What of a review the model and the service must agree on, and under which names an event stands in the trail.

import { assigneeOf, type Fact, findingsOf, last, needsSecond, rowsOf, type Story, slaOf, statusOf } from "./facts.ts";

export interface View {
  readonly status: string;
  readonly version: number;
  readonly rows: readonly string[];
  readonly assignedTo: string | null;
  readonly findings: unknown;
  readonly escalation: string | null;
  readonly sla: string | null;
  readonly executed: string | null;
}

const sorted = (findings: Readonly<Record<string, unknown>> | null): unknown =>
  findings === null ? null : Object.entries(findings).toSorted(([a], [b]) => a.localeCompare(b));

export const seenByModel = (story: Story): View => {
  const escalated = last(story, "escalated");
  return {
    status: statusOf(story),
    version: story.facts.length,
    rows: rowsOf(story).map(({ group, status, by }) => `${group} ${status} ${by}`),
    assignedTo: assigneeOf(story),
    findings: sorted(findingsOf(story)),
    escalation: escalated === undefined ? null : `${escalated.level}: ${escalated.to.join()}`,
    sla: slaOf(story),
    executed: last(story, "reported")?.result ?? null,
  };
};

interface NativeReview {
  readonly status: string;
  readonly version: number;
  readonly groups: readonly {
    readonly name: string;
    readonly status: string;
    readonly reviewedBy: { readonly id: string } | null;
  }[];
  readonly assignedTo: string | null;
  readonly findings: Readonly<Record<string, unknown>> | null;
  readonly escalation: { readonly level: number; readonly to: readonly string[] } | null;
  readonly sla: { readonly status: string } | null;
  readonly execution: { readonly result: string | null } | null;
}

export const seenByService = (body: unknown): View => {
  const review = body as NativeReview;
  return {
    status: review.status,
    version: review.version,
    rows: review.groups.map(({ name, status, reviewedBy }) => `${name} ${status} ${reviewedBy?.id ?? null}`),
    assignedTo: review.assignedTo,
    findings: sorted(review.findings),
    escalation: review.escalation === null ? null : `${review.escalation.level}: ${review.escalation.to.join()}`,
    sla: review.sla?.status ?? null,
    executed: review.execution?.result ?? null,
  };
};

const BY_TIME = { approve: "approved", reject: "rejected", expire: "expired" } as const;

const NAMES = {
  opened: "opened",
  started: "started",
  completed: "completed",
  assigned: "assigned",
  escalated: "escalated",
  claimed: "execution_started",
  reported: "executed",
  note: "note_added",
  cancelled: "cancelled",
  paused: "paused",
  resumed: "resumed",
  "at risk": "sla_at_risk",
  breached: "sla_breached",
  lost: "execution_unknown",
  "late report": "execution_report_late",
  "first completed": "second_review_requested",
} as const;

/** `told`: the story before and after; null where time alone acts. A vote that settles is named after what it settled. */
export const eventTypeOf = (fact: Fact, told: { readonly before: Story; readonly after: Story } | null): string => {
  if (fact.what === "ended") return BY_TIME[fact.verdict];
  if (fact.what === "vote") {
    return told === null || statusOf(told.before) === statusOf(told.after) ? "vote_cast" : statusOf(told.after);
  }
  if (fact.what !== "saved") return NAMES[fact.what];
  const asksForSecond = fact.findings === undefined && told !== null && !needsSecond(told.before);
  return asksForSecond ? "second_review_requested" : "findings_saved";
};

/** Throws with both sides where they differ. */
export const checkSame = (what: string, actual: unknown, expected: unknown): void => {
  const [left, right] = [JSON.stringify(actual, null, 1), JSON.stringify(expected, null, 1)];
  if (left !== right) throw new Error(`${what}\nthe service says ${left}\nthe model says ${right}`);
};
