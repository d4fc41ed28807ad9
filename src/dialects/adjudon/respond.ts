// The last step of every handler: a refusal or data, in this API's envelope.
// Source: adjudon.md rulings 2, 4 and section 2.

import type { Context } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { type AdjudonError, errorToWire } from "./errors.ts";

export const refuse = (c: Context<AppEnv>, refusal: AdjudonError): Response => {
  const { status, code, error, headers = {} } = errorToWire(refusal);
  return c.json({ success: false, error, code }, status, headers);
};

/** `beside`: keys next to `data`. */
export const succeed = (c: Context<AppEnv>, data: unknown, beside: object = {}): Response =>
  c.json({ success: true, data, ...beside });

/** For a known path with a verb that it does not know. */
export const methodNotAllowed =
  (allow: string) =>
  (c: Context<AppEnv>): Response =>
    refuse(c, { type: "method_not_allowed", allow });
