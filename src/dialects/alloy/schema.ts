// The bodies of Alloy's requests, parsed once. Unknown fields are ignored; what is wrong is named field by field.
// Source: seed "Create a Review for an Entity" (Body Params); alloy.md rulings 3, 4, 8, 12 and section 3.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { MAX_BODY_BYTES } from "../../http/read-json.ts";
import { safeParse } from "../../http/safe-parse.ts";
import type { AlloyError } from "./errors.ts";
import { isId } from "./ids.ts";
import type { Details } from "./wire-errors.ts";

const REQUIRED = "is required";
const textField = z.string({ error: ({ input }) => (input === undefined ? REQUIRED : "must be a string") });

export const reviewBody = z.object(
  {
    agent: z.object(
      { email: textField },
      { error: ({ input }) => (input === undefined ? REQUIRED : "must be an object") },
    ),
    outcome: textField,
    reasons: z
      .array(z.string("must be a string"), {
        error: ({ input }) => (input === undefined ? REQUIRED : "must be an array of strings"),
      })
      .check(z.minLength(1, "must not be empty")),
    workflow_token: z.nullish(z.string("must be a string")),
  },
  { error: "must be a JSON object" },
);

export const noteBody = z.object(
  { note: textField.check(z.minLength(1, "must not be empty")), note_author_agent_email: textField },
  { error: "must be a JSON object" },
);

const detailsOf = (error: z.core.$ZodError): Details =>
  Object.fromEntries(error.issues.map(({ path, message }) => [path.length === 0 ? "body" : path.join("."), message]));

const parse = <T>(schema: z.ZodMiniType<T>, body: unknown): Result<T, AlloyError> => {
  const parsed = safeParse(schema, body);
  return parsed.success ? ok(parsed.data) : err({ type: "invalid_body", details: detailsOf(parsed.error) });
};

export interface ReviewRequest {
  readonly agentEmail: string;
  readonly outcome: string;
  readonly reasons: readonly string[];
}

export const readReviewRequest = (body: unknown): Result<ReviewRequest, AlloyError> => {
  const parsed = parse(reviewBody, body);
  if (!parsed.ok) return parsed;
  const { agent, outcome, reasons } = parsed.value;
  return ok({ agentEmail: agent.email, outcome, reasons });
};

export interface NoteRequest {
  readonly note: string;
  readonly authorEmail: string;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;

/** Source: workspace.md 3: stored payloads above 256 KB are 413. */
const MAX_NOTE_BYTES = 262_144;

export const readNoteRequest = (body: unknown): Result<NoteRequest, AlloyError> => {
  const parsed = parse(noteBody, body);
  if (!parsed.ok) return parsed;
  const { note, note_author_agent_email: authorEmail } = parsed.value;
  if (byteLength(note) > MAX_NOTE_BYTES) return err({ type: "too_large" });
  return ok({ note, authorEmail });
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export type WorkflowField =
  | { readonly type: "absent" }
  /** Wrong about the body, and not about the workflow: it is told with the body's other mistakes. */
  | { readonly type: "mistyped" }
  | { readonly type: "token"; readonly token: string };

/** The workflow that a body names, asked before the rest of the body is judged. */
export const workflowFieldOf = (body: unknown): WorkflowField => {
  const token = isObject(body) ? (body["workflow_token"] ?? null) : null;
  if (token === null) return { type: "absent" };
  return typeof token === "string" ? { type: "token", token } : { type: "mistyped" };
};

export interface EvaluationRequest {
  readonly submitted: JsonObject;
  /** From the body; null: none there. */
  readonly externalEntityId: string | null;
  readonly isJourney: boolean;
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/**
 * Any object is a document; what it means to a workflow says the workflow. It is kept as it is spelled here, which may
 * be longer than it was sent (1e20).
 */
export const readEvaluationRequest = (body: unknown): Result<EvaluationRequest, AlloyError> => {
  if (!isObject(body)) return err({ type: "invalid_body", details: { body: "must be a JSON object" } });
  const identifiers = body["identifiers"];
  const externalEntityId = (isObject(identifiers) ? identifiers["external_entity_id"] : null) ?? null;
  if (externalEntityId !== null && (typeof externalEntityId !== "string" || !isId(externalEntityId))) {
    return err({ type: "invalid_body", details: { "identifiers.external_entity_id": ID_RULE } });
  }
  if (byteLength(JSON.stringify(body)) > MAX_BODY_BYTES) return err({ type: "too_large" });
  return ok({ submitted: body, externalEntityId, isJourney: isPresent(body["journey_application_token"]) });
};

const ID_RULE = "must be a string of 1 to 255 characters";

export interface EvaluationHeaders {
  readonly entity: string | null;
  readonly externalEntity: string | null;
  readonly externalGroup: string | null;
  readonly isBusiness: boolean;
}

const ID_HEADERS = ["alloy-entity-token", "alloy-external-entity-id", "alloy-external-group-id"] as const;

/** Whom an evaluation is about. An over-long id is told as a body's is. */
export const readEvaluationHeaders = (headers: Headers): Result<EvaluationHeaders, AlloyError> => {
  const type = headers.get("alloy-entity-type")?.toLowerCase() || "person";
  if (type !== "person" && type !== "business") {
    return err({ type: "invalid_header", details: { "alloy-entity-type": "must be person or business" } });
  }
  const wrong = ID_HEADERS.filter((name) => !isId(headers.get(name) ?? "absent"));
  if (wrong.length > 0) {
    return err({ type: "invalid_body", details: Object.fromEntries(wrong.map((name) => [name, ID_RULE])) });
  }
  const [entity, externalEntity, externalGroup] = ID_HEADERS.map((name) => headers.get(name));
  return ok({
    entity: entity ?? null,
    externalEntity: externalEntity ?? null,
    externalGroup: externalGroup ?? null,
    isBusiness: type === "business",
  });
};

export const tokenBody = z.object(
  {
    grant_type: z.nullish(z.literal("client_credentials", "must be client_credentials")),
    application_token: z.nullish(z.string("must be a string")),
    application_secret: z.nullish(z.string("must be a string")),
  },
  { error: "must be a JSON object" },
);

export interface TokenRequest {
  /** If any, it is the only one there is. */
  readonly hasGrantType: boolean;
  readonly token: string | null;
  readonly secret: string | null;
}

export const readTokenRequest = (body: unknown): Result<TokenRequest, AlloyError> => {
  const parsed = parse(tokenBody, body);
  if (!parsed.ok) return parsed;
  const { grant_type, application_token, application_secret } = parsed.value;
  return ok({ hasGrantType: grant_type != null, token: application_token ?? null, secret: application_secret ?? null });
};
