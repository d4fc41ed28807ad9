// The operator's routes of the native API, on workspaces that exist for this alone.

import type { HeaderList, Route } from "./fuzz-target.ts";
import { CLOCKED, NOWHERE, VICTIM } from "./fuzz-workspace.ts";

export const operatorRoutes = (operator: HeaderList): readonly Route[] => [
  {
    method: "PUT",
    path: `/v2/workspaces/${VICTIM}`,
    query: ["dryRun"],
    body: () => ({
      name: "Victim",
      members: [{ id: "vera", email: "vera@example.com", name: "Vera", role: "owner", groups: ["g"], active: true }],
      credentials: [{ name: "vera", type: "bearer", member: "vera" }],
      issuers: [{ issuer: "https://idp.invalid", audience: "a", jwksUrl: "https://idp.invalid/jwks.json" }],
      sla: {
        policies: [{ name: "p", dueInMinutes: 60, atRiskPercent: 50, calendar: "c", onBreach: ["escalate"] }],
        calendars: [
          { name: "c", timeZone: "Europe/Berlin", hours: { mon: [["09:00", "17:00"]] }, holidays: ["2026-12-25"] },
        ],
      },
      escalation: { ladder: [{ afterMinutes: 0, to: ["role:owner", "member:vera", "group:g"] }] },
      policies: [
        {
          name: "p",
          conditions: [{ field: "a.b", operator: "regex", value: "^a+$", logicalOperator: "OR" }],
          actions: [{ type: "flag_for_review", config: { priority: "high", minApprovals: 1, slaMinutes: 60 } }],
        },
      ],
      webhooks: [{ id: "w", url: NOWHERE, events: ["*"], format: "standard", active: false, auth: { type: "hmac" } }],
      rateLimits: { perMinute: 600 },
    }),
    callers: [operator],
  },
  { method: "GET", path: `/v2/workspaces/${VICTIM}`, callers: [operator] },
  { method: "DELETE", path: "/v2/workspaces/{workspace}", callers: [operator] },
  { method: "POST", path: `/v2/workspaces/${CLOCKED}/clock`, body: () => ({ advanceMinutes: 1 }), callers: [operator] },
];
