// Client credentials for an access token, in both forms that are documented: a Basic header, or a pair in the body.
// Source: alloy.md ruling 12 (Errors, OAuth, Details) and section 5.

import { type Context, Hono } from "hono";
import type { PresentedCredential } from "../../app/principal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { MS_PER_SECOND } from "../../core/time.ts";
import { issueToken } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import { readBody } from "./body.ts";
import { isUsable } from "./caller.ts";
import type { AlloyError } from "./errors.ts";
import { refuseShortly } from "./respond.ts";
import { readTokenRequest, type TokenRequest } from "./schema.ts";

const LIFETIME_SECONDS = 3_600;
const LIFETIME_MS = LIFETIME_SECONDS * MS_PER_SECOND;

type Basic = Extract<PresentedCredential, { type: "basic" }>;

const issue = async (c: Context<AppEnv>, credential: PresentedCredential): Promise<Result<string, AlloyError>> => {
  if (credential.type !== "basic") return err({ type: "unauthenticated" });
  const workspaceId = c.req.header("x-workspace-id") ?? null;
  const issued = await issueToken(c, { credential, workspaceId, lifetimeMs: LIFETIME_MS });
  if (!issued.ok) return issued;
  return isUsable(issued.value.principal, "read") ? ok(issued.value.token) : err({ type: "unauthenticated" });
};

const readRequest = async (c: Context<AppEnv>): Promise<Result<TokenRequest, AlloyError>> => {
  const body = await readBody(c);
  return body.ok ? readTokenRequest(body.value.value) : body;
};

/** The pair of the body; one without the other is a mistake of the body, none at all is nobody. */
const pairOf = ({ token, secret }: TokenRequest): Result<Basic, AlloyError> => {
  if (token !== null && secret !== null) return ok({ type: "basic", token, secret });
  if (token === null && secret === null) return err({ type: "unauthenticated" });
  const missing = token === null ? "application_token" : "application_secret";
  return err({ type: "invalid_body", details: { [missing]: "is required" } });
};

const byHeader = async (c: Context<AppEnv>): Promise<Response> => {
  const token = await issue(c, presentedCredential(c.req.raw.headers));
  if (!token.ok) return refuseShortly(c, token.error);
  const request = await readRequest(c);
  if (!request.ok) return refuseShortly(c, request.error);
  if (!request.value.hasGrantType) {
    return refuseShortly(c, { type: "invalid_body", details: { grant_type: "is required" } });
  }
  return c.json({ access_token: token.value, token_type: "bearer", expires_in: LIFETIME_SECONDS });
};

const byBody = async (c: Context<AppEnv>): Promise<Response> => {
  const request = await readRequest(c);
  if (!request.ok) return refuseShortly(c, request.error);
  const pair = pairOf(request.value);
  if (!pair.ok) return refuseShortly(c, pair.error);
  const token = await issue(c, pair.value);
  if (!token.ok) return refuseShortly(c, token.error);
  return c.json({ bearer_token: token.value, expires: LIFETIME_MS });
};

export const oauthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().post("/v1/oauth/bearer", (c) =>
    c.req.raw.headers.has("authorization") ? byHeader(c) : byBody(c),
  );
