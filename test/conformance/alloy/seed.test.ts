// The sentences of the two seeds "Create a Review for an Entity" and "How to Change the Status of an Evaluation in
// Manual Review via API", with the request as it is printed there.

import { beforeAll, describe, expect, test } from "vitest";
import {
  AGENT,
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  refused,
  WORKFLOW,
} from "../../support/entity-workspace.ts";
import { aClient, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
});

const TOKEN = /^[PBGRS]-[0-9A-Za-z]{20}$/;

/** The curl of the help page, character for character but for the token and the key. */
const curl = (entity: string) =>
  aClient({ authorization: workspace.authorization("wf") }).post(
    `/v1/entities/${entity}/reviews`,
    `{
  "agent": {
    "email": "bczaderna@alloy.co"
  },
  "outcome": "Denied",
  "reasons": [
    "Other"
  ]
}`,
    { "content-type": "application/json; charset=utf-8" },
  );

describe("How to Change the Status of an Evaluation in Manual Review via API", () => {
  test('an evaluation that is assigned the outcome "Manual Review" goes to the review queue', async () => {
    const { entity } = await evaluate(workspace.basic("wf"));
    const queue = await workspace.as("desk").get(`/v2/reviews?subjectId=${entity}`);
    expect(queue.body).toMatchObject({
      data: [
        {
          dialect: "alloy",
          status: "pending",
          subject: { type: "entity", id: entity, attributes: { name_last: "Review" } },
        },
      ],
    });
  });

  test("the printed curl changes its status and generates a review_token", async () => {
    const { entity } = await evaluate(workspace.basic("wf"));
    const answer = await curl(entity);
    expect(answer).toMatchObject({
      status: 200,
      body: { entity_token: entity, outcome: "Denied", reasons: ["Other"], agent: { email: AGENT } },
    });
    expect(textAt(answer.body, "review_token")).toMatch(TOKEN);
    const queue = await workspace.as("desk").get(`/v2/reviews?subjectId=${entity}`);
    expect(queue.body).toMatchObject({
      data: [{ status: "completed", outcome: "Denied", decision: { verdict: "reject" } }],
    });
  });

  test("it needs the entity_token, not the evaluation_token", async () => {
    const { evaluation } = await evaluate(workspace.basic("wf"));
    expect(await curl(evaluation)).toMatchObject(refused(404, 4041));
  });

  test.each([
    ["the agent must be an agent on the account", { ...aReview(), agent: { email: "nobody@alloy.co" } }],
    ["an agent who is no longer active is none", { ...aReview(), agent: { email: "gone@example.com" } }],
    ['an outcome of "Approved" and a reason of "Bad Quiz" are not linked', aReview("Approved", "Bad Quiz")],
    ["an outcome that is not set up", aReview("Maybe")],
    ["a reason that is not set up", aReview("Denied", "Bad Hair")],
    ["beware of capitalization of the outcome", aReview("denied")],
    ["beware of capitalization of the reason", aReview("Denied", "other")],
  ])("a 404 error (reason code 4042): %s", async (_name, body) => {
    const { entity } = await evaluate(workspace.basic("wf"));
    expect(await workspace.basic("wf").post(`/v1/entities/${entity}/reviews`, body)).toMatchObject(refused(404, 4042));
    const queue = await workspace.as("desk").get(`/v2/reviews?subjectId=${entity}`);
    expect(queue.body).toMatchObject({ data: [{ status: "pending", version: 1 }] });
  });

  test('an outcome of "Denied" works because it is linked to a review reason of "Other"', async () => {
    const { entity } = await evaluate(workspace.basic("wf"));
    const answer = await workspace
      .basic("wf")
      .post(`/v1/entities/${entity}/reviews`, aReview("Denied", "Bad Quiz", "Other"));
    expect(answer).toMatchObject({ status: 200, body: { reasons: ["Bad Quiz", "Other"], reason: "Bad Quiz" } });
  });
});

describe("Create a Review for an Entity", () => {
  test("this endpoint can only be used for non-Journey evaluations", async () => {
    const { entity } = await evaluate(workspace.basic("wf"), "Review", {}, { journey_application_token: "JA-1" });
    const answer = await curl(entity);
    expect(answer).toMatchObject(refused(400, 4000));
    expect(textAt(answer.body, "error", "message")).toContain("Journeys");
  });

  test("if a group token is passed, it is set to the entity_token parameter in the response", async () => {
    const { answer } = await evaluate(workspace.basic("wf"), "Review", { "alloy-external-group-id": "seed group" });
    const group = textAt(answer.body, "group_token");
    expect(await curl(group)).toMatchObject({ status: 200, body: { entity_token: group, group_token: group } });
  });

  test("the workflow of the review is optional in the body if it has been provided in the header", async () => {
    const { entity } = await evaluate(workspace.basic("wf"));
    const account = workspace.basic("acct");
    const path = `/v1/entities/${entity}/reviews`;
    expect(await account.post(path, aReview())).toMatchObject(refused(400, 4001));
    expect(await account.post(path, aReview(), { "alloy-workflow-token": WORKFLOW })).toMatchObject({
      status: 200,
      body: { application_token: WORKFLOW },
    });
    expect(await account.post(path, { ...aReview(), workflow_token: WORKFLOW })).toMatchObject({ status: 200 });
  });

  test("the workflow will be determined by the Authorization header of a workflow's own key", async () => {
    const { entity } = await evaluate(workspace.basic("wf"));
    expect(await curl(entity)).toMatchObject({
      body: { application_token: WORKFLOW, application_name: "A Thing for Testing" },
    });
  });

  test.each([
    ["agent", { agent: undefined }, { agent: "is required" }],
    ["agent.email", { agent: {} }, { "agent.email": "is required" }],
    ["outcome", { outcome: undefined }, { outcome: "is required" }],
    ["reasons", { reasons: undefined }, { reasons: "is required" }],
    ["reasons that are not strings", { reasons: [1] }, { "reasons.0": "must be a string" }],
    ["an empty list of reasons", { reasons: [] }, { reasons: "must not be empty" }],
  ])("required: %s", async (_name, changes, details) => {
    const { entity } = await evaluate(workspace.basic("wf"));
    const answer = await workspace.basic("wf").post(`/v1/entities/${entity}/reviews`, { ...aReview(), ...changes });
    expect(answer).toMatchObject(refused(400, 4002, details));
  });
});
