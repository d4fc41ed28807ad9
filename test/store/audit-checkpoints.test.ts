// Daily signed checkpoints of the audit trail: bounded, repeatable, and stronger than write access to every table.
// Source: DESIGN § 5 (Audit); docs/storage.md, "Checkpoints".

import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { auditSigner } from "../../src/app/audit-signing.ts";
import type { CheckpointQueries } from "../../src/app/checkpoint-queries.ts";
import { openReview } from "../../src/core/review/open.ts";
import { signHeads, verifyCheckpoints } from "../../src/jobs/sign-heads.ts";
import { createCheckpointQueries } from "../../src/queries/audit-checkpoints.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";

const store = createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} });
const queries = createCheckpointQueries(env.DB);
const DAY = 86_400_000;
const meta = { entrance: "native", requestId: "req", workspaceVersion: 1, clock: null } as const;

const signerOf = (own: string | undefined, encryption?: string) => {
  const signer = auditSigner(own, encryption);
  if (signer === null) throw new Error("no key");
  return signer;
};
const signer = signerOf("k1:first-secret");
const deps = { queries, signer };

let workspaceId = "";
let count = 0;

const opens = async (reviews: number): Promise<void> => {
  const items = Array.from({ length: reviews }, () => {
    const opened = openReview(anOpening(singlePolicy(), { workspaceId }), metaBy(OWNER));
    if (!opened.ok) throw new Error("not opened");
    return { before: null, events: opened.value.events, after: opened.value.review, meta };
  });
  await store.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
};

const stored = () => queries.list(workspaceId, "", 100);
const verify = (now = NOON + 2 * DAY, by = deps) => verifyCheckpoints(by, workspaceId, now);

beforeEach(async () => {
  // Workspaces of earlier tests have nothing new: the job passes them by.
  await signHeads(deps, NOON - DAY);
  workspaceId = `ws-${count++}`;
  await env.DB.prepare("INSERT INTO workspaces (id, version, signing_key, created_at) VALUES (?, 1, 'k', 0)")
    .bind(workspaceId)
    .run();
});

describe("signing", () => {
  test("one checkpoint a day, of workspaces with new events only; the next one goes on from it", async () => {
    await opens(3);
    expect(await signHeads(deps, NOON)).toEqual({ checkpoints: 1, events: 3, isComplete: true });
    expect(await signHeads(deps, NOON)).toEqual({ checkpoints: 0, events: 0, isComplete: true });
    expect(await signHeads(deps, NOON + DAY)).toEqual({ checkpoints: 0, events: 0, isComplete: true });
    await opens(2);
    expect(await signHeads(deps, NOON + DAY)).toEqual({ checkpoints: 1, events: 2, isComplete: true });
    expect((await stored()).map(({ day, position, reviewCount }) => [day, position, reviewCount])).toEqual([
      ["2026-03-02", 3, 3],
      ["2026-03-03", 5, 2],
    ]);
    expect(await verify()).toEqual({ verified: 2, pruned: 0, broken: null, nextAfterDay: null });
  });

  test("more events on a day that is signed already wait for the next day", async () => {
    await opens(1);
    await signHeads(deps, NOON);
    await opens(1);
    expect(await signHeads(deps, NOON + 1)).toMatchObject({ checkpoints: 0 });
    expect(await signHeads(deps, NOON + DAY)).toMatchObject({ checkpoints: 1, events: 1 });
    expect(await verify()).toMatchObject({ verified: 2, broken: null });
  });

  test("blocks of a thousand: whoever folds them again comes to the same", async () => {
    await opens(700);
    await signHeads(deps, NOON);
    await opens(700);
    await opens(700);
    expect(await signHeads(deps, NOON + DAY)).toMatchObject({ events: 1_400 });
    expect(await verify()).toMatchObject({ verified: 2, broken: null });
  });

  test("nothing is signed without a key", async () => {
    await opens(1);
    expect(auditSigner(undefined, undefined)).toBeNull();
    expect(await signHeads({ queries, signer: null }, NOON)).toEqual({ checkpoints: 0, events: 0, isComplete: true });
    expect(await stored()).toEqual([]);
  });

  test("a run reads what it may and says that there is more", async () => {
    const endless: CheckpointQueries = {
      ...queries,
      behind: async () => [
        { workspaceId, latest: null },
        { workspaceId: `${workspaceId}-next`, latest: null },
      ],
      events: async (_, after, limit) =>
        Array.from({ length: limit }, (_item, index) => ({
          position: after + index + 1,
          reviewId: "r",
          version: 1,
          hash: "h",
        })),
    };
    expect(await signHeads({ queries: endless, signer }, NOON)).toEqual({
      checkpoints: 1,
      events: 100_000,
      isComplete: false,
    });
    expect((await stored())[0]).toMatchObject({ position: 100_000, reviewCount: 1 });
  });
});

describe("verifying", () => {
  beforeEach(async () => {
    await opens(3);
    await signHeads(deps, NOON);
    await opens(3);
    await signHeads(deps, NOON + DAY);
  });

  const change = async (sql: string): Promise<void> => {
    await env.DB.prepare(sql).bind(workspaceId).run();
  };

  test.each([
    ["another digest", "digest = 'x'", "bad_signature"],
    ["another position", "position = 2", "bad_signature"],
    ["another count", "review_count = 9", "bad_signature"],
    ["another instant", "created_at = 0", "bad_signature"],
    ["no signature", "signature = ''", "bad_signature"],
    ["a signature of nobody", "signature = 'own-k9:00'", "bad_signature"],
  ])("a checkpoint with %s", async (_, set, reason) => {
    await change(`UPDATE audit_checkpoints SET ${set} WHERE workspace_id = ? AND day = '2026-03-02'`);
    expect(await verify()).toMatchObject({ verified: 0, broken: { day: "2026-03-02", reason } });
  });

  test("a whole history that was rewritten with good hashes, heads and all", async () => {
    await env.DB.prepare("DROP TRIGGER IF EXISTS audit_no_update").run();
    await change("UPDATE audit SET hash = 'a-new-chain' WHERE workspace_id = ?");
    expect(await verify()).toMatchObject({ broken: { day: "2026-03-02", reason: "digest_mismatch" } });
  });

  test("events that vanished, and checkpoints that did", async () => {
    await change("DELETE FROM outbox WHERE workspace_id = ? AND position = 5");
    expect(await verify()).toMatchObject({ verified: 1, broken: { day: "2026-03-03", reason: "events_missing" } });
    await change("DELETE FROM audit_checkpoints WHERE workspace_id = ? AND day = '2026-03-02'");
    expect(await verify()).toMatchObject({ broken: { day: "2026-03-03" } });
  });

  test("events that were pruned in their time", async () => {
    await change("DELETE FROM outbox WHERE workspace_id = ? AND position <= 3");
    expect(await verify(NOON + 40 * DAY)).toEqual({ verified: 1, pruned: 1, broken: null, nextAfterDay: null });
  });

  test("another key knows nothing of it; a key that is rotated still verifies", async () => {
    expect(await verify(NOON, { queries, signer: signerOf("k2:other") })).toMatchObject({
      broken: { reason: "bad_signature" },
    });
    expect(await verify(NOON, { queries, signer: signerOf("k1:other") })).toMatchObject({
      broken: { reason: "bad_signature" },
    });
    const rotated = signerOf("k2:other,k1:first-secret");
    expect(await verify(NOON, { queries, signer: rotated })).toMatchObject({ verified: 2, broken: null });
  });

  test("without a key of its own it signs with one derived from ENCRYPTION_KEY", async () => {
    const derived = signerOf(undefined, env.ENCRYPTION_KEY);
    const signature = await derived.sign("text");
    expect(signature).toMatch(/^derived-[^:]*:[0-9a-f]{64}$/);
    expect(await derived.verify("text", signature)).toBe(true);
    expect(await derived.verify("other", signature)).toBe(false);
    expect(await signerOf("k:x", env.ENCRYPTION_KEY).verify("text", signature)).toBe(true);
  });
});
