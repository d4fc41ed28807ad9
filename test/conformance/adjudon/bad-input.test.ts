// Bodies, paths and headers that make no sense: no 5xx, and every error is this API's flat one.
// Source: issue "The other three APIs", Bad input; adjudon.md ruling 2.

import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { Answer } from "../../support/workspace-builder.ts";
import { aHeldTrace, aTraceWorkspace, type Held, type TraceWorkspace } from "./world.ts";

const refusal = z.strictObject({
  success: z.literal(false),
  error: z.string().min(1),
  code: z.string().regex(/^[A-Z_]+$/),
  data: z.looseObject({ traceId: z.string() }).optional(),
});

let workspace: TraceWorkspace;
let held: Held;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
  held = await aHeldTrace(workspace);
});

const expectAnError = (answer: Answer): void => {
  expect(answer.status).toBeLessThan(500);
  expect(answer.headers.get("x-adjudon-api-version")).toBe("v1");
  if (answer.status >= 400) expect(refusal.safeParse(answer.body).success, answer.text).toBe(true);
};

const value = fc.oneof(fc.jsonValue(), fc.constantFrom("approve", "reject", null, "ada", "x".repeat(1_001), [], {}));
const body = fc.oneof(
  fc.string(),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc
    .record(
      {
        decision: value,
        reason: value,
        notes: value,
        ids: value,
        assignedTo: value,
        escalateTo: value,
        agentId: value,
        inputContext: fc.oneof(value, fc.record({ prompt: value })),
        outputDecision: fc.oneof(value, fc.record({ action: value, confidence: value })),
        confidence: value,
        metadata: value,
      },
      { requiredKeys: [] },
    )
    .map((json) => JSON.stringify(json)),
);

test.each([
  ["POST", () => `${held.path}/decision`],
  ["POST", () => "/api/v1/review-queue/bulk-decision"],
  ["PATCH", () => `${held.path}/assign`],
  ["POST", () => `${held.path}/escalate`],
  ["POST", () => "/api/v1/traces"],
])("any body: %s %s", async (method, path) => {
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      expectAnError(await workspace.desk.send(method, path(), text));
    }),
    { numRuns: 100 },
  );
});

test("any query and any id", async () => {
  await fc.assert(
    fc.asyncProperty(fc.webQueryParameters(), fc.webSegment(), async (query, id) => {
      expectAnError(await workspace.desk.get(`/api/v1/traces?${query}&from=${encodeURIComponent(id)}`));
      expectAnError(await workspace.desk.get(`/api/v1/review-queue?status=${encodeURIComponent(id)}`));
      expectAnError(await workspace.desk.get(`/api/v1/traces/x${id}`));
      expectAnError(await workspace.desk.post(`/api/v1/review-queue/x${id}/decision`, { decision: "approve" }));
    }),
    { numRuns: 25 },
  );
});

test("text that is no Unicode, and the character nought", async () => {
  for (const agentId of ["\ud800", "a\u0000b", "\u202e", "'; DROP TABLE reviews; --"]) {
    const trace = {
      agentId,
      inputContext: { prompt: agentId },
      outputDecision: { action: "initiate_refund", text: agentId },
    };
    const posted = await workspace.desk.post("/api/v1/traces", trace);
    expect(posted.status).toBe(202);
    expect(
      (await workspace.desk.get(`/api/v1/traces?agentId=${encodeURIComponent(agentId.toWellFormed())}`)).status,
    ).toBe(200);
    expect((await workspace.desk.get("/api/v1/review-queue")).status).toBe(200);
  }
});
