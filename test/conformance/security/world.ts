// Two workspaces of the same shape with something of every kind in each: the one that calls, and the one that must stay
// out of reach. Who builds them plays the receiver of their webhooks.

import { listAt, valueAt } from "../../support/entity-workspace.ts";
import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  type TestWorkspace,
  textAt,
} from "../../support/workspace-builder.ts";

export const WORKFLOW = "W0000000000000000000000000000001";

/** Ids of everything that one workspace has, each as its own API gives it. */
export interface Ids {
  readonly workspace: string;
  readonly review: string;
  readonly session: string;
  readonly rule: string;
  readonly trace: string;
  readonly item: string;
  readonly otherItem: string;
  readonly entity: string;
  readonly group: string;
  readonly evaluation: string;
  readonly entityReview: string;
  readonly groupReview: string;
  readonly analysis: string;
  readonly voice: string;
  readonly endpoint: string;
  readonly delivery: string;
  readonly member: string;
  readonly externalEntity: string;
  readonly cursor: string;
}

export interface World {
  readonly workspace: TestWorkspace;
  readonly ids: Ids;
  /** Words that stand in this workspace's rows and nowhere else. */
  readonly marks: readonly string[];
}

const PEOPLE = (own: string) => [
  aMember("olga", [], { role: "owner", name: `Olga ${own}`, email: `olga@${own}.example` }),
  aMember("adam", [], { role: "admin" }),
  aMember("max", ["dev"]),
  aMember("rita", ["banking"]),
  aMember("vic", ["banking"], { role: "viewer" }),
  aMember("aud", [], { role: "auditor" }),
  aMember(`only-${own}`, ["banking"], { name: `Only ${own}` }),
];

const CREDENTIALS = [
  { name: "service" },
  { name: "desk", role: "admin" },
  { name: "reads", scopes: ["read:reviews"] },
  { name: "writes", scopes: ["write:reviews"] },
  { name: "listens", scopes: ["read:analyses"] },
  { name: "uploads", scopes: ["write:analyses"] },
  { name: "traces", scopes: ["write:traces"] },
  { name: "agent-key", agent: "bot" },
];

const documentOf = (own: string) => ({
  organizationId: `org-${own}`,
  members: PEOPLE(own),
  credentials: [
    ...CREDENTIALS,
    { name: "pair", type: "basic", token: `pair-${own}`, workflow: WORKFLOW },
    { name: "pair-viewer", type: "basic", token: `pair-viewer-${own}`, role: "viewer", workflow: WORKFLOW },
  ],
  agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: "bot", name: `Bot ${own}` }],
  policies: [
    {
      name: `refunds ${own}`,
      priority: 1,
      conditions: [{ field: "outputDecision.action", operator: "equals", value: "refund" }],
      actions: [{ type: "flag_for_review" }],
    },
  ],
  workflows: [
    {
      token: WORKFLOW,
      name: `Workflow ${own}`,
      defaultOutcome: "Approved",
      rules: [
        {
          conditions: [{ field: "name_last", operator: "equals", value: "Review" }],
          outcome: "Manual Review",
          tags: [],
        },
      ],
    },
  ],
  reviewReasons: [{ outcome: "Denied", verdict: "reject", reasons: ["Other"] }],
  accessRules: [
    {
      name: `rule-${own}`,
      accessType: "command",
      connections: [`db-${own}`],
      reviewerGroups: ["banking"],
      allGroupsMustApprove: true,
    },
  ],
});

export const basic = (token: string, secret: string) => ({ authorization: `Basic ${btoa(`${token}:${secret}`)}` });

const made = (answer: Answer, status: number): unknown => {
  if (answer.status !== status) throw new Error(`expected ${status}: ${answer.status} ${answer.text}`);
  return answer.body;
};

export const FINDINGS = { fraudConfirmed: true, riskAssessment: "high", notes: "A cloned voice.", confidence: 0.9 };

const idOf = async (workspace: TestWorkspace, type: string, id: string): Promise<string> => {
  const { body } = await workspace.as("olga").get(`/v2/reviews?subjectType=${type}&subjectId=${id}`);
  return textAt(body, "data", 0, "id");
};

/** `own` stands in every id and word that the workspace may choose for itself. */
export const aWorld = async (own: string): Promise<World> => {
  const workspace = await aWorkspace(documentOf(own));
  const olga = workspace.as("olga");
  const pair = aClient(basic(`pair-${own}`, workspace.secretOf("pair")));
  const endpoint = made(
    await olga.post("/v2/webhooks", {
      url: `https://${own}.example.com/in`,
      events: ["*"],
      description: `Endpoint of ${own}`,
    }),
    201,
  );
  const endpointPath = `/v2/webhooks/${textAt(endpoint, "id")}`;
  // One delivery by hand; then the endpoint rests, so that nothing changes by itself while tests look.
  made(await olga.post(`${endpointPath}/test`), 200);
  made(await olga.send("PATCH", endpointPath, { active: false }), 200);
  const deliveries = made(await olga.get(`${endpointPath}/deliveries`), 200);
  const native = made(
    await olga.post("/v2/reviews", { subject: { type: "refund", id: `refund-${own}`, attributes: { note: own } } }),
    201,
  );
  const session = textAt(
    made(await workspace.as("max").post("/api/sessions", { connection: `db-${own}`, script: `echo ${own}` }), 202),
    "session_id",
  );
  const aTrace = async (which: string): Promise<unknown> =>
    made(
      await workspace.as("agent-key").post("/api/v1/traces", {
        agentId: "bot",
        inputContext: { prompt: `Refund ${which} ${own}` },
        outputDecision: { action: "refund", confidence: 0.9 },
      }),
      202,
    );
  const trace = await aTrace("one");
  const subject = { name_first: own, name_last: "Review" };
  const evaluation = made(
    await pair.post("/v1/evaluations", subject, {
      "alloy-external-entity-id": `customer-${own}`,
      "alloy-external-group-id": `household-${own}`,
    }),
    201,
  );
  const [entity, group] = [textAt(evaluation, "entity_token"), textAt(evaluation, "group_token")];
  const review = { agent: { email: `olga@${own}.example` }, outcome: "Denied", reasons: ["Other"] };
  const entityReview = made(await pair.post(`/v1/entities/${entity}/reviews`, review), 200);
  const groupReview = made(await pair.post(`/v1/groups/${group}/reviews`, review), 200);
  const analysis = textAt(
    made(await workspace.as("service").post("/v1/analyses", { riskScore: 87, riskLevel: "high", summary: own }), 201),
    "analysisId",
  );
  const voice = textAt(
    made(await workspace.as("service").post("/v1/reviews", { analysisId: analysis, instructions: own }), 201),
    "reviewId",
  );
  await workspace.as("rita").post(`/v2/reviews/${textAt(native, "id")}/notes`, { text: `Note of ${own}` });
  const page = made(await olga.get("/v2/reviews?limit=1"), 200);
  const ids = {
    workspace: workspace.id,
    review: textAt(native, "id"),
    session,
    rule: `rule-${own}`,
    trace: textAt(trace, "data", "traceId"),
    item: textAt(trace, "reviewId"),
    otherItem: textAt(await aTrace("another"), "reviewId"),
    entity,
    group,
    evaluation: textAt(evaluation, "evaluation_token"),
    entityReview: textAt(entityReview, "review_token"),
    groupReview: textAt(groupReview, "review_token"),
    analysis,
    voice,
    endpoint: textAt(endpoint, "id"),
    delivery: textAt(deliveries, "data", 0, "id"),
    member: `only-${own}`,
    externalEntity: `customer-${own}`,
    cursor: String(valueAt(page, "nextCursor")),
  };
  const natives = [
    await idOf(workspace, "session", session),
    await idOf(workspace, "trace", ids.trace),
    await idOf(workspace, "analysis", analysis),
  ];
  const listed = listAt(made(await olga.get("/v2/reviews?limit=200"), 200), "data").map((one) => textAt(one, "id"));
  return { workspace, ids, marks: [own, ...natives, ...listed, ...Object.values(ids)] };
};
