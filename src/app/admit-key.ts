// From a credential that was found to the caller it stands for: opened by its own secret, or by an access token that was
// issued for it. Source: workspace.md 3; alloy.md ruling 12 (OAuth).

import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import { type AccessToken, isTokenOf } from "./access-token.ts";
import type { AuthFindings, FoundCredential, WorkspaceFacts } from "./auth-ports.ts";
import { keyPrincipal } from "./build-principal.ts";
import type { AuthError, AuthRequest, Principal } from "./principal.ts";

const isElsewhere = ({ workspaceId, organizationId }: AuthRequest, workspace: WorkspaceFacts): boolean =>
  (workspaceId !== null && workspaceId !== workspace.id) ||
  (organizationId !== null && organizationId !== workspace.organizationId);

export const admitKey = (
  credential: FoundCredential,
  via: "basic" | "key" | "oauth",
  request: AuthRequest,
): Result<Principal, AuthError> => {
  if (isElsewhere(request, credential.workspace)) return err({ type: "workspace_mismatch" });
  if (credential.member?.active === false) return err({ type: "not_a_member", elsewhere: false });
  return ok(keyPrincipal(credential, via));
};

/** The credential that an access token was issued for, as long as it is the same and the workspace's clock allows. */
export const admitAccess = async (
  token: AccessToken,
  { credentials }: AuthFindings,
  request: AuthRequest,
  now: Instant,
): Promise<Result<Principal, AuthError>> => {
  for (const credential of credentials) {
    if (!(await isTokenOf(token, credential))) continue;
    const isExpired = (credential.workspace.testNow ?? now) >= token.expiresAt;
    return isExpired ? err({ type: "token_expired" }) : admitKey(credential, "oauth", request);
  }
  return err({ type: "token_invalid" });
};
