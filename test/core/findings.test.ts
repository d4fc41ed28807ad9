// Working on a review that ends by completion, by the state it is in. Source: authentivoice.md rulings 4-6, 8, 13.

import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import { aPerson, aReview, aService, singlePolicy } from "../support/builders.ts";
import { refusalOf, typesOf } from "../support/scenario.ts";
import {
  ada,
  after,
  at,
  complete,
  completionPolicy,
  does,
  escalate,
  progress,
  requireSecond,
  rita,
  rob,
  save,
  start,
} from "./escalate.support.ts";

const NOTES = { notes: "A cloned voice." };
const pending = aReview(completionPolicy(), { assignedTo: "rita" });
const unassigned = aReview(completionPolicy());
const started = after(pending, [rita, start]);
const escalated = after(pending, [rita, escalate()]);
const completed = after(pending, [rita, complete(NOTES)]);
const doubled = aReview(completionPolicy(), { assignedTo: "rita", secondReview: true });
const firstDone = after(doubled, [rita, complete(NOTES), 5]);

describe("given a pending review", () => {
  test("starting makes it in progress and keeps its assignee", () => {
    const decided = does(pending, rob, start, 3);
    expect(typesOf(decided)).toEqual(["started"]);
    expect(decided.review).toMatchObject({ status: "in_progress", startedAt: at(3), assignedTo: "rita" });
  });

  test("nobody's review becomes the starter's", () => {
    expect(does(unassigned, rob, start).review.assignedTo).toBe("rob");
  });

  test("a machine that starts owns nothing", () => {
    expect(does(unassigned, aService("bot"), start).review).toMatchObject({ status: "in_progress", assignedTo: null });
  });

  test("it can be completed without having been started: then it started at that instant", () => {
    const decided = does(pending, rita, complete(NOTES), 4);
    expect(typesOf(decided)).toEqual(["completed"]);
    expect(decided.review).toMatchObject({
      status: "completed",
      startedAt: at(4),
      completedAt: at(4),
      findings: NOTES,
    });
  });

  test("saving findings leaves it pending", () => {
    const decided = does(pending, rita, save(NOTES));
    expect(typesOf(decided)).toEqual(["findings_saved"]);
    expect(decided.review).toMatchObject({ status: "pending", findings: NOTES, startedAt: null });
  });

  test("starting with findings is one event that carries both", () => {
    const decided = does(pending, rita, progress("in_progress", { findings: NOTES }));
    expect(typesOf(decided)).toEqual(["started"]);
    expect(decided.review).toMatchObject({ status: "in_progress", findings: NOTES });
  });

  test.each([
    ["no findings", null],
    ["an empty object", {}],
  ])("completing with %s is refused", (_name, findings) => {
    expect(refusalOf(does(pending, rita, complete(findings)))).toBe("findings_missing");
  });

  test("an empty object alone changes nothing", () => {
    expect(does(pending, rita, save({}))).toMatchObject({ events: [], refusal: null });
  });

  test("where findings are optional, completing needs none", () => {
    const free = aReview(completionPolicy({ findings: "optional" }));
    expect(does(free, rita, complete()).review.status).toBe("completed");
  });

  test("where there are none, they are not taken", () => {
    const none = aReview(completionPolicy({ findings: "none" }));
    expect(refusalOf(does(none, rita, save(NOTES)))).toBe("not_applicable");
  });

  test.each([
    ["save", save],
    ["complete", complete],
    ["start", (findings: JsonObject) => progress("in_progress", { findings })],
    ["escalate", (findings: JsonObject) => escalate({ findings })],
  ])("findings that the rules do not take: %s", (_name, command) => {
    const shaped = aReview(completionPolicy({ findingsShape: { confidence: { is: "number", from: 0, to: 1 } } }));
    expect(does(shaped, rita, command({ confidence: 1 })).refusal).toBeNull();
    for (const findings of [{ confidence: 1.1 }, { confidence: null }, { other: 1 }]) {
      expect(does(shaped, rita, command(findings))).toMatchObject({
        events: [],
        refusal: { type: "findings_invalid", key: Object.keys(findings)[0] },
      });
    }
  });

  test("a review that ends otherwise is not completed", () => {
    expect(refusalOf(does(aReview(singlePolicy()), rita, complete(NOTES)))).toBe("not_applicable");
  });

  test.each(["viewer", "auditor"] as const)("a %s changes nothing", (role) => {
    expect(refusalOf(does(pending, aPerson("vic", [], role), start))).toBe("forbidden");
  });
});

describe("given a review in progress", () => {
  test("starting it again is nothing, for its assignee and for others", () => {
    expect(does(started, rita, start)).toMatchObject({ events: [], refusal: null });
    expect(does(started, rob, start)).toMatchObject({ events: [], refusal: null });
  });

  test("nobody's review in progress is picked up by who starts it, and by a machine not at all", () => {
    const loose = after(unassigned, [aService("bot"), start]);
    expect(does(loose, aService("bot"), start).events).toEqual([]);
    expect(does(loose, rob, start).review.assignedTo).toBe("rob");
  });

  test("findings merge key by key, and arrays replace", () => {
    const first = after(started, [rita, save({ notes: "one", recommendedActions: ["a", "b"], confidence: 0.5 })]);
    const second = after(first, [rita, save({ notes: "two", recommendedActions: ["c"] })]);
    expect(second.findings).toEqual({ notes: "two", recommendedActions: ["c"], confidence: 0.5 });
  });

  test("findings saved earlier satisfy the completion, and those sent with it merge into them", () => {
    const saved = after(started, [rita, save(NOTES)]);
    expect(does(saved, rita, complete()).review).toMatchObject({ status: "completed", findings: NOTES });
    const both = does(saved, rita, complete({ confidence: 1 })).review;
    expect(both.findings).toEqual({ ...NOTES, confidence: 1 });
  });

  test("starting it again with findings saves them", () => {
    expect(typesOf(does(started, rita, progress("in_progress", { findings: NOTES })))).toEqual(["findings_saved"]);
  });
});

describe("given an escalated review", () => {
  test("starting it picks it up: it becomes the caller's", () => {
    const decided = does(escalated, ada, start);
    expect(typesOf(decided)).toEqual(["started"]);
    expect(decided.review).toMatchObject({
      status: "in_progress",
      assignedTo: "ada",
      escalation: { isPickedUp: true, to: ["ada"] },
    });
  });

  test("so it does when it was in progress before", () => {
    const again = after(started, [rita, escalate()]);
    expect(does(again, ada, start).review).toMatchObject({ assignedTo: "ada", escalation: { isPickedUp: true } });
  });

  test("it can be completed without being picked up", () => {
    expect(does(escalated, rita, complete(NOTES)).review).toMatchObject({
      status: "completed",
      assignedTo: "rita",
      escalation: { isPickedUp: true },
    });
  });
});

describe("given a completed review", () => {
  test.each([
    ["starting", start, "in_progress"],
    ["completing", complete(NOTES), "completed"],
    ["saving findings", save(NOTES), "completed"],
    ["an empty findings object", save({}), "completed"],
    ["asking for a second reviewer", requireSecond, "completed"],
  ])("%s is refused", (_name, command, wanted) => {
    expect(does(completed, rita, command).refusal).toEqual({ type: "review_closed", status: "completed", wanted });
  });
});

describe("given a review that needs two reviewers", () => {
  test("the first completion keeps it open and in progress, and sets when it started", () => {
    const decided = does(doubled, rita, complete(NOTES), 5);
    expect(typesOf(decided)).toEqual(["second_review_requested"]);
    expect(decided.review).toMatchObject({
      status: "in_progress",
      secondReview: "first_done",
      firstCompletedBy: { id: "rita" },
      startedAt: at(5),
      completedAt: null,
      assignedTo: "rita",
    });
  });

  test("it completes when another person completes; the first one's findings satisfy the second", () => {
    const decided = does(firstDone, rob, complete(), 6);
    expect(typesOf(decided)).toEqual(["completed"]);
    expect(decided.review).toMatchObject({ status: "completed", completedAt: at(6), findings: NOTES });
  });

  test("the second one's findings merge into the first one's", () => {
    expect(does(firstDone, rob, complete({ confidence: 0.7 })).review.findings).toEqual({ ...NOTES, confidence: 0.7 });
  });

  test("the same person completing twice is refused, whatever is sent along", () => {
    expect(refusalOf(does(firstDone, rita, complete(NOTES)))).toBe("same_reviewer");
    expect(refusalOf(does({ ...firstDone, findings: null }, rita, complete()))).toBe("same_reviewer");
  });

  test("a member and a machine of one name are two; two machines are two", () => {
    expect(does(firstDone, aService("rita"), complete()).review.status).toBe("completed");
    const byBot = after(doubled, [aService("bot"), complete(NOTES)]);
    expect(refusalOf(does(byBot, aService("bot"), complete()))).toBe("same_reviewer");
    expect(does(byBot, aService("other-bot"), complete()).review.status).toBe("completed");
  });

  test("after the end, the first one hears that it is closed", () => {
    const closed = after(firstDone, [rob, complete()]);
    expect(refusalOf(does(closed, rita, complete()))).toBe("review_closed");
  });

  test("the first one may still save findings", () => {
    expect(typesOf(does(firstDone, rita, save({ confidence: 0.2 })))).toEqual(["findings_saved"]);
  });

  test("erased findings of the first completion count as given", () => {
    expect(does({ ...firstDone, findings: null }, rob, complete()).review.status).toBe("completed");
  });

  test("the first completion of an escalated review picks it up", () => {
    const review = after(doubled, [rita, escalate()], [ada, complete(NOTES)]);
    expect(review).toMatchObject({ status: "in_progress", escalation: { isPickedUp: true } });
  });
});

describe("given a review that needs one", () => {
  test("the requirement sent alone raises it, as one event", () => {
    const decided = does(pending, rita, requireSecond);
    expect(typesOf(decided)).toEqual(["second_review_requested"]);
    expect(decided.review).toMatchObject({ status: "pending", secondReview: "needed", firstCompletedBy: null });
  });

  test("raised again it changes nothing, and nothing lowers it", () => {
    const raised = after(pending, [rita, requireSecond]);
    expect(does(raised, rita, requireSecond).events).toEqual([]);
    expect(does(raised, rita, save(NOTES)).review.secondReview).toBe("needed");
    expect(does(firstDone, rob, requireSecond).events).toEqual([]);
  });

  test.each([
    ["starting", progress("in_progress", { secondReview: true }), "started"],
    ["saving", progress(null, { findings: NOTES, secondReview: true }), "findings_saved"],
    ["escalating", escalate({ secondReview: true }), "escalated"],
  ])("%s with the requirement is one event that raises it too", (_name, command, type) => {
    const decided = does(pending, rita, command);
    expect(typesOf(decided)).toEqual([type]);
    expect(decided.review.secondReview).toBe("needed");
  });

  test("completing with the requirement is the first of two completions", () => {
    const decided = does(pending, rita, progress("completed", { findings: NOTES, secondReview: true }));
    expect(typesOf(decided)).toEqual(["second_review_requested"]);
    expect(decided.review).toMatchObject({ status: "in_progress", secondReview: "first_done" });
  });

  test("the second of two completions cannot ask for a third", () => {
    expect(does(firstDone, rob, progress("completed", { secondReview: true })).review.status).toBe("completed");
  });
});
