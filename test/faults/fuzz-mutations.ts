// What is done to a valid body before it is sent: a kind of damage each, by name. Pure.

import type { Json, JsonObject } from "../../src/core/json.ts";
import type { Random } from "./fuzz-random.ts";

/** What goes over the wire. */
export type Body = string | Uint8Array<ArrayBuffer>;

type Path = readonly (string | number)[];

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A place in a value: down from the whole of it, a step at a time, so that the upper ones are hit as often as the lower. */
const placeIn = (value: Json, random: Random): Path => {
  const path: (string | number)[] = [];
  for (let at: Json | undefined = value; at !== undefined && random.chance(0.75); ) {
    const keys: readonly (string | number)[] = isList(at) ? [...at.keys()] : isObject(at) ? Object.keys(at) : [];
    if (keys.length === 0) break;
    const key: string | number = random.pick(keys);
    path.push(key);
    if (isList(at)) at = at[Number(key)];
    else if (isObject(at)) at = at[key];
  }
  return path;
};

/** The value with another one at a place; undefined takes the place away. Keys are never assigned: `__proto__` is one. */
const replaced = (value: Json, path: Path, change: (found: Json) => Json | undefined): Json | undefined => {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  const step = (item: Json): readonly Json[] => {
    const made = replaced(item, rest, change);
    return made === undefined ? [] : [made];
  };
  if (isList(value)) return value.flatMap((item, index) => (index === key ? step(item) : [item]));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, item]): readonly (readonly [string, Json])[] =>
    name === key ? step(item).map((made): readonly [string, Json] => [name, made]) : [[name, item]],
  );
  return Object.fromEntries(entries);
};

const HUGE = [
  Number.MAX_SAFE_INTEGER,
  2 ** 53 + 2,
  Number.MIN_SAFE_INTEGER,
  1e308,
  -1e308,
  5e-324,
  -0,
  -1,
  2 ** 31,
  2 ** 63,
  0.1,
  253_402_300_800_000,
];
export const ODD_TEXTS = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "\u202eevil\u202c",
  "\u200b\u200d\ufeff",
  "👩‍👩‍👧‍👦".repeat(50),
  "e\u0301".repeat(300),
  "ﷺ".repeat(100),
  "'; DROP TABLE reviews; --",
  "../../etc/passwd",
  "%00%ff%zz",
  "\r\nx-injected: 1",
  "${7*7}{{7*7}}<script>",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "0",
  "2027-02-30T25:61:61Z",
  "+275760-09-13T00:00:00.001Z",
  "9999-12-31T23:59:59.999+14:00",
  "R-00000000000000000000",
  "00000000-0000-4000-8000-000000000000",
] as const;
const LENGTHS = [65, 256, 257, 1_000, 1_001, 2_001, 20_000, 270_000];
const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];
const OTHER_TYPES: readonly Json[] = [null, true, false, 0, 1.5, "", "text", [], {}, [[]], [null], { a: { b: [1] } }];

const nested = (depth: number, isInList: boolean): Json => {
  let value: Json = "bottom";
  for (let level = 0; level < depth; level += 1) value = isInList ? [value] : { a: value };
  return value;
};

/** Changes the value at a place, with chance. */
type Change = (found: Json, random: Random) => Json | undefined;

const CHANGES = {
  wrong_type: (_found, random) => random.pick(OTHER_TYPES),
  missing_key: () => undefined,
  extra_key: (found, random) =>
    isObject(found)
      ? { ...found, [random.pick(["extra", "$where", "id", "status", ""])]: random.pick(OTHER_TYPES) }
      : found,
  prototype_key: (found, random) => {
    const key = random.pick(PROTOTYPE_KEYS);
    const evil: Json = random.pick<Json>([{ isAdmin: true, status: "approved" }, null, "x", [1]]);
    return Object.fromEntries([...(isObject(found) ? Object.entries(found) : []), [key, evil]]);
  },
  huge_number: (_found, random) => random.pick(HUGE),
  deep_nesting: (_found, random) => nested(random.pick([3, 30, 99, 101, 400, 999, 1_200]), random.chance(0.5)),
  odd_text: (_found, random) => random.pick(ODD_TEXTS),
  long_text: (_found, random) => random.pick(["x", "ß", "😀", "\u0000"]).repeat(random.pick(LENGTHS)),
  many_items: (found, random) => {
    const item = JSON.stringify(found).length > 1_000 ? "item" : found;
    return Array.from({ length: random.pick([2, 100, 101, 1_000]) }, () => item);
  },
  empty: (found) => (isList(found) ? [] : isObject(found) ? {} : ""),
  odd_key: (found, random) =>
    isObject(found)
      ? Object.fromEntries(
          Object.entries(found).map(([key, item]) => [random.chance(0.5) ? random.pick(ODD_TEXTS) : key, item]),
        )
      : found,
} as const satisfies Record<string, Change>;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/** Breaks the text itself. */
const TEXT_CHANGES = {
  truncated: (text, random) => text.slice(0, random.below(text.length)),
  garbage: (text, random) => {
    const at = random.below(text.length + 1);
    return (
      text.slice(0, at) + random.pick(["}", "]", ",", '"', "\u0000", "\\u12", "//", "'", "undefined"]) + text.slice(at)
    );
  },
  not_a_number: (text, random) =>
    text.replace(/"[^"\\]*"(?=[,}\]])|\d+/, () =>
      random.pick(["NaN", "Infinity", "1e999", "-1e999", "0x10", "01", "1_000"]),
    ),
  repeated_key: (text) => text.replace(/\{("[^"\\]+":)/, (_match, key: string) => `{${key}"first",${key}`),
  bad_utf8: (text, random) => {
    const bytes = bytesOf(text);
    if (bytes.length > 0) bytes[random.below(bytes.length)] = random.pick([0xff, 0xc0, 0x80, 0xed]);
    return bytes;
  },
  byte_order_mark: (text) => `\ufeff${text}`,
  utf_16: (text) =>
    Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((char) => [char.charCodeAt(0) & 0xff, 0])]),
  no_body: () => "",
  white_space: () => " \n\t",
  too_large: (text) => `${text}${" ".repeat(1_100_000)}`,
} as const satisfies Record<string, (text: string, random: Random) => Body>;

const CHANGE_LIST = Object.entries<Change>(CHANGES);
const TEXT_CHANGE_LIST = Object.entries<(text: string, random: Random) => Body>(TEXT_CHANGES);

export interface Mutated {
  readonly body: Body;
  /** Names of what was done to it; none for a body that was left as it is. */
  readonly done: readonly string[];
}

/** Large bodies are rare: they prove their point soon and cost the most. */
const isWorthIt = (name: string, random: Random): boolean => name !== "too_large" || random.chance(0.1);

/** The body as it is sent: one in eight as it was, the others changed in up to three places, some broken as text. */
export const mutate = (valid: Json, random: Random): Mutated => {
  if (random.chance(0.125)) return { body: JSON.stringify(valid), done: [] };
  let value = valid;
  const done: string[] = [];
  const isBroken = random.chance(0.25);
  const changes = isBroken ? random.below(2) : 1 + random.below(3);
  for (let count = 0; count < changes; count += 1) {
    const [name, change] = random.pick(CHANGE_LIST);
    value = replaced(value, placeIn(value, random), (found) => change(found, random)) ?? null;
    done.push(name);
  }
  const text = JSON.stringify(value);
  if (!isBroken) return { body: text, done };
  const [name, change] = random.pick(TEXT_CHANGE_LIST);
  if (!isWorthIt(name, random)) return { body: "", done: [...done, "no_body"] };
  return { body: change(text, random), done: [...done, name] };
};
