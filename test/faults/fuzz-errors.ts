// The error schemas of the five public APIs, strict: a key too many is not theirs.

import * as z from "zod";
import type { FuzzAnswer } from "./fuzz-target.ts";

const sentence = z.string().min(1);
const code = z.string().regex(/^[A-Z_]+$/);

const problem = z.strictObject({
  type: z.string().regex(/^urn:countersign:problem:[a-z_]+$/),
  title: sentence,
  status: z.int(),
  detail: sentence,
  code: z.string().regex(/^[a-z_]+$/),
  errors: z.array(z.strictObject({ path: z.string(), message: sentence })).optional(),
  /** With 412: the review as it is now. */
  current: z.looseObject({ id: z.string() }).optional(),
});

const message = z.strictObject({ message: sentence });

const flat = z.strictObject({
  success: z.literal(false),
  error: sentence,
  code,
  /** Of a trace that a policy blocked. */
  data: z.looseObject({ traceId: z.string() }).optional(),
});

/** 5031 goes with 503; whoever wants no 5xx says so himself. */
const minor = z.int().min(4_000).max(5_999);
const envelope = z.strictObject({
  status_code: z.int(),
  error: z.strictObject({
    minor_code: minor,
    type: sentence,
    message: sentence,
    details: z.record(z.string(), z.json()),
    error_token: z.uuid(),
  }),
  timestamp: z.int(),
  evaluation_token: z.null(),
  entity_token: z.null(),
  application_token: z.null(),
  application_version_id: z.null(),
});
const shortEnvelope = z.strictObject({
  error: z.strictObject({ minor_code: minor, type: sentence, message: sentence }),
});

const coded = z.strictObject({
  error: z.strictObject({
    code,
    message: sentence,
    details: z.strictObject({ field: z.string(), issue: sentence }).optional(),
    existingReviewId: z.string().optional(),
  }),
});

const parsed = (schema: z.ZodType, { text }: FuzzAnswer): boolean => {
  try {
    return schema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
};

/** 405 says what is allowed. */
const namesMethods = ({ status, headers }: FuzzAnswer): boolean => status !== 405 || headers.has("allow");

const isJson = ({ headers }: FuzzAnswer, type = "application/json"): boolean =>
  headers.get("content-type")?.startsWith(type) === true;

/** Whether an answer is an error of that API. */
export const isErrorOf = {
  native: (answer) => isJson(answer, "application/problem+json") && parsed(problem, answer) && namesMethods(answer),
  /** A path or a method that it does not have: 404 and nothing. */
  hoop: (answer) => (answer.status === 404 && answer.text === "") || (isJson(answer) && parsed(message, answer)),
  adjudon: (answer) =>
    isJson(answer) &&
    parsed(flat, answer) &&
    namesMethods(answer) &&
    answer.headers.get("x-adjudon-api-version") === "v1",
  alloy: (answer) => isJson(answer) && (parsed(envelope, answer) || parsed(shortEnvelope, answer)),
  authentivoice: (answer) => isJson(answer) && parsed(coded, answer) && namesMethods(answer),
} as const satisfies Record<string, (answer: FuzzAnswer) => boolean>;
