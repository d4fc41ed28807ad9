// Giving a review to somebody, notes, and taking it back. Source: authentivoice.md ruling 13 (Bulk assignment); workspace.md 4.

import { describe, expect, test } from "vitest";
import type { Assign } from "../../src/core/review/commands.ts";
import { aPerson, aReview, OWNER } from "../support/builders.ts";
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
  rita,
  rob,
  start,
} from "./escalate.support.ts";

const assign = (changes: Partial<Assign> = {}): Assign => ({
  type: "Assign",
  assignedTo: "rob",
  priority: null,
  dueAt: null,
  ...changes,
});

const pending = aReview(completionPolicy({ sla: dueInAnHour() }), { assignedTo: "rita", priority: "normal" });
const done = after(pending, [rita, complete({ notes: "ok" })]);

describe("assigning", () => {
  test("is one event that changes whose it is and nothing else", () => {
    const decided = does(pending, ada, assign());
    expect(typesOf(decided)).toEqual(["assigned"]);
    expect(decided.review).toMatchObject({
      assignedTo: "rob",
      status: "pending",
      priority: "normal",
      sla: pending.sla,
    });
  });

  test("to nobody takes it away", () => {
    expect(does(pending, ada, assign({ assignedTo: null })).review.assignedTo).toBeNull();
  });

  test("to whom it is assigned already changes nothing", () => {
    expect(does(pending, ada, assign({ assignedTo: "rita" })).events).toEqual([]);
    const same = assign({ assignedTo: "rita", priority: "normal", dueAt: at(60) });
    expect(does(pending, ada, same).events).toEqual([]);
  });

  test("priority and deadline come along in the same event", () => {
    const decided = does(pending, ada, assign({ priority: "urgent", dueAt: at(120) }));
    expect(typesOf(decided)).toEqual(["assigned"]);
    expect(decided.review).toMatchObject({ assignedTo: "rob", priority: "urgent", sla: { dueAt: at(120) } });
  });

  test("whether the one who gets it is told is part of the event", () => {
    expect(does(pending, ada, assign({ isQuiet: true })).events).toMatchObject([{ data: { isQuiet: true } }]);
    expect(does(pending, ada, assign()).events[0]?.data).not.toHaveProperty("isQuiet");
  });

  test("another priority alone is a change", () => {
    const decided = does(pending, ada, assign({ assignedTo: "rita", priority: "high" }));
    expect(decided.review).toMatchObject({ assignedTo: "rita", priority: "high" });
  });

  test("a review in progress stays in progress, an escalated one escalated", () => {
    expect(does(after(pending, [rita, start]), ada, assign()).review.status).toBe("in_progress");
    const escalated = after(pending, [rita, escalate()]);
    expect(does(escalated, ada, assign()).review).toMatchObject({
      assignedTo: "rob",
      escalation: { isPickedUp: false },
    });
  });

  test("a settled review is not assigned, unless its policy says so", () => {
    expect(does(done, ada, assign()).refusal).toEqual({
      type: "review_closed",
      status: "completed",
      wanted: "assigned",
    });
    const late = aReview(completionPolicy({ afterSettlement: ["assign"] }));
    const reassigned = does(after(late, [rita, complete({ notes: "ok" })]), ada, assign()).review;
    expect(reassigned).toMatchObject({ status: "completed", assignedTo: "rob" });
  });

  test("a viewer assigns nothing", () => {
    expect(refusalOf(does(pending, aPerson("vic", [], "viewer"), assign()))).toBe("forbidden");
  });
});

describe("notes", () => {
  test("are taken in every state, with the address that was claimed", () => {
    for (const review of [pending, done]) {
      const noted = does(review, rob, {
        type: "AddNote",
        text: "Look at 01:23",
        claimedEmail: "rob@elsewhere.example",
      });
      expect(typesOf(noted)).toEqual(["note_added"]);
      expect(noted.review.notes).toMatchObject([
        { text: "Look at 01:23", claimedEmail: "rob@elsewhere.example", by: { id: "rob" } },
      ]);
      expect(noted.review.status).toBe(review.status);
    }
  });

  test("without a claimed address there is none", () => {
    const noted = does(pending, rob, { type: "AddNote", text: "Look", claimedEmail: null });
    expect(noted.review.notes).toMatchObject([{ claimedEmail: null }]);
    expect(noted.events).toMatchObject([{ data: {}, texts: { note: "Look" } }]);
  });
});

describe("cancelling", () => {
  const cancel = { type: "Cancel", reason: "Wrong call" } as const;

  test.each([
    ["who asked", OWNER],
    ["an administrator", ada],
  ])("%s takes the question back", (_name, actor) => {
    const decided = does(pending, actor, cancel, 2);
    expect(typesOf(decided)).toEqual(["cancelled"]);
    expect(decided.review).toMatchObject({ status: "cancelled", completedAt: at(2), sla: { status: "on_track" } });
  });

  test("nobody else does", () => {
    expect(refusalOf(does(pending, rita, cancel))).toBe("forbidden");
  });

  test("what is settled is not taken back", () => {
    expect(refusalOf(does(done, OWNER, cancel))).toBe("review_closed");
  });
});
