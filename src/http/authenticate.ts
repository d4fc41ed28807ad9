// The one way of every dialect to its caller: says from which address the request comes and of which kind it is, and
// keeps for the answer's headers how the caller stands with the limits.
// Source: draft-ietf-httpapi-ratelimit-headers-10 (`RateLimit`, `RateLimit-Policy`).

import type { Context } from "hono";
import type { CallKind, Entered } from "../app/limit-ports.ts";
import type { EnteredToken } from "../app/limit-callers.ts";
import type { TokenRequest } from "../app/issue-token.ts";
import type { AuthError, AuthRequest } from "../app/principal.ts";
import type { RateStanding } from "../core/rate-limit.ts";
import type { Result } from "../core/result.ts";
import type { AppEnv } from "./context.ts";

/** The platform names it. Where nothing does (local tests), everybody is one client. */
const addressOf = (headers: Headers): string => headers.get("cf-connecting-ip") ?? "";

type Standings = { readonly standings: readonly RateStanding[] };

const standingsOf = (entered: Result<Standings, AuthError>): readonly RateStanding[] => {
  if (entered.ok) return entered.value.standings;
  return entered.error.type === "rate_limited" ? entered.error.standings : [];
};

export const authenticate = async (
  c: Context<AppEnv>,
  request: AuthRequest,
  kind: CallKind = "any",
): Promise<Result<Entered, AuthError>> => {
  const isCounted = c.var.standings !== undefined;
  const entered = await c.var.services.authenticate({
    ...request,
    address: addressOf(c.req.raw.headers),
    kind: isCounted ? "again" : kind,
  });
  if (!isCounted) c.set("standings", standingsOf(entered));
  return entered;
};

/** A Basic pair for an access token. */
export const issueToken = async (
  c: Context<AppEnv>,
  request: TokenRequest,
): Promise<Result<EnteredToken, AuthError>> => {
  const issued = await c.var.services.issueToken({ ...request, address: addressOf(c.req.raw.headers) });
  c.set("standings", standingsOf(issued));
  return issued;
};

/** Integers of structured fields have at most 15 digits. Source: RFC 9651 3.3.1. */
const MAX_FIELD_INTEGER = 999_999_999_999_999;
const integer = (value: number): number => Math.min(value, MAX_FIELD_INTEGER);

const policyItem = ({ name, quota, windowSeconds }: RateStanding): string =>
  `"${name}";q=${integer(quota)};w=${windowSeconds}`;

const limitItem = ({ name, remaining, resetSeconds }: RateStanding): string =>
  `"${name}";r=${integer(remaining)};t=${resetSeconds}`;

/** None where nothing was counted. `t`: until more may pass than now; on 429 `Retry-After` says until when nothing does. */
export const rateLimitHeaders = (
  standings: readonly RateStanding[] | undefined = [],
): readonly (readonly [name: string, value: string])[] =>
  standings.length === 0
    ? []
    : [
        ["RateLimit-Policy", standings.map(policyItem).join(", ")],
        ["RateLimit", standings.map(limitItem).join(", ")],
      ];
