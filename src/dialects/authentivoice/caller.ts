// Who calls, and whether role and scopes allow it: 401 and 403, before any body is read.
// Source: authentivoice.md rulings 2, 3, 13 (Analyses, Who) and section 2.

import type { Context } from "hono";
import type { CallKind } from "../../app/limit-ports.ts";
import type { StoredAnswer } from "../../app/ports.ts";
import { type PresentedCredential, type Principal, type ReviewRef } from "../../app/principal.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { mayWrite } from "../../core/review/actor.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { readIdempotencyKey, scopeOf } from "../../http/idempotency-key.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import type { VoiceError } from "./errors.ts";
import { DIALECT } from "./policy.ts";

/** What a call needs: any one of the scopes, and for writes a role that may change things. */
const ACCESS = {
  read_reviews: { scopes: ["read:reviews"], isWrite: false },
  write_reviews: { scopes: ["write:reviews"], isWrite: true },
  read_analyses: { scopes: ["read:reviews", "read:analyses"], isWrite: false },
  write_analyses: { scopes: ["write:reviews", "write:analyses"], isWrite: true },
} as const;
export type Access = keyof typeof ACCESS;

export interface Caller {
  readonly principal: Principal;
  /** The review of this API that the path names. */
  readonly target: ReviewRef | null;
  readonly key: string | null;
  /** Stored under the key. */
  readonly answer: StoredAnswer | null;
}

/** A Bearer token or an API key; Basic pairs belong to another API. */
const credentialOf = (headers: Headers): PresentedCredential => {
  const credential = presentedCredential(headers);
  return credential.type === "basic" ? { type: "unreadable" } : credential;
};

/** A key that may only post for one agent has no business here. */
const mayEnter = (
  { actor, agent, scopes: granted }: Principal,
  { scopes, isWrite }: (typeof ACCESS)[Access],
): boolean => {
  const hasScope = granted === null || scopes.some((scope) => granted.includes(scope));
  return agent === null && hasScope && (!isWrite || mayWrite(actor.role));
};

/** `reviewId`: the review that the path names; null for none, or for an id that no review can have. */
export const enter = async (
  c: Context<AppEnv>,
  access: Access,
  reviewId: string | null,
  kind: CallKind = "any",
): Promise<Result<Caller, VoiceError>> => {
  const { headers } = c.req.raw;
  const needs = ACCESS[access];
  const read = needs.isWrite ? readIdempotencyKey(headers) : ok(null);
  const key = read.ok ? read.value : null;
  const authenticated = await authenticate(
    c,
    {
      credential: credentialOf(headers),
      workspaceId: headers.get("x-workspace-id"),
      organizationId: headers.get("x-orgid"),
      reviewId,
      idempotency: key === null ? null : { key, method: c.req.method, path: c.req.path },
    },
    kind,
  );
  if (!authenticated.ok) return authenticated;
  const { principal, target, answer } = authenticated.value;
  if (!mayEnter(principal, needs)) return err({ type: "forbidden" });
  if (!read.ok) return read;
  return ok({ principal, target: target?.dialect === DIALECT ? target : null, key, answer });
};

export const factsOf = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<RequestFacts> => ({
  entrance: DIALECT,
  requestId: c.var.requestId,
  ifMatch: null,
  idempotency: await scopeOf(c, caller, rawBody),
  answer: caller.answer,
});
