// What a caller is told who is not the operator, where only the operator may call.

import type { Context } from "hono";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import { refuseWithoutReview } from "./respond.ts";
import { noWorkspace, notOperator } from "./workspace-routes.ts";

/** A workspace's own credential is known, and this call is still not its own. */
export const refuseCaller = async (c: Context<AppEnv>, workspaceId: string): Promise<Response> => {
  const authenticated = await authenticate(c, {
    credential: presentedCredential(c.req.raw.headers),
    workspaceId: null,
    organizationId: null,
    reviewId: null,
    idempotency: null,
  });
  if (!authenticated.ok) {
    const { error } = authenticated;
    return error.type === "rate_limited" ? refuseWithoutReview(error) : notOperator();
  }
  return authenticated.value.principal.workspaceId === workspaceId
    ? refuseWithoutReview({ type: "forbidden" })
    : noWorkspace();
};
