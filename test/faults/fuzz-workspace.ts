// One workspace that speaks all five APIs, for the fuzzer: its document and its callers.

import type { JsonObject } from "../../src/core/json.ts";
import type { HeaderList } from "./fuzz-target.ts";

export const FUZZED = "fuzzed";
/** Its clock is the fuzzer's. */
export const CLOCKED = "fuzzed-clock";
/** Applied, changed and deleted by the fuzzer. */
export const VICTIM = "fuzzed-victim";

export const WORKFLOW = "W0000000000000000000000000000001";
export const AGENT_EMAIL = "rita@example.com";
export const AGENT = "loan_underwriter";

/** Nothing ever answers there. */
export const NOWHERE = "https://hooks.invalid/in";

const secretOf = (name: string): string => `secret-of-${name}-in-fuzzed`;

export const bearer = (name: string): HeaderList => ({ authorization: `Bearer ${secretOf(name)}` });
export const basic = (name: string): HeaderList => ({ authorization: `Basic ${btoa(`${name}:${secretOf(name)}`)}` });

/** Members of every role and group that matters, and a service that administers. */
export const PEOPLE: readonly HeaderList[] = ["olga", "adam", "rita", "sam", "bert", "desk"].map(bearer);

const member = (id: string, role: string, groups: readonly string[]): JsonObject => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role,
  groups,
});

const MEMBERS = [
  member("olga", "owner", ["banking"]),
  member("adam", "admin", ["sre"]),
  member("rita", "member", ["banking"]),
  member("sam", "member", ["sre", "voice_cloning"]),
  member("bert", "member", []),
];

const bearerOf = (name: string, more: JsonObject): JsonObject => ({
  name,
  type: "bearer",
  secret: secretOf(name),
  ...more,
});

export const fuzzDocument = (): JsonObject => ({
  organizationId: "org-fuzzed",
  members: MEMBERS,
  credentials: [
    ...["olga", "adam", "rita", "sam", "bert"].map((id) => bearerOf(id, { member: id })),
    bearerOf("desk", { role: "admin" }),
    bearerOf("agent", { agent: AGENT }),
    { name: "wf", type: "basic", token: "wf", secret: secretOf("wf"), workflow: WORKFLOW },
    { name: "acct", type: "basic", token: "acct", secret: secretOf("acct") },
  ],
  workflows: [
    {
      token: WORKFLOW,
      name: "Fuzzed",
      defaultOutcome: "Approved",
      rules: [
        {
          conditions: [{ field: "name_last", operator: "regex", value: "^Rev" }],
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
  agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: AGENT, name: "Loan underwriter" }],
  policies: [
    {
      name: "refunds",
      priority: 2,
      conditions: [{ field: "outputDecision.action", operator: "contains", value: "refund" }],
      actions: [{ type: "flag_for_review" }],
    },
    {
      name: "deletions",
      priority: 1,
      conditions: [{ field: "outputDecision.action", operator: "equals", value: "delete_account" }],
      actions: [{ type: "block" }],
    },
  ],
  accessRules: [
    {
      name: "prod",
      accessType: "jit_command",
      connections: ["prod"],
      reviewerGroups: ["banking", "sre"],
      minApprovals: 1,
      forceApprovalGroups: ["sre"],
    },
  ],
  nextSteps: { "Block caller number": "Number added to blocklist" },
});

export const clockDocument = (): JsonObject => ({ testClock: true, members: MEMBERS });
