// The last step of every refusal: an error as a response in this API's envelope.

import type { Context } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { errorToWire, type VoiceError } from "./errors.ts";

export const refuse = (c: Context<AppEnv>, refusal: VoiceError): Response => {
  const { status, error, retryAfterSeconds, allow } = errorToWire(refusal);
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  if (allow !== undefined) c.header("Allow", allow);
  return c.json({ error }, status);
};
