// Rulings 1-7, 9, 10 and 12 about making and reading reviews, sentence by sentence.

import { beforeAll, describe, expect, test } from "vitest";
import {
  AGENT,
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  listAt,
  OTHER_WORKFLOW,
  PARTS,
  refused,
  valueAt,
  WORKFLOW,
} from "../../support/entity-workspace.ts";
import { type Client, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
let acct: Client;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
  acct = workspace.basic("acct");
});

const under = (workflow: string) => ({ "alloy-workflow-token": workflow });
const tokensOf = (body: unknown): readonly string[] =>
  listAt(body, "reviews").map((review) => textAt(review, "review_token"));
const queueOf = async (entity: string): Promise<unknown> =>
  (await workspace.as("desk").get(`/v2/reviews?subjectId=${encodeURIComponent(entity)}`)).body;

describe("6. Response", () => {
  test("every field of the table in section 3, the webhook-only ones included", async () => {
    const { entity } = await evaluate(wf, "Review", { "alloy-external-entity-id": "six" });
    const { status, body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview("Denied", "Bad Quiz", "Other"));
    expect(status).toBe(200);
    expect(body).toEqual({
      review_token: expect.stringMatching(/^R-[0-9A-Za-z]{20}$/),
      entity_token: entity,
      group_token: null,
      application_token: WORKFLOW,
      application_name: "A Thing for Testing",
      outcome: "Denied",
      reasons: ["Bad Quiz", "Other"],
      reason: "Bad Quiz",
      timestamp: expect.any(Number),
      started: expect.any(Number),
      completed: expect.any(Number),
      agent: { email: AGENT, external_id: null },
      reviewer: AGENT,
      notes: [],
      child_entities: [],
      external_entity_id: "six",
      external_group_id: null,
      service: "Alloy",
    });
  });

  test("times are Unix ms integers, all equal where one call began and ended the review", async () => {
    const { entity } = await evaluate(wf, "Review");
    const before = Date.now();
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const timestamp = valueAt(body, "timestamp");
    expect(body).toMatchObject({ started: timestamp, completed: timestamp });
    expect(timestamp).toBeGreaterThanOrEqual(before);
    expect(timestamp).toBeLessThanOrEqual(Date.now());
    expect(Number.isInteger(timestamp)).toBe(true);
  });

  test("echo the request's outcome and reasons in order", async () => {
    const { entity } = await evaluate(wf, "Approve");
    const reasons = ["Other", "Bad Quiz", "Other"];
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview("Denied", ...reasons));
    expect(body).toMatchObject({ outcome: "Denied", reasons, reason: "Other" });
  });

  test('GET list answers {"entity_token", "reviews"}, newest first', async () => {
    const { entity } = await evaluate(wf, "Approve");
    const made = [];
    for (const outcome of ["Denied", "Approved", "Manual Review"]) {
      made.push((await wf.post(`/v1/entities/${entity}/reviews`, aReview(outcome))).body);
    }
    const { status, body } = await wf.get(`/v1/entities/${entity}/reviews`);
    expect(status).toBe(200);
    expect(body).toEqual({ entity_token: entity, reviews: made.toReversed() });
  });

  test("GET of one review is what its POST answered", async () => {
    const { entity } = await evaluate(wf, "Review");
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const path = `/v1/entities/${entity}/reviews/${textAt(body, "review_token")}`;
    expect(await wf.get(path)).toMatchObject({ status: 200, body });
  });
});

describe("5. What a review settles", () => {
  test("a review settles every open review of that entity under that workflow in one commit", async () => {
    const { entity } = await evaluate(wf);
    for (let more = 0; more < 2; more += 1) await evaluate(wf, "Review", { "alloy-entity-token": entity });
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const list = await wf.get(`/v1/entities/${entity}/reviews`);
    expect(tokensOf(list.body)).toHaveLength(3);
    expect(await queueOf(entity)).toMatchObject({
      data: Array.from({ length: 3 }, () => ({ status: "completed", outcome: "Denied", version: 2 })),
    });
    // … and answers with the newest.
    expect(tokensOf(list.body)[0]).toBe(textAt(body, "review_token"));
  });

  test("reviews under another workflow stay open", async () => {
    const { entity } = await evaluate(wf);
    const { entity: same } = await evaluate(workspace.basic("other-wf"), "Review", { "alloy-entity-token": entity });
    expect(same).toBe(entity);
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    expect(body).toMatchObject({ application_token: WORKFLOW });
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "pending" }, { status: "completed" }] });
  });

  test("with none open, it records a new, already completed review: one completed event, version 1", async () => {
    const { entity } = await evaluate(wf, "Approve");
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const token = textAt(body, "review_token");
    const desk = workspace.as("desk");
    expect((await desk.get(`/v2/reviews/${token}`)).body).toMatchObject({ status: "completed", version: 1 });
    expect((await desk.get(`/v2/reviews/${token}/events`)).body).toMatchObject({
      data: [{ version: 1, type: "completed", entrance: "alloy", actor: { kind: "service", id: "wf" } }],
    });
  });

  test("a reviewed outcome may itself be Manual Review, and opens nothing", async () => {
    const { entity } = await evaluate(wf);
    const answer = await wf.post(`/v1/entities/${entity}/reviews`, aReview("Manual Review"));
    expect(answer).toMatchObject({ status: 200, body: { outcome: "Manual Review" } });
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "completed" }] });
  });
});

describe("9. The evaluation's stored answer never changes; the new outcome shows on the entity and the review", () => {
  test("an evaluation in review, then reviewed", async () => {
    const { entity, evaluation, answer } = await evaluate(wf);
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({ outcome: "Manual Review" });
    await wf.post(`/v1/entities/${entity}/reviews`, aReview("Approved"));
    expect((await wf.get(`/v1/entities/${entity}/evaluations/${evaluation}`)).text).toBe(answer.text);
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({
      outcome: "Approved",
      reviews: [{ outcome: "Approved" }],
      evaluations: [{ evaluation_token: evaluation, summary: { outcome: "Manual Review" } }],
    });
  });

  test("a recorded review and a later evaluation move the entity's outcome too", async () => {
    const { entity } = await evaluate(wf, "Approve");
    await wf.post(`/v1/entities/${entity}/reviews`, aReview("Denied"));
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({ outcome: "Denied" });
    await evaluate(wf, "Approve", { "alloy-entity-token": entity });
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({ outcome: "Approved" });
  });

  test("the same outcome shows when the review is decided at the desk", async () => {
    const { entity } = await evaluate(wf);
    const desk = workspace.as("ada");
    const queue = (await desk.get(`/v2/reviews?subjectId=${entity}`)).body;
    const decision = { verdict: "reject", outcome: "Denied", reasons: ["Bad Quiz"] };
    expect(await desk.post(`/v2/reviews/${textAt(queue, "data", 0, "id")}/decisions`, decision)).toMatchObject({
      status: 200,
    });
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({
      outcome: "Denied",
      reviews: [{ outcome: "Denied", reason: "Bad Quiz", reviewer: "Ada@Example.com", agent: { external_id: null } }],
    });
  });
});

describe("7. Groups", () => {
  const inGroup = (group: string) => ({ "alloy-external-group-id": group });

  test("POST /entities/{group token}/reviews answers with entity_token = the group's token", async () => {
    const one = await evaluate(wf, "Review", inGroup("seven"));
    const two = await evaluate(wf, "Approve", inGroup("seven"));
    const group = textAt(one.answer.body, "group_token");
    const { body } = await wf.post(`/v1/entities/${group}/reviews`, aReview());
    expect(body).toMatchObject({
      entity_token: group,
      group_token: group,
      external_entity_id: "seven",
      external_group_id: "seven",
      child_entities: [
        { entity_token: one.entity, evaluation_tokens: [one.evaluation] },
        { entity_token: two.entity, evaluation_tokens: [two.evaluation] },
      ],
    });
    const token = textAt(body, "review_token");
    expect((await wf.get(`/v1/entities/${group}/reviews/${token}`)).body).toEqual(body);
    expect((await wf.get(`/v1/entities/${group}/reviews`)).body).toEqual({ entity_token: group, reviews: [body] });
  });

  test("POST /groups/{group token}/reviews answers with group_token and no entity_token", async () => {
    const { answer } = await evaluate(wf, "Approve", inGroup("seven b"));
    const group = textAt(answer.body, "group_token");
    const reviewed = await wf.post(`/v1/groups/${group}/reviews`, aReview());
    expect(reviewed).toMatchObject({ status: 200, body: { group_token: group } });
    expect(Object.keys(Object(reviewed.body))).not.toContain("entity_token");
  });

  test("a group review settles only open reviews whose subject is the group, never its members'", async () => {
    const { entity } = await evaluate(wf, "Review", inGroup("twelve"));
    expect((await wf.post("/v1/groups/twelve/reviews", aReview())).status).toBe(200);
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "pending" }] });
    const { body } = await wf.get("/v1/entities/twelve");
    expect(body).toMatchObject({ outcome: "Denied", entity_type: "group", child_entities: [{ entity_token: entity }] });
    expect(await queueOf(textAt(body, "group_token"))).toMatchObject({
      data: [{ status: "completed", subject: { type: "entity_group" } }],
    });
  });

  test("an external group id stands in for a group token", async () => {
    const { answer } = await evaluate(wf, "Approve", inGroup("outside"));
    const group = textAt(answer.body, "group_token");
    expect((await wf.post("/v1/groups/outside/reviews", aReview())).body).toMatchObject({ group_token: group });
    expect((await wf.post("/v1/entities/outside/reviews", aReview())).body).toMatchObject({ entity_token: group });
  });

  test("an entity is no group", async () => {
    const { entity } = await evaluate(wf, "Approve", { "alloy-external-entity-id": "no group" });
    expect(await wf.post(`/v1/groups/${entity}/reviews`, aReview())).toMatchObject(refused(404, 4041));
    expect(await wf.post("/v1/groups/no%20group/reviews", aReview())).toMatchObject(refused(404, 4041));
  });
});

describe("12. Reads", () => {
  test("the list and the overview show completed reviews only", async () => {
    const { entity } = await evaluate(wf);
    expect((await wf.get(`/v1/entities/${entity}/reviews`)).body).toEqual({ entity_token: entity, reviews: [] });
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({ reviews: [] });
    const queue = (await workspace.as("desk").get(`/v2/reviews?subjectId=${entity}`)).body;
    const open = textAt(queue, "data", 0, "aliases", 0, "id");
    expect(await wf.get(`/v1/entities/${entity}/reviews/${open}`)).toMatchObject(refused(404, 4041));
  });

  test("a cancelled review is listed nowhere", async () => {
    const { entity } = await evaluate(wf);
    const desk = workspace.as("desk");
    const id = textAt((await desk.get(`/v2/reviews?subjectId=${entity}`)).body, "data", 0, "id");
    expect((await desk.post(`/v2/reviews/${id}/cancel`, {})).status).toBe(200);
    expect((await wf.get(`/v1/entities/${entity}/reviews`)).body).toMatchObject({ reviews: [] });
  });

  test("only creating reviews and evaluations needs a workflow", async () => {
    const { entity, evaluation } = await evaluate(wf);
    await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    for (const path of ["", "/reviews", `/evaluations/${evaluation}`]) {
      expect((await acct.get(`/v1/entities/${entity}${path}`)).status).toBe(200);
    }
  });

  test("a review of another entity, or by its native id, is 404/4041", async () => {
    const one = await evaluate(wf);
    const two = await evaluate(wf);
    const { body } = await wf.post(`/v1/entities/${one.entity}/reviews`, aReview());
    const token = textAt(body, "review_token");
    const native = textAt((await workspace.as("desk").get(`/v2/reviews/${token}`)).body, "id");
    expect(await wf.get(`/v1/entities/${two.entity}/reviews/${token}`)).toMatchObject(refused(404, 4041));
    expect(await wf.get(`/v1/entities/${one.entity}/reviews/${native}`)).toMatchObject(refused(404, 4041));
    expect((await wf.get(`/v1/entities/${one.entity}/reviews/${token}`)).status).toBe(200);
  });

  test("nothing of another workspace exists", async () => {
    const other = await anEntityWorkspace();
    const { entity, evaluation } = await evaluate(wf, "Review", { "alloy-external-entity-id": "shared name" });
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const paths = [entity, "shared%20name", `${entity}/reviews`, `${entity}/evaluations/${evaluation}`];
    for (const path of [...paths, `${entity}/reviews/${textAt(body, "review_token")}`]) {
      expect(await other.basic("wf").get(`/v1/entities/${path}`)).toMatchObject(refused(404, 4041));
    }
  });
});

describe("3, 12. Workflow", () => {
  const review = async (client: Client, header: object, body: object) => {
    const { entity } = await evaluate(wf, "Approve");
    return client.post(`/v1/entities/${entity}/reviews`, { ...aReview(), ...body }, { ...header });
  };

  test("an account-level one needs header or body (neither: 400, minor 4001)", async () => {
    expect(await review(acct, {}, {})).toMatchObject(
      refused(400, 4001, { "alloy-workflow-token": expect.any(String) }),
    );
    expect(await review(acct, under(OTHER_WORKFLOW), {})).toMatchObject({
      body: { application_token: OTHER_WORKFLOW },
    });
    expect(await review(acct, {}, { workflow_token: OTHER_WORKFLOW })).toMatchObject({ status: 200 });
  });

  test("a workflow-level key with a header or body that names another workflow: 400/4001", async () => {
    expect(await review(wf, under(OTHER_WORKFLOW), {})).toMatchObject(refused(400, 4001));
    expect(await review(wf, {}, { workflow_token: OTHER_WORKFLOW })).toMatchObject(refused(400, 4001));
    expect(await review(wf, under(WORKFLOW), { workflow_token: WORKFLOW })).toMatchObject({ status: 200 });
  });

  test("a header and body that disagree: 400/4001", async () => {
    const answer = await review(acct, under(WORKFLOW), { workflow_token: OTHER_WORKFLOW });
    expect(answer).toMatchObject(refused(400, 4001));
  });

  test("a mistyped workflow_token 400/4002, an unknown one 404/4041", async () => {
    for (const client of [acct, wf]) {
      const mistyped = await review(client, {}, { workflow_token: 5 });
      expect(mistyped).toMatchObject(refused(400, 4002, { workflow_token: "must be a string" }));
    }
    const unknown = "X0000000000000000000000000000009";
    expect(await review(acct, {}, { workflow_token: unknown })).toMatchObject(
      refused(404, 4041, { workflow_token: unknown }),
    );
    expect(await review(acct, under(unknown), {})).toMatchObject(refused(404, 4041));
  });
});

describe("12. Agents", () => {
  test("any active member, by e-mail; echoed in the member's spelling", async () => {
    const { entity } = await evaluate(wf, "Approve");
    const path = `/v1/entities/${entity}/reviews`;
    const by = (email: string) => wf.post(path, { ...aReview(), agent: { email } });
    expect(await by("aDa@example.COM")).toMatchObject({
      status: 200,
      body: { agent: { email: "Ada@Example.com", external_id: null }, reviewer: "Ada@Example.com" },
    });
    expect(await by("vic@example.com")).toMatchObject({ status: 200 });
    expect(await by("gone@example.com")).toMatchObject(refused(404, 4042));
  });

  test("the actor is the credential; the e-mail is recorded as the claimed agent", async () => {
    const { entity } = await evaluate(wf);
    const { body } = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    const native = (await workspace.as("desk").get(`/v2/reviews/${textAt(body, "review_token")}`)).body;
    expect(native).toMatchObject({ decision: { verdict: "reject", by: { id: "wf" }, automated: false } });
  });

  test("a past review keeps the e-mail of a member who was removed", async () => {
    const own = await anEntityWorkspace();
    const { entity } = await evaluate(own.basic("wf"));
    await own.basic("wf").post(`/v1/entities/${entity}/reviews`, aReview());
    const members = PARTS.members.filter(({ id }) => id !== "bianca");
    const credentials = (PARTS.credentials ?? []).filter(({ name }) => name !== "bianca-basic");
    expect((await own.apply({ ...PARTS, members, credentials })).status).toBe(200);
    const list = await own.basic("wf").get(`/v1/entities/${entity}/reviews`);
    expect(list.body).toMatchObject({ reviews: [{ agent: { email: AGENT } }] });
    const again = await own.basic("wf").post(`/v1/entities/${entity}/reviews`, aReview());
    expect(again).toMatchObject(refused(404, 4042));
  });
});

describe("self-approval is judged on the claimed agent as well", () => {
  test("who asked for an evaluation does not approve it, through whomever", async () => {
    const { entity } = await evaluate(workspace.basic("bianca-basic"), "Review", under(WORKFLOW));
    const path = `/v1/entities/${entity}/reviews`;
    const approve = aReview("Approved");
    expect(await wf.post(path, approve)).toMatchObject(refused(400, 4000));
    const asAda = { ...approve, agent: { email: "ada@example.com" } };
    expect(await workspace.basic("bianca-basic").post(path, asAda, under(WORKFLOW))).toMatchObject(refused(400, 4000));
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "pending", version: 1 }] });
    expect(await wf.post(path, asAda)).toMatchObject({ status: 200, body: { outcome: "Approved" } });
  });

  test("denying one's own is no approval", async () => {
    const { entity } = await evaluate(workspace.basic("bianca-basic"), "Review", under(WORKFLOW));
    expect((await wf.post(`/v1/entities/${entity}/reviews`, aReview("Denied"))).status).toBe(200);
  });

  test("a key approves what it asked for in its own name, for the agent it names", async () => {
    const { entity } = await evaluate(wf);
    expect((await wf.post(`/v1/entities/${entity}/reviews`, aReview("Approved"))).status).toBe(200);
  });
});

describe("10, 12. Journeys", () => {
  const journey = { journey_application_token: "JA-0" };

  test("POST /evaluations with journey_application_token is accepted; reviewing that entity's evaluation is refused", async () => {
    const { entity, answer } = await evaluate(wf, "Review", {}, journey);
    expect(answer.status).toBe(201);
    const refusal = await wf.post(`/v1/entities/${entity}/reviews`, aReview());
    expect(refusal).toMatchObject(refused(400, 4000));
    expect(refusal.text).toContain("/v1/journeys/");
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "pending" }] });
  });

  test("a finished Journey evaluation is no other", async () => {
    const { entity } = await evaluate(wf, "Approve", {}, journey);
    expect(await wf.post(`/v1/entities/${entity}/reviews`, aReview())).toMatchObject(refused(400, 4000));
  });

  test("a later evaluation outside of Journeys is reviewed, and the Journey's stays open", async () => {
    const { entity } = await evaluate(wf, "Review", {}, journey);
    await evaluate(wf, "Review", { "alloy-entity-token": entity });
    expect((await wf.post(`/v1/entities/${entity}/reviews`, aReview())).status).toBe(200);
    expect(await queueOf(entity)).toMatchObject({ data: [{ status: "completed" }, { status: "pending" }] });
  });
});
