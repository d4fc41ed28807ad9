// Reads a request's body as JSON or not at all. A body that nobody reads still counts for the idempotency key.

import type { Context } from "hono";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type JsonBody, readJson } from "../../http/read-json.ts";
import type { HoopError } from "./errors.ts";

/** Nothing that this API takes is deeper. */
const MAX_DEPTH = 100;

/** Content-Type is never checked. Source: hoop.md ruling 13. */
export const readBody = (c: Context<AppEnv>): Promise<Result<JsonBody, HoopError>> =>
  readJson(c.req.raw, { maxDepth: MAX_DEPTH });

/** For calls without a body: whatever was sent, as text. */
export const readIgnoredBody = async (c: Context<AppEnv>): Promise<Result<string, HoopError>> => {
  const body = await readJson(c.req.raw, { maxDepth: MAX_DEPTH });
  if (body.ok) return ok(body.value.raw);
  return body.error.type === "too_large" ? err(body.error) : ok("");
};
