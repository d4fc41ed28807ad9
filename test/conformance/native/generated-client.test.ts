// A client that nobody wrote: made of openapi/native.json by a generator (test/client), it opens, decides and lists
// against the service. Source: issue "The desk people like to sit at", Build 8.

import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createClient } from "../../client/generated/client/index.ts";
import {
  decideReview,
  getEligibility,
  getReview,
  listEvents,
  listReviews,
  nextReview,
  openReview,
} from "../../client/generated/sdk.gen.ts";
import { aMember, aWorkspace, type TestWorkspace } from "../../support/workspace-builder.ts";

const clientOf = (workspace: TestWorkspace, name: string) =>
  createClient({
    baseUrl: "https://countersign.test",
    auth: workspace.secretOf(name),
    fetch: async (request) => exports.default.fetch(new Request(request)),
  });

const desk = () =>
  aWorkspace({
    members: [aMember("ada", ["banking"], { role: "admin" }), aMember("bert", ["banking"]), aMember("rita")],
  });

test("opens, decides and lists, with the types of the document", async () => {
  const workspace = await desk();
  const rita = clientOf(workspace, "rita");
  const bert = clientOf(workspace, "bert");

  const opened = await openReview({
    client: rita,
    body: { subject: { type: "payment", id: "pay_42", attributes: { amount: 9100 } }, groups: ["banking"] },
    headers: { "Idempotency-Key": "open-1" },
  });
  expect(opened.response?.status).toBe(201);
  const id = opened.data?.id ?? "";
  expect(opened.data).toMatchObject({ status: "pending", groups: [{ name: "banking", status: "pending" }] });

  const standing = await getEligibility({ client: bert, path: { id } });
  expect(standing.data?.verbs).toMatchObject({ approve: { allowed: true } });

  const next = await nextReview({ client: bert, body: {} });
  expect(next.data).toMatchObject({ id, claim: { by: { id: "bert" } } });

  const decided = await decideReview({
    client: bert,
    path: { id },
    body: { verdict: "approve", reason: "Known customer" },
    headers: { "If-Match": '"1"' },
  });
  expect(decided.data).toMatchObject({ status: "approved", version: 2, decision: { by: { id: "bert" } } });

  const listed = await listReviews({ client: rita, query: { status: ["approved"], subjectId: "pay_42", limit: 10 } });
  expect(listed.data).toMatchObject({ data: [{ id, status: "approved" }], nextCursor: null });
  const trail = await listEvents({ client: bert, path: { id } });
  expect(trail.data?.data.map((event) => ("type" in event ? event.type : null))).toEqual(["opened", "approved"]);
});

test("a refusal is the document's problem, with its code", async () => {
  const workspace = await desk();
  const rita = clientOf(workspace, "rita");
  const opened = await openReview({
    client: rita,
    body: { subject: { type: "payment", id: "p" }, groups: ["banking"] },
  });
  const id = opened.data?.id ?? "";
  const own = await decideReview({ client: rita, path: { id }, body: { verdict: "approve" } });
  expect(own.response?.status).toBe(403);
  expect(own.error).toMatchObject({ code: "self_approval", status: 403 });
  const missing = await getReview({ client: rita, path: { id: "nobody-has-this" } });
  expect(missing.error).toMatchObject({ code: "not_found" });
});
