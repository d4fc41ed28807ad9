// How a deadline stands, moves and pauses. Source: time.md 1, 3, 4.

import { describe, expect, test } from "vitest";
import type { Calendar } from "../../src/core/calendar.ts";
import { atRiskAt } from "../../src/core/review/sla.ts";
import type { SlaTerms } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";
import { aReview, OWNER } from "../support/builders.ts";
import { refusalOf, typesOf } from "../support/scenario.ts";
import { after, at, complete, completionPolicy, does, dueInAnHour, rita, tick, timeline } from "./escalate.support.ts";

const NOTES = { notes: "ok" };
const PAUSE = { type: "PauseSla", reason: "Waiting for the caller" } as const;
const RESUME = { type: "ResumeSla" } as const;
/** Monday noon to one, Tuesday nine to five. */
const OFFICE: Calendar = {
  timeZone: "UTC",
  hours: { mon: [["12:00", "13:00"]], tue: [["09:00", "17:00"]] },
  holidays: [],
};
/** Nine o'clock on Tuesday, in minutes past Monday noon. */
const TUESDAY = 21 * 60;

const withSla = (sla: Partial<SlaTerms> = {}): Review =>
  aReview(completionPolicy({ sla: dueInAnHour(sla) }), { assignedTo: "rita" });

const dueAt = (minutes: number) =>
  ({ type: "Assign", assignedTo: "rita", priority: null, dueAt: at(minutes) }) as const;

describe("its status", () => {
  test("on track, at risk, breached while open", () => {
    expect(withSla().sla?.status).toBe("on_track");
    expect(tick(withSla(), 50).review.sla?.status).toBe("at_risk");
    expect(tick(withSla(), 60).review.sla?.status).toBe("breached");
  });

  test("met when it was decided in time, at risk or not; a late decision stays breached", () => {
    expect(does(withSla(), rita, complete(NOTES), 10).review.sla?.status).toBe("met");
    expect(does(withSla(), rita, complete(NOTES), 50).review.sla?.status).toBe("met");
    expect(does(withSla(), rita, complete(NOTES), 70).review.sla?.status).toBe("breached");
  });

  test("cancelled in time it keeps the last one", () => {
    const cancel = { type: "Cancel", reason: null } as const;
    expect(does(withSla(), OWNER, cancel, 10).review.sla?.status).toBe("on_track");
    expect(does(withSla(), OWNER, cancel, 50).review.sla?.status).toBe("at_risk");
    expect(does(withSla(), OWNER, cancel, 70).review.sla?.status).toBe("breached");
  });

  test("the first of two completions settles nothing", () => {
    const two = aReview(completionPolicy({ sla: dueInAnHour() }), { secondReview: true });
    expect(does(two, rita, complete(NOTES), 10).review.sla?.status).toBe("on_track");
  });
});

describe("at risk", () => {
  test.each([
    [75, 60, 45],
    [1, 100, 1],
    [99, 100, 99],
  ])("%i %% of %i minutes is minute %i", (atRiskPercent, due, expected) => {
    expect(atRiskAt({ calendar: null, atRiskPercent }, at(0), at(due))).toBe(at(expected));
  });

  test("counted in business minutes where there is a calendar", () => {
    // An hour on Monday and an hour on Tuesday: half of it is Monday's closing time, three quarters half past nine.
    const terms = { calendar: OFFICE, atRiskPercent: 50 };
    expect(atRiskAt(terms, at(0), at(TUESDAY + 60))).toBe(at(60));
    expect(atRiskAt({ ...terms, atRiskPercent: 75 }, at(0), at(TUESDAY + 60))).toBe(at(TUESDAY + 30));
  });

  test("on the wall clock where the deadline is further off than any policy's: no calendar is walked for ever", () => {
    const end = Date.UTC(9999, 11, 31);
    const half = atRiskAt({ calendar: OFFICE, atRiskPercent: 50 }, at(0), end);
    expect(half).toBe(at(0) + (end - at(0)) / 2);
    const paused = after(
      withSla({ calendar: OFFICE, dueAt: end, atRiskAt: half }),
      [rita, PAUSE, 10],
      [rita, RESUME, 20],
    );
    expect(paused.sla?.dueAt).toBe(end + at(20) - at(10));
  });

  test("never for a deadline that lies in the past", () => {
    expect(atRiskAt({ calendar: null, atRiskPercent: 75 }, at(0), at(0))).toBeNull();
  });
});

describe("a deadline that is moved", () => {
  test("replaces only the instant: warning and actions stay the policy's", () => {
    const moved = after(withSla({ onBreach: ["expire"] }), [rita, dueAt(120)]);
    expect(moved.sla).toEqual({ dueAt: at(120), atRiskAt: at(90), status: "on_track", breachedAt: null });
    expect(timeline(tick(moved, 200))).toEqual(["sla_at_risk@90", "sla_breached@120", "expired@120"]);
  });

  test("counts its warning on the policy's calendar", () => {
    const moved = after(withSla({ calendar: OFFICE, atRiskPercent: 50 }), [rita, dueAt(TUESDAY + 60)]);
    expect(moved.sla?.atRiskAt).toBe(at(60));
  });

  test("without a policy: wall clock, 75 %, flag", () => {
    const moved = after(aReview(completionPolicy(), { assignedTo: "rita" }), [rita, dueAt(100)]);
    expect(moved.sla).toEqual({ dueAt: at(100), atRiskAt: at(75), status: "on_track", breachedAt: null });
    const swept = tick(moved, 200);
    expect(timeline(swept)).toEqual(["sla_at_risk@75", "sla_breached@100"]);
    expect(swept.events).toMatchObject([{ by: { id: "default" } }, { by: { id: "default" } }]);
  });

  test("warns once, and is breached for ever", () => {
    const warned = after(tick(withSla(), 50).review, [rita, dueAt(120), 51]);
    expect(timeline(tick(warned, 200))).toEqual(["sla_breached@120"]);
    const late = after(tick(withSla(), 60).review, [rita, dueAt(120), 61]);
    expect(late.sla).toMatchObject({ dueAt: at(120), status: "breached", breachedAt: at(60) });
    expect(tick(late, 200).events).toEqual([]);
  });

  test("into the past is breached as soon as anybody looks", () => {
    const moved = after(withSla(), [rita, dueAt(-10), 5]);
    expect(timeline(tick(moved, 6))).toEqual(["sla_breached@5"]);
  });
});

describe("a pause", () => {
  test("is one event; pausing twice and resuming what is not paused are refused", () => {
    const decided = does(withSla(), rita, PAUSE, 10);
    expect(typesOf(decided)).toEqual(["paused"]);
    expect(decided.events).toMatchObject([{ texts: { reason: "Waiting for the caller" } }]);
    expect(refusalOf(does(decided.review, rita, PAUSE, 11))).toBe("sla_paused");
    expect(refusalOf(does(withSla(), rita, RESUME))).toBe("sla_not_paused");
  });

  test("keeps the status and shifts what is left of the time", () => {
    const resumed = after(withSla(), [rita, PAUSE, 10], [rita, RESUME, 110]);
    expect(resumed).toMatchObject({ pausedAt: null, sla: { dueAt: at(160), atRiskAt: at(145), status: "on_track" } });
  });

  test("a warning that was given stays where it was", () => {
    const resumed = after(tick(withSla(), 45).review, [rita, PAUSE, 50], [rita, RESUME, 150]);
    expect(resumed.sla).toMatchObject({ dueAt: at(160), atRiskAt: at(45), status: "at_risk" });
  });

  test("counts business time: half an hour that was left on Monday is half an hour of Tuesday", () => {
    const review = withSla({ calendar: OFFICE });
    const resumed = after(review, [rita, PAUSE, 30], [rita, RESUME, TUESDAY + 5]);
    expect(resumed.sla).toMatchObject({ dueAt: at(TUESDAY + 35), atRiskAt: at(TUESDAY + 20) });
  });

  test("is allowed after a breach, which stays", () => {
    const resumed = after(tick(withSla(), 60).review, [rita, PAUSE, 70], [rita, RESUME, 80]);
    expect(resumed.sla).toMatchObject({ dueAt: at(60), status: "breached", breachedAt: at(60) });
  });

  test("shifts an expiry by the wall clock", () => {
    const review = aReview(completionPolicy({ expiry: { at: at(30), by: "rule" } }));
    const resumed = after(review, [rita, PAUSE, 10], [rita, RESUME, 25]);
    expect(timeline(tick(resumed, 99))).toEqual(["expired@45"]);
  });

  test("a review that is decided while paused is met, whatever the clock says", () => {
    const paused = after(withSla(), [rita, PAUSE, 10]);
    expect(does(paused, rita, complete(NOTES), 500).review.sla?.status).toBe("met");
  });

  test("a settled review is neither paused nor resumed", () => {
    const done = after(withSla(), [rita, complete(NOTES)]);
    expect(refusalOf(does(done, rita, PAUSE))).toBe("review_closed");
    expect(refusalOf(does({ ...done, pausedAt: at(1) }, rita, RESUME))).toBe("review_closed");
  });
});
