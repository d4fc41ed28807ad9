// Free text lives with the event that brought it, and nowhere else, so that erasing the event's texts erases it
// everywhere. withTexts() joins it to the review again; withoutTexts() is the form that is stored and hashed.
// Source: DESIGN § 5 (Audit).

import type { Json, JsonObject } from "../json.ts";
import type { Review } from "./review.ts";

/** The texts of one event, as stored. */
export interface EventTexts {
  readonly version: number;
  readonly texts: JsonObject;
}

/**
 * Free text that one review may hold in all its events. Texts are read together with the review, as one value, and D1
 * takes 2 MB a value.
 */
export const MAX_TEXT_BYTES = 1_500_000;

/** Size of an event's texts as stored. */
export const textBytesOf = (texts: JsonObject): number => new TextEncoder().encode(JSON.stringify(texts)).byteLength;

const textOf = (value: Json | undefined): string | null => (typeof value === "string" ? value : null);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The review with one event's texts in their places. Applied in order of version, findings merge key by key. */
export const withTexts = (review: Review, { version, texts }: EventTexts): Review => {
  const { decision, escalation, execution, notes, findings } = review;
  return {
    ...review,
    findings: isObject(texts.findings) ? { ...findings, ...texts.findings } : findings,
    decision:
      decision?.version === version
        ? {
            ...decision,
            reason: textOf(texts.reason),
            notes: textOf(texts.notes),
            claimedEmail: textOf(texts.claimedEmail),
          }
        : decision,
    escalation: escalation?.version === version ? { ...escalation, reason: textOf(texts.reason) } : escalation,
    execution: execution?.reportVersion === version ? { ...execution, output: textOf(texts.output) } : execution,
    notes: notes.map((note) =>
      note.version === version ? { ...note, text: textOf(texts.note), claimedEmail: textOf(texts.claimedEmail) } : note,
    ),
  };
};

/** The review without any free text. */
export const withoutTexts = (review: Review): Review => {
  const { decision, escalation, execution, notes } = review;
  return {
    ...review,
    findings: null,
    decision: decision === null ? null : { ...decision, reason: null, notes: null, claimedEmail: null },
    escalation: escalation === null ? null : { ...escalation, reason: null },
    execution: execution === null ? null : { ...execution, output: null },
    notes: notes.map((note) => ({ ...note, text: null, claimedEmail: null })),
  };
};
