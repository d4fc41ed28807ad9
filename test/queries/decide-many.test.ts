// Many decisions in one commit: what they cost, and what a lost race does to them. Source: DESIGN § 2, § 8.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { decideMany, type ManyDeps, type ManyRequest } from "../../src/app/decide-many.ts";
import type { ReviewStore } from "../../src/app/ports.ts";
import { openReview } from "../../src/core/review/open.ts";
import { createReviewQueries } from "../../src/queries/review-queries.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import {
  anId,
  anOpening,
  aPerson,
  aVote,
  groupPolicy,
  metaBy,
  NOON,
  OWNER,
  singlePolicy,
} from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";

const eventMeta = { entrance: "native", requestId: "req", workspaceVersion: 1, clock: null } as const;

const depsOn = (db: D1Database, changes: Partial<ManyDeps> = {}): ManyDeps => ({
  store: createReviewStore({ db, newSalt: anId, pause: async () => {} }),
  queries: createReviewQueries(db),
  directory: { activeMembers: async () => [] },
  clock: { now: () => NOON },
  ids: { review: anId, random: anId },
  pause: async () => {},
  random: () => 0,
  ...changes,
});

const real = depsOn(env.DB);

const opened = async (workspaceId: string, count: number, policy = singlePolicy()): Promise<readonly string[]> => {
  const items = Array.from({ length: count }, () => {
    const result = openReview(anOpening(policy, { workspaceId }), metaBy(OWNER));
    if (!result.ok) throw new Error("not opened");
    return { before: null, events: result.value.events, after: result.value.review, meta: eventMeta };
  });
  await real.store.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
  return items.map(({ after }) => after.id);
};

const request = (workspaceId: string, asked: readonly string[], changes: Partial<ManyRequest> = {}): ManyRequest => ({
  workspaceId,
  asked,
  commandFor: () => aVote("approve"),
  meta: { actor: aPerson("ben", ["banking"]), now: NOON, ...eventMeta },
  idempotency: null,
  answer: (outcomes) => ({ type: "body", status: 200, body: { n: outcomes.length } }),
  ...changes,
});

describe("what it costs", () => {
  test.each([1, 10, 100])("%i decisions: 2 round trips, at most 14 rows read and 8 written each", async (n) => {
    const asked = await opened(`many-${n}`, n);
    const counting = countingD1(env.DB);
    const { value, counts } = await counting.measure(() =>
      decideMany(depsOn(counting.db), request(`many-${n}`, asked)),
    );
    expect(value).toMatchObject({ ok: true, value: { type: "decided" } });
    expect(counts.roundTrips).toBe(2);
    expect(counts.rowsRead).toBeLessThanOrEqual(14 * n);
    expect(counts.rowsWritten).toBeLessThanOrEqual(8 * n);
  });

  test("with reasons", async () => {
    const asked = await opened("many-reasons", 50, groupPolicy(["banking"]));
    const counting = countingD1(env.DB);
    const given = request("many-reasons", asked, { commandFor: () => aVote("reject", { reason: "no" }) });
    const { counts } = await counting.measure(() => decideMany(depsOn(counting.db), given));
    expect(counts).toMatchObject({ roundTrips: 2 });
    expect(counts.rowsRead).toBeLessThanOrEqual(14 * 50);
    expect(counts.rowsWritten).toBeLessThanOrEqual(8 * 50);
  });
});

/** A store before whose commits somebody else is faster, so many times. */
const overtaken = (times: number, overtake: () => Promise<void>): ReviewStore => {
  let left = times;
  return {
    ...real.store,
    commit: async (given) => {
      if (left > 0) {
        left -= 1;
        await overtake();
      }
      return real.store.commit(given);
    },
  };
};

describe("a race that is lost", () => {
  const decideOne = async (workspaceId: string, id: string, verdict: "approve" | "reject"): Promise<void> => {
    const given = request(workspaceId, [id], { commandFor: () => aVote(verdict) });
    await decideMany(real, { ...given, meta: { ...given.meta, actor: aPerson("sue", ["sre"]) } });
  };

  test("what was closed meanwhile is refused, the rest is decided", async () => {
    const asked = await opened("race-one", 5);
    const [first = ""] = asked;
    const store = overtaken(1, () => decideOne("race-one", first, "reject"));
    const decided = await decideMany(depsOn(env.DB, { store }), request("race-one", asked));
    if (!decided.ok || decided.value.type !== "decided") throw new Error("not decided");
    expect(decided.value.outcomes.map(({ asked: id, outcome }) => [id, outcome.ok])).toEqual(
      asked.map((id) => [id, id !== first]),
    );
    expect(decided.value.outcomes[0]?.outcome).toMatchObject({ error: { type: "review_closed", status: "rejected" } });
  });

  test("lost five times: unavailable, and nothing of it is written", async () => {
    const asked = await opened("race-five", 3);
    const notes = { type: "AddNote", text: "x", claimedEmail: null } as const;
    const store = overtaken(5, async () => {
      await decideMany(real, request("race-five", asked.slice(0, 1), { commandFor: () => notes }));
    });
    const decided = await decideMany(depsOn(env.DB, { store }), request("race-five", asked));
    expect(decided).toEqual({ ok: false, error: { type: "unavailable", retryAfterSeconds: 1 } });
    const { results } = await env.DB.prepare(
      "SELECT status, version FROM reviews WHERE workspace_id = 'race-five' ORDER BY version",
    ).all();
    expect(results).toEqual([1, 1, 6].map((version) => ({ status: "pending", version })));
  });

  test("the loser under the same key answers what the winner answered", async () => {
    const asked = await opened("race-key", 3);
    const idempotency = { key: "k", actor: "member:ben", method: "POST", path: "/bulk", fingerprint: "f" };
    const given = request("race-key", asked, { idempotency });
    const store = overtaken(1, async () => void (await decideMany(real, given)));
    expect(await decideMany(depsOn(env.DB, { store }), given)).toEqual({
      ok: true,
      value: { type: "replayed", answer: { type: "body", status: 200, body: { n: 3 } } },
    });
    expect(
      await decideMany(real, request("race-key", asked, { idempotency: { ...idempotency, fingerprint: "g" } })),
    ).toEqual({
      ok: false,
      error: { type: "idempotency_mismatch" },
    });
  });
});

test("a review that the caller's API does not know is not found", async () => {
  const [known = "", unknown = ""] = await opened("own", 2);
  const commandFor: ManyRequest["commandFor"] = ({ id }) => (id === known ? aVote("approve") : null);
  const decided = await decideMany(real, request("own", [known, unknown, known], { commandFor }));
  expect(decided).toMatchObject({
    value: {
      outcomes: [
        { asked: known, outcome: { ok: true } },
        { asked: unknown, outcome: { error: { type: "not_found" } } },
      ],
    },
  });
});
