// The same reviews seen from the one desk: deadlines that time fires, native verbs, and what only one API knows.
// Source: authentivoice.md rulings 8, 13 (Details, Native); workspace.md 4 and last paragraph; time.md 1-5.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { operator, type TestWorkspace, textAt, type WorkspaceParts } from "../../support/workspace-builder.ts";
import { aCompletedReview, aVoiceDesk, aVoiceReview, anError, FINDINGS, SECONDS, update } from "./voice-desk.ts";

const aTimedDesk = (policy: object, changes: Partial<WorkspaceParts> = {}): Promise<TestWorkspace> =>
  aVoiceDesk({
    testClock: true,
    sla: { policies: [{ name: "calls", when: { dialects: ["authentivoice"] }, dueInMinutes: 60, ...policy }] },
    ...changes,
  });

const advance = async (desk: TestWorkspace, advanceMinutes: number): Promise<void> => {
  const moved = await operator.post(`/v2/workspaces/${desk.id}/clock`, { advanceMinutes });
  if (moved.status !== 200) throw new Error(`the clock did not move: ${moved.status} ${moved.text}`);
};

describe("Deadlines", () => {
  test("the workspace's policy sets one; the breach escalates, and picking up takes it over", async () => {
    const desk = await aTimedDesk(
      { onBreach: ["escalate"] },
      { escalation: { ladder: [{ afterMinutes: 0, to: ["role:admin"] }] } },
    );
    const review = await aVoiceReview(desk);
    expect(textAt((await desk.as("rita").get(review.path)).body, "deadline")).toMatch(SECONDS);
    await advance(desk, 60);
    const told = await desk.as("rita").get(`${review.path}?include=history`);
    expect(told.body).toMatchObject({
      status: "escalated",
      escalatedTo: "ada",
      history: [
        { event: "created" },
        { event: "sla_at_risk", by: { userId: "calls", email: null } },
        { event: "sla_breached" },
        { event: "escalated", details: { level: 1, escalatedTo: "ada" } },
      ],
    });
    expect((await update(desk, "ada", review, { status: "in_progress" })).body).toMatchObject({
      status: "in_progress",
    });
  });

  test("a deadline of the caller's own replaces only the instant", async () => {
    const desk = await aTimedDesk({ onBreach: ["expire"] });
    const { body } = await desk.as("rita").get((await aVoiceReview(desk)).path);
    const deadline = new Date(Date.parse(textAt(body, "createdAt")) + 10 * 60_000).toISOString();
    const review = await aVoiceReview(desk, { deadline });
    await advance(desk, 10);
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ status: "completed" });
  });

  test("an expired review shows as completed (findings as they are), and takes nothing", async () => {
    const desk = await aTimedDesk({ onBreach: ["expire"] });
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { findings: { notes: "Half done" } });
    await advance(desk, 60);
    const read = await desk.as("rita").get(`${review.path}?include=history`);
    expect(read.body).toMatchObject({ status: "completed", findings: { notes: "Half done" } });
    const message = "Cannot transition from completed to in_progress";
    expect(await update(desk, "rita", review, { status: "in_progress" })).toMatchObject(
      anError(400, "INVALID_STATUS_TRANSITION", message),
    );
    expect((await desk.as("rita").get("/v1/reviews?status=completed")).body).toMatchObject({ total: 1 });
  });

  test("bulk assignment with a deadline moves it, and the breach moves along", async () => {
    const desk = await aTimedDesk({ onBreach: ["expire"] });
    const review = await aVoiceReview(desk);
    const { body } = await desk.as("rita").get(review.path);
    const deadline = new Date(Date.parse(textAt(body, "createdAt")) + 120 * 60_000).toISOString();
    await desk.as("ada").post("/v1/reviews/assign", {
      reviewIds: [review.id],
      assignmentStrategy: { type: "specific", assignTo: ["rob"] },
      deadline,
    });
    await advance(desk, 119);
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ status: "pending" });
    await advance(desk, 1);
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ status: "completed" });
  });
});

describe("Natively", () => {
  let desk: TestWorkspace;
  beforeAll(async () => {
    desk = await aVoiceDesk();
  });
  const native = (id: string) => `/v2/reviews/${id}`;

  test("the review is an analysis's, under its rev_ id; escalated is pending with an escalation", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { status: "escalated", escalationReason: "x" });
    expect((await desk.as("rita").get(native(review.id))).body).toMatchObject({
      dialect: "authentivoice",
      status: "pending",
      subject: { type: "analysis", id: review.analysisId, attributes: { riskScore: 87 } },
      escalation: { to: ["olga"], level: 1 },
      aliases: [{ namespace: "authentivoice", id: review.id }],
      assignedTo: "rita",
      requesterId: "bot",
    });
  });

  test("what is done natively shows here, by the same rules", async () => {
    const review = await aVoiceReview(desk);
    const complete = () => desk.as("rita").post(`${native(review.id)}/complete`, {});
    expect(await complete()).toMatchObject({ status: 422, body: { code: "findings_missing" } });
    await desk.as("rita").post(`${native(review.id)}/findings`, FINDINGS);
    expect(await complete()).toMatchObject({ status: 200, body: { status: "completed" } });
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ status: "completed", findings: FINDINGS });
    expect(await update(desk, "rob", review, { status: "in_progress" })).toMatchObject({ status: 400 });
  });

  test("a cancelled review shows as completed", async () => {
    const review = await aVoiceReview(desk);
    expect((await desk.as("ada").post(`${native(review.id)}/cancel`, {})).status).toBe(200);
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ status: "completed" });
  });

  test("the trail: opened, started, findings_saved, second_review_requested, completed, one version each", async () => {
    const review = await aVoiceReview(desk, { requireSecondReview: true });
    const steps: readonly (readonly [string, object])[] = [
      ["rita", { status: "in_progress" }],
      ["rita", { findings: { notes: "x" } }],
      ["rita", { status: "completed" }],
      ["rob", { status: "completed" }],
    ];
    for (const [who, body] of steps) await update(desk, who, review, body);
    const { body } = await desk.as("ada").get(`${native(review.id)}/events`);
    const types = ["opened", "started", "findings_saved", "second_review_requested", "completed"];
    expect(body).toMatchObject({
      data: types.map((type, index) => ({ version: index + 1, type, entrance: "authentivoice" })),
    });
    const verified = await desk.as("ada").get(`${native(review.id)}/events/verification`);
    expect(verified.status).toBe(200);
  });

  test("free text is not in what is hashed and kept for ever", async () => {
    await aCompletedReview(desk, { instructions: "Mind the pauses." });
    const { results } = await env.DB.prepare(
      `SELECT group_concat(data) AS kept FROM audit WHERE workspace_id = ?1
       UNION ALL SELECT group_concat(state) FROM reviews WHERE workspace_id = ?1`,
    )
      .bind(desk.id)
      .all<{ kept: string }>();
    for (const { kept } of results) expect(kept).not.toMatch(/Mind the pauses|A cloned voice/);
  });
});
