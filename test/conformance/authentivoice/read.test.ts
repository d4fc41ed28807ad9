// GET /v1/reviews/{reviewId} with include, and GET /v1/reviews. Source: authentivoice.md rulings 1, 10, 13 and section 4.

import { beforeAll, describe, expect, test } from "vitest";
import { aMember, type Answer, type TestWorkspace, textAt } from "../../support/workspace-builder.ts";
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

const INDICATORS = [{ type: "voice_cloning", confidence: 0.93 }];

describe("GET /v1/reviews/{reviewId}", () => {
  test("the review object, whole", async () => {
    const review = await aVoiceReview(desk, { priority: "high", deadline: "2030-01-01T00:00:00Z" });
    const read = await desk.as("vic").get(review.path);
    expect(read.body).toEqual({
      reviewId: review.id,
      analysisId: review.analysisId,
      status: "pending",
      priority: "high",
      reviewType: "standard",
      assignedTo: { userId: "rita", email: "rita@example.com", name: "Name of rita", role: "member" },
      createdAt: expect.stringMatching(SECONDS),
      deadline: "2030-01-01T00:00:00Z",
    });
  });

  test("startedAt, completedAt and findings when reached", async () => {
    const review = await aCompletedReview(desk);
    expect((await desk.as("rita").get(review.path)).body).toMatchObject({
      status: "completed",
      startedAt: expect.stringMatching(SECONDS),
      completedAt: expect.stringMatching(SECONDS),
      findings: FINDINGS,
    });
  });

  test("unknown is 404 REVIEW_NOT_FOUND", async () => {
    expect(await desk.as("rita").get(NOBODYS)).toMatchObject(
      anError(404, "REVIEW_NOT_FOUND", "The specified review was not found"),
    );
  });

  test("somebody who was removed keeps the id", async () => {
    const own = await aVoiceDesk();
    const review = await aVoiceReview(own);
    await own.apply({ members: [aMember("rob")], credentials: [] });
    expect((await own.as("rob").get(review.path)).body).toMatchObject({
      assignedTo: { userId: "rita", email: null, name: null },
    });
  });
});

describe("include", () => {
  test("analysis, transcription, history, reviewer: each only if asked", async () => {
    const analysis = { fraudIndicators: INDICATORS, transcription: { words: 7 } };
    const review = await aVoiceReview(desk, {}, analysis);
    const plain = (await desk.as("rita").get(review.path)).body;
    for (const block of ["analysis", "transcription", "history", "reviewer"]) {
      expect(plain).not.toHaveProperty(block);
      expect((await desk.as("rita").get(`${review.path}?include=${block}`)).body).toHaveProperty(block);
    }
    const all = await desk.as("rita").get(`${review.path}?include=analysis,transcription,history,reviewer`);
    expect(all.body).toMatchObject({
      analysis: { riskScore: 87, riskLevel: "high", fraudIndicators: INDICATORS },
      transcription: { words: 7 },
      history: [{ event: "created" }],
    });
  });

  test("reviewer as assignedTo; unknown include names are ignored", async () => {
    const review = await aVoiceReview(desk);
    const { body } = await desk.as("rita").get(`${review.path}?include=reviewer,audio,`);
    expect(Reflect.get(Object(body), "reviewer")).toEqual(Reflect.get(Object(body), "assignedTo"));
    expect(body).not.toHaveProperty("audio");
  });

  test("history is the audit trail in this dialect's words", async () => {
    const review = await aVoiceReview(desk, { requireSecondReview: true });
    const steps: readonly (readonly [string, object])[] = [
      ["rita", { status: "in_progress" }],
      ["rita", { findings: { notes: "first" } }],
      ["rita", { status: "escalated", escalationReason: "Too big for me" }],
      ["ada", { status: "in_progress" }],
      ["ada", { status: "completed" }],
      ["bot", { status: "completed" }],
    ];
    for (const [who, body] of steps) await update(desk, who, review, body);
    const { body } = await desk.as("rita").get(`${review.path}?include=history`);
    const at = expect.stringMatching(SECONDS);
    const by = (userId: string) => ({ userId, email: `${userId}@example.com` });
    expect(Reflect.get(Object(body), "history")).toEqual([
      { event: "created", at, by: { userId: "bot", email: null }, details: { assignedTo: "rita" } },
      { event: "started", at, by: by("rita"), details: { assignedTo: "rita" } },
      { event: "findings_saved", at, by: by("rita"), details: { findings: { notes: "first" } } },
      {
        event: "escalated",
        at,
        by: by("rita"),
        details: { level: 1, escalatedTo: "olga", reason: "Too big for me" },
      },
      { event: "started", at, by: by("ada"), details: { assignedTo: "ada" } },
      { event: "second_review_requested", at, by: by("ada"), details: {} },
      { event: "completed", at, by: { userId: "bot", email: null }, details: {} },
    ]);
  });

  test("history: assigned, and a native note is no event of this API", async () => {
    const review = await aVoiceReview(desk);
    const body = { reviewIds: [review.id], assignmentStrategy: { type: "specific", assignTo: ["rob"] } };
    await desk.as("ada").post("/v1/reviews/assign", body);
    expect((await desk.as("ada").post(`/v2/reviews/${review.id}/notes`, { text: "Listen" })).status).toBeLessThan(300);
    const read = await desk.as("rita").get(`${review.path}?include=history`);
    expect(read.body).toMatchObject({ history: [{ event: "created" }, { event: "assigned" }] });
    expect(textAt(read.body, "history", 1, "details", "assignedTo")).toBe("rob");
  });
});

describe("GET /v1/reviews", () => {
  let own: TestWorkspace;
  let made: readonly OpenReview[];
  beforeAll(async () => {
    own = await aVoiceDesk({ members: PEOPLE });
    const open = async (body: object) => aVoiceReview(own, body);
    const pending = await open({ priority: "low", deadline: "2031-01-01T00:00:00Z" });
    const started = await open({ priority: "urgent" });
    const escalated = await open({ priority: "high", assignedTo: "rob", deadline: "2030-01-01T00:00:00Z" });
    const completed = await open({ priority: "normal", deadline: "2032-01-01T00:00:00Z" });
    await update(own, "rita", started, { status: "in_progress" });
    await update(own, "rob", escalated, { status: "escalated", escalationReason: "x" });
    await update(own, "rita", completed, { status: "completed", findings: FINDINGS });
    await own.as("bot").post("/v2/reviews", { subject: { type: "thing", id: "1", attributes: {} } });
    made = [pending, started, escalated, completed];
  });

  const list = (query: string): Promise<Answer> => own.as("vic").get(`/v1/reviews${query}`);
  /** Names of the listed reviews, in order. */
  const names = ({ body }: Answer): string => {
    const words = ["pending", "started", "escalated", "completed"];
    const reviews: unknown = Reflect.get(Object(body), "reviews");
    if (!Array.isArray(reviews)) return "none";
    return reviews
      .map((row: unknown) => words[made.findIndex(({ id }) => id === textAt(row, "reviewId"))] ?? "stranger")
      .join(" ");
  };

  test("{reviews, total, limit, offset}, default 50, newest first; only this API's", async () => {
    const all = await list("");
    expect(names(all)).toBe("completed escalated started pending");
    expect(all.body).toMatchObject({ total: 4, limit: 50, offset: 0 });
    const [first] = made;
    const row = Reflect.get(Object(all.body), "reviews").at(-1);
    expect(row).toEqual((await own.as("vic").get(first?.path ?? "")).body);
  });

  test("limit and offset", async () => {
    const page = await list("?limit=2&offset=1");
    expect(names(page)).toBe("escalated started");
    expect(page.body).toMatchObject({ total: 4, limit: 2, offset: 1 });
    expect((await list("?offset=100")).body).toEqual({ reviews: [], total: 4, limit: 50, offset: 100 });
  });

  test.each([
    ["status=pending", "pending", 1],
    ["status=in_progress", "started", 1],
    ["status=escalated", "escalated", 1],
    ["status=completed", "completed", 1],
    ["priority=urgent", "started", 1],
    ["priority=normal", "completed", 1],
    ["assignedTo=rita", "completed started pending", 3],
    ["assignedTo=rita&status=pending", "pending", 1],
    ["assignedTo=nobody", "", 0],
    ["priority=low&status=completed", "", 0],
    ["sort=createdAt", "pending started escalated completed", 4],
    ["sort=-createdAt", "completed escalated started pending", 4],
    ["sort=deadline", "escalated pending completed started", 4],
    ["sort=-deadline", "completed pending escalated started", 4],
    ["sort=priority", "pending completed escalated started", 4],
    ["sort=-priority", "started escalated completed pending", 4],
  ])("%s", async (query, expected, total) => {
    const found = await list(`?${query}`);
    expect(names(found)).toBe(expected);
    expect(found.body).toMatchObject({ total });
  });

  test.each([
    "limit=0",
    "limit=201",
    "limit=-1",
    "limit=1.5",
    "limit=many",
    "limit=",
    "offset=-1",
    "offset=x",
    "status=closed",
    "status=",
    "priority=critical",
    "sort=status",
    "sort=--createdAt",
    "sort=",
  ])("%s is 400 INVALID_REQUEST", async (query) => {
    expect(await list(`?${query}`)).toMatchObject(anError(400, "INVALID_REQUEST"));
  });

  test("limit 1 and 200 are limits", async () => {
    expect((await list("?limit=1")).body).toMatchObject({ limit: 1 });
    expect((await list("?limit=200")).body).toMatchObject({ limit: 200 });
  });

  test("another workspace's reviews are not listed", async () => {
    const other = await aVoiceDesk();
    expect((await other.as("rita").get("/v1/reviews")).body).toEqual({ reviews: [], total: 0, limit: 50, offset: 0 });
  });
});
