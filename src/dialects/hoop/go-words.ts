// What Go's decoder and validator say about a body, for the problems that zod finds.
// Source: hoop.md 1.4, rows 3-5 (the quoted texts). Assumption: the texts of wrong types, which the source only
// calls "Go decoder text"; the kinds of values and the field's path are what callers read in them.

import type * as z from "zod/mini";

const GO_TYPES: Readonly<Record<string, string>> = {
  string: "string",
  boolean: "bool",
  number: "int",
  int: "int",
  array: "[]string",
  record: "map[string]string",
  object: "struct",
};

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

const goType = (issue: z.core.$ZodIssue): string =>
  issue.code === "invalid_type" ? (GO_TYPES[issue.expected] ?? issue.expected) : "int";

/** The decoder's text for the first value of a wrong type. `struct` is Go's name of the body. */
export const decoderMessage = (struct: string, issue: z.core.$ZodIssue, body: unknown): string => {
  const given = valueAt(body, issue.path);
  const kind = typeof given === "number" && !Number.isInteger(given) ? `number ${given}` : kindOf(given);
  return issue.path.length === 0
    ? `json: cannot unmarshal ${kind} into Go value of type openapi.${struct}`
    : `json: cannot unmarshal ${kind} into Go struct field ${struct}.${issue.path.join(".")} of type ${goType(issue)}`;
};

/** The validator's text for a missing field; several are joined by a line break. */
export const requiredMessage = (struct: string, field: string): string =>
  `Key: '${struct}.${field}' Error:Field validation for '${field.split(".").at(-1) ?? field}' failed on the 'required' tag`;
