// The workspace of most stories about traces: Ada owns it, Adam and Abel administer it, a loan agent reports.

import { expect } from "vitest";
import {
  aClient,
  aMember,
  type Answer,
  aWorkspace,
  bearer,
  type Client,
  type TestWorkspace,
  textAt,
  type WorkspaceParts,
} from "../../support/workspace-builder.ts";

export const AGENT = { id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: "loan_underwriter", name: "Loan underwriter" };

export const PEOPLE = [
  aMember("ada", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("abel", ["risk"], { role: "admin" }),
  aMember("mia"),
  aMember("vic", [], { role: "viewer" }),
  aMember("aud", [], { role: "auditor" }),
  aMember("gone", [], { active: false }),
];

type Config = Readonly<Record<string, unknown>>;

/** Holds every refund. */
export const holdsRefunds = (config?: Config) => ({
  name: "refunds",
  priority: 5,
  conditions: [{ field: "outputDecision.action", operator: "equals", value: "initiate_refund" }],
  actions: [{ type: "flag_for_review", ...(config === undefined ? {} : { config }) }],
});

export const BLOCKS_DELETION = {
  name: "no deletions",
  priority: 1,
  conditions: [{ field: "outputDecision.action", operator: "equals", value: "delete_account" }],
  actions: [{ type: "block" }],
};

export interface TraceWorkspace extends TestWorkspace {
  /** `adj_live_…` of an administrator's desk. */
  readonly desk: Client;
  /** `adj_agent_…` of the loan agent. */
  readonly bot: Client;
  readonly deskKey: string;
  readonly botKey: string;
}

/** `changes` replace keys of the document. */
export const aTraceWorkspace = async (changes: Partial<WorkspaceParts> = {}): Promise<TraceWorkspace> => {
  const own = crypto.randomUUID().replaceAll("-", "");
  const deskKey = `adj_live_${own}${own}`;
  const botKey = `adj_agent_${own}`;
  const workspace = await aWorkspace({
    organizationId: "org_acme",
    members: PEOPLE,
    agents: [AGENT],
    policies: [BLOCKS_DELETION, holdsRefunds()],
    ...changes,
    credentials: [
      { name: "desk", secret: deskKey, role: "admin" },
      { name: "loan-bot", secret: botKey, agent: AGENT.externalId },
      ...(changes.credentials ?? []),
    ],
  });
  return { ...workspace, desk: aClient(bearer(deskKey)), bot: aClient(bearer(botKey)), deskKey, botKey };
};

let traces = 0;

/** A trace that nobody has posted before. */
export const aTrace = (action = "answer_question", changes: object = {}) => {
  traces += 1;
  return {
    agentId: AGENT.externalId,
    inputContext: { prompt: `Question number ${traces}` },
    outputDecision: { action, confidence: 0.92 },
    ...changes,
  };
};

export interface Held {
  readonly traceId: string;
  readonly reviewId: string;
  /** Of the item in the queue. */
  readonly path: string;
}

/** A refund that waits for a person; posted by the desk unless told. */
export const aHeldTrace = async (
  workspace: TraceWorkspace,
  changes: object = {},
  as = workspace.desk,
): Promise<Held> => {
  const posted = await as.post("/api/v1/traces", aTrace("initiate_refund", changes));
  if (posted.status !== 202) throw new Error(`the trace is not held: ${posted.status} ${posted.text}`);
  const reviewId = textAt(posted.body, "reviewId");
  return { traceId: textAt(posted.body, "data", "traceId"), reviewId, path: `/api/v1/review-queue/${reviewId}` };
};

export const decide = (client: Client, { path }: Held, decision: string, more: object = {}): Promise<Answer> =>
  client.post(`${path}/decision`, { decision, ...more });

export const assign = (client: Client, { path }: Held, body?: unknown): Promise<Answer> =>
  client.send("PATCH", `${path}/assign`, body);

export const escalate = (client: Client, { path }: Held, body?: unknown): Promise<Answer> =>
  client.post(`${path}/escalate`, body);

export const bulk = (client: Client, body: unknown): Promise<Answer> =>
  client.post("/api/v1/review-queue/bulk-decision", body);

export const queue = (client: Client, query = ""): Promise<Answer> => client.get(`/api/v1/review-queue${query}`);

export const trace = (client: Client, { traceId }: Pick<Held, "traceId">): Promise<Answer> =>
  client.get(`/api/v1/traces/${traceId}`);

/** What a refusal of this status and code looks like, and nothing else in it. */
export const refused = (status: number, code: string) => ({
  status,
  body: { success: false, error: expect.any(String), code },
});

/** The one item of the queue with that id. */
export const listed = async (client: Client, { reviewId }: Held): Promise<unknown> => {
  const { body } = await queue(client);
  const data: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "data") : null;
  return Array.isArray(data)
    ? data.find((item: unknown) => typeof item === "object" && item !== null && Reflect.get(item, "id") === reviewId)
    : undefined;
};
