// The workspace of the mixed load: it speaks all five APIs, two groups have to approve what is guarded, and what is
// overdue is told upwards.

import type { JsonObject } from "../../src/core/json.ts";
import type { HeaderList } from "./fuzz-target.ts";

export const MIXED = "mixed";
export const GUARDED = "prod-pg";
export const OPEN_CONNECTION = "scratch-pg";
export const WORKFLOW = "W0000000000000000000000000000009";
export const AGENT_EMAIL = "rita@example.com";
export const AGENT = "loan_underwriter";

/** Reviewers of each group; the requester is in none. */
export const REVIEWERS = ["rita", "ralf", "sam", "sue"] as const;
export const REQUESTER = "bert";
/** A service with every right. */
export const DESK = "desk";
/** What submits traces. */
export const SUBMITTER = "agent";

const secretOf = (name: string): string => `secret-of-${name}-in-mixed`;

export const bearer = (name: string): HeaderList => ({ authorization: `Bearer ${secretOf(name)}` });
export const basic = (name: string): HeaderList => ({ authorization: `Basic ${btoa(`${name}:${secretOf(name)}`)}` });

const member = (id: string, role: string, groups: readonly string[]) => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role,
  groups,
});

const MEMBERS = [
  member("olga", "owner", []),
  member("rita", "member", ["banking"]),
  member("ralf", "member", ["banking"]),
  member("sam", "member", ["sre"]),
  member("sue", "member", ["sre"]),
  member(REQUESTER, "member", []),
];

export const mixedDocument = (): JsonObject => ({
  organizationId: "org-mixed",
  members: MEMBERS,
  credentials: [
    ...MEMBERS.map(({ id }) => ({ name: id, type: "bearer", member: id, secret: secretOf(id) })),
    { name: DESK, type: "bearer", role: "admin", secret: secretOf(DESK) },
    { name: SUBMITTER, type: "bearer", agent: AGENT, secret: secretOf(SUBMITTER) },
    { name: "wf", type: "basic", token: "wf", secret: secretOf("wf"), workflow: WORKFLOW },
  ],
  workflows: [
    {
      token: WORKFLOW,
      name: "Mixed",
      defaultOutcome: "Approved",
      rules: [
        {
          conditions: [{ field: "name_last", operator: "equals", value: "Review" }],
          outcome: "Manual Review",
          tags: ["persona"],
        },
      ],
    },
  ],
  reviewReasons: [
    { outcome: "Denied", verdict: "reject", reasons: ["Other"] },
    { outcome: "Approved", verdict: "approve", reasons: ["Other"] },
  ],
  agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaab", externalId: AGENT, name: "Loan underwriter" }],
  policies: [
    {
      name: "refunds",
      priority: 1,
      conditions: [{ field: "outputDecision.action", operator: "contains", value: "refund" }],
      actions: [{ type: "flag_for_review" }],
    },
  ],
  accessRules: [
    {
      name: "prod",
      accessType: "command",
      connections: [GUARDED],
      reviewerGroups: ["banking", "sre"],
      allGroupsMustApprove: true,
    },
  ],
  escalation: { ladder: [{ afterMinutes: 0, to: ["role:owner"] }] },
});
