// A test clock on real D1: one jump equals many steps, in order, bounded.
// Source: workspace.md 5.

import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AdvanceDeps, advanceClock, MAX_FIRED } from "../../src/app/advance-clock.ts";
import { openReview } from "../../src/core/review/open.ts";
import { createTestClockStore } from "../../src/queries/test-due-reviews.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";

const MINUTE = 60_000;
const YEAR = 366 * 24 * 60 * MINUTE;

const deps: AdvanceDeps = {
  clocks: createTestClockStore(env.DB),
  store: createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} }),
  directory: { activeMembers: async () => [{ id: "adm", role: "admin", groups: [] }] },
  ids: { review: anId, random: anId },
};

/** Reviews that warn, breach, climb a ladder of two rungs and expire; each begins `offset` minutes later. */
const openMany = async (workspaceId: string, offsets: readonly number[]): Promise<void> => {
  await env.DB.prepare(
    "INSERT INTO workspaces (id, version, signing_key, test_now, created_at) VALUES (?1, 1, 'k', ?2, 0)",
  )
    .bind(workspaceId, NOON)
    .run();
  const items = offsets.map((offset, index) => {
    const dueAt = NOON + (60 + offset) * MINUTE;
    const policy = singlePolicy({
      sla: {
        policyName: "p",
        dueAt,
        atRiskAt: dueAt - 15 * MINUTE,
        atRiskPercent: 75,
        onBreach: ["escalate"],
        calendar: null,
      },
      ladder: [
        { afterMinutes: 0, to: ["role:admin"] },
        { afterMinutes: 30, to: ["member:adm"] },
      ],
      expiry: { at: NOON + 300 * MINUTE, by: "rule" },
    });
    const id = `review-${String(index).padStart(4, "0")}`;
    const opened = openReview(anOpening(policy, { workspaceId, id }), metaBy(OWNER));
    if (!opened.ok) throw new Error("not opened");
    const { review, events } = opened.value;
    const meta = { entrance: "native", requestId: "r", workspaceVersion: 1, clock: "test" } as const;
    return { before: null, events, after: review, meta };
  });
  await deps.store.commit({ workspaceId, recordedAt: NOON, items, subjects: [], answers: [] });
};

const trailOf = async (workspaceId: string): Promise<readonly unknown[]> => {
  const { results } = await env.DB.prepare(
    "SELECT review_id, seq, type, at, recorded_at, actor, data FROM audit WHERE workspace_id = ?1 ORDER BY review_id, seq",
  )
    .bind(workspaceId)
    .all();
  // Group rows have random ids: the opening is the same in everything else.
  return results.filter(({ type }) => type !== "opened");
};

const workspace = (workspaceId: string) => ({ workspaceId, workspaceVersion: 1, requestId: "clock" });

describe("the clock call", () => {
  test("one big step and many small ones give the same audit trail", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 6 }),
        async (offsets, steps) => {
          run += 1;
          const [big, small] = [`clock-big-${run}`, `clock-small-${run}`];
          await openMany(big, offsets);
          await openMany(small, offsets);
          const end = NOON + steps.reduce((sum, step) => sum + step, 0) * MINUTE;
          const jumped = await advanceClock(deps, workspace(big), end);
          const fired: unknown[] = [];
          let now = NOON;
          for (const step of steps) {
            now += step * MINUTE;
            fired.push(...(await advanceClock(deps, workspace(small), now)).fired);
          }
          expect(fired).toEqual(jumped.fired);
          expect(await trailOf(small)).toEqual(await trailOf(big));
        },
      ),
      { numRuns: 15 },
    );
  });

  test("one call fires at most 1,000 events and says that more remains", async () => {
    await openMany(
      "clock-many",
      Array.from({ length: 450 }, (_, index) => index % 7),
    );
    const calls = [];
    for (;;) {
      const advanced = await advanceClock(deps, workspace("clock-many"), NOON + YEAR);
      calls.push(advanced);
      if (!advanced.remaining) break;
    }
    expect(calls.every(({ fired }) => fired.length <= MAX_FIRED)).toBe(true);
    // sla_at_risk, sla_breached, two rungs, expired
    expect(calls.reduce((sum, { fired }) => sum + fired.length, 0)).toBe(450 * 5);
    const instants = calls.flatMap(({ fired }) => fired.map(({ at }) => at));
    expect(instants).toEqual(instants.toSorted());
    expect(calls.at(-1)?.now).toBe(NOON + YEAR);
  });

  test("a thousand and more of one instant are fired over several calls", async () => {
    await openMany(
      "clock-instant",
      Array.from({ length: 1_100 }, () => 0),
    );
    const first = await advanceClock(deps, workspace("clock-instant"), NOON + 45 * MINUTE);
    expect(first.fired).toHaveLength(MAX_FIRED);
    expect(first).toMatchObject({ remaining: true, now: NOON + 45 * MINUTE });
    const second = await advanceClock(deps, workspace("clock-instant"), NOON + 45 * MINUTE);
    expect(second.fired).toHaveLength(100);
    expect(second.remaining).toBe(false);
  });
});
