// Rulings 8, 9, 12 (Groups, External ids, Reads) and 13: evaluations, the entities they make and the ids they give.

import { beforeAll, describe, expect, test } from "vitest";
import {
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  refused,
  WORKFLOW,
} from "../../support/entity-workspace.ts";
import { type Client, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
});

const external = (id: string) => ({ "alloy-external-entity-id": id });
const inGroup = (id: string) => ({ "alloy-external-group-id": id });
const entityOf = async (id: string): Promise<string> =>
  textAt((await wf.get(`/v1/entities/${encodeURIComponent(id)}`)).body, "entity_token");

describe("8. POST /v1/evaluations", () => {
  test("the documented response shape, 201", async () => {
    const { answer } = await evaluate(wf, "Review", { ...external("eight"), ...inGroup("eight g") });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      status_code: 201,
      error: null,
      timestamp: expect.any(Number),
      evaluation_token: expect.stringMatching(/^S-[0-9A-Za-z]{20}$/),
      entity_token: expect.stringMatching(/^P-[0-9A-Za-z]{20}$/),
      external_entity_id: "eight",
      group_token: expect.stringMatching(/^G-[0-9A-Za-z]{20}$/),
      external_group_id: "eight g",
      parent_entity_token: null,
      application_token: WORKFLOW,
      application_name: "A Thing for Testing",
      application_version_id: 1,
      champion_challenger_id: null,
      summary: {
        result: "success",
        score: null,
        tags: ["persona"],
        outcome_reasons: [],
        outcome: "Manual Review",
        services: {},
      },
      supplied: { name_first: "Jo", name_last: "Review" },
      formatted: {},
      matching: {},
      diligence: {},
      related_data: {},
      raw_responses: {},
      formatted_responses: {},
      audit_archive: null,
    });
  });

  test.each([
    ["Review", "Manual Review", ["persona"]],
    ["Deny", "Denied", []],
    ["Anybody", "Approved", []],
    ["review", "Approved", []],
  ])("the workflow's rules pick the outcome: %s", async (lastName, outcome, tags) => {
    const { answer } = await evaluate(wf, lastName);
    expect(answer.body).toMatchObject({ summary: { outcome, tags } });
  });

  test('only "Manual Review" opens a review in the queue', async () => {
    const { entity } = await evaluate(wf, "Deny");
    expect((await workspace.as("desk").get(`/v2/reviews?subjectId=${entity}`)).body).toMatchObject({ data: [] });
  });

  test("alloy-entity-type decides between P- and B- tokens", async () => {
    expect((await evaluate(wf, "A", { "alloy-entity-type": "business" })).entity).toMatch(/^B-/);
    expect((await evaluate(wf, "A", { "alloy-entity-type": "person" })).entity).toMatch(/^P-/);
    expect((await evaluate(wf, "A")).entity).toMatch(/^P-/);
    const wrong = await wf.post("/v1/evaluations", {}, { "alloy-entity-type": "robot" });
    expect(wrong).toMatchObject(refused(400, 4001, { "alloy-entity-type": expect.any(String) }));
  });

  test("alloy-entity-token names an entity that exists, by token or external id", async () => {
    const { entity } = await evaluate(wf, "A", external("named"));
    for (const name of [entity, "named"]) {
      expect((await evaluate(wf, "A", { "alloy-entity-token": name })).entity).toBe(entity);
    }
    expect(await wf.post("/v1/evaluations", {}, { "alloy-entity-token": "P-00000000000000000000" })).toMatchObject(
      refused(404, 4041),
    );
  });

  test("evaluations take the workflow from the header or the key, never from the body", async () => {
    const acct = workspace.basic("acct");
    expect(await acct.post("/v1/evaluations", { workflow_token: WORKFLOW })).toMatchObject(refused(400, 4001));
    const header = { "alloy-workflow-token": WORKFLOW };
    expect(await acct.post("/v1/evaluations", {}, header)).toMatchObject({ status: 201 });
    expect(await wf.post("/v1/evaluations", { workflow_token: 7 })).toMatchObject({ status: 201 });
  });
});

describe("12. Reads: GET of an evaluation is the identical JSON of its POST", () => {
  test.each([
    ["as it was sent", { name_last: "Review" }],
    ["with keys in any order, numbers and nothing", { b: [1.5, null], a: { 2: "x", 1: -0 }, c: 1e21 }],
    ["with text of every kind", { note: "“ü” \u0000 \u202e 😀 </script>", "": "empty key" }],
    ["with a prototype's keys", JSON.parse('{"__proto__": {"x": 1}, "constructor": "y"}')],
  ])("%s", async (_name, document) => {
    const { status, text, body } = await wf.post("/v1/evaluations", document);
    expect(status).toBe(201);
    const entity = textAt(body, "entity_token");
    const read = await wf.get(`/v1/entities/${entity}/evaluations/${textAt(body, "evaluation_token")}`);
    expect(read).toMatchObject({ status: 200, text });
  });

  test("unknown, or another entity's: 404/4041", async () => {
    const one = await evaluate(wf, "A");
    const two = await evaluate(wf, "A");
    for (const token of [two.evaluation, "S-00000000000000000000"]) {
      const answer = await wf.get(`/v1/entities/${one.entity}/evaluations/${token}`);
      expect(answer).toMatchObject(refused(404, 4041, { evaluation_token: token }));
    }
  });
});

describe("12. External ids", () => {
  const ODD = [
    "a b",
    "a/b",
    "ü😀",
    "%41",
    "a%2Fb",
    "?q=1",
    "#h",
    ".",
    "..",
    "a+b",
    "a\u0000b",
    "a\u0000c",
    "R-1",
    "x".repeat(255),
    "😀".repeat(255),
  ];

  test.each(ODD)("any string of 1-255 characters, decoded once from one path segment: %s", async (id) => {
    const { answer } = await evaluate(wf, "Review", {}, { identifiers: { external_entity_id: id } });
    expect(answer.body).toMatchObject({ external_entity_id: id });
    // "." and ".." are no segments: every client and every server takes them away before they are sent or read.
    if (/^\.+$/.test(id)) return;
    const path = `/v1/entities/${encodeURIComponent(id)}`;
    expect((await wf.get(path)).body).toMatchObject({
      entity_token: textAt(answer.body, "entity_token"),
      external_entity_id: id,
    });
    expect(await wf.post(`${path}/reviews`, aReview())).toMatchObject({
      status: 200,
      body: { external_entity_id: id },
    });
  });

  test("an external entity id stands in for an entity token everywhere", async () => {
    const { evaluation } = await evaluate(wf, "Review", external("everywhere"));
    const { body } = await wf.post("/v1/entities/everywhere/reviews", aReview());
    const token = textAt(body, "review_token");
    const note = { note: "n", note_author_agent_email: "ada@example.com" };
    for (const path of ["", "/reviews", `/reviews/${token}`, `/evaluations/${evaluation}`]) {
      expect((await wf.get(`/v1/entities/everywhere${path}`)).status).toBe(200);
    }
    expect((await wf.post(`/v1/entities/everywhere/reviews/${token}/notes`, note)).status).toBe(200);
  });

  test("a token wins over an equal external id", async () => {
    const { entity } = await evaluate(wf, "A");
    const other = await evaluate(wf, "A", external(entity));
    expect(other.entity).toBe(entity);
    expect(other.answer.body).toMatchObject({ external_entity_id: null });
  });

  test("an entity's external id and a group's may be equal: under /entities the entity is meant", async () => {
    const { entity, answer } = await evaluate(wf, "A", { ...external("twin"), ...inGroup("twin") });
    expect(await entityOf("twin")).toBe(entity);
    expect((await wf.post("/v1/groups/twin/reviews", aReview())).body).toMatchObject({
      group_token: textAt(answer.body, "group_token"),
    });
  });

  test("identifiers.external_entity_id in the body does what the header does; the header wins", async () => {
    const first = await evaluate(wf, "A", {}, { identifiers: { external_entity_id: "in body" } });
    expect((await evaluate(wf, "A", external("in body"))).entity).toBe(first.entity);
    const both = await evaluate(wf, "A", external("in header"), { identifiers: { external_entity_id: "in body" } });
    expect(both.entity).not.toBe(first.entity);
  });

  test("longer is 400/4002 in a header or body, 404/4041 in a path", async () => {
    const long = "x".repeat(256);
    for (const name of ["alloy-entity-token", "alloy-external-entity-id", "alloy-external-group-id"]) {
      const answer = await wf.post("/v1/evaluations", {}, { [name]: long });
      expect(answer).toMatchObject(refused(400, 4002, { [name]: expect.any(String) }));
    }
    for (const id of [long, "", 5, "\ud800"]) {
      const answer = await wf.post("/v1/evaluations", { identifiers: { external_entity_id: id } });
      expect(answer).toMatchObject(refused(400, 4002, { "identifiers.external_entity_id": expect.any(String) }));
    }
    expect(await wf.get(`/v1/entities/${long}`)).toMatchObject(refused(404, 4041));
  });

  test("an entity that exists takes a new external id, and none that is somebody else's", async () => {
    const { entity } = await evaluate(wf, "A", external("old name"));
    const renamed = await evaluate(wf, "A", { "alloy-entity-token": entity, ...external("new name") });
    expect(renamed.answer.body).toMatchObject({ entity_token: entity, external_entity_id: "new name" });
    expect(await entityOf("new name")).toBe(entity);
    expect(await entityOf("old name")).toBe(entity);
    await evaluate(wf, "A", external("somebody else"));
    const taken = { "alloy-entity-token": entity, ...external("somebody else") };
    expect(await wf.post("/v1/evaluations", {}, taken)).toMatchObject(refused(400, 4001));
  });
});

describe("12. Groups", () => {
  test("POST /evaluations and GET /entities/{t} carry group_token and external_group_id (null without a group)", async () => {
    const alone = await evaluate(wf, "A");
    const none = { group_token: null, external_group_id: null };
    expect(alone.answer.body).toMatchObject(none);
    expect((await wf.get(`/v1/entities/${alone.entity}`)).body).toMatchObject(none);
    const member = await evaluate(wf, "A", inGroup("with"));
    const group = { group_token: textAt(member.answer.body, "group_token"), external_group_id: "with" };
    expect(member.answer.body).toMatchObject(group);
    expect((await wf.get(`/v1/entities/${member.entity}`)).body).toMatchObject(group);
  });

  test("an entity joins a group with a later evaluation, and stays when none is named", async () => {
    const { entity } = await evaluate(wf, "A");
    await evaluate(wf, "A", { "alloy-entity-token": entity, ...inGroup("later") });
    const again = await evaluate(wf, "A", { "alloy-entity-token": entity });
    expect(again.answer.body).toMatchObject({ external_group_id: "later" });
    expect((await wf.get("/v1/entities/later")).body).toMatchObject({ child_entities: [{ entity_token: entity }] });
  });
});

describe("Idempotency-Key", () => {
  test("the same key and request answer the evaluation again; another request is 422", async () => {
    const key = { "idempotency-key": "once" };
    const first = await evaluate(wf, "Review", { ...key, ...external("keyed") });
    const again = await evaluate(wf, "Review", { ...key, ...external("keyed") });
    expect(again.answer.text).toBe(first.answer.text);
    expect(await wf.post("/v1/evaluations", { other: 1 }, key)).toMatchObject(refused(422, 4221));
    const elsewhere = { ...key, ...external("another") };
    expect(await wf.post("/v1/evaluations", { name_first: "Jo", name_last: "Review" }, elsewhere)).toMatchObject(
      refused(422, 4221),
    );
    expect(await wf.post("/v1/evaluations", {}, { "idempotency-key": "ü" })).toMatchObject(refused(400, 4001));
  });
});
