// Who of the parties of an evaluation gets which rows. Source: alloy.md rulings 8, 12 (Groups, External ids).

import { describe, expect, test } from "vitest";
import type { Entity } from "../../../src/app/entity-queries.ts";
import { evaluationSubjects, type Parties, placeParties } from "../../../src/dialects/alloy/new-evaluation.ts";

const NOW = 1_000;
let count = 0;
const newId = (): string => {
  count += 1;
  return `019a0000-0000-7000-8000-${String(count).padStart(12, "0")}`;
};

const nobody: Parties = {
  entity: null,
  group: null,
  externalEntityId: null,
  externalGroupId: null,
  isExternalIdTaken: false,
  isBusiness: false,
};

const anEntity = (changes: Partial<Entity> = {}): Entity => ({
  type: "entity",
  id: "P-1",
  externalId: "mine",
  group: null,
  outcome: "Approved",
  isReviewedElsewhere: false,
  createdAt: 1,
  ...changes,
});

const place = (changes: Partial<Parties>) => placeParties({ ...nobody, ...changes }, "Denied", NOW, newId);
const rowsOf = ({ subjects }: ReturnType<typeof place>) =>
  subjects.map(({ type, id, parentId, status }) => ({ type, id, parentId, status }));

describe("placeParties", () => {
  test("nobody is named: one new entity, with its outcome", () => {
    const placed = place({});
    expect(rowsOf(placed)).toEqual([{ type: "entity", id: placed.entityToken, parentId: null, status: "Denied" }]);
    expect(placed.updates).toEqual([]);
    expect(placed.entityToken).toMatch(/^P-/);
    expect(place({ isBusiness: true }).entityToken).toMatch(/^B-/);
  });

  test("new external ids are rows whose parents they stand for; the entity's parent is its group", () => {
    const placed = place({ externalEntityId: "e", externalGroupId: "g" });
    const { entityToken, groupToken } = placed;
    expect(rowsOf(placed)).toEqual([
      { type: "entity", id: entityToken, parentId: groupToken, status: "Denied" },
      { type: "external_entity", id: "e", parentId: entityToken, status: null },
      { type: "entity_group", id: groupToken, parentId: null, status: null },
      { type: "external_group", id: "g", parentId: groupToken, status: null },
    ]);
    expect(placed).toMatchObject({ externalEntityId: "e", externalGroupId: "g" });
  });

  test("an entity that exists takes the outcome and keeps its group", () => {
    const placed = place({ entity: anEntity({ group: { id: "G-1", externalId: "g" } }) });
    expect(placed.subjects).toEqual([]);
    expect(placed.updates).toEqual([{ type: "entity", id: "P-1", parentId: null, status: "Denied" }]);
    expect(placed).toMatchObject({ groupToken: "G-1", externalGroupId: "g", externalEntityId: "mine" });
  });

  test("it moves to the group that is named", () => {
    const group = anEntity({ type: "entity_group", id: "G-2", externalId: "g2" });
    const placed = place({ entity: anEntity(), group, externalGroupId: "g2" });
    expect(placed.subjects).toEqual([]);
    expect(placed.updates).toMatchObject([{ parentId: "G-2" }]);
    expect(placed).toMatchObject({ groupToken: "G-2", externalGroupId: "g2" });
  });

  test("a token where an external id is expected is no external id", () => {
    const placed = place({ entity: anEntity(), externalEntityId: "P-1", isExternalIdTaken: true });
    expect(placed.subjects).toEqual([]);
    expect(placed.externalEntityId).toBe("mine");
    const group = anEntity({ type: "entity_group", id: "G-2", externalId: "g2" });
    expect(place({ group, externalGroupId: "G-2" }).externalGroupId).toBe("g2");
  });

  test("a further external id is added", () => {
    expect(rowsOf(place({ entity: anEntity(), externalEntityId: "also me" }))).toEqual([
      { type: "external_entity", id: "also me", parentId: "P-1", status: null },
    ]);
  });
});

describe("evaluationSubjects", () => {
  const rows = {
    evaluationToken: "S-1",
    entityToken: "P-1",
    isJourney: false,
    reviewId: null,
    answer: { a: 1 },
    input: { name: "x" },
  };

  test("the document is kept once: beside the evaluation, or by its review", () => {
    expect(evaluationSubjects(rows, NOW)).toMatchObject([
      { type: "evaluation", id: "S-1", parentId: "P-1", status: null, body: { answer: { a: 1 } } },
      { type: "evaluation_input", id: "S-1", body: { name: "x" } },
    ]);
    expect(evaluationSubjects({ ...rows, reviewId: "r" }, NOW)).toMatchObject([
      { body: { input: { type: "review_subject", id: "r" } } },
      { type: "review_subject", id: "r", body: { name: "x" } },
    ]);
  });

  test("an evaluation of a Journey is reviewed elsewhere", () => {
    expect(evaluationSubjects({ ...rows, isJourney: true }, NOW)).toMatchObject([{ status: "reviewed_elsewhere" }, {}]);
  });
});
