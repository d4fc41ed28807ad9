// What a reader sees between a timer and the sweep that records it. Source: hoop.md rulings 10, 12; time.md 2.

import { describe, expect, test } from "vitest";
import type { Session } from "../../../src/app/session-queries.ts";
import { asOf, sessionAsOf } from "../../../src/dialects/hoop/as-of.ts";
import { aPerson, aReview, aVote, groupPolicy, NOON, OWNER } from "../../support/builders.ts";
import { given, MINUTE } from "../../support/scenario.ts";

const policy = groupPolicy(["banking"], {
  expiry: { at: NOON + 10 * MINUTE, by: "rule" },
  access: { kind: "once", deadlineMs: 15 * MINUTE },
  subjectStatus: { expired: "done", unknown: "done", processing: "open" },
  subjectEnd: "done",
});
const pending = aReview(policy);
const sessionOf = (status: string): Session => ({
  id: "s",
  owner: "member:olga",
  status,
  createdAt: NOON,
  body: {},
  review: pending,
});

describe("a review", () => {
  test("is expired from the very instant of its TTL", () => {
    expect(asOf(pending, NOON + 10 * MINUTE - 1).status).toBe("pending");
    expect(asOf(pending, NOON + 10 * MINUTE).status).toBe("expired");
  });

  test("whose run was never reported is unknown from its deadline", () => {
    const running = given(
      pending,
      [aPerson("bea", ["banking"]), aVote("approve")],
      [OWNER, { type: "ClaimExecution" }],
    );
    expect(asOf(running, NOON + 16 * MINUTE - 1).status).toBe("processing");
    expect(asOf(running, NOON + 16 * MINUTE).status).toBe("unknown");
  });
});

describe("a session", () => {
  test("follows its review", () => {
    expect(sessionAsOf(sessionOf("open"), NOON).status).toBe("open");
    expect(sessionAsOf(sessionOf("open"), NOON + 10 * MINUTE)).toMatchObject({
      status: "done",
      review: { status: "expired" },
    });
  });

  test("without a review stays as it is", () => {
    const free = { ...sessionOf("ready"), review: null };
    expect(sessionAsOf(free, NOON + 10 * MINUTE)).toEqual(free);
  });
});
