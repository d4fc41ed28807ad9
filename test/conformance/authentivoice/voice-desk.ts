// The workspace of most stories about analysed calls: Olga owns it, Ada administers, Rita, Rob and Ron review.

import {
  type Answer,
  aMember,
  aWorkspace,
  type TestWorkspace,
  textAt,
  type WorkspaceParts,
} from "../../support/workspace-builder.ts";

export const PEOPLE = [
  aMember("olga", [], { role: "owner" }),
  aMember("ada", [], { role: "admin" }),
  aMember("rita", ["voice_cloning"]),
  aMember("rob", ["social_engineering"]),
  aMember("ron"),
  aMember("vic", [], { role: "viewer" }),
  aMember("aud", [], { role: "auditor" }),
];

/** Machines: everything, reading only, writing only, analyses only, and one that may only post for an agent. */
export const MACHINES = [
  { name: "bot", role: "member" },
  { name: "bot-two", role: "member" },
  { name: "reader", role: "member", scopes: ["read:reviews"] },
  { name: "writer", role: "member", scopes: ["write:reviews"] },
  { name: "listener", role: "member", scopes: ["read:analyses"] },
  { name: "uploader", role: "member", scopes: ["write:analyses"] },
  { name: "trace-bot", agent: "loan_underwriter" },
];

/** `changes` replace keys of the document. */
export const aVoiceDesk = (changes: Partial<WorkspaceParts> = {}): Promise<TestWorkspace> =>
  aWorkspace({
    members: PEOPLE,
    credentials: MACHINES,
    agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: "loan_underwriter", name: "Loan underwriter" }],
    ...changes,
  });

export const ANALYSIS = { riskScore: 87, riskLevel: "high" };

export const anAnalysis = async (desk: TestWorkspace, body: object = {}): Promise<string> => {
  const registered = await desk.as("bot").post("/v1/analyses", { ...ANALYSIS, ...body });
  if (registered.status !== 201) throw new Error(`not registered: ${registered.status} ${registered.text}`);
  return textAt(registered.body, "analysisId");
};

export interface OpenReview {
  readonly id: string;
  readonly analysisId: string;
  readonly path: string;
}

/** A review of a fresh analysis, assigned to Rita unless told. */
export const aVoiceReview = async (
  desk: TestWorkspace,
  body: object = {},
  analysis: object = {},
): Promise<OpenReview> => {
  const analysisId = await anAnalysis(desk, analysis);
  const created = await desk.as("bot").post("/v1/reviews", { analysisId, assignedTo: "rita", ...body });
  if (created.status !== 201) throw new Error(`not created: ${created.status} ${created.text}`);
  const id = textAt(created.body, "reviewId");
  return { id, analysisId, path: `/v1/reviews/${id}` };
};

export const FINDINGS = { fraudConfirmed: true, riskAssessment: "high", notes: "A cloned voice.", confidence: 0.9 };

export const update = (desk: TestWorkspace, as: string, { path }: OpenReview, body: unknown): Promise<Answer> =>
  desk.as(as).put(path, body);

export const aCompletedReview = async (desk: TestWorkspace, body: object = {}): Promise<OpenReview> => {
  const review = await aVoiceReview(desk, body);
  const completed = await update(desk, "rita", review, { status: "completed", findings: FINDINGS });
  if (completed.status !== 200) throw new Error(`not completed: ${completed.status} ${completed.text}`);
  return review;
};

/** What an error body looks like. */
export const anError = (status: number, code: string, message?: string) => ({
  status,
  body: { error: { code, ...(message === undefined ? {} : { message }) } },
});

/** An id that no review has. */
export const NOBODYS = "/v1/reviews/rev_abc123def456";

/** ISO 8601 in UTC to the second. */
export const SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
