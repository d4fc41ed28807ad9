// The seed "Update Review", sentence by sentence, through the Worker. docs/conformance.md lists them.

import { beforeAll, describe, expect, test } from "vitest";
import { aMember, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";
import {
  aCompletedReview,
  aVoiceDesk,
  aVoiceReview,
  anAnalysis,
  FINDINGS,
  NOBODYS,
  PEOPLE,
  SECONDS,
  update,
} from "./voice-desk.ts";

/** The bodies below are the seed's own, word for word. */
const COMPLETE = {
  status: "completed",
  findings: {
    fraudConfirmed: true,
    riskAssessment: "high",
    notes:
      "Multiple fraud indicators confirmed. Caller attempted to obtain SSN and credit card information using urgency tactics.",
    flaggedSections: [
      { timestamp: "01:23-01:55", reason: "Request for SSN" },
      { timestamp: "03:10-03:45", reason: "Credit card request" },
    ],
    recommendedActions: ["Block caller number", "Notify affected customer", "File fraud report"],
    confidence: 0.95,
  },
};
const SAVE_PROGRESS = {
  findings: {
    notes: "Initial observations: Caller seems nervous...",
    flaggedSections: [{ timestamp: "00:30-00:45", reason: "Suspicious introduction" }],
  },
};
const COMPLETE_AGAIN = {
  status: "completed",
  findings: {
    fraudConfirmed: true,
    riskAssessment: "high",
    notes: "Complete review notes...",
    recommendedActions: ["Action 1", "Action 2"],
    confidence: 0.85,
  },
};

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aVoiceDesk({
    members: [aMember("user_senior_001", [], { role: "admin" }), ...PEOPLE.slice(2)],
    nextSteps: {
      "File fraud report": "Fraud report filed",
      "Notify affected customer": "Customer notification scheduled",
      "Block caller number": "Number added to blocklist",
    },
  });
});

describe("Request", () => {
  test("PUT /v1/reviews/{reviewId}: update a review's status, add findings, or submit a completed review", async () => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { status: "in_progress" })).toMatchObject({ status: 200 });
    expect(await update(desk, "rita", review, SAVE_PROGRESS)).toMatchObject({ status: 200 });
    expect(await update(desk, "rita", review, COMPLETE)).toMatchObject({ status: 200 });
  });

  test("reviewId: the unique identifier of the review to update", async () => {
    const [one, other] = [await aVoiceReview(desk), await aVoiceReview(desk)];
    await update(desk, "rita", one, { status: "in_progress" });
    expect((await desk.as("rita").get(one.path)).body).toMatchObject({ status: "in_progress" });
    expect((await desk.as("rita").get(other.path)).body).toMatchObject({ status: "pending" });
  });

  test.each(["in_progress", "completed", "escalated"])("status: %s", async (status) => {
    const review = await aVoiceReview(desk);
    const body = { status, findings: FINDINGS, escalationReason: "Too big for me" };
    expect(await update(desk, "rita", review, body)).toMatchObject({ status: 200, body: { status } });
  });

  test("findings: required when completing", async () => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { status: "completed" })).toMatchObject({ status: 422 });
  });

  test("escalationReason: required if status is escalated", async () => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { status: "escalated" })).toMatchObject({ status: 422 });
  });

  test("additionalReviewRequired: request additional review", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { additionalReviewRequired: true });
    const completed = await update(desk, "rita", review, COMPLETE);
    expect(completed).toMatchObject({ status: 200, body: { status: "in_progress" } });
  });
});

describe("Response", () => {
  test("Complete a review: the request as printed, the response as printed", async () => {
    const review = await aVoiceReview(desk);
    const { status, body } = await update(desk, "rita", review, COMPLETE);
    expect(status).toBe(200);
    expect(body).toEqual({
      reviewId: review.id,
      status: "completed",
      updatedAt: expect.stringMatching(SECONDS),
      completedAt: textAt(body, "updatedAt"),
      nextSteps: ["Fraud report filed", "Customer notification scheduled", "Number added to blocklist"],
    });
  });

  test("Escalated Review: the response as printed", async () => {
    const review = await aVoiceReview(desk);
    const { status, body } = await update(desk, "rita", review, { status: "escalated", escalationReason: "Unsure" });
    expect(status).toBe(200);
    expect(body).toEqual({
      reviewId: review.id,
      status: "escalated",
      updatedAt: expect.stringMatching(SECONDS),
      escalatedTo: "user_senior_001",
      nextSteps: ["Senior review assigned", "Notification sent to supervisor"],
    });
  });

  test("completedAt: completion timestamp (if completed)", async () => {
    const review = await aVoiceReview(desk);
    const { body } = await update(desk, "rita", review, { status: "in_progress" });
    expect(body).not.toHaveProperty("completedAt");
  });

  test("nextSteps: suggested next actions, for every update", async () => {
    const review = await aVoiceReview(desk);
    for (const body of [{ status: "in_progress" }, SAVE_PROGRESS, COMPLETE_AGAIN]) {
      const answer = await update(desk, "rita", review, body);
      expect(answer.body).toMatchObject({ nextSteps: expect.arrayContaining([expect.any(String)]) });
    }
  });
});

describe("Review States", () => {
  test("Starting a Review", async () => {
    const review = await aVoiceReview(desk);
    const started = await update(desk, "rita", review, { status: "in_progress" });
    expect(started).toMatchObject({ status: 200, body: { reviewId: review.id, status: "in_progress" } });
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({
      startedAt: expect.stringMatching(SECONDS),
    });
  });

  test("Saving Progress", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { status: "in_progress" });
    const saved = await update(desk, "rita", review, SAVE_PROGRESS);
    expect(saved).toMatchObject({ status: 200, body: { status: "in_progress" } });
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ findings: SAVE_PROGRESS.findings });
  });

  test("Completing a Review", async () => {
    const review = await aVoiceReview(desk);
    const completed = await update(desk, "rita", review, COMPLETE_AGAIN);
    expect(completed).toMatchObject({
      status: 200,
      body: { status: "completed", nextSteps: ["Action 1", "Action 2"] },
    });
  });
});

describe("Error Responses", () => {
  test("404 Not Found: the body as printed", async () => {
    const { status, body } = await desk.as("rita").put(NOBODYS, { status: "in_progress" });
    expect(status).toBe(404);
    expect(body).toEqual({ error: { code: "REVIEW_NOT_FOUND", message: "The specified review was not found" } });
  });

  test("400 Bad Request: the body as printed", async () => {
    const review = await aCompletedReview(desk);
    const { status, body } = await update(desk, "rita", review, { status: "in_progress" });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: { code: "INVALID_STATUS_TRANSITION", message: "Cannot transition from completed to in_progress" },
    });
  });

  test("422 Unprocessable Entity: the body as printed", async () => {
    const review = await aVoiceReview(desk);
    const { status, body } = await update(desk, "rita", review, { status: "completed" });
    expect(status).toBe(422);
    expect(body).toEqual({
      error: { code: "MISSING_FINDINGS", message: "Findings are required when completing a review" },
    });
  });

  test("an analysis id is no review id", async () => {
    const analysisId = await anAnalysis(desk);
    await desk.as("bot").post("/v1/reviews", { analysisId });
    expect(await desk.as("rita").get(`/v1/reviews/${analysisId}`)).toMatchObject({ status: 404 });
  });
});
