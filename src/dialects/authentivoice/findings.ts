// What a reviewer found, parsed once: every key may be absent, none may be null, unknown ones are ignored.
// Source: seed "Update Review"; authentivoice.md rulings 2, 5, 13 and section 4.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { safeParse } from "../../http/safe-parse.ts";
import { detailsOf } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { RISKS } from "./policy.ts";
import { toJson } from "./words.ts";

export const findings = z.partial(
  z.object({
    fraudConfirmed: z.boolean(),
    riskAssessment: z.enum(RISKS),
    notes: z.string(),
    /** `timestamp` is free text, such as 01:23-01:55. Assumption: a section without both parts marks nothing. */
    flaggedSections: z.array(z.object({ timestamp: z.string(), reason: z.string() })),
    recommendedActions: z.array(z.string()),
    confidence: z.number().check(z.minimum(0), z.maximum(1)),
  }),
);

export const readFindings = (value: unknown): Result<JsonObject, VoiceError> => {
  const parsed = safeParse(findings, value);
  if (parsed.success) return ok(toJson(parsed.data));
  const { field, issue } = detailsOf(parsed.error, "");
  return err({ type: "invalid_findings", details: { field: field === "" ? "findings" : `findings.${field}`, issue } });
};
