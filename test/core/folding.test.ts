// Properties over random histories: the state is the fold of its events, texts live apart and come back, versions and
// instants only grow, and settled reviews stay settled.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command, DirectoryMember } from "../../src/core/review/commands.ts";
import { decide } from "../../src/core/review/decide.ts";
import type { ReviewEvent } from "../../src/core/review/events.ts";
import { evolve } from "../../src/core/review/evolve.ts";
import type { ReviewPolicy } from "../../src/core/review/policy.ts";
import { isOpen, type Review } from "../../src/core/review/review.ts";
import { MAX_TEXT_BYTES, withoutTexts, withTexts } from "../../src/core/review/texts.ts";
import { nextDueAt } from "../../src/core/review/timers.ts";
import { reviewFromState, toState } from "../../src/store/rows.ts";
import { aPerson, aReview, aVote, groupPolicy, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";

const MINUTE = 60_000;

const people: readonly Actor[] = [
  OWNER,
  aPerson("ann", ["a"]),
  aPerson("bob", ["b"]),
  aPerson("cat", ["a", "b", "oncall"]),
  aPerson("adm", [], "admin"),
  aPerson("eve", ["c"]),
  aPerson("vic", ["a"], "viewer"),
];
const directory: readonly DirectoryMember[] = people.map(({ id, role, groups }) => ({ id, role, groups }));

const timed = {
  sla: {
    policyName: "p",
    atRiskPercent: 75,
    dueAt: NOON + 60 * MINUTE,
    atRiskAt: NOON + 45 * MINUTE,
    onBreach: ["escalate"],
    calendar: null,
  },
  ladder: [
    { afterMinutes: 0, to: ["role:admin"] },
    { afterMinutes: 30, to: ["group:nobody"] },
    { afterMinutes: 45, to: ["member:cat"] },
  ],
  expiry: { at: NOON + 240 * MINUTE, by: "rule" },
} as const satisfies Partial<ReviewPolicy>;

const policies: readonly ReviewPolicy[] = [
  groupPolicy(["a", "b"], { ...timed, forceGroups: ["oncall"] }),
  groupPolicy(["a", "b"], { quorum: { of: "rows", minimum: 1 }, access: { kind: "timed", durationMs: 60 * MINUTE } }),
  singlePolicy({ ...timed, quorum: { of: "people", minimum: 2 }, afterApproval: ["revoke"] }),
  singlePolicy({ endings: ["completion"], findings: "required", afterSettlement: ["assign", "escalate"] }),
];

const text = fc.option(fc.constantFrom("why", "because", ""), { nil: null });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant("CastVote" as const),
    verdict: fc.constantFrom("approve" as const, "approve" as const, "reject" as const, "revoke" as const),
    reason: text,
    notes: text,
    force: fc.boolean(),
    timeWindow: fc.constant(null),
  }),
  fc.record({
    type: fc.constant("Progress" as const),
    to: fc.constantFrom(null, "in_progress" as const, "completed" as const),
    findings: fc.constantFrom(null, {}, { risk: "high" }, { note: "n", risk: "low" }),
    secondReview: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("Escalate" as const),
    reason: text,
    to: fc.constantFrom(null, ["bob"]),
    fallback: fc.constant(["adm"]),
    findings: fc.constant(null),
    secondReview: fc.constant(false),
  }),
  fc.record({
    type: fc.constant("Assign" as const),
    assignedTo: fc.constantFrom(null, "ann", "bob"),
    priority: fc.constantFrom(null, "high" as const),
    dueAt: fc.constantFrom(null, NOON + 90 * MINUTE),
  }),
  fc.record({ type: fc.constant("AddNote" as const), text: fc.constant("note"), claimedEmail: text }),
  fc.record({ type: fc.constant("Cancel" as const), reason: text }),
  fc.constant({ type: "ClaimExecution" } as const),
  fc.record({
    type: fc.constant("ReportExecution" as const),
    result: fc.constantFrom("succeeded" as const, "failed" as const),
    exitCode: fc.constantFrom(null, 0, 1),
    output: text,
  }),
  fc.record({ type: fc.constant("PauseSla" as const), reason: text }),
  fc.constant({ type: "ResumeSla" } as const),
  fc.constant({ type: "Tick" } as const),
);

const step = fc.record({ command, who: fc.nat({ max: people.length - 1 }), minutes: fc.nat({ max: 40 }) });

interface History {
  readonly start: Review;
  readonly end: Review;
  readonly events: readonly ReviewEvent[];
  readonly states: readonly Review[];
}

const run = (policy: ReviewPolicy, steps: readonly { command: Command; who: number; minutes: number }[]): History => {
  const start = aReview(policy);
  let now = NOON;
  let review = start;
  const events: ReviewEvent[] = [];
  const states = [start];
  for (const { command, who, minutes } of steps) {
    now += minutes * MINUTE;
    const decided = decide(review, command, { ...metaBy(people[who] ?? OWNER, now), directory });
    events.push(...decided.events);
    review = decided.review;
    states.push(review);
  }
  return { start, end: review, events, states };
};

const histories = fc.record({ policy: fc.constantFrom(...policies), steps: fc.array(step, { maxLength: 25 }) });
const forAll = (check: (history: History) => void): void => {
  fc.assert(
    fc.property(histories, ({ policy, steps }) => check(run(policy, steps))),
    { numRuns: 400 },
  );
};

describe("every history", () => {
  test("the state is the fold of the events", () => {
    forAll(({ start, end, events }) => {
      expect(events.reduce(evolve, start)).toEqual(end);
    });
  });

  test("the stored state and the texts of the events make the review again", () => {
    forAll(({ end, events }) => {
      const texts = events.map((event, index) => ({ version: index + 2, texts: event.texts }));
      expect(texts.reduce(withTexts, withoutTexts(end))).toEqual(end);
      expect(reviewFromState(toState(end), JSON.stringify(texts), null)).toEqual(end);
    });
  });

  test("no free text stands in the stored state", () => {
    forAll(({ end }) => {
      expect(toState(end)).not.toMatch(/"(why|because|note)"/);
    });
  });

  test("versions count events, and an event is never before the one before it", () => {
    forAll(({ start, end, events }) => {
      expect(end.version).toBe(start.version + events.length);
      const instants = events.map(({ at }) => at);
      expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    });
  });

  test("a settled review is never open again", () => {
    forAll(({ states }) => {
      const firstSettled = states.findIndex(({ status }) => !isOpen(status));
      if (firstSettled < 0) return;
      expect(states.slice(firstSettled).every(({ status }) => !isOpen(status))).toBe(true);
    });
  });

  test("rejected, revoked, expired, cancelled and completed are final", () => {
    const final = ["rejected", "revoked", "expired", "cancelled", "completed", "executed", "unknown"];
    forAll(({ states }) => {
      for (const [index, { status }] of states.entries()) {
        if (final.includes(status)) expect(states[index + 1]?.status ?? status).toBe(status);
      }
    });
  });

  test("after a tick nothing is due", () => {
    forAll(({ end }) => {
      const now = end.lastEventAt + 30 * MINUTE;
      const { review } = decide(end, { type: "Tick" }, { ...metaBy(OWNER, now), directory });
      expect(nextDueAt(review) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
    });
  });

  test("ticking each minute and ticking once give the same history", () => {
    const policy = policies[0];
    if (policy === undefined) throw new Error("no policy");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (minutes) => {
        const once = decide(
          aReview(policy),
          { type: "Tick" },
          { ...metaBy(OWNER, NOON + minutes * MINUTE), directory },
        );
        let review = aReview(policy);
        const events: ReviewEvent[] = [];
        for (let minute = 1; minute <= minutes; minute += 1) {
          const meta = { ...metaBy(OWNER, NOON + minute * MINUTE), directory };
          const decided = decide(review, { type: "Tick" }, meta);
          events.push(...decided.events);
          review = decided.review;
        }
        expect(events.map(({ type, at }) => [type, at])).toEqual(once.events.map(({ type, at }) => [type, at]));
      }),
      { numRuns: 60 },
    );
  });

  test("timers come first: a vote after the expiry is refused, whether or not a sweep came by", () => {
    const policy = policies[0];
    if (policy === undefined) throw new Error("no policy");
    const meta = { ...metaBy(aPerson("ann", ["a"]), NOON + 241 * MINUTE), directory };
    const { review, refusal, events } = decide(aReview(policy), aVote("approve"), meta);
    expect(refusal).toEqual({ type: "review_closed", status: "expired", wanted: "approve" });
    expect(review.status).toBe("expired");
    expect(events.at(-1)).toMatchObject({ type: "expired", at: NOON + 240 * MINUTE });
  });
});

describe("free text is bounded", () => {
  test("a note that would make the review too large to read is refused, and a vote without text still counts", () => {
    const review = { ...aReview(groupPolicy(["a"])), textBytes: MAX_TEXT_BYTES - 20 };
    const note = { type: "AddNote", text: "x".repeat(100), claimedEmail: null } as const;
    const refused = decide(review, note, metaBy(aPerson("ann", ["a"])));
    expect(refused).toMatchObject({ refusal: { type: "too_much_text" }, events: [] });
    expect(decide(review, aVote("approve"), metaBy(aPerson("ann", ["a"]))).refusal).toBeNull();
  });
});
