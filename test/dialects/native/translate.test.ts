// The review object and the words of every refusal. Source: workspace.md 4; adjudon.md ruling 13 (Native shows raw data …).

import { describe, expect, test } from "vitest";
import type { Role } from "../../../src/core/review/actor.ts";
import { decide } from "../../../src/core/review/decide.ts";
import type { ExecutionError } from "../../../src/core/review/errors.ts";
import { refusalOf, refuse } from "../../../src/dialects/native/errors.ts";
import { toReview } from "../../../src/dialects/native/translate.ts";
import {
  aPerson,
  aReview,
  aService,
  aVote,
  groupPolicy,
  metaBy,
  NOON,
  OWNER,
  singlePolicy,
} from "../../support/builders.ts";

describe("the review object", () => {
  test("has every field of the contract and no other", () => {
    expect(Object.keys(toReview(aReview(singlePolicy()), null, OWNER))).toEqual([
      "id",
      "dialect",
      "status",
      "version",
      "priority",
      "subject",
      "requesterId",
      "groups",
      "minApprovals",
      "assignedTo",
      "escalation",
      "findings",
      "outcome",
      "reasons",
      "decision",
      "notes",
      "sla",
      "execution",
      "aliases",
      "createdAt",
      "updatedAt",
      "completedAt",
    ]);
  });

  test.each([
    [groupPolicy(["a", "b"]), 2],
    [groupPolicy(["a", "b"], { quorum: { of: "rows", minimum: 1 } }), 1],
    [groupPolicy(["a", "b"], { quorum: { of: "rows", minimum: 5 } }), 5],
    [groupPolicy(["a", "b"], { quorum: { of: "rows", minimum: 0 } }), 2],
    [singlePolicy({ quorum: { of: "people", minimum: 3 } }), 3],
  ])("minApprovals: as asked for, else all rows", (policy, expected) => {
    expect(toReview(aReview(policy), null, OWNER)).toMatchObject({ minApprovals: expected });
  });

  test("a service that decided has its name and no address", () => {
    const review = aReview(singlePolicy());
    const { review: decided } = decide(review, aVote("approve", { reason: "r" }), metaBy(aService("desk")));
    expect(toReview(decided, null, OWNER)).toMatchObject({
      status: "approved",
      decision: {
        verdict: "approve",
        by: { kind: "service", id: "desk", email: "" },
        at: new Date(NOON).toISOString(),
        reason: "r",
      },
    });
  });

  test("an execution shows no token, an undecided review no decision", () => {
    const approved = decide(aReview(groupPolicy(["a"])), aVote("approve"), metaBy(aPerson("ben", ["a"]))).review;
    const { review } = decide(approved, { type: "ClaimExecution" }, metaBy(OWNER));
    expect(toReview(review, null, OWNER)).toMatchObject({
      status: "processing",
      execution: {
        claimedBy: { id: OWNER.id },
        claimedAt: new Date(NOON).toISOString(),
        deadlineAt: new Date(NOON + 900_000).toISOString(),
        result: null,
        exitCode: null,
        output: null,
        reportedAt: null,
      },
    });
    expect(toReview(aReview(groupPolicy(["a"])), null, OWNER)).toMatchObject({
      decision: null,
      execution: null,
      sla: null,
    });
  });

  test.each<[Role, boolean]>([
    ["owner", false],
    ["admin", false],
    ["auditor", false],
    ["member", true],
    ["viewer", true],
  ])("personal data in attributes, where the review's rules hide it: %s, hidden %s", (role, isHidden) => {
    const attributes = { text: "mail a@example.com", deep: [{ more: "b@example.com" }], n: 1 };
    const viewer = aPerson("v", [], role);
    const hidden = { text: "mail [REDACTED_EMAIL]", deep: [{ more: "[REDACTED_EMAIL]" }], n: 1 };
    const shown = (outputScrub: boolean) => toReview(aReview(singlePolicy({ outputScrub })), attributes, viewer);
    expect(shown(true)).toMatchObject({ subject: { attributes: isHidden ? hidden : attributes } });
    expect(shown(false)).toMatchObject({ subject: { attributes } });
  });
});

describe("refusals", () => {
  const current = aReview(singlePolicy());

  test.each<[ExecutionError, string, number]>([
    [{ type: "not_found" }, "not_found", 404],
    [{ type: "forbidden" }, "forbidden", 403],
    [{ type: "self_approval" }, "self_approval", 403],
    [{ type: "not_eligible" }, "not_eligible", 403],
    [{ type: "same_reviewer" }, "not_eligible", 403],
    [{ type: "not_executor" }, "forbidden", 403],
    [{ type: "review_closed", status: "approved", wanted: "approve" }, "review_closed", 409],
    [{ type: "not_executable", status: "pending" }, "review_closed", 409],
    [{ type: "already_voted" }, "conflict", 409],
    [{ type: "not_applicable", verb: "complete" }, "conflict", 409],
    [{ type: "time_window_already_set" }, "conflict", 409],
    [{ type: "execution_running" }, "conflict", 409],
    [{ type: "window_closed", start: "1:00", end: "2:00" }, "conflict", 409],
    [{ type: "window_unknown", windowType: "x" }, "conflict", 409],
    [{ type: "sla_paused" }, "conflict", 409],
    [{ type: "sla_not_paused" }, "conflict", 409],
    [{ type: "outcome_not_allowed", outcome: "x", reasons: [] }, "invalid_request", 400],
    [{ type: "findings_missing" }, "findings_missing", 422],
    [{ type: "findings_invalid", key: "confidence" }, "invalid_request", 400],
    [{ type: "idempotency_mismatch" }, "idempotency_mismatch", 422],
    [{ type: "precondition_failed", current }, "precondition_failed", 412],
    [{ type: "unavailable", retryAfterSeconds: 3 }, "unavailable", 503],
    [{ type: "directory_needed" }, "unavailable", 503],
  ])("%j", async (error, code, status) => {
    const response = refuse(error, ({ id }) => ({ id }));
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const body: unknown = await response.json();
    expect(body).toMatchObject({
      type: `urn:countersign:problem:${code}`,
      title: expect.any(String),
      status,
      code,
      detail: expect.any(String),
    });
    expect(response.headers.has("retry-after")).toBe(status === 503);
    expect(response.headers.get("etag")).toBe(status === 412 ? '"1"' : null);
    if (status === 412) expect(body).toMatchObject({ current: { id: current.id } });
  });

  test.each([
    [{ type: "no_credentials" } as const, "unauthenticated"],
    [{ type: "unreadable_credentials" } as const, "unauthenticated"],
    [{ type: "unknown_credentials", presented: { type: "none" } } as const, "unauthenticated"],
    [{ type: "token_expired" } as const, "unauthenticated"],
    [{ type: "token_invalid" } as const, "unauthenticated"],
    [{ type: "not_a_member", elsewhere: false } as const, "unauthenticated"],
    [{ type: "not_a_member", elsewhere: true } as const, "forbidden"],
    [{ type: "workspace_mismatch" } as const, "forbidden"],
    [{ type: "workspace_ambiguous" } as const, "invalid_request"],
    [{ type: "too_large" } as const, "payload_too_large"],
    [{ type: "malformed" } as const, "invalid_request"],
    [{ type: "already_exists", on: "subject" } as const, "conflict"],
  ])("%j", (error, code) => {
    expect(refusalOf(error).code).toBe(code);
  });
});
