// Rungs that fire by themselves, in order, until a person acknowledges. Source: time.md 5, 11.

import { describe, expect, test } from "vitest";
import { membersOf, nextReachableRung } from "../../src/core/review/ladder.ts";
import type { LadderRung, ReviewPolicy } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aReview, aVote, singlePolicy } from "../support/builders.ts";
import {
  ada,
  after,
  at,
  complete,
  completionPolicy,
  DIRECTORY,
  does,
  dueInAnHour,
  escalate,
  LADDER,
  rita,
  rob,
  save,
  start,
  tick,
  timeline,
} from "./escalate.support.ts";

const escalating = (changes: Partial<ReviewPolicy> = {}): Review =>
  aReview(completionPolicy({ sla: dueInAnHour({ onBreach: ["escalate"] }), ladder: LADDER, ...changes }), {
    assignedTo: "rita",
  });

/** Where each rung went: `level -> members`. */
const rungs = (review: Review, minutes: number, directory = DIRECTORY): readonly string[] =>
  tick(review, minutes, directory).events.flatMap((event) =>
    event.type === "escalated" ? [`${event.data.level} -> ${event.data.to.join(",")}`] : [],
  );

describe("who a target names", () => {
  test.each([
    ["member:rob", ["rob"]],
    ["group:audio", ["rita", "rob"]],
    ["role:admin", ["ada", "alan"]],
    ["role:owner", []],
    ["group:nobody", []],
    ["team:audio", []],
  ])("%s: %o, in document order", (target, members) => {
    expect(membersOf(target, DIRECTORY)).toEqual(members);
  });

  test("a rung that names somebody twice tells once", () => {
    const policy = completionPolicy({ ladder: [{ afterMinutes: 0, to: ["member:rob", "group:audio"] }] });
    expect(nextReachableRung(policy, 0, DIRECTORY)).toEqual({ rung: 0, to: ["rob", "rita"] });
  });
});

describe("when a ladder starts", () => {
  test("at the breach where the policy escalates", () => {
    expect(timeline(tick(escalating(), 60))).toEqual(["sla_at_risk@45", "sla_breached@60", "escalated@60"]);
  });

  test("a bare flag never starts it", () => {
    expect(timeline(tick(escalating({ sla: dueInAnHour() }), 9_999))).toEqual(["sla_at_risk@45", "sla_breached@60"]);
  });

  test("at a manual escalation", () => {
    expect(timeline(tick(after(escalating({ sla: null }), [rita, escalate(), 10]), 500))).toEqual([
      "escalated@40",
      "escalated@70",
    ]);
  });

  test("a workspace without a ladder has none to start", () => {
    expect(timeline(tick(escalating({ ladder: [] }), 9_999))).toEqual(["sla_at_risk@45", "sla_breached@60"]);
  });
});

describe("how it goes on", () => {
  test("minutes count from the start of the ladder, each rung once, and after the top one nothing", () => {
    expect(timeline(tick(escalating(), 9_999)).slice(2)).toEqual(["escalated@60", "escalated@90", "escalated@120"]);
    expect(rungs(escalating(), 9_999)).toEqual(["1 -> ada,alan", "2 -> rita,rob", "3 -> rita"]);
  });

  test("one late sweep and many punctual ones tell the same story", () => {
    let review = escalating();
    const story: string[] = [];
    for (let minutes = 0; minutes <= 130; minutes += 5) {
      const decided = tick(review, minutes);
      story.push(...timeline(decided));
      review = decided.review;
    }
    expect(story).toEqual(timeline(tick(escalating(), 130)));
    expect(review).toEqual({ ...tick(escalating(), 130).review, id: review.id, subject: review.subject });
  });

  test("minutes run on the policy's calendar", () => {
    const office = {
      timeZone: "UTC",
      hours: { mon: [["09:00", "13:30"]], tue: [["09:00", "17:00"]] },
      holidays: [],
    } as const;
    const review = escalating({ sla: dueInAnHour({ onBreach: ["escalate"], calendar: office }) });
    // Half an hour after 13:00 is closing time; an hour is half an hour into Tuesday.
    const tuesday = (21.5 * 60).toString();
    expect(timeline(tick(review, 9_999)).slice(2)).toEqual(["escalated@60", "escalated@90", `escalated@${tuesday}`]);
  });

  test("a rung with nobody active is passed over at once", () => {
    const active = DIRECTORY.filter(({ role }) => role !== "admin");
    expect(timeline(tick(escalating(), 60, active)).slice(2)).toEqual(["escalated@60"]);
    expect(rungs(escalating(), 60, active)).toEqual(["2 -> rita,rob"]);
  });

  test("a ladder that reaches nobody says so once", () => {
    expect(rungs(escalating(), 9_999, [])).toEqual(["3 -> "]);
  });

  test("rungs of one instant fire in their order", () => {
    const ladder: readonly LadderRung[] = [
      { afterMinutes: 0, to: ["role:admin"] },
      { afterMinutes: 0, to: ["group:audio"] },
    ];
    expect(rungs(escalating({ ladder }), 60)).toEqual(["1 -> ada,alan", "2 -> rita,rob"]);
  });

  test("the actor is the policy", () => {
    const fired = tick(escalating(), 60).events.at(-1);
    expect(fired).toMatchObject({ by: { kind: "policy", id: "calls" }, data: { automated: true } });
  });
});

describe("what acknowledges it", () => {
  const told = tick(escalating(), 60).review;
  const voting = tick(
    aReview(
      singlePolicy({
        quorum: { of: "people", minimum: 2 },
        sla: dueInAnHour({ onBreach: ["escalate"] }),
        ladder: LADDER,
      }),
    ),
    60,
  ).review;
  const assign = { type: "Assign", assignedTo: "rob", priority: null, dueAt: null } as const;

  test.each([
    ["picking it up", told, start],
    ["assigning it", told, assign],
    ["completing it", told, complete({ notes: "ok" })],
    ["voting", voting, aVote("approve")],
  ])("%s stops the rest", (_name, review, command) => {
    const acknowledged = after(review, [ada, command, 61]);
    expect(timeline(tick(acknowledged, 9_999))).toEqual([]);
  });

  test("saving findings or a note does not", () => {
    const noted = after(
      told,
      [rita, save({ notes: "ok" }), 61],
      [rob, { type: "AddNote", text: "hm", claimedEmail: null }, 62],
    );
    expect(timeline(tick(noted, 90))).toEqual(["escalated@90"]);
  });

  test("an act before the ladder started does not count", () => {
    const early = after(escalating(), [rita, start, 5]);
    expect(timeline(tick(early, 60)).at(-1)).toBe("escalated@60");
  });

  test("a vote at a rung's instant comes after the rung", () => {
    expect(timeline(does(told, ada, start, 90))).toEqual(["escalated@90", "started@90"]);
  });
});

describe("pausing", () => {
  test("nothing fires while paused, and unfired rungs shift by the paused time", () => {
    const paused = after(tick(escalating(), 60).review, [rita, { type: "PauseSla", reason: null }, 70]);
    expect(timeline(tick(paused, 9_999))).toEqual([]);
    const resumed = after(paused, [rita, { type: "ResumeSla" }, 170]);
    expect(timeline(tick(resumed, 9_999))).toEqual(["escalated@190", "escalated@220"]);
  });

  test("two pauses add up", () => {
    const pause = { type: "PauseSla", reason: null } as const;
    const resume = { type: "ResumeSla" } as const;
    const review = after(
      tick(escalating(), 60).review,
      [rita, pause, 65],
      [rita, resume, 75],
      [rita, pause, 80],
      [rita, resume, 90],
    );
    expect(timeline(tick(review, 9_999))).toEqual(["escalated@110", "escalated@140"]);
  });

  test("a ladder that starts during a pause counts from the resume", () => {
    const paused = after(
      escalating({ sla: null }),
      [rita, { type: "PauseSla", reason: null }, 5],
      [rita, escalate(), 10],
    );
    const resumed = after(paused, [rita, { type: "ResumeSla" }, 50]);
    expect(timeline(tick(resumed, 80))).toEqual(["escalated@80"]);
  });

  test("an instant of its own: the ladder is due when the sweep looks for it", () => {
    expect(tick(escalating(), 60).review.ladder).toMatchObject({ nextRung: 1, nextRungAt: at(90) });
  });
});
