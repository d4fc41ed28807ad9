// Settling a subject against a store that loses races on command. Source: alloy.md ruling 5; DESIGN § 2.

import { describe, expect, test } from "vitest";
import type { CommitRequest, CommitResult, ReviewStore, StoredReview } from "../../src/app/ports.ts";
import { type SettleRequest, settleSubject } from "../../src/app/settle-subject.ts";
import type { RecordOutcome } from "../../src/core/review/commands.ts";
import type { Review } from "../../src/core/review/review.ts";
import { anId, anOpening, aReview, aService, NOON, singlePolicy } from "../support/builders.ts";

const MINUTE = 60_000;
const KEY = aService("key");
const policy = singlePolicy({ endings: ["outcome"] });
const sla = { policyName: "fast", dueAt: NOON + MINUTE, atRiskAt: null, atRiskPercent: 75, calendar: null } as const;
const rung = { afterMinutes: 0, to: ["role:admin"] };

const command: RecordOutcome = {
  type: "RecordOutcome",
  outcome: "Denied",
  reasons: ["Other"],
  rules: [{ outcome: "Denied", verdict: "reject", reasons: ["Other"] }],
  reason: null,
  notes: null,
};

const stored = (review: Review): StoredReview => ({ review, headHash: "h" });

const worldOf = (open: readonly (readonly Review[])[], results: readonly CommitResult["type"][] = []) => {
  const commits: CommitRequest[] = [];
  const asked: number[] = [];
  const commit: ReviewStore["commit"] = async (request) => {
    commits.push(request);
    const type = results[commits.length - 1] ?? "committed";
    return type === "committed" ? { type, stored: [] } : { type, on: "audit" };
  };
  const unused = async (): Promise<never> => {
    throw new Error("not asked here");
  };
  const store: ReviewStore = { load: unused, loadMany: unused, current: unused, findAnswer: unused, commit };
  const deps = {
    store,
    directory: { activeMembers: async () => [{ id: "ada", role: "admin", groups: [] } as const] },
    clock: { now: () => NOON },
    ids: { review: anId, random: anId },
    pause: async () => {},
    random: () => 0.5,
  };
  const request = (changes: Partial<SettleRequest> = {}): SettleRequest => ({
    workspaceId: "ws",
    findOpen: async () => {
      asked.push(asked.length);
      return (open[asked.length - 1] ?? open.at(-1) ?? []).map(stored);
    },
    command,
    record: (reviewId) => anOpening(policy, { id: reviewId, requester: null, recorded: command }),
    meta: {
      actor: KEY,
      entrance: "native",
      requestId: "r",
      workspaceVersion: 1,
      clock: null,
      now: NOON + 5 * MINUTE,
    },
    idempotency: null,
    ...changes,
  });
  return { commits, asked, settle: (changes?: Partial<SettleRequest>) => settleSubject(deps, request(changes)) };
};

describe("settling everything that is open about a subject", () => {
  test("all of it in one commit, answered with the newest", async () => {
    const [newest, older] = [aReview(policy), aReview(policy)];
    const { commits, settle } = worldOf([[newest, older]]);
    expect(await settle()).toMatchObject({ ok: true, value: { review: { id: newest.id, status: "completed" } } });
    expect(commits.map(({ items }) => items.map(({ after }) => [after.id, after.outcome]))).toEqual([
      [
        [newest.id, "Denied"],
        [older.id, "Denied"],
      ],
    ]);
  });

  test("nothing open: one recorded review, one event, version 1", async () => {
    const { commits, settle } = worldOf([[]]);
    expect(await settle()).toMatchObject({ ok: true, value: { review: { status: "completed", version: 1 } } });
    expect(commits[0]?.items).toMatchObject([{ before: null, events: [{ type: "completed" }] }]);
  });

  test("nothing open and nothing to record is refused, and nothing is written", async () => {
    const { commits, settle } = worldOf([[]]);
    expect(await settle({ record: null })).toEqual({ ok: false, error: { type: "nothing_open" } });
    expect(commits).toEqual([]);
  });

  test("a lost race looks again: what another request settled is recorded beside it", async () => {
    const open = aReview(policy);
    const { commits, asked, settle } = worldOf([[open], []], ["conflict"]);
    expect(await settle()).toMatchObject({ ok: true, value: { review: { version: 1 } } });
    expect([asked.length, commits.length]).toEqual([2, 2]);
  });

  test("after as many lost races as one decision may lose it is unavailable", async () => {
    const { asked, settle } = worldOf(
      [[aReview(policy)]],
      ["conflict", "conflict", "conflict", "conflict", "conflict"],
    );
    expect(await settle()).toEqual({ ok: false, error: { type: "unavailable", retryAfterSeconds: 1 } });
    expect(asked).toHaveLength(5);
  });

  test("one refusal refuses all of it", async () => {
    const { commits, settle } = worldOf([[aReview(policy), aReview(singlePolicy({ endings: ["vote"] }))]]);
    expect(await settle()).toMatchObject({ ok: false, error: { type: "not_applicable" } });
    expect(await settle({ command: { ...command, outcome: "denied" } })).toMatchObject({
      error: { type: "outcome_not_allowed" },
    });
    expect(commits).toEqual([]);
  });
});

describe("time first", () => {
  test("what time closed meanwhile is not open: its ending is written, and the outcome recorded beside it", async () => {
    const late = aReview({ ...policy, sla: { ...sla, onBreach: ["expire"] } });
    const { commits, settle } = worldOf([[late]]);
    expect(await settle()).toMatchObject({ ok: true, value: { review: { version: 1, status: "completed" } } });
    expect(commits[0]?.items.map(({ after, events }) => [after.status, events.map(({ type }) => type)])).toEqual([
      ["expired", ["sla_breached", "expired"]],
      ["completed", ["completed"]],
    ]);
  });

  test("a rung that is due asks who is active, and then the review is settled", async () => {
    const late = aReview({ ...policy, sla: { ...sla, onBreach: ["escalate"] }, ladder: [rung] });
    const { commits, settle } = worldOf([[late]]);
    expect(await settle()).toMatchObject({ ok: true, value: { review: { id: late.id, status: "completed" } } });
    expect(commits[0]?.items[0]?.events.map(({ type }) => type)).toEqual(["sla_breached", "escalated", "completed"]);
  });
});
