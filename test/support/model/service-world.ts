// The workspace in which stories are told to a running service: the whole cast, one access rule for each way of asking,
// a deadline policy and a ladder that apply to every review, and a clock that stands still until it is told to move.

import type { JsonObject } from "../../../src/core/json.ts";
import { CAST, GONE } from "./cast.ts";
import type { Terms } from "./terms.ts";

/** As the fuzz sends: no client of a framework between it and the service. */
export type Send = (request: {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}) => Promise<{ readonly status: number; readonly text: string }>;

export interface Rule {
  readonly asked: readonly string[];
  /** Null: all. */
  readonly needed: number | null;
  readonly force: readonly string[];
  readonly expiresAt: number | null;
}

export const RULES: readonly Rule[] = [
  { asked: ["a"], needed: null, force: [], expiresAt: null },
  { asked: ["a", "b"], needed: null, force: ["oncall"], expiresAt: 240 },
  { asked: ["a", "b", "legal"], needed: 2, force: ["oncall", "a"], expiresAt: null },
  { asked: ["a", "b"], needed: 1, force: [], expiresAt: 240 },
  { asked: ["b", "admin"], needed: null, force: ["oncall"], expiresAt: null },
];

export const connectionOf = (rule: number): string => `connection-${rule}`;

/** What an action of the voice and the trace API is called in the policies below: so many administrators. */
export const ADMINISTRATORS_NEEDED = [1, 2] as const;

const secretOf = (name: string, workspaceId: string): string => `key-of-${name}-in-${workspaceId}`;

export const authorizationOf = (name: string, workspaceId: string): string => `Bearer ${secretOf(name, workspaceId)}`;

export const worldDocument = (workspaceId: string, { sla, ladder }: Pick<Terms, "sla" | "ladder">): JsonObject => {
  const members = [...CAST, GONE].filter(({ kind }) => kind === "member");
  const credentials = CAST.map(({ kind, id, role }) => ({
    name: id,
    type: "bearer",
    secret: secretOf(id, workspaceId),
    ...(kind === "member" ? { member: id } : { role }),
  }));
  const policies =
    sla === null
      ? []
      : [{ name: "deadline", when: {}, dueInMinutes: sla.dueAt, atRiskPercent: 75, onBreach: [...sla.onBreach] }];
  return {
    organizationId: `org-${workspaceId}`,
    name: "Stories",
    testClock: true,
    members: members.map(({ id, email, name, role, groups }) => ({
      id,
      email,
      name,
      role,
      groups: [...groups],
      ...(id === GONE.id ? { active: false } : {}),
    })),
    credentials,
    accessRules: RULES.map(({ asked, needed, force, expiresAt }, index) => ({
      name: `rule-${index}`,
      accessType: "jit_command",
      connections: [connectionOf(index)],
      reviewerGroups: [...asked],
      allGroupsMustApprove: needed === null,
      minApprovals: needed,
      forceApprovalGroups: [...force],
      pendingTtlMinutes: expiresAt,
    })),
    policies: ADMINISTRATORS_NEEDED.map((minApprovals) => ({
      name: `by ${minApprovals}`,
      enabled: true,
      priority: minApprovals,
      conditions: [{ field: "outputDecision.action", operator: "equals", value: `by-${minApprovals}` }],
      actions: [{ type: "flag_for_review", config: { minApprovals } }],
    })),
    sla: { policies, calendars: [] },
    escalation: { ladder: ladder.map(({ afterMinutes, to }) => ({ afterMinutes, to: [...to] })) },
    execution: { deadlineMinutes: 15 },
  };
};
