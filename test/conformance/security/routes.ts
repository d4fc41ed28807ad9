// Every route of the service, as data: a request that it takes, the ids of others that somebody could try in it, and who
// may call it. A route that is mounted and does not stand here fails a test, and so does one that stands here and is gone.

import type { HeaderList } from "../../support/workspace-builder.ts";
import { FINDINGS, type Ids, WORKFLOW } from "./world.ts";

/** Who may call: see roles.ts. */
export type Access =
  | "public"
  | "native_read"
  | "native_write"
  | "native_cancel"
  | "native_claim"
  | "native_release"
  | "native_next"
  | "native_bulk"
  | "native_figures"
  | "native_owner"
  | "native_settings_read"
  | "native_settings_write"
  | "workspace_read"
  | "operator"
  | "operator_own"
  | "hoop_read"
  | "hoop_write"
  | "hoop_see"
  | "hoop_decide"
  | "hoop_own"
  | "hoop_provision"
  | "hoop_rules_read"
  | "hoop_rules_write"
  | "adjudon_read"
  | "adjudon_decide"
  | "adjudon_handle"
  | "adjudon_post"
  | "adjudon_verify"
  | "alloy_read"
  | "alloy_write"
  | "alloy_token"
  | "voice_read"
  | "voice_write"
  | "voice_read_analyses"
  | "voice_write_analyses"
  | "voice_webhooks";

export interface Route {
  /** Method and pattern, as the router has it. */
  readonly call: string;
  readonly path: (ids: Ids) => string;
  readonly body?: (ids: Ids) => unknown;
  readonly headers?: (ids: Ids) => HeaderList;
  /** Ids of others that this request names. None: it can name nothing, and its answer is searched for others' words. */
  readonly names: readonly (keyof Ids)[];
  readonly access: Access;
  /** Where an unknown id is no 404: because several ids meet in one answer, or it filters a list. */
  readonly isSilent?: true;
}

type Rest = Omit<Route, "call" | "access" | "path" | "names"> & {
  readonly path?: Route["path"];
  readonly names?: Route["names"];
};

const PARAMETER = /:(\w+)(?:\{[^/]*\})?/g;

/** `places`: which id stands for which parameter of the pattern. */
const route = (
  call: string,
  access: Access,
  places: Readonly<Record<string, keyof Ids>> = {},
  rest: Rest = {},
): Route => {
  const pattern = call.slice(call.indexOf(" ") + 1);
  const path = (ids: Ids): string =>
    pattern.replaceAll(PARAMETER, (_, name: string) => encodeURIComponent(ids[places[name] ?? "review"]));
  return { call, access, path, names: Object.values(places), ...rest };
};

const REVIEW = { id: "review" } as const;
const ENDPOINT = { endpointId: "endpoint" } as const;
const WORKSPACE = { workspaceId: "workspace" } as const;
const nothing = () => ({});

const native: readonly Route[] = [
  route("GET /health", "public"),
  route(
    "GET /v2/reviews",
    "native_read",
    {},
    {
      path: ({ entity }) => `/v2/reviews?subjectId=${entity}`,
      names: ["entity"],
      isSilent: true,
    },
  ),
  route(
    "POST /v2/reviews",
    "native_write",
    {},
    {
      body: ({ member }) => ({ subject: { type: "refund", id: crypto.randomUUID() }, assignedTo: member }),
      names: ["member"],
    },
  ),
  route("GET /v2/events", "native_read"),
  route(
    "GET /v2/metrics",
    "native_figures",
    {},
    {
      path: () => "/v2/metrics?from=2026-01-01T00:00:00Z&to=2099-01-01T00:00:00Z",
    },
  ),
  route("GET /v2/reviews/:id", "native_read", REVIEW),
  route("GET /v2/reviews/:id/eligibility", "native_read", REVIEW),
  route("GET /v2/reviews/:id/events", "native_read", REVIEW),
  route("GET /v2/reviews/:id/events/verification", "native_figures", REVIEW),
  route("GET /v2/reviews/:id/deliveries", "native_read", REVIEW),
  route("POST /v2/reviews/:id/claim", "native_claim", REVIEW, { body: nothing }),
  route("POST /v2/reviews/:id/release", "native_release", REVIEW, { body: nothing }),
  route("POST /v2/queue/next", "native_next", {}, { body: nothing }),
  route("POST /v2/reviews/:id/assign", "native_write", REVIEW, { body: () => ({ assignedTo: "rita" }) }),
  route("POST /v2/reviews/:id/escalate", "native_write", REVIEW, { body: () => ({ reason: "r" }) }),
  route("POST /v2/reviews/:id/findings", "native_write", REVIEW, { body: () => FINDINGS }),
  route("POST /v2/reviews/:id/notes", "native_write", REVIEW, { body: () => ({ text: "t" }) }),
  route("POST /v2/reviews/:id/sla/pause", "native_write", REVIEW, { body: () => ({ reason: "r" }) }),
  route("POST /v2/reviews/:id/sla/resume", "native_write", REVIEW, { body: nothing }),
  route("PUT /v2/reviews/:id/execution", "native_write", REVIEW, {
    body: () => ({ executionToken: "0".repeat(43), result: "succeeded", exitCode: 0, output: "" }),
  }),
  route("POST /v2/reviews/:id/complete", "native_write", REVIEW, { body: () => ({ findings: FINDINGS }) }),
  route("POST /v2/reviews/:id/decisions", "native_write", REVIEW, { body: () => ({ verdict: "approve" }) }),
  route("POST /v2/reviews/:id/cancel", "native_cancel", REVIEW, { body: nothing }),
  route(
    "POST /v2/reviews/bulk-decisions",
    "native_bulk",
    {},
    {
      body: ({ review }) => ({ ids: [review], verdict: "reject" }),
      names: ["review"],
      isSilent: true,
    },
  ),
  route("DELETE /v2/reviews/:id/texts", "native_owner", REVIEW),
  route("GET /v2/webhooks", "native_settings_read"),
  route(
    "POST /v2/webhooks",
    "native_settings_write",
    {},
    {
      body: () => ({ url: "https://hooks.example.com/in", events: ["*"], active: false }),
    },
  ),
  route("GET /v2/webhooks/:endpointId", "native_settings_read", ENDPOINT),
  route("GET /v2/webhooks/:endpointId/deliveries", "native_settings_read", ENDPOINT),
  route("PATCH /v2/webhooks/:endpointId", "native_settings_write", ENDPOINT, { body: () => ({ description: "d" }) }),
  route("POST /v2/webhooks/:endpointId/test", "native_settings_write", ENDPOINT),
  route("POST /v2/webhooks/:endpointId/rotate-secret", "native_settings_write", ENDPOINT),
  route("POST /v2/webhooks/:endpointId/replay", "native_settings_write", ENDPOINT, {
    path: ({ endpoint }) => `/v2/webhooks/${endpoint}/replay?since=${new Date().toISOString()}`,
  }),
  route("POST /v2/deliveries/:deliveryId/replay", "native_settings_write", { deliveryId: "delivery" }),
  route("DELETE /v2/webhooks/:endpointId", "native_settings_write", ENDPOINT),
  route("GET /v2/workspaces/:workspaceId", "workspace_read", WORKSPACE),
  route("PUT /v2/workspaces/:workspaceId", "operator", WORKSPACE, { body: () => ({ members: "none" }) }),
  route("POST /v2/workspaces/:workspaceId/clock", "operator_own", WORKSPACE, { body: () => ({ advanceMinutes: 1 }) }),
  route("POST /v2/workspaces/:workspaceId/sign-in-links", "operator_own", WORKSPACE, {
    body: () => ({ memberId: "rita" }),
  }),
  route("DELETE /v2/workspaces/:workspaceId", "operator", WORKSPACE),
];

const hoop: readonly Route[] = [
  route("GET /api/reviews", "hoop_read"),
  route("GET /api/reviews/:id{[\\s\\S]+}", "hoop_see", { id: "session" }),
  route("GET /api/sessions", "hoop_read"),
  route("GET /api/sessions/:id", "hoop_see", { id: "session" }),
  route(
    "POST /api/sessions",
    "hoop_write",
    {},
    {
      body: () => ({ connection: "unguarded", script: "x" }),
    },
  ),
  route(
    "POST /api/sessions/provision",
    "hoop_provision",
    {},
    {
      body: ({ member }) => ({
        connection: "unguarded",
        script: "x",
        user_email: `${member}@example.com`,
        approved_reviewers: ["banking"],
      }),
      names: ["member"],
    },
  ),
  route("PUT /api/reviews/:id{[\\s\\S]+}", "hoop_decide", { id: "session" }, { body: () => ({ status: "APPROVED" }) }),
  route("PUT /api/sessions/:id/review", "hoop_decide", { id: "session" }, { body: () => ({ status: "APPROVED" }) }),
  route("POST /api/sessions/:id/exec", "hoop_own", { id: "session" }, { body: nothing }),
  route("POST /api/sessions/:id/kill", "hoop_own", { id: "session" }, { body: nothing }),
  route("GET /api/access-requests/rules", "hoop_rules_read"),
  route("GET /api/access-requests/rules/:name", "hoop_rules_read", { name: "rule" }),
  route(
    "POST /api/access-requests/rules",
    "hoop_rules_write",
    {},
    {
      body: () => ({
        name: crypto.randomUUID(),
        access_type: "jit",
        connection_names: [crypto.randomUUID()],
        reviewers_groups: ["banking"],
        all_groups_must_approve: true,
        access_max_duration: 60,
      }),
    },
  ),
  route(
    "PUT /api/access-requests/rules/:name",
    "hoop_rules_write",
    { name: "rule" },
    {
      body: ({ rule }) => ({
        name: rule,
        access_type: "command",
        connection_names: [`of-${rule}`],
        reviewers_groups: ["banking"],
        min_approvals: 1,
      }),
    },
  ),
  route("DELETE /api/access-requests/rules/:name", "hoop_rules_write", { name: "rule" }),
];

/** `item` is decided by this prefix's routes, so the other one needs another. */
const adjudonUnder = (prefix: string, item: "item" | "otherItem"): readonly Route[] => [
  route(`GET ${prefix}/review-queue`, "adjudon_read"),
  route(`GET ${prefix}/traces`, "adjudon_read"),
  route(`GET ${prefix}/traces/:traceId`, "adjudon_read", { traceId: "trace" }),
  route(
    `POST ${prefix}/traces`,
    "adjudon_post",
    {},
    {
      body: () => ({
        agentId: "bot",
        inputContext: { prompt: "p" },
        outputDecision: { action: "none", confidence: 1 },
      }),
    },
  ),
  route(
    `PATCH ${prefix}/review-queue/:id/assign`,
    "adjudon_handle",
    { id: item },
    {
      body: () => ({ assignedTo: "rita" }),
    },
  ),
  route(`POST ${prefix}/review-queue/:id/escalate`, "adjudon_handle", { id: item }, { body: () => ({ reason: "r" }) }),
  route(
    `POST ${prefix}/review-queue/bulk-decision`,
    "adjudon_decide",
    {},
    {
      body: (ids) => ({ ids: [ids[item]], decision: "approve" }),
      names: [item],
      isSilent: true,
    },
  ),
  route(
    `POST ${prefix}/review-queue/:id/decision`,
    "adjudon_decide",
    { id: item },
    {
      body: () => ({ decision: "approve" }),
    },
  ),
];

const adjudon: readonly Route[] = [
  ...adjudonUnder("/api/v1", "item"),
  ...adjudonUnder("/api", "otherItem"),
  route("GET /api/v1/audit/verify", "adjudon_verify"),
];

const review = () => ({ agent: { email: "rita@example.com" }, outcome: "Denied", reasons: ["Other"] });
const note = () => ({ note: "Called back", note_author_agent_email: "rita@example.com" });
const ENTITY = { entity: "entity" } as const;

const alloy: readonly Route[] = [
  route("GET /v1/entities/:entity", "alloy_read", ENTITY),
  route("GET /v1/entities/:entity/reviews", "alloy_read", ENTITY),
  route("GET /v1/entities/:entity/reviews/:review", "alloy_read", { ...ENTITY, review: "entityReview" }),
  route("GET /v1/entities/:entity/evaluations/:evaluation", "alloy_read", { ...ENTITY, evaluation: "evaluation" }),
  route("POST /v1/entities/:entity/reviews", "alloy_write", ENTITY, { body: review }),
  route("POST /v1/groups/:group/reviews", "alloy_write", { group: "group" }, { body: review }),
  route(
    "POST /v1/entities/:entity/reviews/:review/notes",
    "alloy_write",
    { ...ENTITY, review: "entityReview" },
    { body: note },
  ),
  route(
    "POST /v1/groups/:group/reviews/:review/notes",
    "alloy_write",
    { group: "group", review: "groupReview" },
    { body: note },
  ),
  route(
    "POST /v1/evaluations",
    "alloy_write",
    {},
    {
      body: () => ({ name_first: "Jo", name_last: "Plain" }),
      headers: ({ entity }) => ({ "alloy-workflow-token": WORKFLOW, "alloy-entity-token": entity }),
      names: ["entity"],
    },
  ),
  route("POST /v1/oauth/bearer", "alloy_token", {}, { body: () => ({ grant_type: "client_credentials" }) }),
];

const authentivoice: readonly Route[] = [
  route("GET /v1/analyses/:id", "voice_read_analyses", { id: "analysis" }),
  route("POST /v1/analyses", "voice_write_analyses", {}, { body: () => ({ riskScore: 1, riskLevel: "low" }) }),
  route("GET /v1/reviews", "voice_read"),
  route("GET /v1/reviews/:id", "voice_read", { id: "voice" }),
  route(
    "POST /v1/reviews",
    "voice_write",
    {},
    {
      body: ({ analysis }) => ({ analysisId: analysis }),
      names: ["analysis"],
    },
  ),
  route(
    "POST /v1/reviews/assign",
    "voice_write",
    {},
    {
      body: ({ voice }) => ({ reviewIds: [voice], assignmentStrategy: { type: "specific", assignTo: ["rita"] } }),
      names: ["voice"],
      isSilent: true,
    },
  ),
  route("PUT /v1/reviews/:id", "voice_write", { id: "voice" }, { body: () => ({ status: "in_progress" }) }),
  route(
    "POST /v1/integrations/webhooks",
    "voice_webhooks",
    {},
    {
      body: () => ({ url: "https://hooks.example.com/voice", events: ["*"] }),
    },
  ),
];

export const ROUTES: readonly Route[] = [...native, ...hoop, ...adjudon, ...alloy, ...authentivoice];
