// A submitted trace, parsed once: three required fields, a confidence between 0 and 1, everything else kept as it came.
// Source: adjudon.md rulings 8, 13 and section 5.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { safeParse } from "../../http/safe-parse.ts";
import type { AdjudonError } from "./errors.ts";
import { firstProblem, isWithin } from "./schema.ts";

/** Where no confidence is given. */
const DEFAULT_CONFIDENCE = 0.5;

/** As long as an agent's external id may be. */
const MAX_AGENT = 256;
/** Assumption: the name of an action is short; undocumented. It stands in every list and every message. */
const MAX_ACTION = 1_000;

const required = (max?: number) => {
  const text = z.string("is required and must be a string").check(z.minLength(1, "must not be empty"));
  return max === undefined
    ? text
    : text.check(z.refine((value) => isWithin(value, max), `must have at most ${max} characters`));
};

const confidence = z.nullish(
  z.number("must be a number").check(z.minimum(0, "must be at least 0"), z.maximum(1, "must be at most 1")),
);

const object = "is required and must be an object";

export const traceBody = z.object({
  agentId: required(MAX_AGENT),
  inputContext: z.object({ prompt: required() }, object),
  outputDecision: z.object({ action: required(MAX_ACTION), confidenceScore: confidence, confidence }, object),
  confidenceScore: confidence,
  confidence,
});

export interface SubmittedTrace {
  readonly agentId: string;
  readonly action: string;
  /** Resolved from the places where it may stand. */
  readonly confidence: number;
  /** As submitted, with `confidenceScore` as resolved: what policies see and what is stored. */
  readonly body: JsonObject;
}

/** Of a body that came from JSON: an object's values are JSON too. */
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The agent that a body names, before anything else of it is judged; null when it names none. */
export const namedAgent = (body: unknown): string | null => {
  const agentId = isObject(body) ? body["agentId"] : null;
  return typeof agentId === "string" ? agentId : null;
};

export const readTrace = (body: unknown): Result<SubmittedTrace, AdjudonError> => {
  const parsed = safeParse(traceBody, body);
  if (!parsed.success || !isObject(body)) {
    const message = parsed.success ? "The body must be a JSON object" : firstProblem(parsed.error);
    return err({ type: "invalid_request", message });
  }
  const { agentId, outputDecision, ...trace } = parsed.data;
  const resolved =
    outputDecision.confidenceScore ??
    outputDecision.confidence ??
    trace.confidenceScore ??
    trace.confidence ??
    DEFAULT_CONFIDENCE;
  return ok({
    agentId,
    action: outputDecision.action,
    confidence: resolved,
    body: { ...body, confidenceScore: resolved },
  });
};
