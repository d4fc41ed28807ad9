// Which member a token signs in at the desk: judged as for any request with that token, by the same issuers of the workspace
// and the same keys. An ID token is made for the client that asked, so there the audience is the client's id.
// Source: workspace.md 2 (issuers), 3; OpenID Connect Core 1.0 § 3.1.3.7; Cloudflare Access, "Validate JWTs".

import { decodeJwt } from "jose";
import { err, ok, type Result } from "../core/result.ts";
import type { IssuerFacts, PrincipalStore } from "./auth-ports.ts";
import { judgeToken } from "./judge-token.ts";
import type { Provider } from "./oidc-ports.ts";
import type { Clock } from "./ports.ts";
import type { AuthError } from "./principal.ts";
import { type Claims, readClaims, type TokenVerdict, type VerifyDeps, verifyJwt } from "./verify-jwt.ts";

export interface TokenSignInDeps extends VerifyDeps {
  readonly store: PrincipalStore;
  /** Real time: tokens come from outside. */
  readonly clock: Clock;
}

export interface SignedIn {
  readonly workspaceId: string;
  readonly memberId: string;
}

const signIn = async (
  deps: TokenSignInDeps,
  claims: Claims,
  workspaceId: string | null,
  verify: (issuer: IssuerFacts) => Promise<TokenVerdict>,
): Promise<Result<SignedIn, AuthError>> => {
  const findings = await deps.store.find({
    keys: { type: "bearer", lookups: [] },
    token: { ...claims, workspaceId },
    reviewId: null,
    idempotency: null,
  });
  const judged = await judgeToken(findings, { workspaceId, organizationId: null }, verify);
  if (!judged.ok) return judged;
  return ok({ workspaceId: judged.value.workspace.id, memberId: judged.value.member.id });
};

/** By the ID token of a sign-in that this service began. */
export const signInByIdToken = async (
  deps: TokenSignInDeps,
  { issuer, audience, clientId }: Provider,
  workspaceId: string,
  idToken: string,
): Promise<Result<SignedIn, AuthError>> => {
  const claims = readClaims(idToken);
  if (claims === null || claims.issuer !== issuer) return err({ type: "token_invalid" });
  return signIn(deps, claims, workspaceId, async (entry) =>
    entry.audience === audience ? verifyJwt(idToken, { ...entry, audience: clientId }, deps.clock.now(), deps) : "bad",
  );
};

const ACCESS_HOST = /(?:^|\.)cloudflareaccess\.com$/;

/** Access says an address only after a login with it, and has no word for that; from anybody else an address needs one. */
const readAccessClaims = (assertion: string): Claims | null => {
  const claims = readClaims(assertion);
  if (claims === null || !ACCESS_HOST.test(URL.parse(claims.issuer)?.hostname ?? "")) return null;
  const { email, type } = decodeJwt(assertion);
  return { ...claims, email: type === "app" && typeof email === "string" ? email.toLowerCase() : null };
};

/** By `Cf-Access-Jwt-Assertion`. `workspaceId` null: the one workspace in which the token is good. */
export const signInByAccess = async (
  deps: TokenSignInDeps,
  assertion: string,
  workspaceId: string | null,
): Promise<Result<SignedIn, AuthError>> => {
  const claims = readAccessClaims(assertion);
  if (claims === null) return err({ type: "token_invalid" });
  return signIn(deps, claims, workspaceId, (entry) => verifyJwt(assertion, entry, deps.clock.now(), deps));
};
