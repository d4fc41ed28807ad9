// Exchanges a Basic pair for an access token that lives for a while on the workspace's clock.
// Source: alloy.md ruling 12 (OAuth) and section 5.

import { ok, type Result } from "../core/result.ts";
import { accessToken } from "./access-token.ts";
import { type AuthDeps, openCredential } from "./authenticate.ts";
import type { AuthError, PresentedCredential, Principal } from "./principal.ts";

export interface IssuedToken {
  readonly token: string;
  /** Who the token will be. */
  readonly principal: Principal;
}

export interface TokenRequest {
  readonly credential: Extract<PresentedCredential, { type: "basic" }>;
  /** `x-workspace-id`. */
  readonly workspaceId: string | null;
  readonly lifetimeMs: number;
}

/** One D1 round trip. */
export const issueToken = async (
  deps: AuthDeps,
  { credential: shown, workspaceId, lifetimeMs }: TokenRequest,
): Promise<Result<IssuedToken, AuthError>> => {
  const request = { credential: shown, workspaceId, organizationId: null, reviewId: null, idempotency: null };
  const opened = await openCredential(shown, request, deps);
  if (!opened.ok) return opened;
  const { credential, principal } = opened.value;
  const now = principal.testNow ?? deps.clock.now();
  return ok({ token: await accessToken(credential, now + lifetimeMs), principal });
};
