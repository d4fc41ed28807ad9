// POST and GET /v1/analyses, POST /v1/reviews. Source: authentivoice.md rulings 1, 2, 13 (Analyses, Who, Details) and section 5.

import { beforeAll, describe, expect, test } from "vitest";
import { aMember, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";
import {
  aCompletedReview,
  ANALYSIS,
  aVoiceDesk,
  aVoiceReview,
  anAnalysis,
  anError,
  PEOPLE,
  SECONDS,
  update,
} from "./voice-desk.ts";

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aVoiceDesk();
});

const register = (body: unknown, as = "bot") => desk.as(as).post("/v1/analyses", body);
const create = (body: unknown, as = "bot") => desk.as(as).post("/v1/reviews", body);

const FULL = {
  riskScore: 87.5,
  riskLevel: "high",
  fraudIndicators: [
    { type: "voice_cloning", confidence: 0.93, severity: "high", timestamp: "01:23", description: "x" },
  ],
  summary: "Sounds cloned.",
};

describe("Analyses", () => {
  test("POST and GET answer the same object", async () => {
    const registered = await register({ analysisId: "ana_1234567890abcdef", ...FULL, transcription: "hello" });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      analysisId: "ana_1234567890abcdef",
      status: "completed",
      fraudAnalysis: FULL,
      createdAt: expect.stringMatching(SECONDS),
    });
    const read = await desk.as("vic").get("/v1/analyses/ana_1234567890abcdef");
    expect(read).toMatchObject({ status: 200, body: registered.body });
    expect(read.body).toEqual(registered.body);
  });

  test("without an id it gets one; what was not given is empty", async () => {
    const { body } = await register(ANALYSIS);
    expect(textAt(body, "analysisId")).toMatch(/^ana_[0-9a-f]{32}$/);
    expect(body).toMatchObject({ fraudAnalysis: { fraudIndicators: [], summary: null } });
  });

  test("an analysisId with half a character could not be asked for: 422", async () => {
    expect(await register({ ...ANALYSIS, analysisId: "call \ud800" })).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test("a repeated analysisId is 409 ANALYSIS_EXISTS, also for twenty at once", async () => {
    const analysisId = `ana_${crypto.randomUUID()}`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => register({ ...ANALYSIS, analysisId })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject(anError(409, "ANALYSIS_EXISTS"));
    }
  });

  test("an id with characters of its own is found again", async () => {
    const analysisId = "call 7/ü?#%";
    await register({ ...ANALYSIS, analysisId });
    expect(await desk.as("bot").get(`/v1/analyses/${encodeURIComponent(analysisId)}`)).toMatchObject({
      status: 200,
      body: { analysisId },
    });
  });

  test.each([
    ["text", "hello"],
    ["a list", [{ speaker: "A", text: "hi" }]],
    ["an object", { a: { b: [1, null, true, { c: "" }] } }],
    ["null", null],
    ["a number", 0],
  ])("transcription is any JSON, returned as given: %s", async (_name, transcription) => {
    const review = await aVoiceReview(desk, {}, { transcription });
    const read = await desk.as("bot").get(`${review.path}?include=transcription`);
    expect(Reflect.get(Object(read.body), "transcription")).toEqual(transcription);
    const analysis = await desk.as("bot").get(`/v1/analyses/${review.analysisId}?include=transcription`);
    expect(Reflect.get(Object(analysis.body), "transcription")).toEqual(transcription);
  });

  test("a transcription of 500 nested lists comes back as it was", async () => {
    const nested = "[".repeat(500) + "]".repeat(500);
    const registered = await register(`{"riskScore":1,"riskLevel":"low","transcription":${nested}}`);
    const path = `/v1/analyses/${textAt(registered.body, "analysisId")}?include=transcription`;
    expect((await desk.as("bot").get(path)).text).toContain(nested);
  });

  test.each([0, 100])("riskScore %i is a score; riskLevel is any string", async (riskScore) => {
    expect(await register({ riskScore, riskLevel: "" })).toMatchObject({ status: 201 });
  });

  test.each([
    ["no riskScore", { riskLevel: "high" }],
    ["no riskLevel", { riskScore: 1 }],
    ["a riskScore above 100", { ...ANALYSIS, riskScore: 100.1 }],
    ["a riskScore below 0", { ...ANALYSIS, riskScore: -1 }],
    ["a riskScore as text", { ...ANALYSIS, riskScore: "87" }],
    ["a riskLevel as a number", { ...ANALYSIS, riskLevel: 1 }],
    ["indicators that are no list", { ...ANALYSIS, fraudIndicators: {} }],
    ["an indicator without a type", { ...ANALYSIS, fraudIndicators: [{ confidence: 1 }] }],
    ["an empty analysisId", { ...ANALYSIS, analysisId: "" }],
    ["an analysisId of 257 characters", { ...ANALYSIS, analysisId: "a".repeat(257) }],
    ["a summary that is null", { ...ANALYSIS, summary: null }],
  ])("%s is 422 INVALID_REQUEST", async (_name, body) => {
    expect(await register(body)).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test.each(["", "{", "[]", "{}", "null", '"x"', '{"colour":"red"}', '{"escalationReason":"x"}'])(
    "a body like %o is 400 INVALID_REQUEST",
    async (body) => {
      expect(await register(body)).toMatchObject(anError(400, "INVALID_REQUEST"));
      expect(await create(body)).toMatchObject(anError(400, "INVALID_REQUEST"));
    },
  );

  test("256 KB are kept, more is 413", async () => {
    expect(await register({ ...ANALYSIS, transcription: "x".repeat(262_000) })).toMatchObject({ status: 201 });
    const refused = await register({ ...ANALYSIS, transcription: "x".repeat(262_144) });
    expect(refused).toMatchObject(anError(413, "PAYLOAD_TOO_LARGE"));
    const huge = await register({ ...ANALYSIS, transcription: "x".repeat(1_048_576) });
    expect(huge).toMatchObject(anError(413, "PAYLOAD_TOO_LARGE"));
  });

  test("unknown is 404 ANALYSIS_NOT_FOUND; so is another workspace's", async () => {
    const foreign = await anAnalysis(await aVoiceDesk());
    for (const id of ["ana_nobodys", foreign]) {
      const read = await desk.as("bot").get(`/v1/analyses/${id}`);
      expect(read).toMatchObject(anError(404, "ANALYSIS_NOT_FOUND", "The specified analysis was not found"));
    }
  });
});

describe("Creating a review", () => {
  test("201 with the review, pending; priority normal and reviewType standard unless told", async () => {
    const analysisId = await anAnalysis(desk);
    const created = await create({ analysisId, assignedTo: "rita" });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      reviewId: expect.stringMatching(/^rev_[0-9a-f]{32}$/),
      analysisId,
      assignedTo: { userId: "rita", email: "rita@example.com", name: "Name of rita" },
      status: "pending",
      priority: "normal",
      reviewType: "standard",
      createdAt: expect.stringMatching(SECONDS),
    });
  });

  test("everything told is shown again; instructions are for the reviewer", async () => {
    const told = { priority: "urgent", deadline: "2030-05-01T10:00:00Z", reviewType: "compliance" };
    const review = await aVoiceReview(desk, { ...told, instructions: "Mind the pauses." });
    const read = await desk.as("rita").get(review.path);
    expect(read.body).toMatchObject({ ...told, instructions: "Mind the pauses.", analysisId: review.analysisId });
  });

  test.each(["low", "normal", "high", "urgent"])("priority %s", async (priority) => {
    const review = await aVoiceReview(desk, { priority });
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({ priority });
  });

  test("deadlines may lie in the past or carry an offset (normalised to Z)", async () => {
    const past = await aVoiceReview(desk, { deadline: "2020-01-01T00:30:00+02:00" });
    expect((await desk.as("rita").get(past.path)).body).toMatchObject({
      deadline: "2019-12-31T22:30:00Z",
      status: "pending",
    });
  });

  test("an unknown analysis is 404 ANALYSIS_NOT_FOUND, before what else is wrong", async () => {
    const refused = await create({ analysisId: "ana_nobodys", priority: "enormous" });
    expect(refused).toMatchObject(anError(404, "ANALYSIS_NOT_FOUND", "The specified analysis was not found"));
  });

  test("a second review is 409 REVIEW_EXISTS with existingReviewId inside error, also after completion", async () => {
    const review = await aCompletedReview(desk);
    const refused = await create({ analysisId: review.analysisId });
    expect(refused.status).toBe(409);
    expect(refused.body).toEqual({
      error: {
        code: "REVIEW_EXISTS",
        message: "A review already exists for this analysis",
        existingReviewId: review.id,
      },
    });
  });

  test("of twenty at once one is created, and the others name it", async () => {
    const analysisId = await anAnalysis(desk);
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ analysisId })));
    const [created, ...more] = answers.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    const existingReviewId = textAt(created?.body, "reviewId");
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { error: { code: "REVIEW_EXISTS", existingReviewId } } });
    }
  });

  test.each([
    ["no analysisId", { analysisId: undefined, priority: "high" }],
    ["an analysisId that is no text", { analysisId: 7 }],
    ["a priority out of the list", { priority: "critical" }],
    ["a reviewType out of the list", { reviewType: "quick" }],
    ["a deadline that is no instant", { deadline: "tomorrow" }],
    ["a deadline without a zone", { deadline: "2030-01-01T00:00:00" }],
    ["a deadline that does not exist", { deadline: "2030-02-30T00:00:00Z" }],
    ["assignedTo that is no text", { assignedTo: 7 }],
    ["requireSecondReview that is no boolean", { requireSecondReview: 1 }],
    ["instructions that are no text", { instructions: {} }],
  ])("%s is 422 INVALID_REQUEST", async (_name, body) => {
    const analysisId = await anAnalysis(desk);
    expect(await create({ analysisId, ...body })).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test.each(["vic", "aud", "nobody", "bot"])("%s cannot be assigned: 422 INVALID_ASSIGNMENT", async (assignedTo) => {
    const analysisId = await anAnalysis(desk);
    const refused = await create({ analysisId, assignedTo });
    expect(refused).toMatchObject(anError(422, "INVALID_ASSIGNMENT", "The specified user cannot be assigned reviews"));
  });

  test("neither can somebody who is not active", async () => {
    const own = await aVoiceDesk({ members: [aMember("rita", [], { active: false })] });
    const analysisId = await anAnalysis(own);
    const refused = await own.as("bot").post("/v1/reviews", { analysisId, assignedTo: "rita" });
    expect(refused).toMatchObject(anError(422, "INVALID_ASSIGNMENT"));
  });
});

describe("Without assignedTo: the least loaded assignable member (ties in document order)", () => {
  const assignees = async (own: TestWorkspace, count: number): Promise<readonly string[]> => {
    const names: string[] = [];
    for (let made = 0; made < count; made += 1) {
      const analysisId = await anAnalysis(own);
      const { body } = await own.as("bot").post("/v1/reviews", { analysisId });
      names.push(textAt(body, "assignedTo", "userId"));
    }
    return names;
  };

  test("one after the other, viewers and auditors left out", async () => {
    const own = await aVoiceDesk();
    expect(await assignees(own, 6)).toEqual(["olga", "ada", "rita", "rob", "ron", "olga"]);
  });

  test("only open reviews count", async () => {
    const own = await aVoiceDesk({ members: PEOPLE.slice(2, 4) });
    const [first] = [await aVoiceReview(own, { assignedTo: "rita" })];
    expect(await assignees(own, 1)).toEqual(["rob"]);
    await aVoiceReview(own, { assignedTo: "rob" });
    await update(own, "rita", first, { status: "completed", findings: { notes: "x" } });
    expect(await assignees(own, 1)).toEqual(["rita"]);
  });

  test("work of every kind counts: a native review that somebody has is load too", async () => {
    const own = await aVoiceDesk({ members: PEOPLE.slice(2, 4) });
    const opened = await own
      .as("bot")
      .post("/v2/reviews", { subject: { type: "thing", id: "1", attributes: {} }, assignedTo: "rita" });
    expect(opened.status).toBe(201);
    expect(await assignees(own, 1)).toEqual(["rob"]);
  });

  test("nobody assignable: null", async () => {
    const own = await aVoiceDesk({ members: PEOPLE.filter(({ role }) => role === "viewer") });
    const analysisId = await anAnalysis(own);
    const created = await own.as("bot").post("/v1/reviews", { analysisId });
    expect(created).toMatchObject({ status: 201, body: { assignedTo: null } });
  });
});

describe("Idempotency-Key", () => {
  const KEY = { "idempotency-key": "once" };

  test("the same key and body gives the stored answer again: analysis, review, update, assignment", async () => {
    const own = await aVoiceDesk();
    const registered = await own.as("bot").post("/v1/analyses", ANALYSIS, KEY);
    expect((await own.as("bot").post("/v1/analyses", ANALYSIS, KEY)).body).toEqual(registered.body);
    const body = { analysisId: textAt(registered.body, "analysisId"), instructions: "Listen." };
    const created = await own.as("bot").post("/v1/reviews", body, KEY);
    expect(await own.as("bot").post("/v1/reviews", body, KEY)).toMatchObject({ status: 201, body: created.body });
    const path = `/v1/reviews/${textAt(created.body, "reviewId")}`;
    const findings = { status: "completed", findings: { notes: "x" } };
    const completed = await own.as("rita").put(path, findings, KEY);
    expect(await own.as("rita").put(path, findings, KEY)).toMatchObject({ status: 200, body: completed.body });
  });

  test("another body under the same key is 422, a key that cannot be one is 400", async () => {
    const own = await aVoiceDesk();
    await own.as("bot").post("/v1/analyses", ANALYSIS, KEY);
    const other = await own.as("bot").post("/v1/analyses", { ...ANALYSIS, riskScore: 1 }, KEY);
    expect(other).toMatchObject(anError(422, "INVALID_REQUEST"));
    const long = { "idempotency-key": "k".repeat(256) };
    expect(await own.as("bot").post("/v1/analyses", ANALYSIS, long)).toMatchObject(anError(400, "INVALID_REQUEST"));
  });

  test.each([
    ["a review", "/v1/reviews"],
    ["an analysis", "/v1/analyses"],
  ])("of twenty equal requests for %s at once one is carried out, and all hear the same", async (_name, path) => {
    const own = await aVoiceDesk();
    const analysisId = path === "/v1/reviews" ? await anAnalysis(own) : "ana_once";
    const body = path === "/v1/reviews" ? { analysisId } : { ...ANALYSIS, analysisId };
    const answers = await Promise.all(Array.from({ length: 20 }, () => own.as("bot").post(path, body, KEY)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
  });
});
