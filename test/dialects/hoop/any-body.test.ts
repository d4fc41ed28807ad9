// Any JSON at all: a body is read or refused in words, and nothing throws.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "../../../src/core/result.ts";
import type { HoopError } from "../../../src/dialects/hoop/errors.ts";
import { errorToWire } from "../../../src/dialects/hoop/errors.ts";
import { readRuleBody, ruleOf } from "../../../src/dialects/hoop/rule-wire.ts";
import { readProvisionRequest, readReviewRequest, readSessionRequest } from "../../../src/dialects/hoop/schema.ts";

const readRule = (body: unknown): Result<unknown, HoopError> => {
  const read = readRuleBody(body);
  return read.ok ? ruleOf(read.value, null) : read;
};

const KEYS = [
  "status",
  "time_window",
  "type",
  "configuration",
  "start_time",
  "force_review",
  "rejection_reason",
  "connection",
  "script",
  "access_duration_sec",
  "env_vars",
  "metadata",
  "user_email",
  "approved_reviewers",
  "name",
  "access_type",
  "connection_names",
  "reviewers_groups",
  "min_approvals",
  "__proto__",
  "constructor",
];
const WORDS = ["APPROVED", "rejected", "", "time_range", "9:00", "24:00", "jit", "prod-pg", "\u0000", "\ud800"];

const { value: anyBody } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...WORDS),
    fc.jsonValue(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie("value")), { maxLength: 8 })
      .map((entries) =>
        JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`),
      ),
  ),
}));

test.each([
  ["a decision", readReviewRequest],
  ["a session", readSessionRequest],
  ["a provisioned session", readProvisionRequest],
  ["an access rule", readRule],
] as const)("%s", (_name, read) => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const result: Result<unknown, HoopError> = read(body);
      if (result.ok) return;
      const { status, message } = errorToWire(result.error);
      expect([400, 413, 422]).toContain(status);
      expect(message).not.toBe("");
    }),
    { numRuns: 2_000 },
  );
});
