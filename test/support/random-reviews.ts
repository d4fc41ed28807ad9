// Reviews in states that random people have brought them to, under policies that between them use every rule there is.

import fc from "fast-check";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command, DirectoryMember } from "../../src/core/review/commands.ts";
import { decide } from "../../src/core/review/decide.ts";
import type { OutcomeRule, ReviewPolicy } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aPerson, aReview, aService, aVote, groupPolicy, metaBy, NOON, OWNER, singlePolicy } from "./builders.ts";

const MINUTE = 60_000;

export const PEOPLE: readonly Actor[] = [
  OWNER,
  { ...OWNER, role: "admin", groups: ["a"] },
  aPerson("ann", ["a"]),
  aPerson("bob", ["b"]),
  aPerson("cat", ["a", "b", "oncall"]),
  aPerson("adm", [], "admin"),
  aPerson("own", ["b"], "owner"),
  aPerson("eve", ["c"]),
  aPerson("vic", ["a"], "viewer"),
  aPerson("aud", [], "auditor"),
  aService("bot"),
  { ...aService("desk", "admin"), claimedAgent: { memberId: OWNER.id, email: OWNER.email } },
];
export const DIRECTORY: readonly DirectoryMember[] = PEOPLE.filter(({ kind }) => kind === "member");

export const OUTCOMES: readonly OutcomeRule[] = [
  { outcome: "Approved", verdict: "approve", reasons: ["Other"] },
  { outcome: "Denied", verdict: "reject", reasons: ["Bad Quiz"] },
  { outcome: "Closed", verdict: "none", reasons: [] },
];

const timed = {
  sla: {
    policyName: "p",
    atRiskPercent: 75,
    dueAt: NOON + 60 * MINUTE,
    atRiskAt: NOON + 45 * MINUTE,
    onBreach: ["escalate"],
    calendar: null,
  },
  ladder: [{ afterMinutes: 0, to: ["role:admin"] }],
  expiry: { at: NOON + 240 * MINUTE, by: "rule" },
} as const satisfies Partial<ReviewPolicy>;

const POLICIES: readonly ReviewPolicy[] = [
  groupPolicy(["a", "b"], { ...timed, forceGroups: ["oncall"], subjectEnd: "done" }),
  groupPolicy(["a", "b"], { quorum: { of: "rows", minimum: 1 }, access: { kind: "timed", durationMs: 60 * MINUTE } }),
  groupPolicy(["a"], { repeatedVote: "refused", afterApproval: [] }),
  singlePolicy({ ...timed, quorum: { of: "people", minimum: 2 }, afterApproval: ["revoke"] }),
  singlePolicy({ voters: "administrators", quorum: { of: "people", minimum: 2 }, repeatedVote: "refused" }),
  singlePolicy({ sponsor: { kind: "member", id: "ann" }, endings: ["vote", "completion"], findings: "optional" }),
  singlePolicy({ endings: ["completion"], findings: "required", afterSettlement: ["assign", "escalate"] }),
  singlePolicy({
    endings: ["completion"],
    findings: "required",
    findingsShape: { risk: { is: "word", of: ["high"] } },
  }),
  singlePolicy({ endings: ["outcome"] }),
];

const WINDOW = { type: "time_range", configuration: { start_time: "10:00", end_time: "12:30" } } as const;

export const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({
    type: fc.constant("CastVote" as const),
    verdict: fc.constantFrom("approve" as const, "approve" as const, "reject" as const, "revoke" as const),
    reason: fc.constantFrom(null, "why"),
    notes: fc.constant(null),
    force: fc.boolean(),
    timeWindow: fc.constantFrom(null, null, WINDOW),
  }),
  fc.record({
    type: fc.constant("Progress" as const),
    to: fc.constantFrom(null, "in_progress" as const, "completed" as const),
    findings: fc.constantFrom(null, {}, { risk: "high" }),
    secondReview: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("RecordOutcome" as const),
    outcome: fc.constantFrom("Approved", "Denied"),
    reasons: fc.constant([]),
    rules: fc.constant(OUTCOMES),
    reason: fc.constant(null),
    notes: fc.constant(null),
  }),
  fc.constant({ type: "Cancel", reason: null } as const),
  fc.constant({ type: "ClaimExecution" } as const),
  fc.constant({ type: "ReportExecution", result: "succeeded", exitCode: null, output: null } as const),
  fc.constant({ type: "PauseSla", reason: null } as const),
  fc.constant({ type: "ResumeSla" } as const),
  fc.constant({ ...aVote("approve"), verdict: "approve" } as const),
);

const [ann, bob] = [aPerson("ann", ["a"]), aPerson("bob", ["b"])];
const agreed: readonly (readonly [Actor, Command])[] = [
  [ann, aVote("approve", { timeWindow: WINDOW })],
  [bob, aVote("approve")],
];
/** How a history may begin, so that not only those that chance brings there are approved and run. */
const BEGINNINGS = [
  [],
  [],
  agreed,
  [...agreed, [aPerson("adm", [], "admin"), { type: "ClaimExecution" }] as const],
] as const;

const step = fc.record({ command, who: fc.constantFrom(...PEOPLE), minutes: fc.constantFrom(0, 0, 1, 59) });

export interface RandomReview {
  readonly review: Review;
  /** At or after its latest event; what is due meanwhile has not fired. */
  readonly now: number;
}

/** Refused steps change nothing; the last minutes pass without a sweep. */
export const randomReview: fc.Arbitrary<RandomReview> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    requester: fc.constantFrom("owner", "bot", "nobody"),
    secondReview: fc.boolean(),
    beginning: fc.constantFrom(...BEGINNINGS),
    steps: fc.array(step, { maxLength: 6 }),
    waits: fc.constantFrom(0, 1, 50, 300),
  })
  .map(({ policy, requester, secondReview, beginning, steps, waits }) => {
    const service = { kind: "service", id: "bot", name: "bot", email: "", slackId: "" } as const;
    const asker = requester === "nobody" ? { requester: null } : requester === "bot" ? { requester: service } : {};
    let review = aReview(policy, { secondReview: secondReview && policy.endings.includes("completion"), ...asker });
    for (const [who, tried] of beginning) {
      review = decide(review, tried, { ...metaBy(who, NOON), directory: DIRECTORY }).review;
    }
    let now = NOON;
    for (const { command: tried, who, minutes } of steps) {
      now += minutes * MINUTE;
      review = decide(review, tried, { ...metaBy(who, now), directory: DIRECTORY }).review;
    }
    return { review, now: now + waits * MINUTE };
  });
