// Reads a request's body as a JSON object or not at all, and words what a schema finds in it.
// Source: authentivoice.md ruling 13 (Bodies, Details); workspace.md 3 (limits).

import type { Context } from "hono";
import type * as z from "zod/mini";
import { canonicalJson, type Json } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { readJson } from "../../http/read-json.ts";
import { safeParse } from "../../http/safe-parse.ts";
import type { Details, VoiceError } from "./errors.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface Body {
  /** As sent, for fingerprints. */
  readonly raw: string;
  readonly fields: Fields;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const invalidRequest = (status: 400 | 422, field: string, issue: string): VoiceError => ({
  type: "invalid_request",
  status,
  details: { field, issue },
});

/** `known`: the keys that the route acts on. A body that is no object, or has none of them, is refused on every route. */
export const readBody = async (c: Context<AppEnv>, known: readonly string[]): Promise<Result<Body, VoiceError>> => {
  const body = await readJson(c.req.raw);
  if (!body.ok) return body;
  const { raw, value } = body.value;
  if (!isFields(value)) return err(invalidRequest(400, "body", "must be a JSON object"));
  const says = known.some((key) => Object.hasOwn(value, key));
  return says ? ok({ raw, fields: value }) : err(invalidRequest(400, "body", `needs one of ${known.join(", ")}`));
};

/** The first thing that a schema found wrong. */
export const detailsOf = (error: z.core.$ZodError, fallback: string): Details => {
  const issue = error.issues[0];
  const field = issue === undefined || issue.path.length === 0 ? fallback : issue.path.join(".");
  return { field, issue: issue?.message ?? "is not valid" };
};

/** A field that is missing, mistyped or out of its list: 422. */
export const parseFields = <T>(schema: z.ZodMiniType<T>, fields: Fields): Result<T, VoiceError> => {
  const parsed = safeParse(schema, fields);
  if (parsed.success) return ok(parsed.data);
  return err({ type: "invalid_request", status: 422, details: detailsOf(parsed.error, "body") });
};

/** Source: workspace.md 3: stored payloads above 256 KB are 413. */
const MAX_KEPT_BYTES = 262_144;

export const isTooLargeToKeep = (payload: Json): boolean =>
  new TextEncoder().encode(canonicalJson(payload)).byteLength > MAX_KEPT_BYTES;
