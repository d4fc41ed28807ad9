// Who calls, and whether the credential may: the first checks of every request, before any body is read.
// Source: alloy.md rulings 4, 12 (Errors, Details) and section 5.

import type { Context } from "hono";
import { readAccessToken } from "../../app/access-token.ts";
import type { IdempotencyScope, StoredAnswer } from "../../app/ports.ts";
import type { PresentedCredential, Principal, ReviewRef } from "../../app/principal.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { mayWrite } from "../../core/review/actor.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { readIdempotencyKey, scopeOf as requestScopeOf } from "../../http/idempotency-key.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import type { AlloyError } from "./errors.ts";
import { DIALECT } from "./policy.ts";

export type Access = "read" | "write";

export interface Caller {
  readonly principal: Principal;
  /** The review of this dialect that the path names. */
  readonly target: ReviewRef | null;
  readonly key: string | null;
  readonly answer: StoredAnswer | null;
}

/** Basic pairs and access tokens are read from the Authorization header; every other kind is nobody's here. */
const credentialOf = (headers: Headers): PresentedCredential => {
  const credential = presentedCredential(headers);
  if (credential.type !== "bearer") return credential;
  const isAccessToken = credential.header === "authorization" && readAccessToken(credential.token) !== null;
  return isAccessToken ? credential : { type: "unreadable" };
};

/** Whether this credential can be used here at all. */
export const isUsable = ({ actor, agent, scopes, via }: Principal, access: Access): boolean => {
  const scope = access === "read" ? "read:reviews" : "write:reviews";
  const isOfThisKind = (via === "basic" || via === "oauth") && agent === null;
  return isOfThisKind && (scopes === null || scopes.includes(scope)) && (access === "read" || mayWrite(actor.role));
};

/** `reviewId`: the review that the path names; null for none, or for an id that nothing can have. */
export const enter = async (
  c: Context<AppEnv>,
  access: Access,
  reviewId: string | null,
): Promise<Result<Caller, AlloyError>> => {
  const { headers } = c.req.raw;
  const read = access === "write" ? readIdempotencyKey(headers) : ok(null);
  const key = read.ok ? read.value : null;
  const authenticated = await authenticate(c, {
    credential: credentialOf(headers),
    workspaceId: headers.get("x-workspace-id"),
    organizationId: null,
    reviewId,
    idempotency: key === null ? null : { key, method: c.req.method, path: c.req.path },
  });
  if (!authenticated.ok) return authenticated;
  const { principal, target, answer } = authenticated.value;
  if (!isUsable(principal, access)) return err({ type: "unauthenticated" });
  if (!read.ok) return read;
  return ok({ principal, target: target?.dialect === DIALECT ? target : null, key, answer });
};

/** Scope of the request's idempotency key; null without one. Headers that name things count like the body. */
export const scopeOf = (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<IdempotencyScope | null> => {
  const named = [...c.req.raw.headers].filter(([name]) => name.startsWith("alloy-"));
  return requestScopeOf(c, caller, JSON.stringify([rawBody, named]));
};

export const factsOf = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<RequestFacts> => ({
  entrance: DIALECT,
  requestId: c.var.requestId,
  ifMatch: null,
  idempotency: await scopeOf(c, caller, rawBody),
  answer: caller.answer,
});
