// The bodies of the review queue's requests, parsed once. Unknown keys are ignored, null is absence for what is optional,
// lengths count code points. Source: seed "Endpoints"; adjudon.md rulings 2, 13.

import * as z from "zod/mini";
import { err, ok, type Result } from "../../core/result.ts";
import { safeParse } from "../../http/safe-parse.ts";
import type { AdjudonError } from "./errors.ts";

const MAX_REASON = 1_000;
const MAX_NOTES = 2_000;
const MAX_IDS = 100;

/** Code points: a character outside the basic plane is one. */
export const isWithin = (text: string, limit: number): boolean =>
  text.length <= limit || Array.from(text).length <= limit;

const optionalText = (limit: number) =>
  z.pipe(
    z.nullish(
      z
        .string("must be a string")
        .check(z.refine((text) => isWithin(text, limit), `must have at most ${limit} characters`)),
    ),
    z.transform((text) => text ?? null),
  );

const decision = z.enum(["approve", "reject"], "must be approve or reject");

export const decisionBody = z.object({ decision, reason: optionalText(MAX_REASON), notes: optionalText(MAX_NOTES) });

export const bulkBody = z.object({
  ids: z
    .array(z.string("must be a string"), "must be an array of ids")
    .check(z.minLength(1, "must have at least one id"), z.maxLength(MAX_IDS, `must have at most ${MAX_IDS} ids`)),
  decision,
  reason: optionalText(MAX_REASON),
});

const memberText = z.pipe(
  z.nullish(z.string("must be the id of a member")),
  z.transform((id) => id ?? null),
);

export const assignBody = z.object({ assignedTo: memberText });

export const escalateBody = z.object({ reason: optionalText(MAX_REASON), escalateTo: memberText });

export type DecisionRequest = z.infer<typeof decisionBody>;
export type BulkRequest = z.infer<typeof bulkBody>;
/** Null clears. */
export type AssignRequest = z.infer<typeof assignBody>;
/** `escalateTo` null: the workspace's escalation policy decides. */
export type EscalateRequest = z.infer<typeof escalateBody>;

/** The first thing that is wrong, with its place. */
export const firstProblem = (error: z.core.$ZodError): string => {
  const issue = error.issues[0];
  if (issue === undefined || issue.path.length === 0) return "The body must be a JSON object";
  return `${issue.path.map(String).join(".")} ${issue.message}`;
};

const reader =
  <T>(schema: z.ZodMiniType<T>) =>
  (body: unknown): Result<T, AdjudonError> => {
    const parsed = safeParse(schema, body);
    return parsed.success ? ok(parsed.data) : err({ type: "invalid_request", message: firstProblem(parsed.error) });
  };

export const readDecision = reader(decisionBody);
export const readBulk = reader(bulkBody);
export const readAssign = reader(assignBody);
export const readEscalate = reader(escalateBody);
