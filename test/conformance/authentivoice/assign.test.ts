// POST /v1/reviews/assign. Source: authentivoice.md ruling 13 (Bulk assignment, Details) and section 5.

import { beforeAll, describe, expect, test } from "vitest";
import { aMember, type Answer, type TestWorkspace } from "../../support/workspace-builder.ts";
import { aCompletedReview, aVoiceDesk, aVoiceReview, anError, MACHINES, PEOPLE, update } from "./voice-desk.ts";

const assign = (desk: TestWorkspace, reviewIds: readonly unknown[], strategy: unknown, more: object = {}) =>
  desk.as("ada").post("/v1/reviews/assign", { reviewIds, assignmentStrategy: strategy, ...more });

const some = async (desk: TestWorkspace, count: number, body: object = {}, analysis: object = {}) => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push((await aVoiceReview(desk, body, analysis)).id);
  return ids;
};

/** Whom each row went to, in order. */
const assignees = ({ body }: Answer): readonly unknown[] => {
  const rows: unknown = Reflect.get(Object(body), "assignments");
  return Array.isArray(rows) ? rows.map((row: unknown) => Reflect.get(Object(row), "assignedTo")) : [];
};

let desk: TestWorkspace;
beforeAll(async () => {
  desk = await aVoiceDesk();
});

describe("The answer", () => {
  test("assigned, failed, a row per review with the user id, a summary as an array", async () => {
    const own = await aVoiceDesk();
    const ids = await some(own, 3);
    const answer = await assign(own, ids, { type: "round_robin", pool: ["rob", "ron"] });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      assigned: 3,
      failed: 0,
      assignments: [
        { reviewId: ids[0], assignedTo: "rob", status: "success" },
        { reviewId: ids[1], assignedTo: "ron", status: "success" },
        { reviewId: ids[2], assignedTo: "rob", status: "success" },
      ],
      summary: [
        { userId: "rob", assignedCount: 2, totalWorkload: 2 },
        { userId: "ron", assignedCount: 1, totalWorkload: 1 },
      ],
    });
    expect((await own.as("rob").get(`/v1/reviews/${ids[0]}`)).body).toMatchObject({ assignedTo: { userId: "rob" } });
  });

  test("totalWorkload is counted after the call", async () => {
    const own = await aVoiceDesk();
    await some(own, 2, { assignedTo: "rob" });
    const ids = await some(own, 2, { assignedTo: "ron" });
    const answer = await assign(own, ids, { type: "specific", assignTo: ["rob"] });
    expect(answer.body).toMatchObject({ summary: [{ userId: "rob", assignedCount: 2, totalWorkload: 4 }] });
  });

  test("unknown, foreign and completed ids are failed rows with the same error", async () => {
    const foreign = await aVoiceReview(await aVoiceDesk());
    const completed = await aCompletedReview(desk);
    const good = await aVoiceReview(desk);
    const answer = await assign(desk, ["rev_nobodys", foreign.id, completed.id, "nonsense", good.id], {
      type: "specific",
      assignTo: ["rob"],
    });
    const failed = { assignedTo: null, status: "failed", error: expect.any(String) };
    expect(answer.body).toMatchObject({
      assigned: 1,
      failed: 4,
      assignments: [failed, failed, failed, failed, { reviewId: good.id, assignedTo: "rob", status: "success" }],
    });
    const rows: unknown = Reflect.get(Object(answer.body), "assignments");
    const errors = Array.isArray(rows) ? rows.flatMap((row: unknown) => Reflect.get(Object(row), "error") ?? []) : [];
    expect(new Set(errors).size).toBe(1);
  });

  test("priority and deadline override all", async () => {
    const [id] = await some(desk, 1);
    const more = { priority: "urgent", deadline: "2030-01-01T01:00:00+01:00", notifyReviewers: false };
    await assign(desk, [id], { type: "specific", assignTo: ["rob"] }, more);
    expect((await desk.as("rob").get(`/v1/reviews/${id}`)).body).toMatchObject({
      priority: "urgent",
      deadline: "2030-01-01T00:00:00Z",
      assignedTo: { userId: "rob" },
    });
  });

  test("notifyReviewers is recorded with the event where it is false", async () => {
    const [id] = await some(desk, 1);
    await assign(desk, [id], { type: "specific", assignTo: ["rob"] }, { notifyReviewers: false });
    const trail = await desk.as("ada").get(`/v2/reviews/${id}/events`);
    expect(trail.body).toMatchObject({ data: [{}, { type: "assigned", data: { isQuiet: true } }] });
  });

  test("one event a review: assigned", async () => {
    const [id] = await some(desk, 1);
    await assign(desk, [id], { type: "specific", assignTo: ["rob"] }, { priority: "high" });
    expect((await desk.as("rob").get(`/v1/reviews/${id}?include=history`)).body).toMatchObject({
      history: [{ event: "created" }, { event: "assigned", details: { assignedTo: "rob" } }],
    });
  });

  test("assigning to whom it is assigned already succeeds", async () => {
    const [id] = await some(desk, 1, { assignedTo: "rob" });
    const answer = await assign(desk, [id], { type: "specific", assignTo: ["rob"] });
    expect(answer.body).toMatchObject({ assigned: 1, failed: 0 });
  });
});

describe("specific and round_robin", () => {
  test("several assignTo rotate", async () => {
    const ids = await some(desk, 4);
    const answer = await assign(desk, ids, { type: "specific", assignTo: ["ron", "rita", "rob"] });
    expect(assignees(answer)).toEqual(["ron", "rita", "rob", "ron"]);
  });

  test("specific needs assignTo", async () => {
    const ids = await some(desk, 1);
    expect(await assign(desk, ids, { type: "specific" })).toMatchObject(anError(422, "INVALID_REQUEST"));
    expect(await assign(desk, ids, { type: "specific", assignTo: [] })).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test("no pool: all assignable members, in document order; it starts at the first for each call", async () => {
    const ids = await some(desk, 6);
    const all = ["olga", "ada", "rita", "rob", "ron", "olga"];
    expect(assignees(await assign(desk, ids, { type: "round_robin" }))).toEqual(all);
    expect(assignees(await assign(desk, ids.slice(0, 1), { type: "round_robin" }))).toEqual(["olga"]);
  });

  test("rows that fail take nobody's turn", async () => {
    const ids = await some(desk, 2);
    const answer = await assign(desk, [ids[0], "rev_nobodys", ids[1]], { type: "round_robin", pool: ["rob", "ron"] });
    expect(assignees(answer)).toEqual(["rob", null, "ron"]);
  });

  test("maxPerReviewer counts this call; who is full is passed over, and then rows fail", async () => {
    const ids = await some(desk, 3);
    const strategy = { type: "round_robin", pool: ["rob", "ron"], maxPerReviewer: 1 };
    const answer = await assign(desk, ids, strategy);
    expect(assignees(answer)).toEqual(["rob", "ron", null]);
    expect(answer.body).toMatchObject({ assigned: 2, failed: 1 });
    expect(assignees(await assign(desk, ids.slice(0, 2), strategy))).toEqual(["rob", "ron"]);
  });
});

describe("load_balanced", () => {
  const people = { members: [PEOPLE[1], PEOPLE[2], PEOPLE[3], PEOPLE[4]].flatMap((one) => one ?? []) };

  test("fewest open reviews now, ties in pool order", async () => {
    const own = await aVoiceDesk(people);
    await some(own, 2, { assignedTo: "rob" });
    const ids = await some(own, 3, { assignedTo: "ada" });
    const answer = await assign(own, ids, { type: "load_balanced", pool: ["rob", "ron", "rita"] });
    expect(assignees(answer)).toEqual(["ron", "rita", "ron"]);
  });

  test("completed reviews are no load", async () => {
    const own = await aVoiceDesk(people);
    for (let made = 0; made < 2; made += 1) {
      const review = await aVoiceReview(own, { assignedTo: "rob" });
      await update(own, "rob", review, { status: "completed", findings: { notes: "x" } });
    }
    await some(own, 1, { assignedTo: "ron" });
    const ids = await some(own, 1, { assignedTo: "ada" });
    expect(assignees(await assign(own, ids, { type: "load_balanced", pool: ["ron", "rob"] }))).toEqual(["rob"]);
  });

  test("considerWorkload: false counts this call only", async () => {
    const own = await aVoiceDesk(people);
    await some(own, 2, { assignedTo: "rob" });
    const ids = await some(own, 2, { assignedTo: "ada" });
    const strategy = { type: "load_balanced", pool: ["rob", "ron"], considerWorkload: false };
    expect(assignees(await assign(own, ids, strategy))).toEqual(["rob", "ron"]);
  });

  test("a review is no load to who has it while it is given away", async () => {
    const own = await aVoiceDesk(people);
    const ids = [...(await some(own, 1, { assignedTo: "rob" })), ...(await some(own, 1, { assignedTo: "ron" }))];
    const again = await assign(own, ids, { type: "load_balanced", pool: ["rob", "ron"] });
    expect(assignees(again)).toEqual(["rob", "ron"]);
  });
});

describe("expertise_based", () => {
  const cloned = { fraudIndicators: [{ type: "voice_cloning" }, { type: "urgency" }] };

  test("members whose groups contain a fraud indicator's type first, among them the least loaded", async () => {
    const own = await aVoiceDesk({
      members: [
        aMember("ada", [], { role: "admin" }),
        aMember("rita", ["voice_cloning"]),
        aMember("ron", ["x", "voice_cloning"]),
      ],
    });
    await some(own, 1, { assignedTo: "rita" });
    const ids = await some(own, 3, { assignedTo: "ada" }, cloned);
    expect(assignees(await assign(own, ids, { type: "expertise_based" }))).toEqual(["ron", "rita", "ron"]);
  });

  test("none: as load_balanced", async () => {
    const own = await aVoiceDesk({ members: [aMember("ada", [], { role: "admin" }), aMember("rita"), aMember("ron")] });
    await some(own, 1, { assignedTo: "rita" });
    const ids = await some(own, 1, { assignedTo: "ada" }, cloned);
    expect(assignees(await assign(own, ids, { type: "expertise_based", pool: ["rita", "ron"] }))).toEqual(["ron"]);
  });

  test("when the experts are full, the others help", async () => {
    const own = await aVoiceDesk({
      members: [aMember("ada", [], { role: "admin" }), aMember("rita", ["voice_cloning"])],
    });
    const ids = await some(own, 2, { assignedTo: "ada" }, cloned);
    const strategy = { type: "expertise_based", maxPerReviewer: 1 };
    expect(assignees(await assign(own, ids, strategy))).toEqual(["rita", "ada"]);
  });
});

describe("Bad input", () => {
  const STRATEGY = { type: "round_robin" };

  test("at most 100 ids, duplicates count once", async () => {
    const ids = await some(desk, 1);
    const hundred = Array.from({ length: 100 }, (_, index) => `rev_${index}`);
    expect(await assign(desk, [...hundred, ...hundred], STRATEGY)).toMatchObject({
      status: 200,
      body: { failed: 100 },
    });
    expect(await assign(desk, [...hundred, ...ids], STRATEGY)).toMatchObject(anError(422, "INVALID_REQUEST"));
    const twice = await assign(desk, [...ids, ...ids], STRATEGY);
    expect(twice.body).toMatchObject({ assigned: 1, failed: 0 });
  });

  test.each([
    ["no ids", { reviewIds: [] }],
    ["ids that are no list", { reviewIds: "rev_1" }],
    ["an id that is no text", { reviewIds: [1] }],
    ["no strategy", { assignmentStrategy: undefined }],
    ["a strategy that nobody knows", { assignmentStrategy: { type: "random" } }],
    ["an empty pool", { assignmentStrategy: { type: "round_robin", pool: [] } }],
    ["maxPerReviewer 0", { assignmentStrategy: { type: "round_robin", maxPerReviewer: 0 } }],
    ["maxPerReviewer 1.5", { assignmentStrategy: { type: "round_robin", maxPerReviewer: 1.5 } }],
    ["considerWorkload as text", { assignmentStrategy: { type: "load_balanced", considerWorkload: "no" } }],
    ["a priority out of the list", { priority: "critical" }],
    ["a deadline that is none", { deadline: "soon" }],
    ["notifyReviewers as text", { notifyReviewers: "no" }],
  ])("%s is 422 INVALID_REQUEST", async (_name, body) => {
    const refused = await desk
      .as("ada")
      .post("/v1/reviews/assign", { reviewIds: ["rev_1"], assignmentStrategy: STRATEGY, ...body });
    expect(refused).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test.each([
    ["assignTo", "vic", { type: "specific", assignTo: ["rob", "vic"] }],
    ["assignTo", "nobody", { type: "specific", assignTo: ["nobody"] }],
    ["pool", "aud", { type: "round_robin", pool: ["rob", "aud"] }],
    ["pool", "a machine", { type: "load_balanced", pool: ["bot"] }],
  ])("an unassignable person in %s (%s) fails the whole call: 422 INVALID_ASSIGNMENT", async (_key, _who, strategy) => {
    const [id] = await some(desk, 1, { assignedTo: "rita" });
    expect(await assign(desk, [id], strategy)).toMatchObject(
      anError(422, "INVALID_ASSIGNMENT", "The specified user cannot be assigned reviews"),
    );
    expect((await desk.as("ada").get(`/v1/reviews/${id}`)).body).toMatchObject({ assignedTo: { userId: "rita" } });
  });

  test("nobody assignable: every row fails", async () => {
    const own = await aVoiceDesk({ members: [aMember("rita")] });
    const [id] = await some(own, 1);
    await own.apply({ members: PEOPLE.filter(({ role }) => role === "viewer"), credentials: MACHINES.slice(0, 1) });
    const answer = await own
      .as("bot")
      .post("/v1/reviews/assign", { reviewIds: [id], assignmentStrategy: { type: "round_robin" } });
    expect(answer.body).toMatchObject({ assigned: 0, failed: 1, summary: [] });
  });
});

describe("Together", () => {
  test("a hundred in one call; the same key answers the same again", async () => {
    const own = await aVoiceDesk();
    const ids = await Promise.all(Array.from({ length: 100 }, async () => (await aVoiceReview(own)).id));
    const body = { reviewIds: ids, assignmentStrategy: { type: "round_robin", pool: ["rob", "ron"] } };
    const key = { "idempotency-key": "hundred" };
    const first = await own.as("ada").post("/v1/reviews/assign", body, key);
    expect(first.body).toMatchObject({
      assigned: 100,
      failed: 0,
      summary: [{ assignedCount: 50 }, { assignedCount: 50 }],
    });
    const again = await own.as("ada").post("/v1/reviews/assign", body, key);
    expect(again.text).toBe(first.text);
    const other = await own.as("ada").post("/v1/reviews/assign", { ...body, priority: "high" }, key);
    expect(other).toMatchObject(anError(422, "INVALID_REQUEST"));
  });

  test("completing and assigning at once: both orders hold together", async () => {
    const review = await aVoiceReview(desk);
    const [answer] = await Promise.all([
      assign(desk, [review.id], { type: "specific", assignTo: ["rob"] }),
      update(desk, "rita", review, { status: "completed", findings: { notes: "x" } }),
    ]);
    const { body } = await desk.as("rita").get(review.path);
    expect(body).toMatchObject({ status: "completed" });
    const wasAssigned = assignees(answer)[0] === "rob";
    expect(body).toMatchObject({ assignedTo: { userId: wasAssigned ? "rob" : "rita" } });
  });
});
