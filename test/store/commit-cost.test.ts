// What one commit costs and that it is one: rows written, and the audit key as the lock.
// Source: DESIGN § 8.

import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { CommitItem, StoredReview } from "../../src/app/ports.ts";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import { decide } from "../../src/core/review/decide.ts";
import { openReview } from "../../src/core/review/open.ts";
import { commitStatements } from "../../src/store/commit-statements.ts";
import { planCommit } from "../../src/store/plan-commit.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, aPerson, aVote, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";

const store = createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} });
const meta = { entrance: "native", requestId: "req", workspaceVersion: 1, clock: null } as const;

const opened = async (workspaceId: string, policy = groupPolicy(["banking", "sre"])): Promise<StoredReview> => {
  const result = openReview(anOpening(policy, { workspaceId }), metaBy(OWNER));
  if (!result.ok) throw new Error("not opened");
  const { review, events } = result.value;
  const committed = await store.commit({
    workspaceId,
    recordedAt: NOON,
    items: [{ before: null, events, after: review, meta }],
    subjects: [],
    answers: [],
  });
  if (committed.type !== "committed") throw new Error("not committed");
  const stored = await store.load(workspaceId, review.id);
  if (stored === null) throw new Error("not stored");
  return stored;
};

const itemOf = (before: StoredReview, command: Command, actor: Actor): CommitItem => {
  const { review, events, refusal } = decide(before.review, command, metaBy(actor));
  expect(refusal).toBeNull();
  return { before, events, after: review, meta };
};

/** Rows that the commit of one item writes, as D1 itself counts them. */
const rowsWritten = async (workspaceId: string, item: CommitItem): Promise<number> => {
  const request = { workspaceId, recordedAt: NOON, items: [item], subjects: [], answers: [] };
  const plan = await planCommit(request, anId);
  const results = await env.DB.batch([...commitStatements(env.DB, request, plan)]);
  return results.reduce((sum, result) => sum + result.meta.rows_written, 0);
};

test("a partial vote writes at most 3 rows, a settling vote at most 6", async () => {
  const before = await opened("cost-votes");
  const partial = itemOf(before, aVote("approve"), aPerson("ben", ["banking"]));
  expect(await rowsWritten("cost-votes", partial)).toBe(3);
  const half = await store.load("cost-votes", before.review.id);
  if (half === null) throw new Error("lost");
  const settling = itemOf(half, aVote("approve"), aPerson("sue", ["sre"]));
  expect(await rowsWritten("cost-votes", settling)).toBe(6);
  const done = await store.load("cost-votes", before.review.id);
  expect(done?.review.status).toBe("approved");
  expect(done?.review.version).toBe(3);
});

test("free text adds one row", async () => {
  const before = await opened("cost-text");
  const item = itemOf(before, aVote("reject", { reason: "no" }), aPerson("ben", ["banking"]));
  expect(await rowsWritten("cost-text", item)).toBe(7);
  const after = await store.load("cost-text", before.review.id);
  expect(after?.review.decision?.reason).toBe("no");
});

test("a stale writer breaks on the audit key and nothing of its batch stands", async () => {
  const before = await opened("cost-stale");
  const first = itemOf(before, aVote("approve"), aPerson("ben", ["banking"]));
  const second = itemOf(before, aVote("reject"), aPerson("sue", ["sre"]));
  const commit = (item: CommitItem) =>
    store.commit({ workspaceId: "cost-stale", recordedAt: NOON, items: [item], subjects: [], answers: [] });
  expect((await commit(first)).type).toBe("committed");
  expect(await commit(second)).toEqual({ type: "conflict", on: "audit" });
  const rows = await env.DB.prepare("SELECT count(*) AS n FROM outbox WHERE workspace_id = 'cost-stale'").first();
  expect(rows).toEqual({ n: 2 });
});

test("opening a review with two groups writes so many rows", async () => {
  const result = openReview(anOpening(groupPolicy(["banking", "sre"]), { workspaceId: "cost-open" }), metaBy(OWNER));
  if (!result.ok) throw new Error("not opened");
  const item = { before: null, events: result.value.events, after: result.value.review, meta };
  // audit 1, review 1 and its five indexes, readers 3 (requester and two groups), outbox 1, counter 1
  expect(await rowsWritten("cost-open", item)).toBe(12);
});

test("an idempotency key adds two rows, and is free again after its day", async () => {
  const before = await opened("cost-key");
  const item = itemOf(before, aVote("approve"), aPerson("ben", ["banking"]));
  const scope = { key: "k", actor: "ben", method: "PUT", path: "/p", fingerprint: "f" };
  const answers = [{ scope, answer: { type: "body", status: 200, body: {} } }] as const;
  const request = { workspaceId: "cost-key", recordedAt: NOON, items: [item], subjects: [], answers };
  const plan = await planCommit(request, anId);
  const results = await env.DB.batch([...commitStatements(env.DB, request, plan)]);
  expect(results.reduce((sum, result) => sum + result.meta.rows_written, 0)).toBe(5);
  const again = { ...request, items: [] };
  expect(await store.commit({ ...again, recordedAt: NOON + 86_399_999 })).toEqual({
    type: "conflict",
    on: "idempotency",
  });
  expect((await store.commit({ ...again, recordedAt: NOON + 86_400_000 })).type).toBe("committed");
});
