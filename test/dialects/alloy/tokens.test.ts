// Tokens and ids. Source: alloy.md rulings 12 (External ids), 13.

import { describe, expect, test } from "vitest";
import { isId, pathId } from "../../../src/dialects/alloy/ids.ts";
import { toToken } from "../../../src/dialects/alloy/tokens.ts";

const uuid = (time: string, sequence: string, random: string): string =>
  `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${random.slice(0, 4)}-${random.slice(4)}`;

const LOW = uuid("000000000000", "000", "8000000000000000");
const HIGH = uuid("ffffffffffff", "fff", "bfffffffffffffff");

describe("13. Tokens: P-/B-/G-/R-/S- + 20 base62 characters", () => {
  test.each(["P", "B", "G", "R", "S"] as const)("%s-", (prefix) => {
    for (const id of [LOW, HIGH, uuid("019a00000000", "123", "8123456789abcdef")]) {
      expect(toToken(prefix, id)).toMatch(new RegExp(`^${prefix}-[0-9A-Za-z]{20}$`));
    }
  });

  test("one token for each id, and always the same one", () => {
    const id = uuid("019a00000000", "001", "8123456789abcdef");
    expect(toToken("R", id)).toBe(toToken("R", id));
    expect(toToken("R", id)).not.toBe(toToken("R", uuid("019a00000000", "001", "8123456789abcdee")));
  });

  test("later ids have later tokens, whatever is random in them", () => {
    const ids = [
      uuid("019a00000000", "000", "bfffffffffffffff"),
      uuid("019a00000000", "001", "8000000000000000"),
      uuid("019a00000001", "000", "8000000000000000"),
      uuid("019b00000000", "000", "8000000000000000"),
    ];
    const tokens = ids.map((id) => toToken("S", id));
    expect(tokens.toSorted()).toEqual(tokens);
  });
});

describe("ids", () => {
  test.each([
    ["a", true],
    ["", false],
    ["x".repeat(255), true],
    ["x".repeat(256), false],
    ["😀".repeat(255), true],
    ["😀".repeat(256), false],
    ["\ud800", false],
    [" ", true],
  ])("%o", (id, expected) => expect(isId(id)).toBe(expected));

  test.each([
    ["/v1/entities/a%2Fb", "a/b"],
    ["/v1/entities/a%252Fb", "a%2Fb"],
    ["/v1/entities/%F0%9F%98%80/reviews", "😀"],
    ["/v1/entities/a+b?x=/y", "a+b"],
    ["/v1/entities//reviews", null],
    ["/v1/entities", null],
    ["/v1/entities/%E0%A4%A", null],
    [`/v1/entities/${"x".repeat(256)}`, null],
  ])("decoded once from one path segment: %s", (path, expected) => {
    expect(pathId(`https://host${path}`, 2)).toBe(expected);
  });
});
