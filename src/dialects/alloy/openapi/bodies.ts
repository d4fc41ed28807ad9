// What Alloy's answers hold, and the evaluation's document, which any object may be. Instants are Unix milliseconds.
// Source: alloy.md rulings 4-9, 12 and sections 3, 4, 5, 7; translate.ts, evaluation-wire.ts, wire-errors.ts.

import * as z from "zod/mini";
import { anyObject, instant } from "../../../openapi/parts.ts";

const text = z.string();
const texts = z.array(text);
const textOrNull = z.nullable(text);
const at = z.int();
const atOrNull = z.nullable(at);

export const evaluationBody = z.looseObject({
  identifiers: z.optional(z.unknown()),
  journey_application_token: z.optional(z.unknown()),
});

const note = z.object({
  note: textOrNull,
  note_author_agent_email: text,
  created_at: at,
  updated_at: at,
});

const child = z.object({ entity_token: text, evaluation_tokens: texts });

export const review = z.object({
  review_token: textOrNull,
  entity_token: z.optional(text),
  group_token: textOrNull,
  application_token: textOrNull,
  application_name: textOrNull,
  outcome: textOrNull,
  reasons: texts,
  reason: textOrNull,
  timestamp: atOrNull,
  started: atOrNull,
  completed: atOrNull,
  agent: z.object({ email: text, external_id: z.null() }),
  reviewer: text,
  notes: z.array(note),
  child_entities: z.array(child),
  external_entity_id: textOrNull,
  external_group_id: textOrNull,
  service: z.literal("Alloy"),
});

export const reviews = z.object({ entity_token: text, reviews: z.array(review) });

export const newNote = z.object({
  review_token: textOrNull,
  note: z.optional(textOrNull),
  note_author_agent_email: z.optional(text),
  created_at: z.optional(at),
  updated_at: z.optional(at),
});

const summary = z.object({
  result: text,
  score: z.null(),
  tags: texts,
  outcome_reasons: texts,
  outcome: text,
  services: anyObject,
});

export const evaluation = z.object({
  status_code: z.literal(201),
  error: z.null(),
  timestamp: at,
  evaluation_token: text,
  entity_token: text,
  external_entity_id: textOrNull,
  group_token: textOrNull,
  external_group_id: textOrNull,
  parent_entity_token: z.null(),
  application_token: text,
  application_name: text,
  application_version_id: z.int(),
  champion_challenger_id: z.null(),
  summary,
  supplied: anyObject,
  formatted: anyObject,
  matching: anyObject,
  diligence: anyObject,
  related_data: anyObject,
  raw_responses: anyObject,
  formatted_responses: anyObject,
  audit_archive: z.null(),
});

export const overview = z.object({
  entity_token: text,
  entity_type: z.enum(["person", "business", "group"]),
  external_entity_id: textOrNull,
  group_token: textOrNull,
  external_group_id: textOrNull,
  outcome: textOrNull,
  timestamp: at,
  evaluations: z.array(
    z.object({
      evaluation_token: text,
      timestamp: at,
      application_token: textOrNull,
      application_name: textOrNull,
      summary: z.nullable(summary),
    }),
  ),
  documents: z.array(z.unknown()),
  reviews: z.array(review),
  notes: z.array(z.object({ text: textOrNull, created_at: instant, updated_at: instant, email: text, name: text })),
  child_entities: z.array(child),
});

export const oauthToken = z.object({ access_token: text, token_type: z.literal("bearer"), expires_in: z.int() });
export const bearerToken = z.object({ bearer_token: text, expires: z.int() });
export const anyToken = z.union([oauthToken, bearerToken]);

const told = z.union([text, texts]);

export const refusal = z.object({
  status_code: z.int(),
  error: z.object({
    minor_code: z.int(),
    type: text,
    message: text,
    details: z.record(text, told),
    error_token: text,
  }),
  timestamp: at,
  evaluation_token: z.null(),
  entity_token: z.null(),
  application_token: z.null(),
  application_version_id: z.null(),
});

export const shortRefusal = z.object({ error: z.object({ minor_code: z.int(), type: text, message: text }) });
