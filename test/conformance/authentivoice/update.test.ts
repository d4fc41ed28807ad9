// PUT /v1/reviews/{reviewId}, ruling by ruling. Source: authentivoice.md rulings 2, 4-9, 13.

import { beforeAll, describe, expect, test } from "vitest";
import { aMember, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";
import {
  aCompletedReview,
  aVoiceDesk,
  aVoiceReview,
  anError,
  FINDINGS,
  NOBODYS,
  type OpenReview,
  PEOPLE,
  SECONDS,
  update,
} from "./voice-desk.ts";

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aVoiceDesk();
});

const show = async (review: OpenReview, include = "") => (await desk.as("rita").get(`${review.path}${include}`)).body;

const START = { status: "in_progress" };
const COMPLETE = { status: "completed", findings: FINDINGS };
const ESCALATE = { status: "escalated", escalationReason: "Too big for me" };

/** A review that stands in this state. */
const reviewThatIs = async (state: string): Promise<OpenReview> => {
  if (state === "completed") return aCompletedReview(desk);
  const review = await aVoiceReview(desk);
  if (state === "in_progress") await update(desk, "rita", review, START);
  if (state === "escalated") await update(desk, "rita", review, ESCALATE);
  return review;
};

describe("4. Transitions", () => {
  const allowed = [
    ["pending", START, "in_progress"],
    ["pending", COMPLETE, "completed"],
    ["pending", ESCALATE, "escalated"],
    ["in_progress", START, "in_progress"],
    ["in_progress", COMPLETE, "completed"],
    ["in_progress", ESCALATE, "escalated"],
    ["escalated", START, "in_progress"],
    ["escalated", COMPLETE, "completed"],
    ["escalated", ESCALATE, "escalated"],
  ] as const;
  test.each(allowed)("%s, %o: %s", async (state, body, status) => {
    const review = await reviewThatIs(state);
    expect(await update(desk, "rita", review, body)).toMatchObject({ status: 200, body: { status } });
    expect(await show(review)).toMatchObject({ status });
  });

  test.each([
    ["in_progress", START],
    ["completed", COMPLETE],
    ["escalated", ESCALATE],
  ])("completed -> nothing: Cannot transition from completed to %s", async (status, body) => {
    const review = await reviewThatIs("completed");
    const refused = await update(desk, "rita", review, body);
    expect(refused).toMatchObject(
      anError(400, "INVALID_STATUS_TRANSITION", `Cannot transition from completed to ${status}`),
    );
  });

  test.each([
    ["findings", { findings: { notes: "More" } }],
    ["empty findings", { findings: {} }],
    ["additionalReviewRequired", { additionalReviewRequired: true }],
    ["additionalReviewRequired: false", { additionalReviewRequired: false }],
  ])("%s sent to a completed review are refused the same way", async (_name, body) => {
    const review = await reviewThatIs("completed");
    const message = "Cannot transition from completed to completed";
    expect(await update(desk, "rita", review, body)).toMatchObject(anError(400, "INVALID_STATUS_TRANSITION", message));
  });

  test("in_progress -> in_progress is a no-op: nothing is recorded", async () => {
    const review = await reviewThatIs("in_progress");
    await update(desk, "rita", review, START);
    expect(await show(review, "?include=history")).toMatchObject({
      history: [{ event: "created" }, { event: "started" }],
    });
  });
});

describe("5. Findings", () => {
  test("partial saves merge key by key (arrays replace)", async () => {
    const review = await reviewThatIs("in_progress");
    await update(desk, "rita", review, { findings: { notes: "one", recommendedActions: ["a", "b"] } });
    await update(desk, "rita", review, { findings: { confidence: 0, recommendedActions: ["c"] } });
    expect(await show(review)).toMatchObject({
      findings: { notes: "one", confidence: 0, recommendedActions: ["c"] },
    });
  });

  test("findings saved earlier satisfy 'required when completing'; an empty object does not", async () => {
    const review = await aVoiceReview(desk);
    const empty = { status: "completed", findings: {} };
    expect(await update(desk, "rita", review, empty)).toMatchObject(anError(422, "MISSING_FINDINGS"));
    await update(desk, "rita", review, { findings: { notes: "one" } });
    expect(await update(desk, "rita", review, empty)).toMatchObject({ status: 200, body: { status: "completed" } });
  });

  test("findings sent with completed merge into the saved ones", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { findings: { notes: "one", confidence: 0.1 } });
    await update(desk, "rita", review, { status: "completed", findings: { confidence: 1 } });
    expect(await show(review)).toMatchObject({ findings: { notes: "one", confidence: 1 } });
  });

  test("{} alone is 200 and changes nothing", async () => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { findings: {} })).toMatchObject({
      status: 200,
      body: { status: "pending" },
    });
    expect(await show(review)).not.toHaveProperty("findings");
  });

  test("GET shows saved findings in every state, absent keys omitted", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { findings: { notes: "one" } });
    expect(await show(review)).toMatchObject({ status: "pending", findings: { notes: "one" } });
    await update(desk, "rita", review, ESCALATE);
    expect(textAt(await show(review), "status")).toBe("escalated");
    expect(Reflect.get(Object(await show(review)), "findings")).toEqual({ notes: "one" });
  });

  test("saving on a pending review leaves it pending", async () => {
    const review = await aVoiceReview(desk);
    const saved = await update(desk, "rita", review, { findings: { notes: "one" } });
    expect(saved).toMatchObject({ status: 200, body: { status: "pending" } });
  });

  test("several parts in one body are one atomic change, and one event: the status's", async () => {
    const review = await aVoiceReview(desk);
    await update(desk, "rita", review, { ...START, findings: { notes: "one" }, additionalReviewRequired: true });
    const body = await show(review, "?include=history");
    expect(body).toMatchObject({ status: "in_progress", findings: { notes: "one" } });
    expect(body).toMatchObject({ history: [{ event: "created" }, { event: "started" }] });
    await update(desk, "rita", review, { ...ESCALATE, findings: { confidence: 0.4 } });
    expect(await show(review, "?include=history")).toMatchObject({
      status: "escalated",
      findings: { notes: "one", confidence: 0.4 },
      history: [{ event: "created" }, { event: "started" }, { event: "escalated" }],
    });
  });

  test("a refused part refuses the whole", async () => {
    const review = await aVoiceReview(desk);
    const body = { status: "escalated", findings: { notes: "lost" }, additionalReviewRequired: true };
    expect(await update(desk, "rita", review, body)).toMatchObject({ status: 422 });
    expect(await show(review)).not.toHaveProperty("findings");
    expect(await update(desk, "rita", review, COMPLETE)).toMatchObject({ body: { status: "completed" } });
  });

  const wrong = [
    ["fraudConfirmed", { fraudConfirmed: "yes" }],
    ["riskAssessment", { riskAssessment: "enormous" }],
    ["notes", { notes: 1 }],
    ["confidence", { confidence: 1.01 }],
    ["confidence", { confidence: -0.01 }],
    ["confidence", { confidence: null }],
    ["flaggedSections", { flaggedSections: {} }],
    ["flaggedSections.0.timestamp", { flaggedSections: [{ timestamp: 1, reason: "x" }] }],
    ["recommendedActions.1", { recommendedActions: ["a", 2] }],
  ] as const;
  test.each(wrong)("%s: %o is 422 INVALID_FINDINGS", async (field, findings) => {
    const review = await aVoiceReview(desk);
    const refused = await update(desk, "rita", review, { findings });
    expect(refused).toMatchObject(anError(422, "INVALID_FINDINGS"));
    expect(refused.body).toMatchObject({ error: { details: { field: `findings.${field}` } } });
  });

  test.each([
    ["null", null],
    ["a list", []],
    ["text", "fraud"],
  ])("findings that are %s are 422 INVALID_FINDINGS", async (_name, findings) => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { findings })).toMatchObject(anError(422, "INVALID_FINDINGS"));
  });

  test.each([0, 1])("confidence %i is a confidence", async (confidence) => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { findings: { confidence } })).toMatchObject({ status: 200 });
  });

  test("flaggedSections timestamps are free text; unknown keys are ignored", async () => {
    const review = await aVoiceReview(desk);
    const flaggedSections = [{ timestamp: "near the end", reason: "Laughter", by: "rita" }];
    await update(desk, "rita", review, { findings: { flaggedSections, mood: "tense" }, colour: "red" });
    expect(Reflect.get(Object(await show(review)), "findings")).toEqual({
      flaggedSections: [{ timestamp: "near the end", reason: "Laughter" }],
    });
  });
});

describe("6. Second review", () => {
  const firstDone = async (): Promise<OpenReview> => {
    const review = await aVoiceReview(desk, { requireSecondReview: true });
    const first = await update(desk, "rita", review, COMPLETE);
    expect(first).toMatchObject({ status: 200, body: { status: "in_progress" } });
    return review;
  };

  test("additionalReviewRequired with completed: the review stays open for a second, different reviewer", async () => {
    const review = await aVoiceReview(desk);
    const first = await update(desk, "rita", review, { ...COMPLETE, additionalReviewRequired: true });
    expect(first).toMatchObject({ status: 200, body: { status: "in_progress" } });
    expect(textAt(first.body, "nextSteps", 0)).toMatch(/second review/i);
    expect(first.body).not.toHaveProperty("completedAt");
    expect(await update(desk, "rob", review, { status: "completed" })).toMatchObject({ body: { status: "completed" } });
  });

  test("the same person completing twice is 403 FORBIDDEN while it is open, 400 after the end", async () => {
    const review = await firstDone();
    expect(await update(desk, "rita", review, COMPLETE)).toMatchObject(anError(403, "FORBIDDEN"));
    await update(desk, "rob", review, { status: "completed" });
    expect(await update(desk, "rita", review, COMPLETE)).toMatchObject(anError(400, "INVALID_STATUS_TRANSITION"));
  });

  test("403 comes before 422: the same person with findings that are not valid", async () => {
    const review = await firstDone();
    const body = { status: "completed", findings: { confidence: 2 } };
    expect(await update(desk, "rita", review, body)).toMatchObject(anError(403, "FORBIDDEN"));
    expect(await update(desk, "rob", review, body)).toMatchObject(anError(422, "INVALID_FINDINGS"));
  });

  test("sent alone it raises the requirement; requireSecondReview at creation is the same thing", async () => {
    const review = await aVoiceReview(desk);
    const raised = await update(desk, "rita", review, { additionalReviewRequired: true });
    expect(raised).toMatchObject({ status: 200, body: { status: "pending" } });
    expect(await update(desk, "rita", review, COMPLETE)).toMatchObject({ body: { status: "in_progress" } });
    await firstDone();
  });

  test("false never lowers the requirement", async () => {
    const review = await aVoiceReview(desk, { requireSecondReview: true });
    expect(await update(desk, "rita", review, { additionalReviewRequired: false })).toMatchObject({ status: 200 });
    const body = { ...COMPLETE, additionalReviewRequired: false };
    expect(await update(desk, "rita", review, body)).toMatchObject({ body: { status: "in_progress" } });
  });

  test("the first completion sets startedAt, keeps the assignee, and its findings satisfy the second", async () => {
    const review = await firstDone();
    expect(await show(review)).toMatchObject({
      startedAt: expect.stringMatching(SECONDS),
      assignedTo: { userId: "rita" },
      findings: FINDINGS,
    });
    expect(await update(desk, "ron", review, { status: "completed" })).toMatchObject({ body: { status: "completed" } });
  });

  test("any other member may be second, assignee or not; each service credential counts as its own person", async () => {
    const byMachine = await aVoiceReview(desk, { requireSecondReview: true });
    await update(desk, "bot", byMachine, COMPLETE);
    expect(await update(desk, "bot", byMachine, COMPLETE)).toMatchObject(anError(403, "FORBIDDEN"));
    expect(await update(desk, "bot-two", byMachine, COMPLETE)).toMatchObject({ body: { status: "completed" } });
  });

  test("a second person and the first one at once: one completes, the other is refused", async () => {
    const review = await firstDone();
    const answers = await Promise.all(
      ["rob", "ron", "rita"].map((who) => update(desk, who, review, { status: "completed" })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.at(2)?.status).toBeGreaterThanOrEqual(400);
  });
});

describe("7. nextSteps is never empty", () => {
  test("recommended actions by the workspace's rules, in its order; the others as they are", async () => {
    const own = await aVoiceDesk({ nextSteps: { "File fraud report": "Fraud report filed", Block: "Number blocked" } });
    const review = await aVoiceReview(own);
    const findings = { recommendedActions: ["Call back", "Block", "File fraud report", "Block"] };
    const completed = await update(own, "rita", review, { status: "completed", findings });
    expect(completed.body).toMatchObject({ nextSteps: ["Fraud report filed", "Number blocked", "Call back"] });
  });

  test.each([
    ["pending", { findings: { notes: "x" } }],
    ["in_progress", START],
    ["completed", COMPLETE],
    ["escalated", ESCALATE],
  ])("plain defaults when %s", async (_status, body) => {
    const review = await aVoiceReview(desk);
    const { body: answer } = await update(desk, "rita", review, body);
    expect(textAt(answer, "nextSteps", 0)).not.toBe("");
  });
});

describe("8. Escalation", () => {
  test("by default the first owner or admin in document order who is not the caller", async () => {
    const review = await aVoiceReview(desk);
    expect((await update(desk, "rita", review, ESCALATE)).body).toMatchObject({ escalatedTo: "olga" });
    const other = await aVoiceReview(desk);
    expect((await update(desk, "olga", other, ESCALATE)).body).toMatchObject({ escalatedTo: "ada" });
  });

  test("where there is nobody to tell, it is escalated to nobody", async () => {
    const lonely = await aVoiceDesk({ members: [aMember("ada", [], { role: "admin" }), aMember("rita")] });
    const review = await aVoiceReview(lonely);
    expect((await update(lonely, "ada", review, ESCALATE)).body).toMatchObject({
      status: "escalated",
      escalatedTo: null,
      nextSteps: ["Waiting for a senior reviewer"],
    });
  });

  test("a workspace's ladder: a rung's role or group means its first active member, and above the top it stays", async () => {
    const own = await aVoiceDesk({
      members: [aMember("asleep", ["audio"], { active: false }), ...PEOPLE.slice(0, 2), aMember("rita", ["audio"])],
      escalation: {
        ladder: [
          { afterMinutes: 0, to: ["group:audio"] },
          { afterMinutes: 30, to: ["role:admin"] },
        ],
      },
    });
    const review = await aVoiceReview(own);
    const told = async () => textAt((await update(own, "bot", review, ESCALATE)).body, "escalatedTo");
    expect([await told(), await told(), await told()]).toEqual(["rita", "ada", "ada"]);
  });

  test("assignedTo changes only on picking up, which assigns it to the caller", async () => {
    const review = await reviewThatIs("escalated");
    expect(await show(review)).toMatchObject({
      status: "escalated",
      escalatedTo: "olga",
      assignedTo: { userId: "rita" },
    });
    expect(await update(desk, "ada", review, START)).toMatchObject({ body: { status: "in_progress" } });
    const picked = await show(review);
    expect(picked).toMatchObject({ status: "in_progress", assignedTo: { userId: "ada" } });
    expect(picked).not.toHaveProperty("escalatedTo");
  });

  test("picking up is in_progress on an unassigned review too", async () => {
    const empty = await aVoiceDesk({ members: [aMember("vic", [], { role: "viewer" })] });
    const review = await aVoiceReview(empty, { assignedTo: undefined });
    expect(await empty.as("bot").get(review.path)).toMatchObject({ body: { assignedTo: null } });
    await empty.apply({ members: [aMember("rita")], credentials: [{ name: "bot", role: "member" }] });
    await empty.as("rita").put(review.path, START);
    expect(await empty.as("rita").get(review.path)).toMatchObject({ body: { assignedTo: { userId: "rita" } } });
  });

  test.each([
    ["absent", {}],
    ["empty", { escalationReason: "" }],
    ["null", { escalationReason: null }],
  ])("an escalationReason that is %s is 422 MISSING_ESCALATION_REASON", async (_name, body) => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { status: "escalated", ...body })).toMatchObject(
      anError(422, "MISSING_ESCALATION_REASON"),
    );
  });
});

describe("9. Times", () => {
  test("ISO 8601 UTC with seconds and Z; completedAt equals updatedAt in the completing answer", async () => {
    const review = await aVoiceReview(desk, { deadline: "2030-01-15T13:30:00.250+02:00" });
    const { body } = await update(desk, "rita", review, COMPLETE);
    expect(textAt(body, "updatedAt")).toMatch(SECONDS);
    expect(textAt(body, "completedAt")).toBe(textAt(body, "updatedAt"));
    const shown = await show(review);
    for (const key of ["createdAt", "startedAt", "completedAt"]) expect(textAt(shown, key)).toMatch(SECONDS);
    expect(textAt(shown, "deadline")).toBe("2030-01-15T11:30:00Z");
  });
});

describe("13. Bodies and the order of checks", () => {
  test.each([
    ["malformed JSON", '{"status":'],
    ["nothing", ""],
    ["an empty object", {}],
    ["only unknown keys", { colour: "red" }],
    ["only escalationReason", { escalationReason: "x" }],
    ["a list", []],
    ["a number", "1"],
    ["null", "null"],
    ["a status outside the three", { status: "closed" }],
    ["status pending", { status: "pending" }],
    ["status null", { status: null }],
    ["a status of a wrong type", { status: 1 }],
  ])("%s is 400 INVALID_REQUEST, after 404 and before the transition check", async (_name, body) => {
    const review = await aCompletedReview(desk);
    expect(await update(desk, "rita", review, body)).toMatchObject(anError(400, "INVALID_REQUEST"));
    expect(await desk.as("rita").put(NOBODYS, body)).toMatchObject(anError(404, "REVIEW_NOT_FOUND"));
  });

  test.each([
    ["additionalReviewRequired", { additionalReviewRequired: "yes" }, "INVALID_REQUEST"],
    ["additionalReviewRequired null", { additionalReviewRequired: null }, "INVALID_REQUEST"],
    ["escalationReason", { status: "escalated", escalationReason: 7 }, "INVALID_REQUEST"],
    ["escalationReason beside another status", { status: "in_progress", escalationReason: 7 }, "INVALID_REQUEST"],
    ["findings", { findings: { confidence: 2 } }, "INVALID_FINDINGS"],
    ["a missing reason", { status: "escalated" }, "MISSING_ESCALATION_REASON"],
    ["missing findings", { status: "completed" }, "MISSING_FINDINGS"],
  ])("%s: 404, then 400 for a completed review, then 422", async (_name, body, code) => {
    expect(await desk.as("rita").put(NOBODYS, body)).toMatchObject(anError(404, "REVIEW_NOT_FOUND"));
    const completed = await aCompletedReview(desk);
    const status = Reflect.get(body, "status") ?? "completed";
    const message = `Cannot transition from completed to ${String(status)}`;
    expect(await update(desk, "rita", completed, body)).toMatchObject(
      anError(400, "INVALID_STATUS_TRANSITION", message),
    );
    const open = await aVoiceReview(desk);
    expect(await update(desk, "rita", open, body)).toMatchObject(anError(422, code));
  });

  test("a reason beside another status is not kept and not missed", async () => {
    const review = await aVoiceReview(desk);
    expect(await update(desk, "rita", review, { ...START, escalationReason: null })).toMatchObject({ status: 200 });
    expect(await update(desk, "rita", review, { ...START, escalationReason: "" })).toMatchObject({ status: 200 });
  });

  test("findings of 256 KB are kept, larger ones are 413", async () => {
    const review = await aVoiceReview(desk);
    const big = (length: number) => ({ findings: { notes: "x".repeat(length) } });
    expect(await update(desk, "rita", review, big(262_000))).toMatchObject({ status: 200 });
    expect(await update(desk, "rita", review, big(262_145))).toMatchObject(anError(413, "PAYLOAD_TOO_LARGE"));
    expect(await update(desk, "rita", review, big(1_048_577))).toMatchObject(anError(413, "PAYLOAD_TOO_LARGE"));
  });
});
