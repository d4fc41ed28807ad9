// Traces: what a policy says about them, how they are read. adjudon.md ruling 8 and the paragraphs of ruling 13 about
// confidence and reading, sentence by sentence.

import { beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../support/workspace-builder.ts";
import {
  AGENT,
  aHeldTrace,
  aTrace,
  aTraceWorkspace,
  BLOCKS_DELETION,
  holdsRefunds,
  listed,
  refused,
  type TraceWorkspace,
  trace,
} from "./world.ts";

const TRACES = "/api/v1/traces";
const invalid = refused(400, "VALIDATION_ERROR");

let workspace: TraceWorkspace;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
});

const flags = (name: string, priority: number, config: object) => ({
  name,
  priority,
  actions: [{ type: "flag_for_review", config }],
});
const acts = (name: string, ...types: readonly string[]) => ({ name, actions: types.map((type) => ({ type })) });

describe("ruling 8", () => {
  test("201 approved", async () => {
    expect(await workspace.desk.post(TRACES, aTrace())).toMatchObject({
      status: 201,
      body: {
        success: true,
        data: { id: expect.stringMatching(/^trace_/), status: "approved", confidence: 0.92, message: "Trace approved" },
      },
    });
  });

  test("202 held: reviewId and action both at top level and in data, and the review exists when it is sent", async () => {
    const posted = await workspace.desk.post(TRACES, aTrace("initiate_refund"));
    const reviewId = textAt(posted.body, "reviewId");
    const hold = { action: "hold_for_review", reviewId };
    expect(posted).toMatchObject({
      status: 202,
      body: {
        success: true,
        code: "ADJ_FLAGGED_FOR_REVIEW",
        ...hold,
        data: { ...hold, status: "flagged", matchedPolicy: { name: "refunds", priority: 5 } },
      },
    });
    const held = { reviewId, traceId: textAt(posted.body, "data", "traceId"), path: "" };
    expect(await listed(workspace.desk, held)).toMatchObject({ status: "pending", traceId: held.traceId });
  });

  test("403 ADJ_BLOCKED_BY_POLICY with data.traceId; there is no review", async () => {
    const posted = await workspace.desk.post(TRACES, aTrace("delete_account"));
    expect(posted).toMatchObject({
      status: 403,
      body: { success: false, error: expect.any(String), code: "ADJ_BLOCKED_BY_POLICY" },
    });
    const traceId = textAt(posted.body, "data", "traceId");
    const read = await trace(workspace.desk, { traceId });
    expect(read).toMatchObject({ body: { data: { status: "blocked", humanOverride: false } } });
    expect(textAt(read.body, "data", "id")).toBe(traceId);
    expect(read.body).not.toHaveProperty("data.reviewId");
  });

  test.each([
    [["approve"], 201],
    [["notify"], 201],
    [["approve", "notify", "flag_for_review"], 202],
    [["approve", "block", "flag_for_review"], 403],
  ])("Policy precedence block > flag_for_review > notify > approve: %j is %i", async (types, status) => {
    const together = await aTraceWorkspace({ policies: [acts("all", ...types)] });
    expect((await together.desk.post(TRACES, aTrace())).status).toBe(status);
    const apart = await aTraceWorkspace({ policies: types.map((type, index) => acts(`p${index}`, type)) });
    expect((await apart.desk.post(TRACES, aTrace())).status).toBe(status);
  });

  test("Only a policy flags; confidence alone does not", async () => {
    const unsure = aTrace("answer_question", { outputDecision: { action: "answer_question", confidence: 0 } });
    expect((await workspace.desk.post(TRACES, unsure)).status).toBe(201);
  });

  test("A disabled policy says nothing", async () => {
    const other = await aTraceWorkspace({ policies: [{ ...BLOCKS_DELETION, enabled: false }] });
    expect((await other.desk.post(TRACES, aTrace("delete_account"))).status).toBe(201);
  });

  test("A flag action's config may set priority, groups, minApprovals, slaMinutes, assignTo", async () => {
    const config = { priority: "critical", groups: ["risk"], minApprovals: 2, slaMinutes: 60, assignTo: "mia" };
    const other = await aTraceWorkspace({ policies: [holdsRefunds(config)] });
    const held = await aHeldTrace(other);
    const item = await listed(other.desk, held);
    expect(item).toMatchObject({ priority: "critical", assignedTo: "mia" });
    expect(Date.parse(textAt(item, "slaDeadline")) - Date.parse(textAt(item, "createdAt"))).toBe(3_600_000);
    expect((await other.as("ada").get(`/v2/reviews/${held.reviewId}`)).body).toMatchObject({
      dialect: "adjudon",
      groups: [{ name: "risk", status: "pending" }],
      minApprovals: 2,
      subject: { type: "trace", id: held.traceId },
    });
  });

  test("Of several matching flag policies the lowest priority, then document order, gives each config key", async () => {
    const other = await aTraceWorkspace({
      policies: [
        flags("late", 9, { priority: "low", assignTo: "mia", slaMinutes: 5 }),
        flags("first", 1, { assignTo: "adam" }),
        flags("second", 1, { assignTo: "abel", priority: "critical" }),
      ],
    });
    const posted = await other.desk.post(TRACES, aTrace());
    expect(posted.body).toMatchObject({ data: { matchedPolicy: { name: "first" } } });
    const held = { reviewId: textAt(posted.body, "reviewId"), traceId: "", path: "" };
    expect(await listed(other.desk, held)).toMatchObject({
      assignedTo: "adam",
      priority: "critical",
      slaDeadline: expect.any(String),
    });
  });

  test("1 MB limit (413 ADJ_PAYLOAD_TOO_LARGE): 1,048,576 bytes pass, one more does not", async () => {
    const body = (size: number): string => {
      const json = JSON.stringify(aTrace("initiate_refund", { metadata: { filler: "" } }));
      return json.replace('"filler":""', `"filler":"${"x".repeat(size - json.length)}"`);
    };
    expect(body(1_048_576)).toHaveLength(1_048_576);
    const fits = await workspace.desk.post(TRACES, body(1_048_576));
    expect(fits.status).toBe(202);
    expect(await workspace.desk.post(TRACES, body(1_048_577))).toMatchObject(refused(413, "ADJ_PAYLOAD_TOO_LARGE"));
    const grows = JSON.stringify(aTrace("initiate_refund")).replace("{", `{"n":[${"1e20,".repeat(200_000)}0],`);
    expect(await workspace.desk.post(TRACES, grows)).toMatchObject(refused(413, "ADJ_PAYLOAD_TOO_LARGE"));
  });

  test("payload or context above 16 KB are left out of the list, and of nothing else", async () => {
    const large = "word ".repeat(4_000);
    const held = await aHeldTrace(workspace, { inputContext: { prompt: large }, metadata: { a: 1 } });
    const item = await listed(workspace.desk, held);
    expect(item).toMatchObject({ action: "initiate_refund", payload: { metadata: { a: 1 } } });
    expect(item).not.toHaveProperty("context");
    const other = await aHeldTrace(workspace, { metadata: { a: large } });
    expect(await listed(workspace.desk, other)).toMatchObject({ context: { prompt: expect.any(String) } });
    expect(await listed(workspace.desk, other)).not.toHaveProperty("payload");
    expect((await workspace.desk.post(`${held.path}/decision`, { decision: "approve" })).body).toMatchObject({
      data: { context: { prompt: large } },
    });
    expect((await trace(workspace.desk, other)).body).toMatchObject({ data: { metadata: { a: large } } });
    const both = await workspace.desk.get(`${TRACES}?status=approved&limit=1`);
    expect(both.body).toMatchObject({ data: [{ traceId: held.traceId, metadata: { a: 1 } }] });
    expect(both.body).not.toHaveProperty("data.0.inputContext");
  });
});

describe("ruling 13, Confidence", () => {
  test.each([
    [
      { outputDecision: { action: "a", confidenceScore: 0.1, confidence: 0.2 }, confidenceScore: 0.3, confidence: 0.4 },
      0.1,
    ],
    [{ outputDecision: { action: "a", confidence: 0.2 }, confidenceScore: 0.3, confidence: 0.4 }, 0.2],
    [{ outputDecision: { action: "a" }, confidenceScore: 0.3, confidence: 0.4 }, 0.3],
    [{ outputDecision: { action: "a" }, confidence: 0.4 }, 0.4],
    [{ outputDecision: { action: "a", confidenceScore: null }, confidence: 1 }, 1],
    [{ outputDecision: { action: "a", confidence: 0 } }, 0],
    [{ outputDecision: { action: "a" } }, 0.5],
  ])("%j is %d", async (changes, confidence) => {
    const posted = await workspace.desk.post(TRACES, aTrace("a", changes));
    expect(posted).toMatchObject({ status: 201, body: { data: { confidence } } });
    const read = await trace(workspace.desk, { traceId: textAt(posted.body, "data", "id") });
    expect(read.body).toMatchObject({ data: { confidenceScore: confidence } });
  });

  test.each([1.01, -0.01, "0.5", true, {}])("Confidence that is not a number 0-1 is 400: %j", async (confidence) => {
    const inside = { outputDecision: { action: "a", confidence } };
    expect(await workspace.desk.post(TRACES, aTrace("a", inside))).toMatchObject(invalid);
    expect(await workspace.desk.post(TRACES, aTrace("a", { confidence }))).toMatchObject(invalid);
  });

  test("Policy conditions see the trace as submitted plus confidenceScore; policies run on raw data", async () => {
    const when = (field: string, operator: string, value: unknown) => ({
      name: field,
      conditions: [{ field, operator, value }],
      actions: [{ type: "block" }],
    });
    const other = await aTraceWorkspace({
      policies: [
        when("confidenceScore", "less_than", 0.7),
        when("inputContext.prompt", "contains", "jo@example.com"),
        when("custom.deep.0", "equals", 7),
      ],
    });
    const status = async (changes: object) => (await other.desk.post(TRACES, aTrace("a", changes))).status;
    expect(await status({})).toBe(201);
    expect(await status({ outputDecision: { action: "a" } })).toBe(403);
    expect(await status({ inputContext: { prompt: "Mail jo@example.com" } })).toBe(403);
    expect(await status({ custom: { deep: [7] } })).toBe(403);
  });
});

describe("what a trace must have", () => {
  test.each([
    [{ agentId: undefined }],
    [{ agentId: "" }],
    [{ agentId: 5 }],
    [{ inputContext: undefined }],
    [{ inputContext: { prompt: 7 } }],
    [{ inputContext: { prompt: ["a"] } }],
    [{ inputContext: {} }],
    [{ inputContext: "prompt" }],
    [{ outputDecision: undefined }],
    [{ outputDecision: { text: "no action" } }],
    [{ outputDecision: { action: null } }],
    [{ outputDecision: [] }],
    [{ agentId: "x".repeat(257) }],
  ])("%j is 400", async (changes) => {
    expect(await workspace.desk.post(TRACES, aTrace("a", changes))).toMatchObject(invalid);
  });

  test.each(["", "{", "null", "[]", '"text"', "\u0000", '{"agentId":"a"}{}'])("The body %j is 400", async (body) => {
    expect(await workspace.desk.post(TRACES, body)).toMatchObject(invalid);
  });

  test("nesting beyond 1,000 levels is 400; 1,000 pass and are read again", async () => {
    const nested = (levels: number, filler = ""): string => {
      const deep = `${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}`;
      return JSON.stringify(aTrace("initiate_refund", { filler })).replace("{", `{"deep":${deep},`);
    };
    expect(await workspace.desk.post(TRACES, nested(1_001))).toMatchObject(invalid);
    for (const filler of ["", "x".repeat(20_000)]) {
      const posted = await workspace.desk.post(TRACES, nested(1_000, filler));
      expect(posted.status).toBe(202);
      const held = { reviewId: textAt(posted.body, "reviewId"), traceId: textAt(posted.body, "data", "id"), path: "" };
      expect(await listed(workspace.desk, held)).toMatchObject({ context: { prompt: expect.any(String) } });
      expect((await trace(workspace.desk, held)).status).toBe(200);
      expect((await workspace.desk.get(`${TRACES}?limit=1`)).status).toBe(200);
    }
  });
});

describe("ruling 13, Reading traces", () => {
  let own: TraceWorkspace;
  beforeAll(async () => {
    own = await aTraceWorkspace();
  });
  const page = (query: string, client = own.desk) => client.get(`${TRACES}${query}`);
  const traceIds = (body: unknown): readonly unknown[] => {
    const data: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "data") : [];
    return Array.isArray(data) ? data.map((one: { readonly traceId: unknown }) => one.traceId) : [];
  };

  test("unknown trace keys come back at top level on GET /traces/{id}; what is a DecisionTrace's own is the service's", async () => {
    const submitted = aTrace("answer_question", {
      agentVersion: "2",
      rationale: "because",
      tags: ["vip"],
      mine: { deep: true },
      status: "mine",
      humanOverride: "mine",
      organizationId: "mine",
      workspaceId: "mine",
      timestamp: "2026-01-02T03:04:05.000Z",
    });
    const posted = await own.desk.post(TRACES, submitted);
    const traceId = textAt(posted.body, "data", "id");
    expect((await trace(own.desk, { traceId })).body).toEqual({
      success: true,
      data: {
        ...submitted,
        id: traceId,
        traceId,
        organizationId: "org_acme",
        workspaceId: own.id,
        schemaVersion: "2026-04-11",
        status: "approved",
        confidenceScore: 0.92,
        humanOverride: false,
        metadata: {},
        createdAt: expect.any(String),
      },
    });
  });

  test("newest first; pagination at top level beside data; filters agentId, status, from, to", async () => {
    const lists = await aTraceWorkspace();
    const ids: string[] = [];
    for (const [agentId, action] of [
      ["a", "x"],
      ["b", "delete_account"],
      ["a", "initiate_refund"],
      ["c", "x"],
    ] as const) {
      const posted = await lists.desk.post(TRACES, aTrace(action, { agentId }));
      ids.unshift(textAt(posted.body, "data", "traceId"));
    }
    const found = async (query: string) => traceIds((await page(query, lists.desk)).body);
    expect((await page("", lists.desk)).body).toMatchObject({
      success: true,
      pagination: { page: 1, limit: 50, total: 4, pages: 1, hasMore: false },
    });
    expect(await found("")).toEqual(ids);
    expect((await page("?limit=3", lists.desk)).body).toMatchObject({
      pagination: { page: 1, limit: 3, total: 4, pages: 2, hasMore: true },
    });
    expect(await found("?limit=3&page=2")).toEqual([ids[3]]);
    expect(await found("?limit=3&page=9")).toEqual([]);
    expect(await found("?agentId=a")).toEqual([ids[1], ids[3]]);
    expect(await found("?status=flagged")).toEqual([ids[1]]);
    expect(await found("?agentId=a&status=approved")).toEqual([ids[3]]);
    expect(await found("?status=nonsense")).toEqual([]);
    const first = textAt((await trace(lists.desk, { traceId: ids[3] ?? "" })).body, "data", "createdAt");
    const last = textAt((await trace(lists.desk, { traceId: ids[0] ?? "" })).body, "data", "createdAt");
    expect(await found(`?from=${first}&to=${last}`)).toEqual(ids);
    expect((await found(`?from=${last}`))[0]).toBe(ids[0]);
    expect(await found(`?to=${new Date(Date.parse(first) - 1).toISOString()}`)).toEqual([]);
    expect(await found(`?from=${first.slice(0, 10)}&to=${last.slice(0, 10)}`)).toEqual(ids);
  });

  test.each([
    "limit=201",
    "limit=0",
    "limit=x",
    "page=0",
    "page=-1",
    "from=yesterday",
    "to=2026-13-01",
    "from=2026-02-30T00:00:00Z",
  ])("%s is 400", async (query) => {
    expect(await page(`?${query}`)).toMatchObject(invalid);
  });

  test("limit 200 passes; any member or workspace key may read; agent keys 403", async () => {
    expect((await page("?limit=200")).status).toBe(200);
    for (const name of ["ada", "mia", "vic", "aud"]) expect((await page("", own.as(name))).status).toBe(200);
    expect(await page("", own.bot)).toMatchObject(refused(403, "FORBIDDEN"));
    expect(await own.bot.get(`${TRACES}/trace_x`)).toMatchObject(refused(403, "FORBIDDEN"));
  });

  test("foreign or unknown 404", async () => {
    const held = await aHeldTrace(own);
    expect(await trace(workspace.desk, held)).toMatchObject(refused(404, "NOT_FOUND"));
    expect(await trace(own.desk, { traceId: "trace_nope" })).toMatchObject(refused(404, "NOT_FOUND"));
    expect(await trace(own.desk, { traceId: "%F0%9F%98%80" })).toMatchObject(refused(404, "NOT_FOUND"));
  });

  test("the agent's name in the list is the registered one; the trace keeps what it said", async () => {
    const held = await aHeldTrace(own);
    expect(await listed(own.desk, held)).toMatchObject({ agentId: { _id: AGENT.id, name: AGENT.name } });
    expect((await trace(own.desk, held)).body).toMatchObject({
      data: { agentId: AGENT.externalId, reviewId: held.reviewId },
    });
  });

  test("a trace with personal data in keys of its own is scrubbed at every depth; stored data stays whole", async () => {
    const held = await aHeldTrace(own, { mine: [{ mail: "jo@example.com" }], rationale: "call +49 30 901820" });
    expect((await trace(own.desk, held)).body).toMatchObject({
      data: { mine: [{ mail: "[REDACTED_EMAIL]" }], rationale: "call [REDACTED_PHONE]" },
    });
    expect((await own.as("ada").get(`/v2/reviews/${held.reviewId}`)).body).toMatchObject({
      subject: { attributes: { mine: [{ mail: "jo@example.com" }] } },
    });
  });
});
