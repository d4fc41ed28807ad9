// The bodies of the native API, parsed once. Unknown keys are refused: typos must not pass.
// Source: workspace.md 4; time.md 10. Assumption: lengths of names and ids are ours; undocumented.

import * as z from "zod";
import type { JsonObject } from "../../core/json.ts";
import { PRIORITIES } from "../../core/review/review.ts";

/** Control characters and halves of characters name nothing; they only break somebody else's display or database. */
const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

const plain = (maxLength: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine(isPlain, "must not hold control characters or halves of characters");

const text = z.string().refine((value) => value.isWellFormed(), "must not hold halves of characters");
/** Null is absence. */
const optionalText = text.nullish().transform((value) => (value === undefined || value === "" ? null : value));

const memberId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the id of a member");

/** ISO 8601 with a zone; an instant in milliseconds. */
const instant = z.iso
  .datetime({ offset: true, message: "must be a date and time in ISO 8601, with a zone" })
  .transform((value) => Date.parse(value));

/** Any JSON object. The body was parsed from JSON, so whatever is in it is JSON. */
const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);

const groupList = z
  .array(plain(256))
  .max(100, "must name at most 100 groups")
  .refine((groups) => new Set(groups).size === groups.length, "must not name a group twice");

export const openSchema = z.strictObject({
  subject: z.strictObject({ type: plain(64), id: plain(256), attributes: jsonObject.default({}) }),
  groups: groupList.nullish().transform((groups) => groups ?? []),
  minApprovals: z.int().min(1).max(100).nullish(),
  priority: z.enum(PRIORITIES).default("normal"),
  dueAt: instant.nullish(),
  assignedTo: memberId.nullish(),
  requesterId: memberId.nullish(),
  /** Told of every event of this review. */
  callbackUrl: z.string().nullish(),
});
export type OpenBody = z.infer<typeof openSchema>;

export const decisionSchema = z
  .strictObject({
    verdict: z.enum(["approve", "reject", "revoke"]).optional(),
    reason: optionalText,
    notes: optionalText,
    outcome: plain(256).nullish(),
    reasons: z.array(plain(256)).max(100).default([]),
    force: z.boolean().default(false),
  })
  .refine(({ verdict, outcome }) => verdict !== undefined || outcome != null, {
    path: ["verdict"],
    message: "is required, unless an outcome is given",
  })
  .refine(({ outcome, reasons }) => outcome != null || reasons.length === 0, {
    path: ["reasons"],
    message: "belong to an outcome",
  });
export type DecisionBody = z.infer<typeof decisionSchema>;

export const assignSchema = z.strictObject({ assignedTo: memberId.nullable() });

export const escalateSchema = z.strictObject({ reason: optionalText, to: plain(300).nullish() });

export const findingsSchema = jsonObject;

export const completeSchema = z.strictObject({ findings: jsonObject.nullish() });

export const noteSchema = z.strictObject({ text: text.min(1, "must not be empty") });

export const cancelSchema = z.strictObject({ reason: optionalText });

export const pauseSchema = z.strictObject({ reason: optionalText });

export const resumeSchema = z.strictObject({});

export const executionSchema = z.strictObject({
  executionToken: z.string().min(1, "must not be empty"),
  result: z.enum(["succeeded", "failed"]),
  exitCode: z.int().nullish(),
  output: text.nullish(),
});

export const bulkSchema = z.strictObject({
  ids: z.array(z.string()).min(1, "must name at least one review").max(100, "must name at most 100 reviews"),
  verdict: z.enum(["approve", "reject", "revoke"]),
  reason: optionalText,
});
