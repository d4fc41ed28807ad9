// What several APIs say in the same words: headers, instants, credentials. Nothing here knows an API.

import * as z from "zod/mini";
import type { Answer, Header, JsonSchema, Parameter, Schema } from "./describe.ts";

export const instant = z.iso.datetime();
/** Any JSON object. */
export const anyObject = z.record(z.string(), z.unknown());

const text: JsonSchema = { type: "string" };
const integer: JsonSchema = { type: "integer", minimum: 0 };

export const RETRY_AFTER: Header = { description: "Seconds to wait.", schema: integer, isAlwaysThere: true };

/** Source: draft-ietf-httpapi-ratelimit-headers. */
export const RATE_LIMIT_HEADERS: Readonly<Record<string, Header>> = {
  RateLimit: {
    description: 'What is left of each limit of the workspace, where it has one: `"name";r=left;t=seconds`.',
    schema: text,
  },
  "RateLimit-Policy": { description: 'The limits themselves: `"name";q=quota;w=seconds`.', schema: text },
};

export const WORKSPACE: Parameter = {
  description: "Id of the workspace, for tokens that are good in several.",
  schema: text,
};

export const ORGANIZATION: Parameter = {
  description: "`organizationId` of the workspace, for tokens that are good in several.",
  schema: text,
};

export const IDEMPOTENCY_KEY: Parameter = {
  description:
    "The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.",
  schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x20-\\x7e]+$" },
};

export const BEARER: JsonSchema = {
  type: "http",
  scheme: "bearer",
  description: "The secret of a credential of the workspace, or a JWT of one of its issuers.",
};

export const apiKey = (name: string): JsonSchema => ({
  type: "apiKey",
  in: "header",
  name,
  description: "The secret of a credential of the workspace, where there is no `Authorization` header.",
});

/** Answers of one form, by status. 429 and 503 say when to try again. */
export const refusals = (
  body: Schema,
  descriptions: Readonly<Record<number, string>>,
  type = "application/json",
): Readonly<Record<string, Answer>> =>
  Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [
      status,
      {
        description,
        body,
        type,
        ...(status === "429" || status === "503" ? { headers: { "Retry-After": RETRY_AFTER } } : {}),
      },
    ]),
  );
