// JSON as a type, and its canonical text: the form that the audit chain hashes.
// Source: RFC 8785 (JCS). Numbers and strings are spelled as ECMAScript's JSON.stringify spells them.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

const byUtf16 = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Canonical text of a JSON value: keys sorted by UTF-16 code units, no white space, absent keys omitted. */
export const canonicalJson = (value: Json): string => {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => byUtf16(a, b))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
};
