// Bodies that nobody would send: no 5xx, and every error in this dialect's envelope. A short run of what
// `npm run faults` does at length.

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { anEntityWorkspace, aReview, type EntityWorkspace, evaluate, valueAt } from "../../support/entity-workspace.ts";
import { type Answer, type Client, stranger, textAt } from "../../support/workspace-builder.ts";

let workspace: EntityWorkspace;
let wf: Client;
let path: string;
let token: string;
beforeAll(async () => {
  workspace = await anEntityWorkspace();
  wf = workspace.basic("wf");
  const { entity } = await evaluate(wf);
  path = `/v1/entities/${entity}/reviews`;
  token = textAt((await wf.post(path, aReview())).body, "review_token");
});

const json = fc.jsonValue({ maxDepth: 3 });
const email = fc.oneof(fc.constant("ada@example.com"), json);
const anyOf = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: fc.record(shape, { requiredKeys: [] }) }, { weight: 1, arbitrary: json });

const review = anyOf({
  agent: fc.oneof(fc.record({ email }), json),
  outcome: fc.oneof(fc.constantFrom("Denied", "Approved"), json),
  reasons: fc.oneof(fc.constant(["Other"]), fc.array(json), json),
  workflow_token: json,
});
const note = anyOf({ note: json, note_author_agent_email: email });
const evaluation = anyOf({
  name_last: fc.oneof(fc.constant("Review"), json),
  identifiers: fc.oneof(fc.record({ external_entity_id: json }), json),
  journey_application_token: json,
});
const pair = anyOf({ grant_type: json, application_token: json, application_secret: json });

const expectEnvelope = ({ status, body }: Answer): void => {
  expect(status).toBeLessThan(500);
  if (status >= 400) {
    expect(body).toMatchObject({
      error: { minor_code: expect.any(Number), type: expect.any(String), message: expect.any(String) },
    });
    expect(String(valueAt(body, "error", "minor_code")).startsWith(status === 413 ? "400" : "4")).toBe(true);
  }
};

const RUNS = { numRuns: 30 };

test.each<readonly [string, fc.Arbitrary<unknown>, (body: string) => Promise<Answer>]>([
  ["reviews", review, (body) => wf.post(path, body)],
  ["reviews by an account's key", review, (body) => workspace.basic("acct").post(path, body)],
  ["notes", note, (body) => wf.post(`${path}/${token}/notes`, body)],
  ["evaluations", evaluation, (body) => wf.post("/v1/evaluations", body)],
  ["tokens", pair, (body) => stranger.post("/v1/oauth/bearer", body)],
  ["tokens by header", pair, (body) => wf.post("/v1/oauth/bearer", body)],
])("%s", async (_name, bodies, send) => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => expectEnvelope(await send(JSON.stringify(body)))),
    RUNS,
  );
});

test("texts that are no JSON", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
      const body = text.toWellFormed();
      for (const one of [path, "/v1/evaluations"]) expectEnvelope(await wf.post(one, body));
    }),
    RUNS,
  );
});

test("ids in paths", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (text) => {
      const id = encodeURIComponent(text.toWellFormed());
      if (/^\.+$/.test(id)) return;
      expectEnvelope(await wf.get(`/v1/entities/${id}`));
      expectEnvelope(await wf.post(`/v1/groups/${id}/reviews`, aReview()));
    }),
    RUNS,
  );
});
