// The body that registers an analysis, parsed once. Source: authentivoice.md rulings 1, 13 (Analyses) and section 6.

import * as z from "zod/mini";
import type { Json, JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type Fields, isTooLargeToKeep, parseFields } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { idText, toJson } from "./words.ts";

const scalar = z.union([z.string(), z.number()]);

/** Assumption: only `type` is needed; the others are shown again as they came. */
const indicator = z.object({
  type: z.string(),
  confidence: z.optional(z.number()),
  severity: z.optional(scalar),
  timestamp: z.optional(scalar),
  description: z.optional(z.string()),
});

/** The body came from JSON, so every value in it is JSON. */
export const anyValue = z.custom<Json>((value) => value !== undefined);

export const analysis = z.object({
  analysisId: z.optional(idText.check(z.refine((id) => id.isWellFormed(), "must not hold halves of characters"))),
  riskScore: z.number().check(z.minimum(0), z.maximum(100)),
  riskLevel: z.string(),
  fraudIndicators: z.optional(z.array(indicator)),
  transcription: z.optional(anyValue),
  summary: z.optional(z.string()),
});

export const ANALYSIS_KEYS = Object.keys(analysis.shape);

export interface AnalysisRequest {
  /** Null: give it one. */
  readonly analysisId: string | null;
  /** What is kept: everything but the id. */
  readonly body: JsonObject;
}

export const readAnalysis = (fields: Fields): Result<AnalysisRequest, VoiceError> => {
  const parsed = parseFields(analysis, fields);
  if (!parsed.ok) return parsed;
  const { analysisId = null, fraudIndicators, ...rest } = parsed.value;
  const body = toJson({ ...rest, fraudIndicators: fraudIndicators?.map(toJson) });
  return isTooLargeToKeep(body) ? err({ type: "payload_too_large" }) : ok({ analysisId, body });
};
