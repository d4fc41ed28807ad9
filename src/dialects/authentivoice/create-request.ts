// The body that asks for a review, parsed once. A field that is wrong is said only after the analysis was looked for:
// 404 and 409 come before 422. Source: authentivoice.md rulings 2, 6, 13 (Who, Details) and section 5.

import * as z from "zod/mini";
import { err, ok, type Result } from "../../core/result.ts";
import type { Priority } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import { type Fields, isTooLargeToKeep, parseFields } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { idText, instant, priorityWord, reviewType, toPriority } from "./words.ts";

export const subject = z.object({ analysisId: idText });

export const terms = z.object({
  assignedTo: z.optional(idText),
  priority: z._default(priorityWord, "normal"),
  deadline: z.optional(instant),
  instructions: z.optional(z.string()),
  reviewType: z._default(reviewType, "standard"),
  requireSecondReview: z._default(z.boolean(), false),
});

export const CREATE_KEYS = [...Object.keys(subject.shape), ...Object.keys(terms.shape)];

export interface ReviewTerms {
  /** Null: whoever has least to do. */
  readonly assignedTo: string | null;
  readonly priority: Priority;
  readonly deadline: Instant | null;
  readonly instructions: string | null;
  readonly reviewType: string;
  readonly requireSecondReview: boolean;
}

export const readAnalysisId = (fields: Fields): Result<string, VoiceError> => {
  const parsed = parseFields(subject, fields);
  return parsed.ok ? ok(parsed.value.analysisId) : parsed;
};

export const readTerms = (fields: Fields): Result<ReviewTerms, VoiceError> => {
  const parsed = parseFields(terms, fields);
  if (!parsed.ok) return parsed;
  const { assignedTo = null, deadline = null, instructions = null, ...rest } = parsed.value;
  if (isTooLargeToKeep(instructions)) return err({ type: "payload_too_large" });
  return ok({ ...rest, assignedTo, priority: toPriority(rest.priority), deadline, instructions });
};
