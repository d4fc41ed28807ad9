// Whatever is sent to the native API: a 4xx as a problem document, never a 5xx, and nothing is written.
// Source: issue "Bad input"; DESIGN § 8 (fuzzed bodies).

import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Answer, aMember, aWorkspace, type Client, stranger, textAt } from "../../support/workspace-builder.ts";

const SUBJECT = { type: "order", id: "o-1" };

let workspaceId = "";
let client: Client = stranger;
let id = "";

beforeAll(async () => {
  const team = await aWorkspace({
    members: [aMember("olga", ["banking"], { role: "owner" })],
    credentials: [{ name: "bot" }],
  });
  workspaceId = team.id;
  client = team.as("olga");
  id = textAt((await team.as("bot").post("/v2/reviews", { subject: SUBJECT })).body, "id");
});

const expectProblem = (answer: Answer, what: unknown): void => {
  const context = `${JSON.stringify(what).slice(0, 300)} -> ${answer.status} ${answer.text.slice(0, 300)}`;
  expect(answer.status, context).toBeGreaterThanOrEqual(400);
  expect(answer.status, context).toBeLessThan(500);
  expect(answer.headers.get("content-type"), context).toBe("application/problem+json");
  expect(answer.body, context).toMatchObject({
    status: answer.status,
    code: expect.any(String),
    title: expect.any(String),
  });
};

const VERBS = ["decisions", "assign", "escalate", "notes", "cancel", "complete"] as const;

const rows = async (): Promise<number> =>
  (await env.DB.prepare("SELECT count(*) AS n FROM audit WHERE workspace_id = ?")
    .bind(workspaceId)
    .first<number>("n")) ?? 0;

/** Values of the wrong type for whichever field. */
const wrong = fc.oneof(
  fc.constantFrom(0, -1, 1e308, true, [], {}, [[]], "\u0000", "\ud800", "x".repeat(300_000), ["a", null], {
    $ne: null,
  }),
  fc.jsonValue({ maxDepth: 3 }),
);

const FIELDS = [
  "verdict",
  "reason",
  "notes",
  "outcome",
  "reasons",
  "force",
  "assignedTo",
  "to",
  "text",
  "findings",
  "extra",
  "__proto__",
];

describe("fuzzed bodies", () => {
  test("on one review: no 5xx, every refusal a problem document", async () => {
    const bodies = fc.dictionary(fc.constantFrom(...FIELDS), wrong, { minKeys: 1, maxKeys: 4, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VERBS), bodies, async (verb, body) => {
        const answer = await client.post(`/v2/reviews/${id}/${verb}`, body);
        expect(answer.status, `${verb} ${JSON.stringify(body).slice(0, 300)}`).toBeLessThan(500);
        if (answer.status >= 400) expectProblem(answer, body);
      }),
      { numRuns: 120 },
    );
  });

  test("on creation and in bulk", async () => {
    const openings = fc.record(
      {
        subject: fc.oneof(fc.constant(SUBJECT), wrong, fc.record({ type: wrong, id: wrong, attributes: wrong })),
        groups: wrong,
        minApprovals: wrong,
        priority: wrong,
        dueAt: fc.oneof(wrong, fc.constantFrom("9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2027-02-30T00:00:00Z")),
        assignedTo: wrong,
        requesterId: wrong,
      },
      { requiredKeys: ["subject"], noNullPrototype: true },
    );
    const bulks = fc.record({
      ids: fc.oneof(wrong, fc.array(fc.string())),
      verdict: fc.oneof(wrong, fc.constant("reject")),
    });
    const bodies = fc.oneof(
      openings.map((body) => ["/v2/reviews", body] as const),
      bulks.map((body) => ["/v2/reviews/bulk-decisions", body] as const),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async ([path, body]) => {
        const answer = await client.post(path, body);
        expect(answer.status, `${path} ${JSON.stringify(body).slice(0, 300)} ${answer.text}`).toBeLessThan(500);
        if (answer.status >= 400) expectProblem(answer, body);
      }),
      { numRuns: 120 },
    );
  });

  test("texts that are no JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VERBS), fc.string({ unit: "binary" }), async (verb, text) => {
        const answer = await client.post(`/v2/reviews/${id}/${verb}`, text.isWellFormed() ? `${text}{` : "{");
        expectProblem(answer, text);
      }),
      { numRuns: 60 },
    );
  });
});

describe("names that are nobody's", () => {
  const ids = fc.oneof(
    fc
      .string({ unit: "binary", minLength: 1, maxLength: 50 })
      // A client resolves dot segments, even encoded ones, before it sends: `/v2/reviews/%2E%2E/events` asks for the
      // event stream, which never ends.
      .filter((text) => text.isWellFormed() && !/^\.\.?$/.test(text)),
    fc.constantFrom(
      "...",
      "a/b",
      "\u0000",
      "' OR 1=1 --",
      "%",
      "x".repeat(5_000),
      "nul\u0000in",
      "🙂",
      "__proto__",
      "constructor",
    ),
  );

  test("in paths", async () => {
    const before = await rows();
    await fc.assert(
      fc.asyncProperty(ids, fc.constantFrom("", "/events", "/events/verification"), async (name, rest) => {
        const encoded = encodeURIComponent(name);
        expectProblem(await client.get(`/v2/reviews/${encoded}${rest}`), name);
        expectProblem(await client.post(`/v2/reviews/${encoded}/notes`, { text: "x" }), name);
      }),
      { numRuns: 60 },
    );
    for (const path of ["/v2/reviews/%E0%A4%A", "/v2/reviews/%", "/v2/reviews/%ff/events", "/v2/reviews//events"]) {
      expectProblem(await client.get(path), path);
    }
    expect(await rows()).toBe(before);
  });

  test("in queries, headers and bulks", async () => {
    await fc.assert(
      fc.asyncProperty(ids, async (name) => {
        const value = encodeURIComponent(name);
        for (const key of ["assignedTo", "group", "subjectId", "cursor", "status"]) {
          const answer = await client.get(`/v2/reviews?${key}=${value}`);
          expect(answer.status, `${key}=${value}`).toBeLessThan(500);
        }
        const bulk = await client.post("/v2/reviews/bulk-decisions", { ids: [name, id], verdict: "revoke" });
        expect(bulk.status).toBe(200);
      }),
      { numRuns: 30 },
    );
    const long = "x".repeat(60_000);
    for (const header of [
      "if-match",
      "if-none-match",
      "idempotency-key",
      "x-workspace-id",
      "x-orgid",
      "x-request-id",
    ]) {
      const answer = await client.post(`/v2/reviews/${id}/assign`, { assignedTo: null }, { [header]: long });
      expect(answer.status, header).toBeLessThan(500);
    }
  });
});

test("credentials that nobody has are 401, in every form", async () => {
  const forms = [
    "Bearer ",
    "Bearer a b",
    "Basic !!!",
    "Basic Og==",
    "Digest x",
    "bearer",
    "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.",
    long(),
  ];
  for (const authorization of forms) {
    const answer = await stranger.get("/v2/reviews", { authorization });
    expect(answer, authorization.slice(0, 40)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  }
});

function long(): string {
  return `Bearer ${"x".repeat(100_000)}`;
}
