// The bodies of the native API, parsed once. Unknown keys are refused: typos must not pass.
// Source: workspace.md 4; time.md 10. Assumption: lengths of names and ids are ours; undocumented.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { PRIORITIES } from "../../core/review/review.ts";

/** Control characters and halves of characters name nothing; they only break somebody else's display or database. */
const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text);

const plain = (maxLength: number) =>
  z
    .string()
    .check(
      z.minLength(1, "must not be empty"),
      z.maxLength(maxLength, `must have at most ${maxLength} characters`),
      z.refine(isPlain, "must not hold control characters or halves of characters"),
    );

const text = z.string().check(z.refine((value) => value.isWellFormed(), "must not hold halves of characters"));
/** Null is absence. */
const optionalText = z.pipe(
  z.nullish(text),
  z.transform((value) => (value === undefined || value === "" ? null : value)),
);

const memberId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the id of a member"));

/** ISO 8601 with a zone; an instant in milliseconds. */
const instant = z.pipe(
  z.iso.datetime({ offset: true, message: "must be a date and time in ISO 8601, with a zone" }),
  z.transform((value) => Date.parse(value)),
);

/** Any JSON object. The body was parsed from JSON, so whatever is in it is JSON. */
export const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);

const groupList = z.array(plain(256)).check(
  z.maxLength(100, "must name at most 100 groups"),
  z.refine((groups) => new Set(groups).size === groups.length, "must not name a group twice"),
);

export const openSchema = z.strictObject({
  subject: z.strictObject({ type: plain(64), id: plain(256), attributes: z._default(jsonObject, {}) }),
  groups: z.pipe(
    z.nullish(groupList),
    z.transform((groups) => groups ?? []),
  ),
  minApprovals: z.nullish(z.int().check(z.minimum(1), z.maximum(100))),
  priority: z._default(z.enum(PRIORITIES), "normal"),
  dueAt: z.nullish(instant),
  assignedTo: z.nullish(memberId),
  requesterId: z.nullish(memberId),
  /** Told of every event of this review. */
  callbackUrl: z.nullish(z.string()),
});
export type OpenBody = z.infer<typeof openSchema>;

export const decisionSchema = z
  .strictObject({
    verdict: z.optional(z.enum(["approve", "reject", "revoke"])),
    reason: optionalText,
    notes: optionalText,
    outcome: z.nullish(plain(256)),
    reasons: z._default(z.array(plain(256)).check(z.maxLength(100)), []),
    force: z._default(z.boolean(), false),
  })
  .check(
    z.refine(({ verdict, outcome }) => verdict !== undefined || outcome != null, {
      path: ["verdict"],
      message: "is required, unless an outcome is given",
    }),
    z.refine(({ outcome, reasons }) => outcome != null || reasons.length === 0, {
      path: ["reasons"],
      message: "belong to an outcome",
    }),
  );
export type DecisionBody = z.infer<typeof decisionSchema>;

export const assignSchema = z.strictObject({ assignedTo: z.nullable(memberId) });

export const escalateSchema = z.strictObject({ reason: optionalText, to: z.nullish(plain(300)) });

export const findingsSchema = jsonObject;

export const completeSchema = z.strictObject({ findings: z.nullish(jsonObject) });

export const noteSchema = z.strictObject({ text: text.check(z.minLength(1, "must not be empty")) });

export const cancelSchema = z.strictObject({ reason: optionalText });

export const pauseSchema = z.strictObject({ reason: optionalText });

export const resumeSchema = z.strictObject({});

export const executionSchema = z.strictObject({
  executionToken: z.string().check(z.minLength(1, "must not be empty")),
  result: z.enum(["succeeded", "failed"]),
  exitCode: z.nullish(z.int()),
  output: z.nullish(text),
});

export const bulkSchema = z.strictObject({
  ids: z
    .array(z.string())
    .check(z.minLength(1, "must name at least one review"), z.maxLength(100, "must name at most 100 reviews")),
  verdict: z.enum(["approve", "reject", "revoke"]),
  reason: optionalText,
});
