// The conditions of the workspace document: compiled once when it is applied, then asked of each submitted document.
// Refuses what could only be a typing error (an operator that cannot use its value, an empty field) and patterns that
// RE2 cannot take or that compile too large. Nothing is coerced: a type that does not fit makes a condition false.
// Source: spec/workspace.md section 2 (Condition operators); spec/adjudon.md ruling 13 and section 8.

import { canonicalJson, type Json } from "./json.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { err, ok, type Result } from "./result.ts";

export type ConditionOperator = "equals" | "not_equals" | "contains" | "greater_than" | "less_than" | "regex" | "in";

export interface Condition {
  /** Dotted path into the document: `outputDecision.amount`, `tags.0`. Own keys only, array elements by their index. */
  readonly field: string;
  readonly operator: ConditionOperator;
  readonly value: Json;
  /** Joins to the NEXT condition, left to right, without precedence. Absent is AND; after the last one it says nothing. */
  readonly logicalOperator?: "AND" | "OR" | undefined;
}

/** What is wrong with one condition: where it stands in its list, which of its keys is meant, and why. */
export interface ConditionProblem {
  readonly index: number;
  readonly key: "field" | "value";
  readonly message: string;
}

type Test = (found: Json) => boolean;

interface CompiledCondition {
  readonly path: readonly string[];
  readonly test: Test;
  readonly joinsNextBy: "AND" | "OR";
}

/** Ready to be asked any number of times; it keeps no state between two documents. */
export type CompiledConditions = readonly CompiledCondition[];

/** Characters of a text that a regular expression sees. Source: spec/workspace.md section 2. */
export const REGEX_INPUT_LIMIT = 10_000;

/** Characters of a pattern: longer ones would only ever be refused by the next limit, after a slow compilation. */
const PATTERN_LIMIT = 10_000;

/** Steps of a compiled pattern. Matching costs at most steps x characters: this many took a second on the worst text tried. */
const PROGRAM_LIMIT = 10_000;

/** All problems of the list, or the list ready for {@link matches}. */
export const compileConditions = (
  conditions: readonly Condition[],
): Result<CompiledConditions, readonly ConditionProblem[]> => {
  const compiled: CompiledCondition[] = [];
  const problems: ConditionProblem[] = [];
  for (const [index, { field, operator, value, logicalOperator }] of conditions.entries()) {
    const path = field.split(".");
    if (path.includes("")) problems.push({ index, key: "field", message: "must be keys joined by single dots" });
    const test = compileTest(operator, value);
    if (test.ok) compiled.push({ path, test: test.value, joinsNextBy: logicalOperator ?? "AND" });
    else problems.push({ index, key: "value", message: test.error });
  }
  return problems.length === 0 ? ok(compiled) : err(problems);
};

/**
 * Whether the document satisfies the list. A condition whose field is absent is false, `not_equals` too.
 * Assumption: an empty list always matches, as "all of nothing" does; undocumented.
 */
export const matches = (conditions: CompiledConditions, document: Json): boolean => {
  let verdict = true;
  let joinedBy: "AND" | "OR" = "AND";
  for (const { path, test, joinsNextBy } of conditions) {
    const isSettled = verdict === (joinedBy === "OR");
    if (!isSettled) {
      const found = lookUp(document, path);
      verdict = found !== undefined && test(found);
    }
    joinedBy = joinsNextBy;
  }
  return verdict;
};

const compileTest = (operator: ConditionOperator, value: Json): Result<Test, string> => {
  switch (operator) {
    case "equals":
      return ok(equalTo(value));
    case "not_equals": {
      const isEqual = equalTo(value);
      return ok((found) => !isEqual(found));
    }
    case "contains": {
      const isEqual = equalTo(value);
      return ok((found) =>
        typeof found === "string"
          ? typeof value === "string" && found.includes(value)
          : isList(found) && found.some(isEqual),
      );
    }
    case "greater_than":
      if (typeof value !== "number") return err("must be a number");
      return ok((found) => typeof found === "number" && found > value);
    case "less_than":
      if (typeof value !== "number") return err("must be a number");
      return ok((found) => typeof found === "number" && found < value);
    case "regex":
      return typeof value === "string" ? compileRegex(value) : err("must be a regular expression in a string");
    case "in": {
      if (!isList(value)) return err("must be an array");
      const alternatives = value.map(equalTo);
      return ok((found) => alternatives.some((isEqual) => isEqual(found)));
    }
  }
};

/** Strict about type: `1` is not `"1"`. Arrays and objects are equal when their canonical texts are. */
const equalTo = (value: Json): Test => {
  if (value === null || typeof value !== "object") return (found) => found === value;
  const text = canonicalJson(value);
  return (found) => found !== null && typeof found === "object" && canonicalJson(found) === text;
};

/** {@link loadRegularExpressions} comes first. Unanchored, in time linear in the text; `^` and `$` mean the ends of what is seen of it. */
const compileRegex = (pattern: string): Result<Test, string> => {
  if (pattern.length > PATTERN_LIMIT) return err(`must have at most ${PATTERN_LIMIT} characters`);
  const { RE2JS, RE2JSException } = regularExpressions();
  try {
    const regex = RE2JS.compile(pattern);
    if (regex.programSize() > PROGRAM_LIMIT) return err("compiles to too large a regular expression");
    return ok((found) => typeof found === "string" && regex.test(firstCharacters(found)));
  } catch (error) {
    if (error instanceof RE2JSException) return err(error.message);
    throw error;
  }
};

/** Code points, so that the cut never leaves half of a character. A longer text is judged by its beginning. */
const firstCharacters = (text: string): string => {
  if (text.length <= REGEX_INPUT_LIMIT) return text;
  let end = 0;
  for (let count = 0; count < REGEX_INPUT_LIMIT && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return text.slice(0, end);
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const ARRAY_INDEX = /^(?:0|[1-9]\d{0,15})$/;

/** The value at the path; undefined when there is none. Inherited members (`constructor`, `length`) are not there. */
const lookUp = (document: Json, path: readonly string[]): Json | undefined => {
  let value: Json | undefined = document;
  for (const key of path) {
    if (value === undefined || value === null || typeof value !== "object") return undefined;
    if (isList(value)) value = ARRAY_INDEX.test(key) ? value[Number(key)] : undefined;
    else value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
};
