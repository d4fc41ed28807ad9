// What each dialect's receivers get, with signatures computed by hand. Source: webhooks.md 3; hoop.md section 5 and 13;
// adjudon.md 11, 13; alloy.md 11, 12 and section 6; authentivoice.md 11, 13 and section 7.

import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { anEntityWorkspace, aReview, evaluate } from "../../support/entity-workspace.ts";
import { aGuardedWorkspace, aHeldSession } from "../../support/guarded-workspace.ts";
import { textAt } from "../../support/workspace-builder.ts";
import { aHeldTrace, aTrace, aTraceWorkspace, decide } from "../adjudon/world.ts";
import { aCompletedReview, aVoiceDesk, aVoiceReview } from "../authentivoice/voice-desk.ts";
import { aReceiver, eventually, type Received } from "./receiver.ts";

const receiver = aReceiver();

const URL_IN = "https://hooks.example.com/in";
const WHSEC = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const endpoint = (format: string, secret: string, more: object = {}) => ({
  webhooks: [{ id: "wh_1", url: URL_IN, events: ["*"], format, secret, ...more }],
});

const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));

/** As receivers of Standard Webhooks compute it, with text as the key. */
const standardSignature = (key: string, { headers, body }: Received): string =>
  `v1,${createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64")}`;

test("hoop: approved, denied and revoked, signed with the secret's own bytes", async () => {
  const workspace = await aGuardedWorkspace(endpoint("hoop", "plain-secret"));
  const held = await aHeldSession(workspace);
  const vote = (as: string, status: string) => workspace.as(as).put(held.path, { status });
  await vote("ben", "APPROVED");
  await vote("sam", "APPROVED");
  await vote("ben", "REVOKED");
  await eventually(() => receiver.received.length === 2);
  expect(bodies()).toEqual([
    {
      type: "access.jit_approved",
      timestamp: expect.any(String),
      data: {
        session_id: held.sessionId,
        user: "olga@example.com",
        connection: "prod-pg",
        reviewer: "sam@example.com",
        review_id: held.reviewId,
        occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    },
    expect.objectContaining({ type: "access.jit_revoked" }),
  ]);
  for (const one of receiver.received)
    expect(one.headers["webhook-signature"]).toBe(standardSignature("plain-secret", one));
});

test("adjudon: held, completed, scrubbed and signed with a hex digest", async () => {
  const workspace = await aTraceWorkspace(endpoint("adjudon", "adj-secret"));
  const held = await aHeldTrace(workspace);
  await decide(workspace.as("adam"), held, "reject", { reason: "ask jo@example.com" });
  await eventually(() => receiver.received.length === 2);
  expect(bodies()[0]).toMatchObject({
    event: "trace.hold_for_review",
    data: { traceId: held.traceId, reviewId: held.reviewId },
  });
  expect(bodies()[1]).toMatchObject({
    event: "review.completed",
    data: { traceId: held.traceId, decision: "reject", reason: "ask [REDACTED_EMAIL]", reviewerId: "adam" },
  });
  for (const { headers, body } of receiver.received) {
    const digest = createHmac("sha256", "adj-secret").update(body).digest("hex");
    expect(headers["x-adjudon-signature"]).toBe(`sha256=${digest}`);
    expect(headers["x-adjudon-event"]).toBe(JSON.parse(body).event);
    expect(headers["x-adjudon-delivery"]).toMatch(/:\d+$/);
  }
});

test("adjudon: a trace without a review sends one message, <trace id>:1", async () => {
  const workspace = await aTraceWorkspace(endpoint("adjudon", "adj-secret"));
  const created = await workspace.desk.post("/api/v1/traces", aTrace());
  const blocked = await workspace.desk.post("/api/v1/traces", aTrace("delete_account"));
  await eventually(() => receiver.received.length === 2);
  const told = receiver.received.map(({ headers, body }) => [headers["x-adjudon-delivery"], JSON.parse(body).event]);
  expect(new Map(told.map(([id, event]) => [id, event]))).toEqual(
    new Map([
      [`${textAt(created.body, "data", "traceId")}:1`, "trace.created"],
      [`${textAt(blocked.body, "data", "traceId")}:1`, "trace.blocked"],
    ]),
  );
});

test("alloy: one event for one review made, with the digest as Authorization", async () => {
  const workspace = await anEntityWorkspace(endpoint("alloy", "alloy-secret"));
  const { entity } = await evaluate(workspace.basic("wf"));
  await evaluate(workspace.basic("wf"), "Review", { "alloy-entity-token": entity });
  const reviewed = await workspace.basic("wf").post(`/v1/entities/${entity}/reviews`, aReview());
  expect(reviewed.status).toBe(200);
  await eventually(() => receiver.received.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(receiver.received).toHaveLength(1);
  const [body] = bodies();
  expect(body).toMatchObject({
    type: "create:reviews:is_entity",
    description: "Manually Review an Entity",
    data: {
      entity_token: entity,
      review_token: textAt(reviewed.body, "review_token"),
      outcome: "Denied",
      service: "Alloy",
    },
  });
  const digest = createHmac("sha256", "alloy-secret")
    .update(receiver.received[0]?.body ?? "")
    .digest("base64");
  expect(receiver.received[0]?.headers["authorization"]).toBe(digest);
});

test("alloy: Basic instead of a signature where the endpoint asks for it", async () => {
  const auth = { type: "basic", username: "us", password: "pässword" };
  const workspace = await anEntityWorkspace({
    webhooks: [{ id: "w", url: URL_IN, events: ["*"], format: "alloy", auth }],
  });
  const { entity } = await evaluate(workspace.basic("wf"));
  await workspace.basic("wf").post(`/v1/entities/${entity}/reviews`, aReview());
  await eventually(() => receiver.received.length === 1);
  const expected = Buffer.from("us:pässword", "utf8").toString("base64");
  expect(receiver.received[0]?.headers["authorization"]).toBe(`Basic ${expected}`);
});

test("authentivoice: the review object, signed as Standard Webhooks", async () => {
  const desk = await aVoiceDesk(endpoint("authentivoice", WHSEC));
  const review = await aCompletedReview(desk);
  await eventually(() => receiver.received.length === 2);
  const shown = await desk.as("rita").get(review.path);
  expect(bodies().map(({ event, data }) => [event, data.reviewId])).toEqual([
    ["review.assigned", review.id],
    ["review.completed", review.id],
  ]);
  expect(bodies()[1].data).toEqual(shown.body);
  for (const { body, headers } of receiver.received)
    expect(() => new Webhook(WHSEC).verify(body, headers)).not.toThrow();
});

test("authentivoice: nobody is told of an assignment that asked for silence", async () => {
  const desk = await aVoiceDesk(endpoint("authentivoice", WHSEC, { events: ["review.assigned"] }));
  const review = await aVoiceReview(desk);
  await desk.as("ada").post("/v1/reviews/assign", {
    reviewIds: [review.id],
    assignmentStrategy: { type: "specific", assignTo: ["rob"] },
    notifyReviewers: false,
  });
  await desk.as("ada").post("/v1/reviews/assign", {
    reviewIds: [review.id],
    assignmentStrategy: { type: "specific", assignTo: ["ron"] },
  });
  await eventually(() => receiver.received.length === 2);
  expect(bodies().map(({ data }) => data.assignedTo.userId)).toEqual(["rita", "ron"]);
});

test("POST /v1/integrations/webhooks: made, tried once, its secret shown", async () => {
  const desk = await aVoiceDesk();
  const made = await desk.as("ada").post("/v1/integrations/webhooks", { url: URL_IN, events: ["review.completed"] });
  expect(made).toMatchObject({
    status: 201,
    body: {
      url: URL_IN,
      events: ["review.completed"],
      status: "active",
      testResult: { success: true, statusCode: 200 },
    },
  });
  expect(textAt(made.body, "webhookId")).toMatch(/^whk_/);
  const secret = textAt(made.body, "secret");
  await aCompletedReview(desk);
  await eventually(() => receiver.received.length === 2);
  for (const { body, headers } of receiver.received)
    expect(() => new Webhook(secret).verify(body, headers)).not.toThrow();
  const hostile = await desk.as("ada").post("/v1/integrations/webhooks", { url: "https://10.0.0.1/", events: ["*"] });
  expect(hostile).toMatchObject({ status: 400, body: { error: { code: "INVALID_REQUEST" } } });
  expect((await desk.as("rita").post("/v1/integrations/webhooks", { url: URL_IN, events: ["*"] })).status).toBe(403);
  expect((await desk.as("ada").post("/v1/integrations/webhooks", { url: URL_IN })).status).toBe(422);
});

test("the standard format carries every dialect's reviews, scrubbed where that dialect scrubs", async () => {
  const workspace = await aTraceWorkspace(endpoint("standard", WHSEC));
  await aHeldTrace(workspace, { inputContext: { prompt: "mail jo@example.com" } });
  await eventually(() => receiver.received.length === 1);
  expect(bodies()[0]).toMatchObject({ type: "review.opened", data: { seq: 1, review: { dialect: "adjudon" } } });
  expect(receiver.received[0]?.body).not.toContain("jo@example.com");
});
