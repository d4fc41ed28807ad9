// The seed "Reviews", sentence by sentence, through the Worker. docs/conformance.md lists them.

import { beforeAll, describe, expect, test } from "vitest";
import { aClient, type Client } from "../../support/workspace-builder.ts";
import {
  AGENT,
  aHeldTrace,
  assign,
  aTrace,
  aTraceWorkspace,
  bulk,
  decide,
  escalate,
  listed,
  queue,
  refused,
  type TraceWorkspace,
  trace,
} from "./world.ts";

const OBJECT_ID = /^[0-9a-f]{24}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

let workspace: TraceWorkspace;
let desk: Client;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
  desk = workspace.desk;
});

describe("Reviews", () => {
  test("The Policy Engine routes flagged decisions into the review queue (HTTP 202)", async () => {
    const posted = await desk.post("/api/v1/traces", aTrace("initiate_refund"));
    expect(posted).toMatchObject({ status: 202, body: { action: "hold_for_review", code: "ADJ_FLAGGED_FOR_REVIEW" } });
  });

  test("a reviewer with the admin or owner role approves or rejects, and the verdict is recorded back on the source DecisionTrace", async () => {
    const yes = await aHeldTrace(workspace);
    expect(await trace(desk, yes)).toMatchObject({ body: { data: { status: "flagged" } } });
    expect((await decide(workspace.as("adam"), yes, "approve")).status).toBe(200);
    expect(await trace(desk, yes)).toMatchObject({ body: { data: { status: "approved", humanOverride: false } } });
    const no = await aHeldTrace(workspace);
    expect((await decide(workspace.as("ada"), no, "reject")).status).toBe(200);
    expect(await trace(desk, no)).toMatchObject({ body: { data: { status: "blocked", humanOverride: true } } });
  });

  test("The endpoint URL is /api/v1/review-queue", async () => {
    expect((await desk.get("/api/v1/review-queue")).status).toBe(200);
    expect(await desk.get("/api/v1/reviews")).toMatchObject(refused(404, "NOT_FOUND"));
  });
});

describe("The ReviewItem object", () => {
  test("has every field of the table that applies to a pending item", async () => {
    const held = await aHeldTrace(workspace, {
      inputContext: { prompt: "Refund order 12?", model: "gpt" },
      outputDecision: { action: "initiate_refund", confidence: 0.61, text: "Refund it" },
      metadata: { tier: "gold" },
    });
    expect(await listed(desk, held)).toEqual({
      _id: held.reviewId,
      id: held.reviewId,
      traceId: held.traceId,
      agentId: { _id: AGENT.id, name: AGENT.name },
      action: "initiate_refund",
      confidence: 0.61,
      priority: "medium",
      status: "pending",
      workflowStep: 1,
      assignedTo: null,
      context: { prompt: "Refund order 12?", model: "gpt" },
      payload: { action: "initiate_refund", confidence: 0.61, text: "Refund it", metadata: { tier: "gold" } },
      organizationId: "org_acme",
      workspaceId: workspace.id,
      createdAt: expect.stringMatching(INSTANT),
      updatedAt: expect.stringMatching(INSTANT),
    });
    expect(held.reviewId).toMatch(OBJECT_ID);
  });

  test("agentIdStr: Fallback string identifier when agentId is absent", async () => {
    const item = await listed(desk, await aHeldTrace(workspace, { agentId: "nobody registered me" }));
    expect(item).toMatchObject({ agentIdStr: "nobody registered me" });
    expect(item).not.toHaveProperty("agentId");
  });

  test("priority: critical, high, medium (default), low; status: pending (default), approved, rejected", async () => {
    for (const priority of ["critical", "high", "low"]) {
      const other = await aTraceWorkspace({
        policies: [{ name: "all", actions: [{ type: "flag_for_review", config: { priority } }] }],
      });
      expect(await listed(other.desk, await aHeldTrace(other))).toMatchObject({ priority, status: "pending" });
    }
  });

  test("decision, reason and notes are set on resolution", async () => {
    const held = await aHeldTrace(workspace);
    const resolved = { decision: "reject", reason: "Too risky", notes: "Called the customer" };
    expect((await decide(desk, held, "reject", resolved)).body).toMatchObject({
      data: { ...resolved, status: "rejected" },
    });
    expect(await listed(desk, held)).toMatchObject({ ...resolved, status: "rejected" });
  });
});

describe("List the queue", () => {
  let own: TraceWorkspace;
  beforeAll(async () => {
    own = await aTraceWorkspace();
  });

  test("Filter to pending / approved / rejected; absent returns every status. Most recent first", async () => {
    const first = await aHeldTrace(own);
    const second = await aHeldTrace(own);
    const third = await aHeldTrace(own);
    await decide(own.desk, first, "approve");
    await decide(own.desk, third, "reject");
    const ids = async (query: string) => ({ query, ...(await queue(own.desk, query)) });
    const answer = (...held: readonly { readonly reviewId: string }[]) => ({
      status: 200,
      body: {
        success: true,
        data: held.map(({ reviewId }) => ({ id: reviewId })),
        count: held.length,
        total: held.length,
        limit: 500,
        truncated: false,
      },
    });
    expect(await ids("")).toMatchObject(answer(third, second, first));
    expect(await ids("?status=pending")).toMatchObject(answer(second));
    expect(await ids("?status=approved")).toMatchObject(answer(first));
    expect(await ids("?status=rejected")).toMatchObject(answer(third));
    expect(await ids("?status=escalated")).toMatchObject(answer());
  });

  test("Workspace scope comes from the x-workspace-id header", async () => {
    const named = await own.desk.get("/api/v1/review-queue", { "x-workspace-id": own.id });
    expect(named.status).toBe(200);
    const other = await own.desk.get("/api/v1/review-queue", { "x-workspace-id": workspace.id });
    expect(other).toMatchObject(refused(403, "FORBIDDEN"));
  });

  test("payload and context are PII-scrubbed before transport (email, IBAN, credit-card, SSN, phone)", async () => {
    const told =
      "Write to jo@example.com or call +49 30 901820; IBAN DE89 3704 0044 0532 0130 00, card 4111 1111 1111 1111, SSN 078-05-1120";
    const hidden =
      "Write to [REDACTED_EMAIL] or call [REDACTED_PHONE]; IBAN [REDACTED_IBAN], card [REDACTED_CREDIT_CARD], SSN [REDACTED_SSN]";
    const held = await aHeldTrace(own, {
      inputContext: { prompt: told, deep: [{ deeper: { text: told } }] },
      outputDecision: { action: "initiate_refund", text: told },
      metadata: { note: told },
    });
    const scrubbed = {
      context: { prompt: hidden, deep: [{ deeper: { text: hidden } }] },
      payload: { text: hidden, metadata: { note: hidden } },
    };
    expect(await listed(own.desk, held)).toMatchObject(scrubbed);
    expect((await assign(own.desk, held, { assignedTo: "mia" })).body).toMatchObject({ data: scrubbed });
    expect((await trace(own.desk, held)).body).toMatchObject({
      data: { inputContext: scrubbed.context, outputDecision: { text: hidden }, metadata: { note: hidden } },
    });
  });

  test("Errors: 401", async () => {
    expect(await queue(aClient({}))).toMatchObject(refused(401, "NO_TOKEN"));
  });
});

describe("Make a decision", () => {
  test("the example: a curl with a key and a reason", async () => {
    const { path } = await aHeldTrace(workspace);
    const curl = aClient({ authorization: `Bearer ${workspace.deskKey}`, "content-type": "application/json" });
    const body = '{ "decision": "approve", "reason": "Risk acceptable per Q3 policy" }';
    expect(await curl.post(`${path}/decision`, body)).toMatchObject({
      status: 200,
      body: {
        success: true,
        data: { status: "approved", decision: "approve", reason: "Risk acceptable per Q3 policy" },
      },
    });
    expect(await curl.post("/api/v1/review-queue/65b1f2c4/decision", body)).toMatchObject(refused(404, "NOT_FOUND"));
  });

  test("reason: max 1,000 characters; notes: max 2,000 characters", async () => {
    const held = await aHeldTrace(workspace);
    const over = refused(400, "VALIDATION_ERROR");
    expect(await decide(desk, held, "approve", { reason: "x".repeat(1001) })).toMatchObject(over);
    expect(await decide(desk, held, "approve", { notes: "x".repeat(2001) })).toMatchObject(over);
    expect(await decide(desk, held, "approve", { reason: "🙂".repeat(1001) })).toMatchObject(over);
    const fits = { reason: "🙂".repeat(1000), notes: "🙂".repeat(2000) };
    expect((await decide(desk, held, "approve", fits)).body).toMatchObject({ data: fits });
  });

  test("The decision is final: the same endpoint returns 400 INVALID_OPERATION", async () => {
    const held = await aHeldTrace(workspace);
    await decide(desk, held, "approve");
    expect(await decide(desk, held, "approve")).toMatchObject(refused(400, "INVALID_OPERATION"));
    expect(await decide(workspace.as("ada"), held, "reject")).toMatchObject(refused(400, "INVALID_OPERATION"));
    expect(await listed(desk, held)).toMatchObject({ status: "approved", decision: "approve" });
  });

  test.each([
    {},
    { decision: "revoke" },
    { decision: "Approve" },
    { decision: 1 },
    [],
    "approve",
    null,
    { decision: "approve", reason: 7 },
  ])("Errors: 400 VALIDATION_ERROR for %j", async (body) => {
    const held = await aHeldTrace(workspace);
    const answer = await desk.post(`${held.path}/decision`, JSON.stringify(body));
    expect(answer).toMatchObject(refused(400, "VALIDATION_ERROR"));
  });

  test("Errors: 401, 403 (role), 404 NOT_FOUND", async () => {
    const held = await aHeldTrace(workspace);
    expect((await decide(aClient({}), held, "approve")).status).toBe(401);
    for (const name of ["mia", "vic", "aud"]) {
      expect(await decide(workspace.as(name), held, "approve")).toMatchObject(refused(403, "FORBIDDEN"));
    }
    const missing = { ...held, path: "/api/v1/review-queue/0123456789abcdef01234567" };
    expect(await decide(desk, missing, "approve")).toMatchObject(refused(404, "NOT_FOUND"));
  });
});

describe("Bulk decision", () => {
  test("the example: three ids, one verdict, one reason; applied to every still-pending item", async () => {
    const held = [await aHeldTrace(workspace), await aHeldTrace(workspace), await aHeldTrace(workspace)];
    const ids = held.map(({ reviewId }) => reviewId);
    const body = { ids, decision: "approve", reason: "End-of-quarter cleanup" };
    expect(await bulk(desk, body)).toMatchObject({
      status: 200,
      body: { success: true, data: { updated: 3, skipped: 0, ids }, count: 3 },
    });
    for (const item of held) {
      expect(await listed(desk, item)).toMatchObject({ status: "approved", reason: "End-of-quarter cleanup" });
      expect(await trace(desk, item)).toMatchObject({ body: { data: { status: "approved" } } });
    }
    expect(await bulk(desk, { ids: ["65b1f2c4", "65b1f2c5", "65b1f2c6"], decision: "approve" })).toMatchObject(
      refused(404, "NOT_FOUND"),
    );
  });

  test("Items that have already been decided are silently skipped", async () => {
    const [done, open] = [await aHeldTrace(workspace), await aHeldTrace(workspace)];
    await decide(desk, done, "reject");
    const answer = await bulk(desk, { ids: [done.reviewId, open.reviewId], decision: "approve" });
    expect(answer.body).toMatchObject({ data: { updated: 1, skipped: 1, ids: [open.reviewId] }, count: 1 });
    expect(await listed(desk, done)).toMatchObject({ status: "rejected" });
  });

  test("if no pending items match the supplied ids the server returns 404 NOT_FOUND", async () => {
    const done = await aHeldTrace(workspace);
    await decide(desk, done, "reject");
    expect(await bulk(desk, { ids: [done.reviewId], decision: "reject" })).toMatchObject(refused(404, "NOT_FOUND"));
  });

  test("Errors: 400 VALIDATION_ERROR (empty ids, >100 ids, invalid decision)", async () => {
    const invalid = refused(400, "VALIDATION_ERROR");
    const ids = Array.from({ length: 101 }, (_, index) => index.toString(16).padStart(24, "0"));
    expect(await bulk(desk, { ids: [], decision: "approve" })).toMatchObject(invalid);
    expect(await bulk(desk, { ids, decision: "approve" })).toMatchObject(invalid);
    expect(await bulk(desk, { ids: ids.slice(1), decision: "approve" })).toMatchObject(refused(404, "NOT_FOUND"));
    expect(await bulk(desk, { ids: [ids[0]], decision: "maybe" })).toMatchObject(invalid);
    expect(await bulk(desk, { ids: [ids[0], 7], decision: "approve" })).toMatchObject(invalid);
    expect(await bulk(desk, { ids: ids[0], decision: "approve" })).toMatchObject(invalid);
    expect(await bulk(desk, { decision: "approve" })).toMatchObject(invalid);
    const long = { ids: [ids[0]], decision: "approve", reason: "x".repeat(1001) };
    expect(await bulk(desk, long)).toMatchObject(invalid);
    expect(await bulk(workspace.as("mia"), { ids, decision: "approve" })).toMatchObject(refused(403, "FORBIDDEN"));
    expect(await bulk(aClient({}), { ids, decision: "approve" })).toMatchObject(refused(401, "NO_TOKEN"));
  });
});

describe("Assign a reviewer", () => {
  test("assignedTo: User ObjectId; omit to clear the assignment", async () => {
    const held = await aHeldTrace(workspace);
    expect(await assign(desk, held, { assignedTo: "mia" })).toMatchObject({
      status: 200,
      body: { data: { assignedTo: "mia" } },
    });
    for (const cleared of [{}, { assignedTo: null }, undefined]) {
      await assign(desk, held, { assignedTo: "vic" });
      expect(await assign(desk, held, cleared)).toMatchObject({ status: 200, body: { data: { assignedTo: null } } });
    }
  });

  test("Errors: 400 VALIDATION_ERROR, 401, 404", async () => {
    const held = await aHeldTrace(workspace);
    for (const assignedTo of ["nobody", "gone", 7, ["mia"], ""]) {
      expect(await assign(desk, held, { assignedTo })).toMatchObject(refused(400, "VALIDATION_ERROR"));
    }
    expect(await assign(desk, held, [])).toMatchObject(refused(400, "VALIDATION_ERROR"));
    expect((await assign(aClient({}), held, {})).status).toBe(401);
    const missing = { ...held, path: "/api/v1/review-queue/65b1f2c4" };
    expect(await assign(desk, missing, { assignedTo: "mia" })).toMatchObject(refused(404, "NOT_FOUND"));
  });
});

describe("Escalate an item", () => {
  test("Sets escalatedAt, escalatedTo, and escalationReason on the item. The item stays pending", async () => {
    const held = await aHeldTrace(workspace);
    const answer = await escalate(workspace.as("mia"), held, { reason: "Above my limit", escalateTo: "adam" });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        data: {
          status: "pending",
          escalatedAt: expect.stringMatching(INSTANT),
          escalatedTo: "adam",
          escalationReason: "Above my limit",
        },
      },
    });
    expect(await trace(desk, held)).toMatchObject({ body: { data: { status: "escalated" } } });
    await decide(desk, held, "approve");
    expect(await trace(desk, held)).toMatchObject({ body: { data: { status: "approved" } } });
  });

  test("Errors: 400, 401, 404", async () => {
    const held = await aHeldTrace(workspace);
    const invalid = refused(400, "VALIDATION_ERROR");
    expect(await escalate(desk, held, { reason: "x".repeat(1001) })).toMatchObject(invalid);
    expect(await escalate(desk, held, { escalateTo: "nobody" })).toMatchObject(invalid);
    expect(await escalate(desk, held, { escalateTo: "gone" })).toMatchObject(invalid);
    expect(await escalate(desk, held, "{")).toMatchObject(invalid);
    expect((await escalate(aClient({}), held, {})).status).toBe(401);
    const missing = { ...held, path: "/api/v1/review-queue/65b1f2c4" };
    expect(await escalate(desk, missing, {})).toMatchObject(refused(404, "NOT_FOUND"));
  });
});

describe("Common gotchas", () => {
  test("POST /decision and POST /bulk-decision do not auto-receive idempotency keys", async () => {
    const held = await aHeldTrace(workspace);
    const key = { "idempotency-key": "the same" };
    const again = () => desk.post(`${held.path}/decision`, { decision: "approve" }, key);
    expect((await again()).status).toBe(200);
    expect(await again()).toMatchObject(refused(400, "INVALID_OPERATION"));
    const other = await aHeldTrace(workspace);
    const both = { ids: [held.reviewId, other.reviewId], decision: "approve" };
    const bulkAgain = () => desk.post("/api/v1/review-queue/bulk-decision", both, key);
    expect((await bulkAgain()).status).toBe(200);
    expect(await bulkAgain()).toMatchObject(refused(404, "NOT_FOUND"));
  });

  test("To revisit a finished review, escalate: it keeps the verdict", async () => {
    const held = await aHeldTrace(workspace);
    await decide(desk, held, "reject");
    expect((await escalate(desk, held, { escalateTo: "ada" })).body).toMatchObject({
      data: { status: "rejected", decision: "reject", escalatedTo: "ada" },
    });
    expect(await trace(desk, held)).toMatchObject({ body: { data: { status: "blocked", humanOverride: true } } });
  });
});
