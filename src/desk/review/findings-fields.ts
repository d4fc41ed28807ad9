// Findings as fields of a form, and back: one field for each key of the review's own shape, or one for JSON where the
// rules take anything. Only what differs from what is saved is sent: saving merges key by key. Pure.

import type { Json, JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { FindingsShape, FindingsValue } from "../../core/review/findings-shape.ts";
import { canonicalJson } from "../../core/json.ts";
import type { FieldProblem } from "../components/form.tsx";

/** Name and id of a key's field; of a record's part its row's number and its name follow. */
export const fieldName = (key: string, ...parts: readonly (string | number)[]): string =>
  ["findings", key, ...parts].join(".");

/** Where the rules take anything. */
export const JSON_FIELD = "findings";

/** Rows beyond those that are there, so that some can be added without a script. */
export const SPARE_ROWS = 2;
/** As many rows as a form is read for. Assumption: nobody flags more in one review by hand; undocumented. */
const MAX_ROWS = 200;

const lines = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const recordsOf = (form: URLSearchParams, key: string, parts: readonly string[]): Json | undefined => {
  if (![...form.keys()].some((name) => name.startsWith(`${fieldName(key)}.`))) return undefined;
  const rows = Array.from({ length: MAX_ROWS }, (_, index) =>
    Object.fromEntries(parts.map((part) => [part, (form.get(fieldName(key, index, part)) ?? "").trim()])),
  );
  return rows.filter((row) => Object.values(row).some((value) => value !== ""));
};

/** Undefined: nothing was said, and nothing changes. */
const valueOf = (form: URLSearchParams, key: string, wanted: FindingsValue): Result<Json | undefined, string> => {
  if (wanted.is === "records") return ok(recordsOf(form, key, wanted.of));
  const text = form.get(fieldName(key))?.replaceAll("\r\n", "\n");
  if (text === undefined) return ok(undefined);
  switch (wanted.is) {
    case "flag":
      return ok(text === "" ? undefined : text === "yes");
    case "text":
      return ok(text);
    case "texts":
      return ok(lines(text));
    case "word":
      return ok(text === "" ? undefined : text);
    case "number": {
      if (text.trim() === "") return ok(undefined);
      const number = Number(text);
      const fits = Number.isFinite(number) && number >= wanted.from && number <= wanted.to;
      return fits ? ok(number) : err(`must be a number from ${wanted.from} to ${wanted.to}`);
    }
  }
};

const isEmpty = (value: Json): boolean => value === "" || (Array.isArray(value) && value.length === 0);

/** What is new in it: neither what is saved already, nor an empty field for what nobody has said anything about. */
const isNews = (value: Json, saved: Json | undefined): boolean =>
  saved === undefined ? !isEmpty(value) : canonicalJson(value) !== canonicalJson(saved);

/** Findings by the review's shape. */
export const readFindings = (
  form: URLSearchParams,
  shape: FindingsShape,
  saved: JsonObject | null,
): Result<JsonObject, readonly FieldProblem[]> => {
  const problems: FieldProblem[] = [];
  const news: [string, Json][] = [];
  for (const [key, wanted] of Object.entries(shape)) {
    const value = valueOf(form, key, wanted);
    if (!value.ok) problems.push({ field: fieldName(key), message: `${labelOf(key)} ${value.error}.` });
    else if (value.value !== undefined && isNews(value.value, saved?.[key])) news.push([key, value.value]);
  }
  return problems.length > 0 ? err(problems) : ok(Object.fromEntries(news));
};

/** `fraudConfirmed` as `Fraud confirmed`. */
export const labelOf = (key: string): string => {
  const spaced = key
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .replaceAll("_", " ")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
};

/** What stands in a key's field for a saved value. */
export const fieldText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((entry: Json) => (typeof entry === "string" ? entry : "")).join("\n");
  return typeof value === "object" ? "" : String(value);
};
