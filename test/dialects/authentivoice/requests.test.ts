// Bodies and query parameters, parsed once, whatever they hold. Source: authentivoice.md ruling 13 (Bodies, List, Details).

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAnalysis } from "../../../src/dialects/authentivoice/analysis-request.ts";
import { readAssignment } from "../../../src/dialects/authentivoice/assign-request.ts";
import { readTerms } from "../../../src/dialects/authentivoice/create-request.ts";
import { errorToWire, type VoiceError } from "../../../src/dialects/authentivoice/errors.ts";
import { readFindings } from "../../../src/dialects/authentivoice/findings.ts";
import { includesOf } from "../../../src/dialects/authentivoice/include.ts";
import { readListQuery } from "../../../src/dialects/authentivoice/list-query.ts";
import { readUpdate, toCommand } from "../../../src/dialects/authentivoice/update-request.ts";

const bodies = (keys: readonly string[]) =>
  fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.jsonValue(), { maxKeys: 8 });

const isClientError = (error: VoiceError): boolean => {
  const { status } = errorToWire(error);
  return status >= 400 && status < 500;
};

describe("whatever JSON is sent", () => {
  const readers: Readonly<
    Record<string, readonly [readonly string[], (fields: Readonly<Record<string, unknown>>) => unknown]>
  > = {
    update: [["status", "findings", "escalationReason", "additionalReviewRequired"], readUpdate],
    analysis: [["analysisId", "riskScore", "riskLevel", "fraudIndicators", "transcription", "summary"], readAnalysis],
    terms: [["assignedTo", "priority", "deadline", "instructions", "reviewType", "requireSecondReview"], readTerms],
    assignment: [["reviewIds", "assignmentStrategy", "priority", "deadline", "notifyReviewers"], readAssignment],
  };

  test.each(Object.keys(readers))("%s: it is taken or refused, never thrown about", (name) => {
    const [keys, read] = readers[name] ?? [[], () => null];
    fc.assert(
      fc.property(bodies(keys), (fields) => {
        expect(read(fields)).toHaveProperty("ok");
      }),
      { numRuns: 2_000 },
    );
  });

  test("findings: what is taken has only known keys, and nothing null", () => {
    const known = ["fraudConfirmed", "riskAssessment", "notes", "flaggedSections", "recommendedActions", "confidence"];
    fc.assert(
      fc.property(fc.oneof(bodies(known), fc.jsonValue()), (value) => {
        const read = readFindings(value);
        if (!read.ok) expect(isClientError(read.error)).toBe(true);
        else
          for (const [key, found] of Object.entries(read.value))
            expect([known.includes(key), found === null]).toEqual([true, false]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("an update", () => {
  test("is one command, whatever parts it has", () => {
    const read = readUpdate({
      status: "escalated",
      escalationReason: "Too big",
      findings: { notes: "x" },
      additionalReviewRequired: true,
    });
    expect(read.ok && toCommand(read.value, ["ada"])).toEqual({
      type: "Escalate",
      reason: "Too big",
      to: null,
      fallback: ["ada"],
      findings: { notes: "x" },
      secondReview: true,
    });
  });

  test("without a status only saves", () => {
    const read = readUpdate({ findings: { notes: "x" } });
    expect(read.ok && toCommand(read.value, [])).toEqual({
      type: "Progress",
      to: null,
      findings: { notes: "x" },
      secondReview: false,
    });
  });

  test("what is wrong is kept beside what it asks for, so that 400 can come before 422", () => {
    expect(readUpdate({ status: "completed", findings: null })).toMatchObject({
      ok: false,
      error: { error: { type: "invalid_findings" }, asked: { status: "completed" } },
    });
    expect(readUpdate({ status: "closed", findings: null })).toMatchObject({
      error: { error: { type: "invalid_request", status: 400 }, asked: null },
    });
  });
});

describe("the list's parameters", () => {
  const read = (query: string) => readListQuery(new URLSearchParams(query));

  test("defaults", () => {
    expect(read("")).toMatchObject({
      value: { limit: 50, offset: 0, sort: { by: "createdAt", isDescending: true }, filter: { isEscalated: null } },
    });
  });

  test("escalated reviews are pending or in progress to the kernel; pending ones are not escalated", () => {
    expect(read("status=escalated")).toMatchObject({
      value: { filter: { statuses: ["pending", "in_progress"], isEscalated: true } },
    });
    expect(read("status=pending")).toMatchObject({ value: { filter: { statuses: ["pending"], isEscalated: false } } });
  });

  test("a word of priority stands for every priority of the desk that shows as it", () => {
    expect(read("priority=urgent")).toMatchObject({ value: { filter: { priorityRanks: [0, 1] } } });
    expect(read("priority=normal")).toMatchObject({ value: { filter: { priorityRanks: [3, 4] } } });
  });

  test("any query is taken or refused with 400", () => {
    const parameter = fc.constantFrom("limit", "offset", "status", "priority", "assignedTo", "sort");
    fc.assert(
      fc.property(fc.array(fc.tuple(parameter, fc.string()), { maxLength: 6 }), (pairs) => {
        const result = readListQuery(new URLSearchParams(pairs.map(([key, text]) => [key, text])));
        if (!result.ok) expect(errorToWire(result.error).status).toBe(400);
      }),
    );
  });
});

describe("include", () => {
  test("a comma-separated list, several times; unknown names are ignored", () => {
    const blocks = includesOf("https://x/v1/reviews/rev_1?include=history,audio,%20analysis&include=reviewer");
    expect([...blocks]).toEqual(["analysis", "history", "reviewer"]);
  });
});
