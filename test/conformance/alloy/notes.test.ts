// Notes on reviews. Rulings 1, 4, 12 (Details) and section 3 (Note response).

import { beforeAll, describe, expect, test } from "vitest";
import {
  AGENT,
  anEntityWorkspace,
  aReview,
  type EntityWorkspace,
  evaluate,
  refused,
  listAt,
  valueAt,
} from "../../support/entity-workspace.ts";
import { type Client, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
});

const aNote = (note: string, email = AGENT) => ({ note, note_author_agent_email: email });

const reviewed = async (): Promise<{ readonly path: string; readonly entity: string; readonly token: string }> => {
  const { entity } = await evaluate(wf);
  const token = textAt((await wf.post(`/v1/entities/${entity}/reviews`, aReview())).body, "review_token");
  return { entity, token, path: `/v1/entities/${entity}/reviews/${token}` };
};

describe("a note on a review", () => {
  test("a note answers {review_token, note, note_author_agent_email, created_at, updated_at}", async () => {
    const { path, token } = await reviewed();
    const before = Date.now();
    const { status, body } = await wf.post(`${path}/notes`, aNote("looks forged", AGENT.toUpperCase()));
    expect(status).toBe(200);
    expect(body).toEqual({
      review_token: token,
      note: "looks forged",
      note_author_agent_email: AGENT,
      created_at: expect.any(Number),
      updated_at: expect.any(Number),
    });
    expect(valueAt(body, "created_at")).toBeGreaterThanOrEqual(before);
  });

  test("it stands in the review, oldest first, and in the overview", async () => {
    const { path, entity } = await reviewed();
    for (const [note, email] of [
      ["one", AGENT],
      ["two", "ada@example.com"],
    ]) {
      await wf.post(`${path}/notes`, aNote(note ?? "", email));
    }
    expect((await wf.get(path)).body).toMatchObject({
      notes: [
        { note: "one", note_author_agent_email: AGENT },
        { note: "two", note_author_agent_email: "Ada@Example.com" },
      ],
    });
    expect((await wf.get(`/v1/entities/${entity}`)).body).toMatchObject({
      notes: [
        { text: "one", email: AGENT, name: "Bianca", created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
        { text: "two", email: "Ada@Example.com" },
      ],
    });
  });

  test("the claim grants nothing: the actor of the event is the credential", async () => {
    const { path, token } = await reviewed();
    await wf.post(`${path}/notes`, aNote("n", "ada@example.com"));
    expect((await workspace.as("desk").get(`/v2/reviews/${token}/events`)).body).toMatchObject({
      data: [{ type: "opened" }, { type: "completed" }, { type: "note_added", actor: { kind: "service", id: "wf" } }],
    });
  });

  test("on a group's review, under both paths", async () => {
    await evaluate(wf, "A", { "alloy-external-group-id": "noted" });
    const token = textAt((await wf.post("/v1/groups/noted/reviews", aReview())).body, "review_token");
    for (const under of ["groups", "entities"]) {
      const answer = await wf.post(`/v1/${under}/noted/reviews/${token}/notes`, aNote(under));
      expect(answer).toMatchObject({ status: 200, body: { note: under } });
    }
  });

  test("ten at once: none is lost", async () => {
    const { path } = await reviewed();
    const notes = Array.from({ length: 10 }, (_, index) => `note ${index}`);
    const answers = await Promise.all(notes.map((note) => wf.post(`${path}/notes`, aNote(note))));
    const accepted = notes.filter((_, index) => answers[index]?.status === 200);
    for (const { status, headers } of answers.filter((answer) => answer.status !== 200)) {
      expect({ status, retryAfter: headers.get("retry-after") }).toEqual({ status: 503, retryAfter: "1" });
    }
    const kept = listAt((await wf.get(path)).body, "notes").map((note) => textAt(note, "note"));
    expect(new Set(kept)).toEqual(new Set(accepted));
    expect(kept).toHaveLength(accepted.length);
  });
});

describe("refused notes", () => {
  test.each([
    ["no note", { note: undefined }, 400, 4002],
    ["an empty note", { note: "" }, 400, 4002],
    ["a note that is no text", { note: 5 }, 400, 4002],
    ["no author", { note_author_agent_email: undefined }, 400, 4002],
    ["an unknown author", { note_author_agent_email: "nobody@alloy.co" }, 404, 4042],
    ["an inactive author", { note_author_agent_email: "gone@example.com" }, 404, 4042],
    ["a note of 256 KB and a byte", { note: "x".repeat(262_145) }, 413, 4002],
  ])("%s", async (_name, changes, status, minor) => {
    const { path } = await reviewed();
    expect(await wf.post(`${path}/notes`, { ...aNote("n"), ...changes })).toMatchObject(refused(status, minor));
    expect((await wf.get(path)).body).toMatchObject({ notes: [] });
  });

  test("a note of 256 KB is taken", async () => {
    const { path } = await reviewed();
    expect((await wf.post(`${path}/notes`, aNote("x".repeat(262_144)))).status).toBe(200);
  });

  test("an unknown review, another entity's, or one that is open: 404/4041", async () => {
    const one = await reviewed();
    const two = await reviewed();
    const open = await evaluate(wf);
    const queue = (await workspace.as("desk").get(`/v2/reviews?subjectId=${open.entity}`)).body;
    const paths = [
      `/v1/entities/${one.entity}/reviews/R-00000000000000000000`,
      `/v1/entities/${one.entity}/reviews/${two.token}`,
      `/v1/entities/${open.entity}/reviews/${textAt(queue, "data", 0, "aliases", 0, "id")}`,
      `/v1/groups/${one.entity}/reviews/${one.token}`,
    ];
    for (const path of paths) expect(await wf.post(`${path}/notes`, aNote("n"))).toMatchObject(refused(404, 4041));
  });

  test("the same Idempotency-Key adds the note once", async () => {
    const { path } = await reviewed();
    const key = { "idempotency-key": "note" };
    const first = await wf.post(`${path}/notes`, aNote("once"), key);
    await wf.post(`${path}/notes`, aNote("twice"));
    expect(await wf.post(`${path}/notes`, aNote("once"), key)).toMatchObject({ status: 200, body: first.body });
    expect(await wf.post(`${path}/notes`, aNote("other"), key)).toMatchObject(refused(422, 4221));
    expect(listAt((await wf.get(path)).body, "notes")).toHaveLength(2);
  });
});
