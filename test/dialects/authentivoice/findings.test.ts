// What findings may say, said twice: for bodies with a field to blame, for the kernel as data. Both must agree.
// Source: authentivoice.md rulings 2, 13 and section 4.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../../src/core/json.ts";
import { misfitOf } from "../../../src/core/review/findings-shape.ts";
import { readFindings } from "../../../src/dialects/authentivoice/findings.ts";
import { FINDINGS_SHAPE } from "../../../src/dialects/authentivoice/policy.ts";

const text = fc.constantFrom("", "01:23-01:55", "high", "very_low", "huge");
const section = fc.record({ timestamp: fc.oneof(text, fc.constant(5)), reason: text }, { requiredKeys: [] });
const value: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(-0.1, 0, 0.5, 1, 1.1, 7),
  fc.array(text, { maxLength: 2 }),
  fc.array(section, { maxLength: 2 }),
  fc.array(fc.constantFrom(1, null), { maxLength: 1 }),
  section,
);
const key = fc.constantFrom(...Object.keys(FINDINGS_SHAPE));

test("the kernel takes what the body's schema takes, and refuses what it refuses", () => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 3 }), (findings) => {
      expect(misfitOf(findings, FINDINGS_SHAPE) === null).toBe(readFindings(findings).ok);
    }),
    { numRuns: 2_000 },
  );
});

test("keys that the body's schema ignores never come to the kernel, which takes none", () => {
  const findings = { notes: "x", mood: "good", flaggedSections: [{ timestamp: "0", reason: "y", by: "z" }] };
  const read = readFindings(findings);
  expect(read).toEqual({ ok: true, value: { notes: "x", flaggedSections: [{ timestamp: "0", reason: "y" }] } });
  expect(read.ok && misfitOf(read.value, FINDINGS_SHAPE)).toBeNull();
  expect(misfitOf(findings, FINDINGS_SHAPE)).toBe("mood");
});
