// What the findings of a review may say, as data of its rules: so that every entrance is held to the same. Pure.

import type { Json, JsonObject } from "../json.ts";

/** What the value of one key must be. */
export type FindingsValue =
  | { readonly is: "flag" }
  | { readonly is: "text" }
  | { readonly is: "texts" }
  | { readonly is: "number"; readonly from: number; readonly to: number }
  | { readonly is: "word"; readonly of: readonly string[] }
  /** A list of objects with exactly these keys, each a text. */
  | { readonly is: "records"; readonly of: readonly string[] };

/** The keys that there are; each may be absent. */
export type FindingsShape = Readonly<Record<string, FindingsValue>>;

const isText = (value: Json | undefined): value is string => typeof value === "string";

const isRecord = (value: Json, keys: readonly string[]): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === keys.length &&
  keys.every((key) => isText(Object.entries(value).find(([name]) => name === key)?.[1]));

const fits = (value: Json, wanted: FindingsValue): boolean => {
  switch (wanted.is) {
    case "flag":
      return typeof value === "boolean";
    case "text":
      return isText(value);
    case "texts":
      return Array.isArray(value) && value.every(isText);
    case "number":
      return typeof value === "number" && value >= wanted.from && value <= wanted.to;
    case "word":
      return isText(value) && wanted.of.includes(value);
    case "records":
      return Array.isArray(value) && value.every((record: Json) => isRecord(record, wanted.of));
  }
};

/** The first key that is none of the shape's, or whose value is none for it; null: everything fits. */
export const misfitOf = (findings: JsonObject, shape: FindingsShape): string | null => {
  const wanted = new Map(Object.entries(shape));
  const misfit = Object.entries(findings).find(([key, value]) => {
    const rule = wanted.get(key);
    return rule === undefined || !fits(value, rule);
  });
  return misfit?.[0] ?? null;
};
