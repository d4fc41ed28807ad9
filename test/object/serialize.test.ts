// The queue of one review against real D1: nothing lost, nothing twice, and how many round trips it takes.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { judge, replay } from "../../src/app/judge.ts";
import type { CommandEnvelope, ReviewStore } from "../../src/app/ports.ts";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import { openReview } from "../../src/core/review/open.ts";
import { MAX_GROUP, MAX_WAITING, ReviewQueue, type SerializeDeps } from "../../src/object/serialize.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, aPerson, aVote, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";

const d1Store = createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} });

/** The store with every call noted by name. */
const noted = (): { readonly store: ReviewStore; readonly calls: string[] } => {
  const calls: string[] = [];
  const note = <T>(name: string, value: T): T => {
    calls.push(name);
    return value;
  };
  const store: ReviewStore = {
    load: (...args) => note("load", d1Store.load(...args)),
    loadMany: (...args) => note("loadMany", d1Store.loadMany(...args)),
    commit: (request) => note("commit", d1Store.commit(request)),
    current: (...args) => note("current", d1Store.current(...args)),
    findAnswer: (...args) => note("findAnswer", d1Store.findAnswer(...args)),
  };
  return { store, calls };
};

const depsOf = (store: ReviewStore): SerializeDeps => ({
  store,
  judge,
  replay,
  activeMembers: async () => [],
  now: () => NOON,
  newId: anId,
  pause: async () => {},
  random: () => 0.5,
});

const openIn = async (workspaceId: string, groups: readonly string[]): Promise<string> => {
  const result = openReview(anOpening(groupPolicy(groups), { workspaceId }), metaBy(OWNER));
  if (!result.ok) throw new Error("not opened");
  const { review, events } = result.value;
  const meta = { entrance: "native", requestId: "open", workspaceVersion: 1, clock: null };
  const items = [{ before: null, events, after: review, meta }];
  await d1Store.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
  return review.id;
};

const envelopeOf = (
  workspaceId: string,
  reviewId: string,
  command: Command,
  actor: Actor,
  key: string | null = null,
): CommandEnvelope => ({
  workspaceId,
  reviewId,
  command,
  ifMatch: null,
  meta: { actor, entrance: "native", requestId: anId(), workspaceVersion: 1, clock: null, now: NOON },
  idempotency: key === null ? null : { key, actor: actor.id, method: "PUT", path: reviewId, fingerprint: "same" },
});

const auditCount = async (workspaceId: string): Promise<number> => {
  const row = await env.DB.prepare("SELECT count(*) AS n FROM audit WHERE workspace_id = ?1")
    .bind(workspaceId)
    .first<{ n: number }>();
  return row?.n ?? -1;
};

describe("round trips", () => {
  test("a vote is two round trips cold and one warm", async () => {
    const { store, calls } = noted();
    const queue = new ReviewQueue(depsOf(store));
    const reviewId = await openIn("q-trips", ["a", "b", "c"]);
    await queue.submit(envelopeOf("q-trips", reviewId, aVote("approve"), aPerson("ann", ["a"])));
    expect(calls).toEqual(["load", "commit"]);
    await queue.submit(envelopeOf("q-trips", reviewId, aVote("approve"), aPerson("bob", ["b"])));
    expect(calls).toEqual(["load", "commit", "commit"]);
  });

  test("votes that wait while a batch is in flight share the next one", async () => {
    const { store, calls } = noted();
    const queue = new ReviewQueue(depsOf(store));
    const groups = Array.from({ length: 20 }, (_, index) => `g${index}`);
    const reviewId = await openIn("q-group", groups);
    const outcomes = await Promise.all(
      groups.map((group) =>
        queue.submit(envelopeOf("q-group", reviewId, aVote("approve"), aPerson(`p-${group}`, [group]))),
      ),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(calls).toEqual(["load", "commit", "commit"]);
    const stored = await d1Store.load("q-group", reviewId);
    expect(stored?.review.status).toBe("approved");
    expect(stored?.review.version).toBe(21);
    expect(await auditCount("q-group")).toBe(21);
  });
});

describe("what writes nothing", () => {
  test("200 approvals of one row by one person are one transition and one audit row, or come back later", async () => {
    const queue = new ReviewQueue(depsOf(d1Store));
    const reviewId = await openIn("q-200", ["a"]);
    const person = aPerson("ann", ["a"]);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () => queue.submit(envelopeOf("q-200", reviewId, aVote("approve"), person))),
    );
    const refused = outcomes.filter((outcome) => !outcome.ok);
    expect(refused.every((outcome) => !outcome.ok && outcome.error.type === "unavailable")).toBe(true);
    expect(refused.length).toBe(200 - MAX_WAITING - 1);
    expect(outcomes.filter((outcome) => outcome.ok && outcome.value.changed)).toHaveLength(1);
    expect(await auditCount("q-200")).toBe(2);
    expect(MAX_GROUP).toBeLessThan(MAX_WAITING);
  });

  test("an identical vote is checked against D1: a rejection that passed beside the cache is seen", async () => {
    const warm = new ReviewQueue(depsOf(d1Store));
    const beside = new ReviewQueue(depsOf(d1Store));
    const reviewId = await openIn("q-beside", ["a"]);
    const approve = envelopeOf("q-beside", reviewId, aVote("approve"), aPerson("ann", ["a"]));
    await warm.submit(approve);
    await beside.submit(envelopeOf("q-beside", reviewId, aVote("reject"), aPerson("bob", ["a"])));
    const outcome = await warm.submit(approve);
    expect(outcome).toEqual({ ok: false, error: { type: "review_closed", status: "rejected", wanted: "approve" } });
  });
});

describe("two queues on one review", () => {
  test("every group's approval stands, whichever queue it came through", async () => {
    const [even, odd] = [new ReviewQueue(depsOf(d1Store)), new ReviewQueue(depsOf(d1Store))];
    const groups = Array.from({ length: 12 }, (_, index) => `g${index}`);
    const reviewId = await openIn("q-two", groups);
    const outcomes = await Promise.all(
      groups.map((group, index) => {
        const envelope = envelopeOf("q-two", reviewId, aVote("approve"), aPerson(`p-${group}`, [group]));
        return (index % 2 === 0 ? even : odd).submit(envelope);
      }),
    );
    const acknowledged = outcomes.filter((outcome) => outcome.ok).length;
    const stored = await d1Store.load("q-two", reviewId);
    expect(stored?.review.groups.filter((row) => row.status === "approved")).toHaveLength(acknowledged);
    expect(await auditCount("q-two")).toBe(acknowledged + 1);
  });
});

describe("idempotency keys", () => {
  test("two equal requests in one group: one decides, the other replays its answer", async () => {
    const queue = new ReviewQueue(depsOf(d1Store));
    const reviewId = await openIn("q-key", ["a", "b"]);
    const first = envelopeOf("q-key", reviewId, aVote("approve"), aPerson("ann", ["a"]), "k1");
    const warmUp = queue.submit(envelopeOf("q-key", reviewId, aVote("approve"), aPerson("bob", ["b"])));
    const twins = [queue.submit(first), queue.submit({ ...first })];
    await warmUp;
    const outcomes = await Promise.all(twins);
    expect(outcomes.map((outcome) => outcome.ok && outcome.value.replayed)).toEqual([false, true]);
    expect(outcomes.map((outcome) => outcome.ok && outcome.value.review.version)).toEqual([3, 3]);
    expect(await auditCount("q-key")).toBe(3);
  });

  test("the same key with another body is a mistake", async () => {
    const queue = new ReviewQueue(depsOf(d1Store));
    const reviewId = await openIn("q-mismatch", ["a", "b"]);
    const first = envelopeOf("q-mismatch", reviewId, aVote("approve"), aPerson("ann", ["a"]), "k1");
    await queue.submit(first);
    const other = first.idempotency === null ? null : { ...first.idempotency, fingerprint: "other" };
    const outcome = await queue.submit({ ...first, idempotency: other });
    expect(outcome).toEqual({ ok: false, error: { type: "idempotency_mismatch" } });
  });
});
