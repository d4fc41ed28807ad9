// The smallest schemas of the workspace document, shared by everybody who contributes a part of it.
// Nothing is trimmed or normalised: everything but e-mail addresses compares byte for byte. Source: workspace.md 2; time.md 7.

import * as z from "zod/mini";
import type { Problem } from "../app/document-ports.ts";
import { compileConditions } from "../core/conditions.ts";
import { anyJson } from "./any-json.ts";

/** Ids of workspaces, members and webhooks. */
export const idText = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be 1-64 characters of A-Z, a-z, 0-9, _ and -"));

/** A name that somebody chose. Assumption: 256 characters are enough for everybody; undocumented. */
export const nameText = z
  .string()
  .check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters"));

/** Secrets and basic tokens. */
export const secretText = z
  .string()
  .check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters"));

export const nameList = z.array(nameText);

/** Ten years: no duration is longer. */
const MAX_MINUTES = 5_256_000;

export const minutes = z.int().check(z.minimum(1), z.maximum(MAX_MINUTES));
export const minutesOrNone = z.int().check(z.minimum(0), z.maximum(MAX_MINUTES));

export const positiveInteger = z.int().check(z.minimum(1));

/** One problem for each entry whose key an earlier entry has; `keys` in list order, null is compared with nothing. */
export const duplicateProblems = (
  keys: readonly (string | null)[],
  pathOf: (index: number) => string,
  message: string,
): readonly Problem[] => {
  const seen = new Set<string>();
  return keys.flatMap((key, index) => {
    if (key === null) return [];
    const isDuplicate = seen.has(key);
    seen.add(key);
    return isDuplicate ? [{ path: pathOf(index), message }] : [];
  });
};

/** For a schema's own refinement: reports problems whose pointers are relative to the value refined. */
export const reportProblems = (context: z.core.$RefinementCtx, problems: readonly Problem[]): void => {
  for (const { path, message } of problems) context.addIssue({ code: "custom", path: fromPointer(path), message });
};

const ARRAY_INDEX = /^(?:0|[1-9]\d*)$/;

const fromPointer = (pointer: string): (string | number)[] =>
  pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((token) => (ARRAY_INDEX.test(token) ? Number(token) : token));

const condition = z.strictObject({
  field: z.string(),
  operator: z.enum(["equals", "not_equals", "contains", "greater_than", "less_than", "regex", "in"]),
  value: anyJson,
  /** Joins to the next condition, left to right, without precedence. */
  logicalOperator: z.optional(z.enum(["AND", "OR"])),
});

/** Conditions that compile: an operator that fits its value, a pattern that RE2 takes. */
export const conditionList = z.array(condition).check(
  z.superRefine((conditions, context) => {
    const compiled = compileConditions(conditions);
    if (compiled.ok) return;
    reportProblems(
      context,
      compiled.error.map(({ index, key, message }) => ({ path: `/${index}/${key}`, message })),
    );
  }),
);
