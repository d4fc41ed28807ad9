// The two version axes of this API: the path's, named in every answer, and the trace schema's, pinned by a header.
// The unversioned paths answer alike and say that they will go. Source: adjudon.md rulings 1, 13 and section 1.

import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../../http/context.ts";

export const API_PREFIX = "/api/v1";
/** What the unversioned paths begin with. */
export const LEGACY_PREFIX = "/api";

export const SCHEMA_VERSION = "2026-04-11";

const LEGACY_HEADERS = {
  Deprecation: "true",
  Sunset: "2027-04-12",
  Link: '<https://docs.adjudon.com/migration/api-v1>; rel="deprecation"',
} as const;

/** On every answer, errors included. */
export const versionHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  c.header("X-Adjudon-API-Version", "v1");
  if (!c.req.path.startsWith(`${API_PREFIX}/`) && c.req.path !== API_PREFIX) {
    for (const [name, value] of Object.entries(LEGACY_HEADERS)) c.header(name, value);
  }
  await next();
};

/** Absent means the latest. */
export const isKnownSchemaVersion = (headers: Headers): boolean => {
  const version = headers.get("x-adjudon-version");
  return version === null || version === SCHEMA_VERSION;
};
