// The last step of every handler that refuses: an error as a response.

import type { Context } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { type AlloyError, errorToWire } from "./errors.ts";
import { toBody, toShortBody, type WireError } from "./wire-errors.ts";

const setHeaders = (c: Context<AppEnv>, { status, retryAfterSeconds }: WireError): void => {
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  if (status === 401) c.header("WWW-Authenticate", 'Basic realm="countersign"');
};

export const answerError = (c: Context<AppEnv>, wire: WireError): Response => {
  const { clock, ids } = c.var.services;
  setHeaders(c, wire);
  return c.json(toBody(wire, { timestamp: clock.now(), token: ids.random() }), wire.status);
};

export const refuse = (c: Context<AppEnv>, error: AlloyError): Response => answerError(c, errorToWire(error));

/** As the token endpoint does it. */
export const refuseShortly = (c: Context<AppEnv>, error: AlloyError): Response => {
  const wire = errorToWire(error);
  setHeaders(c, wire);
  return c.json(toShortBody(wire), wire.status);
};
