// The last step of every handler: a refusal, or a body, as a response.

import type { Context } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { errorToWire, type HoopError } from "./errors.ts";

/** `id` is the one in the path, as given. */
export const refuse = (c: Context<AppEnv>, error: HoopError): Response => {
  const { status, message, retryAfterSeconds } = errorToWire(error, c.req.param("id"));
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  return c.json({ message }, status);
};
