// What ruling 5 and ruling 12 (Groups) promise of requests that meet.

import { beforeAll, describe, expect, test } from "vitest";
import { anEntityWorkspace, aReview, type EntityWorkspace, evaluate, listAt } from "../../support/entity-workspace.ts";
import { type Client, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
});

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const reviewsOf = async (entity: string): Promise<readonly unknown[]> => {
  const { body } = await wf.get(`/v1/entities/${entity}/reviews`);
  return listAt(body, "reviews");
};

const OUTCOMES = ["Denied", "Approved", "Manual Review"];

describe("5. Two concurrent calls both succeed and leave two reviews, never one overwritten", () => {
  test.each([
    ["with one open", "Review", 2],
    ["with none open", "Approve", 2],
    ["ten concurrent: ten reviews, each as sent, with one open", "Review", 10],
    ["ten concurrent: ten reviews, each as sent, with none open", "Approve", 10],
  ])("%s", async (_name, lastName, count) => {
    const { entity } = await evaluate(wf, lastName);
    const answers = await times(count, (index) =>
      wf.post(`/v1/entities/${entity}/reviews`, aReview(OUTCOMES[index % OUTCOMES.length])),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const stored = await reviewsOf(entity);
    expect(stored).toHaveLength(count);
    expect(new Set(stored.map((review) => textAt(review, "review_token"))).size).toBe(count);
    for (const [index, { body }] of answers.entries()) {
      expect(body).toMatchObject({ outcome: OUTCOMES[index % OUTCOMES.length] });
      expect(stored).toContainEqual(body);
    }
  });

  test("ten at once on three open ones: the three end together, the others are recorded", async () => {
    const { entity } = await evaluate(wf);
    await times(2, () => evaluate(wf, "Review", { "alloy-entity-token": entity }));
    const answers = await times(10, () => wf.post(`/v1/entities/${entity}/reviews`, aReview()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await reviewsOf(entity)).toHaveLength(3 + 9);
  });

  test("a group reviewed twice at once", async () => {
    await evaluate(wf, "Approve", { "alloy-external-group-id": "race" });
    const answers = await times(5, () => wf.post("/v1/groups/race/reviews", aReview()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await reviewsOf("race")).toHaveLength(5);
  });

  test("the desk and the API at once: one ending of the open review, whoever came first", async () => {
    const { entity } = await evaluate(wf);
    const desk = workspace.as("ada");
    const id = textAt((await desk.get(`/v2/reviews?subjectId=${entity}`)).body, "data", 0, "id");
    const decision = { verdict: "reject", outcome: "Denied", reasons: ["Bad Quiz"] };
    const [native, reviewed] = await Promise.all([
      desk.post(`/v2/reviews/${id}/decisions`, decision),
      wf.post(`/v1/entities/${entity}/reviews`, aReview("Approved")),
    ]);
    expect(reviewed.status).toBe(200);
    expect([200, 409]).toContain(native.status);
    expect(await reviewsOf(entity)).toHaveLength(native.status === 200 ? 2 : 1);
  });
});

describe("12. Two concurrent evaluations with the same new external id (or group id) make exactly one entity (or group)", () => {
  test.each([2, 10])("%d with the same new external id", async (count) => {
    const id = `new-${count}`;
    const made = await times(count, () => evaluate(wf, "Review", { "alloy-external-entity-id": id }));
    expect(new Set(made.map(({ entity }) => entity)).size).toBe(1);
    expect(new Set(made.map(({ evaluation }) => evaluation)).size).toBe(count);
    const { body } = await wf.get(`/v1/entities/${id}`);
    expect(listAt(body, "evaluations")).toHaveLength(count);
  });

  test.each([2, 10])("%d members of the same new group: no member is lost", async (count) => {
    const group = `group-${count}`;
    const made = await times(count, (index) =>
      evaluate(wf, "Approve", { "alloy-external-group-id": group, "alloy-external-entity-id": `${group}-${index}` }),
    );
    expect(new Set(made.map(({ answer }) => textAt(answer.body, "group_token"))).size).toBe(1);
    const { body } = await wf.get(`/v1/entities/${group}`);
    const members = listAt(body, "child_entities").map((child) => textAt(child, "entity_token"));
    expect(members.toSorted()).toEqual(made.map(({ entity }) => entity).toSorted());
  });

  test("the same new entity in the same new group, at once", async () => {
    const headers = { "alloy-external-entity-id": "both", "alloy-external-group-id": "both" };
    const made = await times(6, () => evaluate(wf, "Approve", headers));
    expect(new Set(made.map(({ entity }) => entity)).size).toBe(1);
    expect(new Set(made.map(({ answer }) => textAt(answer.body, "group_token"))).size).toBe(1);
  });

  test("the same Idempotency-Key at once makes one evaluation", async () => {
    const headers = { "idempotency-key": "race", "alloy-external-entity-id": "keyed race" };
    const made = await times(6, () => evaluate(wf, "Review", headers));
    expect(new Set(made.map(({ answer }) => answer.text)).size).toBe(1);
    const reviews = await times(6, () =>
      wf.post("/v1/entities/keyed%20race/reviews", aReview(), { "idempotency-key": "race" }),
    );
    expect(new Set(reviews.map(({ text }) => text)).size).toBe(1);
    expect(await reviewsOf("keyed%20race")).toHaveLength(1);
  });
});
