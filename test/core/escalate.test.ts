// Telling somebody higher, by hand. Source: authentivoice.md rulings 4, 8, 13; time.md 5, 11.

import { describe, expect, test } from "vitest";
import { aReview, singlePolicy } from "../support/builders.ts";
import { refusalOf, typesOf } from "../support/scenario.ts";
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
  rob,
  start,
  tick,
  timeline,
} from "./escalate.support.ts";

const NOTES = { notes: "A cloned voice." };
const plain = aReview(completionPolicy(), { assignedTo: "rita" });
const laddered = aReview(completionPolicy({ ladder: LADDER }), { assignedTo: "rita" });

describe("without a ladder", () => {
  test("the fallback is told, and the review stays what and whose it was", () => {
    const decided = does(plain, rita, escalate({ fallback: ["ada"] }));
    expect(typesOf(decided)).toEqual(["escalated"]);
    expect(decided.review).toMatchObject({
      status: "pending",
      assignedTo: "rita",
      escalation: { to: ["ada"], level: 1, by: { id: "rita" }, reason: "Too big for me", isPickedUp: false },
      ladder: null,
    });
  });

  test("a named target goes before the fallback", () => {
    expect(does(plain, rita, escalate({ to: ["rob"] })).review.escalation?.to).toEqual(["rob"]);
  });

  test("nobody to tell is an escalation all the same", () => {
    expect(does(plain, rita, escalate({ fallback: [] })).review.escalation?.to).toEqual([]);
  });

  test("escalated again it is one level higher", () => {
    const twice = after(plain, [rita, escalate()], [ada, escalate({ fallback: ["alan"] })]);
    expect(twice.escalation).toMatchObject({ to: ["alan"], level: 2, by: { id: "ada" } });
  });

  test("escalating after it was picked up escalates anew", () => {
    const again = after(plain, [rita, escalate()], [ada, start], [ada, escalate({ fallback: ["alan"] })]);
    expect(again).toMatchObject({ status: "in_progress", escalation: { isPickedUp: false, to: ["alan"] } });
  });
});

describe("with a ladder", () => {
  test("the next rung is performed now, and all its active targets are told in document order", () => {
    expect(does(laddered, rita, escalate()).review).toMatchObject({
      escalation: { to: ["ada", "alan"], level: 1 },
      ladder: { nextRung: 1, nextRungAt: at(31) },
    });
  });

  test("escalated again it is a higher rung, and above the top rung it stays there", () => {
    const second = after(laddered, [rita, escalate()], [ada, escalate()]);
    expect(second.escalation).toMatchObject({ to: ["rita", "rob"], level: 2 });
    const third = after(second, [rob, escalate()]);
    expect(third.escalation).toMatchObject({ to: ["rita"], level: 3 });
    const above = does(third, rita, escalate());
    expect(typesOf(above)).toEqual(["escalated"]);
    expect(above.review.escalation).toMatchObject({ to: ["rita"], level: 3 });
  });

  test("an explicit target uses up the rung that it replaces", () => {
    const told = after(laddered, [rita, escalate({ to: ["rob"] })]);
    expect(told.escalation).toMatchObject({ to: ["rob"], level: 1 });
    expect(does(told, rita, escalate()).review.escalation).toMatchObject({ to: ["rita", "rob"], level: 2 });
  });

  test("a rung that was performed by hand never fires again; the next one does", () => {
    const told = after(laddered, [rita, escalate(), 1]);
    expect(timeline(tick(told, 30))).toEqual([]);
    const fired = tick(told, 31);
    expect(timeline(fired)).toEqual(["escalated@31"]);
    expect(fired.review.escalation).toMatchObject({ level: 2, by: { kind: "policy" } });
  });

  test("a ladder that a person stopped goes on at its next rung when somebody escalates again", () => {
    const stopped = after(laddered, [rita, escalate(), 1], [ada, start, 2]);
    expect(stopped.ladder?.nextRungAt).toBeNull();
    expect(timeline(tick(stopped, 500))).toEqual([]);
    const again = after(stopped, [ada, escalate(), 10]);
    expect(again.escalation).toMatchObject({ to: ["rita", "rob"], level: 2 });
    expect(again.ladder).toMatchObject({ nextRung: 2, nextRungAt: at(70) });
  });

  test("where the whole ladder reaches nobody, the fallback is told", () => {
    const empty = aReview(completionPolicy({ ladder: [{ afterMinutes: 0, to: ["group:nobody"] }] }));
    expect(does(empty, rita, escalate({ fallback: ["ada"] })).review.escalation).toMatchObject({
      to: ["ada"],
      level: 1,
    });
  });

  test("a person who escalates after a ladder that reached nobody is not answered with nobody", () => {
    const ladder = [{ afterMinutes: 0, to: ["group:nobody"] }];
    const review = aReview(completionPolicy({ ladder, sla: dueInAnHour({ onBreach: ["escalate"] }) }));
    const alone = tick(review, 60).review;
    expect(alone.escalation).toMatchObject({ to: [], level: 1 });
    expect(does(alone, rita, escalate({ fallback: ["ada"] }), 61).review.escalation).toMatchObject({
      to: ["ada"],
      level: 1,
    });
  });
});

describe("what comes along", () => {
  test("findings and the second reviewer are part of the one event; an empty object is not kept", () => {
    const decided = does(plain, rita, escalate({ findings: NOTES, secondReview: true }));
    expect(decided.events).toMatchObject([{ texts: { reason: "Too big for me", findings: NOTES } }]);
    expect(decided.review).toMatchObject({ findings: NOTES, secondReview: "needed" });
    expect(does(plain, rita, escalate({ findings: {} })).review.findings).toBeNull();
  });
});

describe("who and when", () => {
  test("nobody escalates before somebody says who is active", () => {
    expect(refusalOf(does(plain, rita, escalate(), 1, null))).toBe("directory_needed");
  });

  test("a settled review is not escalated, unless its policy says so", () => {
    const done = after(plain, [rita, complete(NOTES)]);
    expect(does(done, rita, escalate()).refusal).toEqual({
      type: "review_closed",
      status: "completed",
      wanted: "escalated",
    });
    const late = aReview(completionPolicy({ ladder: LADDER, afterSettlement: ["escalate"] }));
    const told = does(after(late, [rita, complete(NOTES)]), rita, escalate()).review;
    expect(told).toMatchObject({ status: "completed", escalation: { level: 1 }, ladder: { nextRungAt: null } });
  });

  test("a review that ends by votes escalates alike", () => {
    expect(does(aReview(singlePolicy()), rita, escalate()).review.escalation).toMatchObject({ level: 1 });
  });
});
