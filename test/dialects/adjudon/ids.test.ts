// Ids: adjudon.md ruling 10, and "time-ordered".
import { describe, expect, test } from "vitest";
import { itemId, objectIdOf, traceIdOf } from "../../../src/dialects/adjudon/ids.ts";

describe("reviewId / _id / id are 24 lowercase hex characters", () => {
  const uuids = [
    "019cae21-9000-7000-8000-0123456789ab",
    "019cae21-9000-7001-8000-000000000000",
    "019cae21-9001-7000-8000-000000000000",
    "019cae21-93e8-7000-8000-000000000000",
    "029cae21-9000-7fff-bfff-ffffffffffff",
  ];
  const ids = uuids.map(objectIdOf);

  test("of every review", () => {
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
  });

  test("in the order of the native ids", () => {
    expect(ids.toSorted()).toEqual(ids);
  });

  test("beginning with the second, as the originals do", () => {
    const at = Number.parseInt("019cae219000", 16);
    expect(Number.parseInt(ids[0]?.slice(0, 8) ?? "", 16)).toBe(Math.floor(at / 1_000));
    expect(ids[0]?.slice(-10)).toBe("23456789ab");
  });
});

test.each([
  "",
  "65b1f2c4",
  "G".repeat(24),
  "0".repeat(23),
  "0".repeat(25),
  "ABCDEF0123456789ABCDEF01",
  `${"0".repeat(24)}\n`,
])("%j is no item's id", (text) => {
  expect(itemId(text)).toBeNull();
});

test("a trace's id is a prefixed opaque string", () => {
  expect(traceIdOf("019cae21-9000-7000-8000-0123456789ab")).toBe("trace_019cae219000700080000123456789ab");
});
