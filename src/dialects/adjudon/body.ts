// Reads a request's JSON body. Content-Type is never checked. Source: adjudon.md ruling 13 (Limits): 1,048,576 bytes,
// 1,000 levels.

import type { Context } from "hono";
import type { Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { readJson } from "../../http/read-json.ts";
import type { AdjudonError } from "./errors.ts";

type Read<T> = (body: unknown) => Result<T, AdjudonError>;

export const readBody = async <T>(c: Context<AppEnv>, read: Read<T>): Promise<Result<T, AdjudonError>> => {
  const body = await readJson(c.req.raw);
  return body.ok ? read(body.value.value) : body;
};

/** Where every field is optional, no body at all is an empty one. */
export const readOptionalBody = async <T>(c: Context<AppEnv>, read: Read<T>): Promise<Result<T, AdjudonError>> => {
  const body = await readJson(c.req.raw);
  if (body.ok) return read(body.value.value);
  return body.error.type === "empty" ? read({}) : body;
};
