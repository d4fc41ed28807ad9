// The workspace that is put under load, and its callers.

import type { JsonObject } from "../../src/core/json.ts";

export const WORKSPACE = "faults";
export const CONNECTION = "prod-pg";
export const GROUPS = ["banking", "sre"] as const;

/** Reviewers of each group; the requester is in none. */
export const reviewersOf = (group: string): readonly string[] => [`${group}-1`, `${group}-2`];
export const REQUESTER = "bert";
/** A service with every right: decides reviews without groups, reports executions, verifies trails. */
export const DESK = "desk";

const secretOf = (name: string): string => `secret-of-${name}-in-faults`;

export const authorizationOf = (name: string): string => `Bearer ${secretOf(name)}`;

const member = (id: string, groups: readonly string[]) => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role: "member",
  groups: [...groups],
});

export const workspaceDocument = (): JsonObject => {
  const members = [
    member(REQUESTER, []),
    ...GROUPS.flatMap((group) => reviewersOf(group).map((reviewer) => member(reviewer, [group]))),
  ];
  const bearers = members.map(({ id }) => ({ name: id, type: "bearer", member: id }));
  return {
    organizationId: "org-faults",
    name: "Faults",
    members,
    credentials: [...bearers, { name: DESK, type: "bearer", role: "admin" }].map((credential) => ({
      ...credential,
      secret: secretOf(credential.name),
    })),
    accessRules: [
      {
        name: "prod",
        accessType: "command",
        connections: [CONNECTION],
        reviewerGroups: [...GROUPS],
        allGroupsMustApprove: true,
      },
    ],
  };
};
