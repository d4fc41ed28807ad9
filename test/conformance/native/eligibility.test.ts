// GET /v2/reviews/{id}/eligibility against the attempt, rule by rule, over reviews of every API: allowed is accepted,
// refused is refused with the code that was foretold. Source: issue "The desk people like to sit at", Build 4.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createReviewQueries } from "../../../src/queries/review-queries.ts";
import { aReview as anEntityReview, evaluate, PARTS as ENTITIES } from "../../support/entity-workspace.ts";
import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  type Client,
  operator,
  type TestWorkspace,
  textAt,
} from "../../support/workspace-builder.ts";
import { AGENT, holdsRefunds } from "../adjudon/world.ts";
import { ANALYSIS, FINDINGS } from "../authentivoice/voice-desk.ts";

const aDesk = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("adam", [], { role: "admin" }),
      aMember("rita", ["banking"]),
      aMember("sam", ["sre"]),
      aMember("otto", ["oncall"]),
      aMember("vic", ["banking"], { role: "viewer" }),
      aMember("aud", [], { role: "auditor" }),
      aMember("gone", ["sre"], { active: false }),
      ...ENTITIES.members.filter(({ id }) => id === "bianca"),
    ],
    credentials: [
      { name: "wf", type: "basic", token: "wf", workflow: "W0000000000000000000000000000001" },
      { name: "bot", role: "member" },
    ],
    agents: [AGENT],
    policies: [holdsRefunds({ minApprovals: 2 })],
    workflows: ENTITIES["workflows"],
    reviewReasons: ENTITIES["reviewReasons"],
    accessRules: [
      {
        name: "prod",
        accessType: "command",
        connections: ["prod"],
        reviewerGroups: ["banking", "sre"],
        allGroupsMustApprove: true,
        forceApprovalGroups: ["oncall"],
      },
    ],
  });

let desk: TestWorkspace;
let workflow: Client;
beforeAll(async () => {
  desk = await aDesk();
  workflow = aClient({ authorization: `Basic ${btoa(`wf:${desk.secretOf("wf")}`)}` });
});

const made = (answer: Answer, ...statuses: readonly number[]): Answer => {
  if (!statuses.includes(answer.status)) throw new Error(`unexpected: ${answer.status} ${answer.text}`);
  return answer;
};

const aSession = async (): Promise<string> =>
  textAt(
    made(await desk.as("rita").post("/api/sessions", { connection: "prod", script: "x" }), 202).body,
    "session_id",
  );

let traces = 0;
const aTrace = async (): Promise<string> => {
  traces += 1;
  const trace = {
    agentId: AGENT.externalId,
    inputContext: { prompt: `No. ${traces}` },
    outputDecision: { action: "initiate_refund" },
  };
  return textAt(made(await desk.as("bot").post("/api/v1/traces", trace), 202).body, "reviewId");
};

const aCall = async (): Promise<string> => {
  const analysis = made(await desk.as("adam").post("/v1/analyses", ANALYSIS), 201);
  const body = { analysisId: textAt(analysis.body, "analysisId"), assignedTo: "rita" };
  return textAt(made(await desk.as("adam").post("/v1/reviews", body), 201).body, "reviewId");
};

const anEntity = async (): Promise<string> => {
  const { entity } = await evaluate(workflow);
  const listed = await desk.as("olga").get(`/v2/reviews?status=pending&subjectId=${entity}`);
  return textAt(listed.body, "data", 0, "id");
};

const aNative = async (opener: string, more: object = {}): Promise<string> => {
  const body = { subject: { type: "refund", id: "r", attributes: {} }, ...more };
  return textAt(made(await desk.as(opener).post("/v2/reviews", body), 201).body, "id");
};

const after =
  (make: () => Promise<string>, ...steps: readonly ((id: string) => Promise<Answer>)[]) =>
  async (): Promise<string> => {
    const id = await make();
    for (const step of steps) made(await step(id), 200);
    return id;
  };

const eligibility = (who: string, id: string) => desk.as(who).get(`/v2/reviews/${id}/eligibility`);
const decide = (who: string, id: string, body: object) => desk.as(who).post(`/v2/reviews/${id}/decisions`, body);

/** How each verb is tried natively, with the smallest body that may do. */
const TRIES: Readonly<Record<string, (who: string, id: string) => Promise<Answer>>> = {
  approve: (who, id) => decide(who, id, { verdict: "approve" }),
  reject: (who, id) => decide(who, id, { verdict: "reject" }),
  revoke: (who, id) => decide(who, id, { verdict: "revoke" }),
  force: (who, id) => decide(who, id, { verdict: "approve", force: true }),
  outcome: (who, id) => decide(who, id, { outcome: "Denied", reasons: ["Other"] }),
  findings: (who, id) => desk.as(who).post(`/v2/reviews/${id}/findings`, {}),
  complete: (who, id) => desk.as(who).post(`/v2/reviews/${id}/complete`, {}),
  assign: (who, id) => desk.as(who).post(`/v2/reviews/${id}/assign`, { assignedTo: "rita" }),
  escalate: (who, id) => desk.as(who).post(`/v2/reviews/${id}/escalate`, {}),
  note: (who, id) => desk.as(who).post(`/v2/reviews/${id}/notes`, { text: "x" }),
  cancel: (who, id) => desk.as(who).post(`/v2/reviews/${id}/cancel`, {}),
  pause: (who, id) => desk.as(who).post(`/v2/reviews/${id}/sla/pause`, {}),
  resume: (who, id) => desk.as(who).post(`/v2/reviews/${id}/sla/resume`, {}),
};

const ok = { allowed: true, reasons: [] };
const because = (code: string, problem = code) => ({ allowed: false, reasons: [{ code, problem }] });

describe("each rule, foretold and met", () => {
  test.each<[rule: string, review: () => Promise<string>, who: string, verb: string, told: object]>([
    ["self-approval", aSession, "rita", "approve", because("self_approval")],
    ["self-approval of a native review", () => aNative("rita"), "rita", "approve", because("self_approval")],
    ["a denial of one's own", aSession, "rita", "reject", ok],
    ["a group that was asked", aSession, "sam", "approve", ok],
    ["an administrator in no group", aSession, "adam", "approve", because("not_eligible")],
    ["the same, denying", aSession, "adam", "reject", ok],
    ["a force group", aSession, "otto", "force", ok],
    ["no force group", aSession, "sam", "force", because("not_eligible")],
    ["a role that reads", aSession, "vic", "approve", because("forbidden")],
    ["the other one", aCall, "aud", "complete", because("forbidden")],
    ["a queue that is the administrators'", aTrace, "rita", "approve", because("not_eligible")],
    ["an administrator there", aTrace, "adam", "approve", ok],
    [
      "voted already",
      after(aTrace, (id) => decide("adam", id, { verdict: "approve" })),
      "adam",
      "approve",
      because("already_voted", "conflict"),
    ],
    [
      "closed",
      after(
        () => aNative("rita"),
        (id) => decide("sam", id, { verdict: "reject" }),
      ),
      "olga",
      "approve",
      because("review_closed"),
    ],
    [
      "a native approval, revoked",
      after(
        () => aNative("rita"),
        (id) => TRIES.approve?.("sam", id) ?? eligibility("sam", id),
      ),
      "olga",
      "revoke",
      ok,
    ],
    ["an open one, revoked", () => aNative("rita"), "olga", "revoke", because("review_closed")],
    [
      "a second reviewer",
      after(aCall, (id) =>
        desk
          .as("rita")
          .put(`/v1/reviews/${id}`, { status: "completed", findings: FINDINGS, additionalReviewRequired: true }),
      ),
      "rita",
      "complete",
      because("same_reviewer", "not_eligible"),
    ],
    [
      "somebody else then",
      after(aCall, (id) =>
        desk
          .as("rita")
          .put(`/v1/reviews/${id}`, { status: "completed", findings: FINDINGS, additionalReviewRequired: true }),
      ),
      "sam",
      "complete",
      ok,
    ],
    [
      "findings that are there",
      after(aCall, (id) => desk.as("rita").post(`/v2/reviews/${id}/findings`, FINDINGS)),
      "rita",
      "complete",
      ok,
    ],
    ["no findings here", aSession, "sam", "findings", because("not_applicable", "conflict")],
    ["a linked outcome", anEntity, "olga", "outcome", ok],
    ["no ending by outcome", aCall, "olga", "outcome", because("not_applicable", "conflict")],
    ["a bare verdict where an outcome ends", anEntity, "olga", "approve", because("not_applicable", "conflict")],
    ["pausing", aSession, "sam", "pause", ok],
    [
      "pausing twice",
      after(aSession, (id) => desk.as("sam").post(`/v2/reviews/${id}/sla/pause`, {})),
      "sam",
      "pause",
      because("sla_paused", "conflict"),
    ],
    ["resuming what runs", aSession, "sam", "resume", because("sla_not_paused", "conflict")],
    ["cancelling somebody's", aSession, "sam", "cancel", because("forbidden")],
    ["cancelling one's own", aSession, "rita", "cancel", ok],
    ["assigning", aTrace, "rita", "assign", ok],
    [
      "assigning what is settled for good",
      after(
        () => aNative("rita"),
        (id) => decide("sam", id, { verdict: "reject" }),
      ),
      "sam",
      "assign",
      because("review_closed"),
    ],
    [
      "escalating what is settled, where that goes",
      after(aTrace, (id) => decide("adam", id, { verdict: "reject" })),
      "rita",
      "escalate",
      ok,
    ],
    ["a note on what is settled", after(aTrace, (id) => decide("adam", id, { verdict: "reject" })), "rita", "note", ok],
  ])("%s", async (_rule, review, who, verb, told) => {
    const id = await review();
    const said = made(await eligibility(who, id), 200);
    const standing: unknown = Reflect.get(Object(Reflect.get(Object(said.body), "verbs")), verb);
    const expected = "reasons" in told ? told : {};
    const allowed = Reflect.get(expected, "allowed") === true;
    expect(standing).toMatchObject(allowed ? told : { allowed: false });
    const attempt = await (TRIES[verb] ?? eligibility)(who, id);
    expect(attempt.status < 300, attempt.text).toBe(allowed);
    if (allowed) return;
    const [first] = Reflect.get(expected, "reasons");
    expect(standing).toHaveProperty("reasons[0]", expect.objectContaining({ ...first, detail: expect.any(String) }));
    expect(attempt.body).toMatchObject({
      code: textAt(standing, "reasons", 0, "problem"),
      detail: textAt(standing, "reasons", 0, "detail"),
    });
  });

  test("findings are needed: with them it is completed, without them 422", async () => {
    const id = await aCall();
    const said = made(await eligibility("sam", id), 200);
    expect(said.body).toMatchObject({
      verbs: { complete: { allowed: true, needs: ["findings"] } },
      missing: [{ type: "findings" }],
    });
    expect(await TRIES["complete"]?.("sam", id)).toMatchObject({ status: 422, body: { code: "findings_missing" } });
    const completed = await desk.as("sam").post(`/v2/reviews/${id}/complete`, { findings: FINDINGS });
    expect(completed).toMatchObject({ status: 200, body: { status: "completed" } });
  });

  test("outcomes: each of the workspace's with its linked reasons; one of nobody's is 400", async () => {
    const id = await anEntity();
    const said = made(await eligibility("olga", id), 200);
    expect(said.body).toMatchObject({
      verbs: { outcome: { allowed: true, needs: ["outcome"] } },
      missing: [{ type: "outcome" }],
    });
    expect(Reflect.get(Object(said.body), "outcomes")).toEqual([
      { outcome: "Denied", verdict: "reject", linkedReasons: ["Other", "Bad Quiz"], ...ok, needs: [], changes: true },
      { outcome: "Approved", verdict: "approve", linkedReasons: ["Other"], ...ok, needs: [], changes: true },
      { outcome: "Manual Review", verdict: "none", linkedReasons: ["Other"], ...ok, needs: [], changes: true },
    ]);
    expect(await decide("olga", id, { outcome: "denied" })).toMatchObject({ status: 400 });
    made(
      await workflow.post(
        `/v1/entities/${textAt((await desk.as("olga").get(`/v2/reviews/${id}`)).body, "subject", "id")}/reviews`,
        anEntityReview(),
      ),
      200,
    );
    expect((await eligibility("olga", id)).body).toMatchObject({
      verbs: { outcome: { allowed: false, reasons: [{ code: "review_closed" }] } },
      missing: [],
    });
  });
});

describe("who else, and what is missing", () => {
  test("active members who could decide, with the groups by which they count, never the caller", async () => {
    const id = await aSession();
    const said = made(await eligibility("rita", id), 200);
    expect(said.body).toMatchObject({
      status: "pending",
      version: 1,
      you: { isRequester: true, vote: null },
      missing: [{ type: "approvals", of: "groups", needed: 2, given: 0, groups: ["banking", "sre"] }],
      others: {
        members: [
          { id: "sam", name: "Name of sam", role: "member", groups: ["sre"], verbs: ["approve", "reject"] },
          { id: "otto", groups: ["oncall"], verbs: ["force"] },
          { id: "olga", groups: [], verbs: ["reject"] },
          { id: "adam", groups: [], verbs: ["reject"] },
        ],
        truncated: false,
      },
    });
    expect(said.text).not.toContain("@example.com");
    made(await decide("sam", id, { verdict: "approve" }), 200);
    expect((await eligibility("sam", id)).body).toMatchObject({
      you: { isRequester: false, vote: "approve" },
      verbs: { approve: { allowed: true, changes: false } },
      missing: [{ needed: 2, given: 1, groups: ["banking"] }],
    });
  });

  test("fifty are named, more are said to be there", async () => {
    const crowd = await aWorkspace({
      members: Array.from({ length: 51 }, (_, index) => aMember(`m${index}`)),
      credentials: [{ name: "bot", role: "member" }],
    });
    const body = { subject: { type: "refund", id: "r", attributes: {} } };
    const id = textAt((await crowd.as("bot").post("/v2/reviews", body)).body, "id");
    const asked = (who: string) => crowd.as(who).get(`/v2/reviews/${id}/eligibility`);
    const others = (answer: Answer) => Reflect.get(Object(answer.body), "others");
    expect(others(await asked("bot"))).toMatchObject({ members: { length: 50 }, truncated: true });
    expect(others(await asked("m7"))).toMatchObject({ members: { length: 50 }, truncated: false });
  });
});

describe("who may ask", () => {
  test("a hidden, a foreign and a missing review are alike", async () => {
    const id = await aSession();
    const elsewhere = await aWorkspace({ members: [aMember("olga", [], { role: "owner" })] });
    const foreign = await elsewhere.as("olga").get(`/v2/reviews/${id}/eligibility`);
    const hidden = await desk.as("bot").get(`/v2/reviews/${id}/eligibility`);
    const missing = await desk.as("olga").get("/v2/reviews/nothing/eligibility");
    for (const answer of [foreign, hidden, missing]) {
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found", detail: "There is no such review." } });
    }
  });

  test("the operator sees that it may do nothing; another method is 405", async () => {
    const id = await aNative("rita");
    const headers = { "x-workspace-id": desk.id };
    const said = made(await operator.get(`/v2/reviews/${id}/eligibility`, headers), 200);
    expect(said.body).toMatchObject({ verbs: { note: because("forbidden"), report: { allowed: false } } });
    const wrong = await desk.as("olga").post(`/v2/reviews/${id}/eligibility`, {});
    expect(wrong).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(wrong.headers.get("allow")).toBe("GET, HEAD");
  });

  test("asking writes nothing", async () => {
    const id = await aNative("rita");
    await eligibility("sam", id);
    const { version } = (await createReviewQueries(env.DB).head(desk.id, id)) ?? { version: 0 };
    expect(version).toBe(1);
  });
});
