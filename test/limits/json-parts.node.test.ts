// Lists as JSON parameters that D1 takes.

import { expect, test } from "vitest";
import { jsonParts } from "../../src/store/json-parts.ts";

const rowsOf = (parts: readonly string[]): readonly unknown[] => parts.flatMap((part): unknown[] => JSON.parse(part));

test("no rows are no parts, few rows are one", () => {
  expect(jsonParts([])).toEqual([]);
  expect(jsonParts([1, { a: "b" }])).toEqual(['[1,{"a":"b"}]']);
});

test("many rows are several parts, each within the bound in bytes, in their order", () => {
  const rows = Array.from({ length: 100 }, (_, at) => ({ at, text: "ß".repeat(at) }));
  const parts = jsonParts(rows, 1_000);
  expect(rowsOf(parts)).toEqual(rows);
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) expect(new TextEncoder().encode(part).byteLength).toBeLessThanOrEqual(1_001);
});

test("a row above the bound stands alone", () => {
  expect(jsonParts(["a", "x".repeat(50), "b"], 20).map((part) => part.length)).toEqual([5, 54, 5]);
});
