// Every route of hoop's API, each with a body that it would take.

import { isErrorOf } from "./fuzz-errors.ts";
import type { Target } from "./fuzz-target.ts";
import { bearer, PEOPLE } from "./fuzz-workspace.ts";

export const hoop: Target = {
  dialect: "hoop",
  callers: PEOPLE,
  headers: { "idempotency-key": ["k-1", "k-2"], "content-type": ["application/json", "text/plain"] },
  isItsError: isErrorOf.hoop,
  routes: [
    {
      method: "POST",
      path: "/api/sessions",
      body: () => ({
        connection: "prod",
        script: "x",
        metadata: { a: "b" },
        env_vars: { A: "eA==" },
        client_args: ["-v"],
      }),
      learns: { review: ["session_id"], session: ["session_id"] },
      isSeed: true,
      callers: [bearer("bert")],
    },
    {
      method: "POST",
      path: "/api/sessions/provision",
      body: () => ({
        connection: "prod",
        script: "x",
        user_email: "bert@example.com",
        approved_reviewers: ["banking"],
        access_duration_sec: 60,
        time_window: { type: "time_range", configuration: { start_time: "08:00", end_time: "18:00" } },
      }),
      callers: [bearer("desk")],
    },
    { method: "GET", path: "/api/sessions/{session}", learns: { review: ["review", "id"] }, isSeed: true },
    {
      method: "PUT",
      path: "/api/reviews/{review}",
      body: () => ({
        status: "APPROVED",
        force_review: false,
        rejection_reason: "",
        time_window: { type: "time_range", configuration: { start_time: "22:00", end_time: "06:00" } },
      }),
    },
    {
      method: "PUT",
      path: "/api/sessions/{session}/review",
      body: () => ({ status: "REJECTED", rejection_reason: "no" }),
    },
    { method: "GET", path: "/api/reviews" },
    { method: "GET", path: "/api/reviews/{review}" },
    { method: "GET", path: "/api/sessions", query: ["limit", "offset", "review.status", "review.approver"] },
    {
      method: "PUT",
      path: "/api/reviews/{review}",
      body: () => ({ status: "approved" }),
      isSeed: true,
      callers: [bearer("rita"), bearer("sam")],
    },
    {
      method: "POST",
      path: "/api/sessions/{session}/exec",
      body: () => ({}),
      callers: [bearer("bert"), bearer("olga")],
    },
    { method: "POST", path: "/api/sessions/{session}/kill", body: () => ({}) },
    { method: "GET", path: "/api/access-requests/rules", callers: [bearer("olga")] },
    {
      method: "POST",
      path: "/api/access-requests/rules",
      body: () => ({
        name: "one",
        description: "",
        access_type: "jit",
        connection_names: ["other-1"],
        reviewers_groups: ["sre"],
        all_groups_must_approve: true,
        access_max_duration: 60,
      }),
      learns: { rule: ["name"] },
      callers: [bearer("olga")],
    },
    { method: "GET", path: "/api/access-requests/rules/{rule}", callers: [bearer("olga")] },
    {
      method: "PUT",
      path: "/api/access-requests/rules/{rule}",
      body: () => ({
        name: "one",
        access_type: "command",
        connection_names: ["other-2"],
        reviewers_groups: ["sre"],
        min_approvals: 1,
      }),
      callers: [bearer("olga")],
    },
    { method: "DELETE", path: "/api/access-requests/rules/{rule}", callers: [bearer("olga")] },
  ],
};
