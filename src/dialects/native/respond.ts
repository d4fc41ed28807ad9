// The last step of every handler: a review, or a refusal, as a response. And the first: its body.

import type { Context } from "hono";
import type * as z from "zod/mini";
import { err, ok, type Result } from "../../core/result.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Actor } from "../../core/review/actor.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { type JsonBody, readJson } from "../../http/read-json.ts";
import { safeParse } from "../../http/safe-parse.ts";
import { zodProblems } from "../../http/zod-problems.ts";
import { entityTag } from "./entity-tag.ts";
import { type NativeError, refuse } from "./errors.ts";
import { toReview } from "./translate.ts";

/** Nobody nests a decision deeper, and what is kept must stay readable to SQL's own JSON functions. */
const MAX_DEPTH = 100;

/** Source: workspace.md 3: stored payloads above 256 KB are 413. */
export const MAX_STORED_BYTES = 262_144;

const NOTHING: JsonBody = { raw: "", value: {} };

/** `mayBeEmpty`: no body is an empty object. */
export const readBody = async (
  c: Context<AppEnv>,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): Promise<Result<JsonBody, NativeError>> => {
  const body = await readJson(c.req.raw, { maxDepth: MAX_DEPTH });
  return !body.ok && body.error.type === "empty" && mayBeEmpty ? ok(NOTHING) : body;
};

export const parse = <T>(schema: z.ZodMiniType<T>, value: unknown): Result<T, NativeError> => {
  const parsed = safeParse(schema, value);
  return parsed.success ? ok(parsed.data) : err({ type: "invalid", problems: zodProblems(parsed.error) });
};

export const isTooLargeToKeep = (text: string): boolean =>
  text.length > MAX_STORED_BYTES || new TextEncoder().encode(text).byteLength > MAX_STORED_BYTES;

/** Where no review can be current: creation, bulk, reading. */
export const refuseWithoutReview = (error: NativeError): Response =>
  refuse(error, ({ id, version }) => ({ id, version }));

export const showReview = (
  c: Context<AppEnv>,
  review: Review,
  attributes: JsonObject | null,
  viewer: Actor,
  status: 200 | 201 = 200,
  extra: JsonObject = {},
): Response => {
  c.header("ETag", entityTag(review));
  if (status === 201) c.header("Location", `/v2/reviews/${review.id}`);
  return c.json({ ...toReview(review, attributes, viewer), ...extra }, status);
};
