// What time does by itself: in which order, at which instant, and to whom it never happens. Source: time.md 1-3, 6, 11.

import { describe, expect, test } from "vitest";
import { nextDue, nextDueAt } from "../../src/core/review/timers.ts";
import type { SlaTerms } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aReview, aVote, groupPolicy, OWNER, singlePolicy } from "../support/builders.ts";
import { aPerson } from "../support/builders.ts";
import { refusalOf } from "../support/scenario.ts";
import {
  ada,
  after,
  at,
  complete,
  completionPolicy,
  does,
  dueInAnHour,
  escalate,
  LADDER,
  rita,
  start,
  TICK,
  tick,
  timeline,
} from "./escalate.support.ts";

const NOTES = { notes: "ok" };
const withSla = (sla: Partial<SlaTerms> = {}): Review => aReview(completionPolicy({ sla: dueInAnHour(sla) }));
const votable = (sla: Partial<SlaTerms>): Review => aReview(singlePolicy({ sla: dueInAnHour(sla) }));

describe("warning and breach", () => {
  test("each fires once, at its own instant, however late the sweep is", () => {
    const swept = tick(withSla(), 600);
    expect(timeline(swept)).toEqual(["sla_at_risk@45", "sla_breached@60"]);
    expect(swept.review.sla).toMatchObject({ status: "breached", breachedAt: at(60) });
    expect(timeline(tick(swept.review, 601))).toEqual([]);
  });

  test("to the millisecond: not before its instant, and at it", () => {
    expect(timeline(tick(withSla(), 45 - 1 / 60_000))).toEqual([]);
    expect(timeline(tick(withSla(), 45))).toEqual(["sla_at_risk@45"]);
  });

  test("a review without a deadline has no timer", () => {
    const review = aReview(completionPolicy());
    expect(nextDueAt(review)).toBeNull();
    expect(timeline(tick(review, 9_999))).toEqual([]);
  });

  test("the next timer is the earliest of all", () => {
    expect(nextDueAt(withSla())).toBe(at(45));
    expect(nextDueAt(tick(withSla(), 45).review)).toBe(at(60));
    expect(nextDueAt(tick(withSla(), 60).review)).toBeNull();
  });

  test("a deadline that was already at risk when it began has no warning", () => {
    expect(timeline(tick(withSla({ atRiskAt: null }), 600))).toEqual(["sla_breached@60"]);
  });

  test("the actor is the policy, and no person", () => {
    expect(tick(withSla(), 45).events).toMatchObject([{ by: { kind: "policy", id: "calls" } }]);
  });

  test("an event is never before the one that went before it", () => {
    const busy = after(withSla(), [rita, start, 45]);
    const late = { ...busy, lastEventAt: at(50) };
    expect(timeline(tick(late, 60))).toEqual(["sla_breached@60"]);
    const later = { ...withSla(), lastEventAt: at(70) };
    expect(timeline(tick(later, 80))).toEqual(["sla_at_risk@70", "sla_breached@70"]);
  });

  test("a review that is born overdue is breached at its birth", () => {
    const overdue = withSla({ dueAt: at(-5), atRiskAt: null });
    expect(overdue).toMatchObject({ version: 2, sla: { status: "breached", breachedAt: at(0) } });
  });
});

describe("commands come after what was due", () => {
  test("a completion after the deadline finds it breached and stays late", () => {
    const decided = does(withSla(), rita, complete(NOTES), 61);
    expect(timeline(decided)).toEqual(["sla_at_risk@45", "sla_breached@60", "completed@61"]);
    expect(decided.review.sla?.status).toBe("breached");
  });

  test("one at the deadline is late, one a moment before is met", () => {
    expect(does(withSla(), rita, complete(NOTES), 60).review.sla?.status).toBe("breached");
    expect(does(withSla(), rita, complete(NOTES), 60 - 1 / 60_000).review.sla?.status).toBe("met");
  });

  test("a refused command keeps what time did before it", () => {
    const decided = does(withSla(), rita, complete(null), 61);
    expect(refusalOf(decided)).toBe("findings_missing");
    expect(timeline(decided)).toEqual(["sla_at_risk@45", "sla_breached@60"]);
  });

  test("a completion after the expiry comes too late", () => {
    const decided = does(withSla({ onBreach: ["expire"] }), rita, complete(NOTES), 65);
    expect(decided.refusal).toEqual({ type: "review_closed", status: "expired", wanted: "completed" });
    expect(timeline(decided)).toEqual(["sla_at_risk@45", "sla_breached@60", "expired@60"]);
  });

  test("a due rung asks who is active before anything happens", () => {
    const review = aReview(completionPolicy({ sla: dueInAnHour({ onBreach: ["escalate"] }), ladder: LADDER }));
    expect(nextDue(tick(review, 50).review, at(70), null)).toMatchObject({ type: "sla_breached" });
    const decided = does(review, rita, TICK, 70, null);
    expect(decided).toMatchObject({ events: [], refusal: { type: "directory_needed" } });
  });
});

describe("endings", () => {
  test("expire ends the review at the breach, and its deadline stays breached", () => {
    const { review } = tick(withSla({ onBreach: ["expire"] }), 90);
    expect(review).toMatchObject({
      status: "expired",
      completedAt: at(60),
      sla: { status: "breached" },
      decision: null,
    });
  });

  test.each([
    ["approve", "approved"],
    ["reject", "rejected"],
  ] as const)("%s decides a review that one person would have decided", (action, status) => {
    const { review, events } = tick(votable({ onBreach: [action] }), 90);
    expect(events.map(({ type }) => type)).toEqual(["sla_at_risk", "sla_breached", status]);
    expect(review).toMatchObject({
      status,
      decision: { automated: true, at: at(60), by: { kind: "policy", id: "calls" } },
    });
  });

  test("silence never approves around people: with groups it escalates instead", () => {
    const sla = dueInAnHour({ onBreach: ["approve"] });
    const grouped = aReview(groupPolicy(["audio"], { sla, ladder: LADDER }));
    expect(timeline(tick(grouped, 60)).slice(1)).toEqual(["sla_breached@60", "escalated@60"]);
  });

  test("nor with more than one approval needed, nor where no vote ends the review", () => {
    const two = singlePolicy({
      sla: dueInAnHour({ onBreach: ["approve"] }),
      quorum: { of: "people", minimum: 2 },
      ladder: LADDER,
    });
    expect(tick(aReview(two), 60).review).toMatchObject({ status: "pending", escalation: { level: 1 } });
    const byCompletion = completionPolicy({ sla: dueInAnHour({ onBreach: ["reject"] }), ladder: LADDER });
    expect(tick(aReview(byCompletion), 60).review).toMatchObject({ status: "pending", escalation: { level: 1 } });
  });

  test("reject applies to groups: rows stay as they are", () => {
    const grouped = aReview(groupPolicy(["audio"], { sla: dueInAnHour({ onBreach: ["reject"] }) }));
    expect(tick(grouped, 60).review).toMatchObject({ status: "rejected", groups: [{ status: "pending" }] });
  });

  test("a rule's own expiry is its rule's act, and comes with or without a deadline", () => {
    const review = aReview(groupPolicy(["audio"], { expiry: { at: at(30), by: "prod-writes" } }));
    const swept = tick(review, 90);
    expect(timeline(swept)).toEqual(["expired@30"]);
    expect(swept.events).toMatchObject([{ by: { kind: "policy", id: "prod-writes" }, data: { automated: true } }]);
  });
});

describe("what the events of time say", () => {
  const actorOf = (review: Review): unknown => tick(review, 9_999).events.at(-1)?.by;

  test("an expiry by deadline is automated, and so is a verdict, which forces nothing and stamps nothing", () => {
    expect(tick(votable({ onBreach: ["expire"] }), 60).events.at(-1)).toMatchObject({ data: { automated: true } });
    expect(tick(votable({ onBreach: ["reject"] }), 60).events.at(-1)?.data).toEqual({
      verdict: "reject",
      rows: [],
      forced: false,
      timeWindow: null,
      accessEndsAt: null,
      automated: true,
    });
  });

  test("a policy is no person: it has no address, no groups, and no role that sees or does more than a member's", () => {
    expect(actorOf(votable({ onBreach: ["expire"] }))).toEqual({
      kind: "policy",
      id: "calls",
      name: "calls",
      email: "",
      slackId: "",
      role: "member",
      groups: [],
      identity: null,
      claimedAgent: null,
    });
  });

  test("a ladder without a deadline's policy is climbed by default", () => {
    const review = after(aReview(completionPolicy({ ladder: LADDER })), [rita, escalate()]);
    expect(actorOf(review)).toMatchObject({ id: "default", name: "default" });
    expect(tick(review, 9_999).events.at(-1)?.data).toMatchObject({ secondReview: false, automated: true });
  });

  test.each([
    ["timed access ends so long after it", { kind: "timed", durationMs: 60_000 } as const, at(61)],
    ["a single run may start from then", { kind: "once", deadlineMs: 60_000 } as const, at(60)],
    ["nothing to access", null, null],
  ])("an approval by time grants what one by a person does: %s", (_name, access, end) => {
    const review = aReview(singlePolicy({ access, sla: dueInAnHour({ onBreach: ["approve"] }) }));
    expect(tick(review, 60).review).toMatchObject({ status: "approved", accessEndsAt: end });
  });

  test("escalating and ending at one breach: the rung first, then the end", () => {
    const review = aReview(
      completionPolicy({ ladder: LADDER, sla: dueInAnHour({ onBreach: ["escalate", "expire"] }) }),
    );
    expect(timeline(tick(review, 60))).toEqual(["sla_at_risk@45", "sla_breached@60", "escalated@60", "expired@60"]);
  });

  test("an action that may not apply escalates, beside one that may", () => {
    const flagged = completionPolicy({ ladder: LADDER, sla: dueInAnHour({ onBreach: ["flag", "reject"] }) });
    expect(timeline(tick(aReview(flagged), 60)).slice(1)).toEqual(["sla_breached@60", "escalated@60"]);
  });

  test("rows of groups are never approved by silence, even where people are counted beside them", () => {
    const policy = singlePolicy({ sla: dueInAnHour({ onBreach: ["approve"] }) });
    const rows = [{ id: "row", group: "audio", approvedBy: null }];
    expect(tick(aReview(policy, { groups: rows }), 60).review.status).toBe("pending");
    const counted = groupPolicy([], { quorum: { of: "rows", minimum: 1 }, sla: policy.sla });
    expect(tick(aReview(counted), 60).review.status).toBe("pending");
  });

  test("of two timers of one instant the warning comes before the breach, and the breach before the expiry", () => {
    const sla = dueInAnHour({ atRiskAt: at(60) });
    const review = aReview(completionPolicy({ sla, expiry: { at: at(60), by: "rule" } }));
    expect(timeline(tick(review, 60))).toEqual(["sla_at_risk@60", "sla_breached@60", "expired@60"]);
  });

  test("the earliest comes first, whatever kind it is", () => {
    const review = aReview(completionPolicy({ sla: dueInAnHour(), expiry: { at: at(50), by: "rule" } }));
    expect(timeline(tick(review, 90))).toEqual(["sla_at_risk@45", "expired@50"]);
    expect(nextDueAt(tick(review, 45).review)).toBe(at(50));
  });
});

describe("what fires nothing", () => {
  const due = dueInAnHour({ onBreach: ["escalate", "expire"] });
  const settled: readonly (readonly [string, Review])[] = [
    ["completed", after(withSla(), [rita, complete(NOTES)])],
    ["approved", after(votable({}), [ada, aVote("approve")])],
    ["cancelled", after(withSla(), [OWNER, { type: "Cancel", reason: null }])],
    [
      "escalated and completed",
      after(aReview(completionPolicy({ sla: due, ladder: LADDER })), [rita, escalate()], [rita, complete(NOTES)]),
    ],
  ];
  test.each(settled)("a %s review", (_name, review) => {
    expect(nextDueAt(review)).toBeNull();
    expect(tick(review, 9_999).events).toEqual([]);
  });

  test("a paused one", () => {
    const paused = after(withSla(), [rita, { type: "PauseSla", reason: null }]);
    expect(nextDueAt(paused)).toBeNull();
    expect(tick(paused, 9_999).events).toEqual([]);
  });

  test("a settled review with a claimed run still has its execution deadline", () => {
    const once = groupPolicy(["audio"], { access: { kind: "once", deadlineMs: 60_000 }, sla: dueInAnHour() });
    const running = after(
      aReview(once),
      [aPerson("bea", ["audio"]), aVote("approve")],
      [OWNER, { type: "ClaimExecution" }, 2],
    );
    expect(timeline(tick(running, 90))).toEqual(["execution_unknown@3"]);
  });
});
