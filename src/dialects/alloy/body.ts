// Reads a request's body as JSON, at most 100 levels deep, or not at all.
// Source: alloy.md ruling 12 (Errors): nesting beyond 100 levels 400/4002; bodies beyond 1 MB 413/4002.

import type { Context } from "hono";
import type { Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type JsonBody, readJson } from "../../http/read-json.ts";
import type { AlloyError } from "./errors.ts";

const MAX_DEPTH = 100;

export const readBody = (c: Context<AppEnv>): Promise<Result<JsonBody, AlloyError>> =>
  readJson(c.req.raw, { maxDepth: MAX_DEPTH });
