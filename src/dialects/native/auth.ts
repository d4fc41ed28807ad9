// Who calls, what they may do here, and the headers that every request may bring. Before any body is read.
// Source: workspace.md 3, 4 (Idempotency-Key, If-Match; the operator reads a deleted workspace).

import type { Context } from "hono";
import type { CallKind } from "../../app/limit-ports.ts";
import type { StoredAnswer } from "../../app/ports.ts";
import type { Principal, ReviewRef } from "../../app/principal.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Role } from "../../core/review/actor.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { readIdempotencyKey, scopeOf } from "../../http/idempotency-key.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import { readIfMatch } from "./entity-tag.ts";
import type { NativeError } from "./errors.ts";
import { DIALECT } from "./policy.ts";

export interface Caller {
  readonly principal: Principal;
  /** The review that the path names; null for none, or for an id that names nothing here. */
  readonly target: ReviewRef | null;
  readonly key: string | null;
  /** Stored under the key. */
  readonly answer: StoredAnswer | null;
  /** Version that `If-Match` names. */
  readonly ifMatch: number | null;
}

/** Longest id that anything has: an entity's own, of 255 characters, and some air. */
const MAX_ID_CHARS = 512;

/** An id that some review could have; null for what cannot be one, so that no query ever sees it. */
const pathId = (c: Context<AppEnv>): string | null => {
  const id = c.req.param("id");
  return id === undefined || id === "" || id.length > MAX_ID_CHARS || /\p{Cc}/u.test(id) ? null : id;
};

/** Null when the credential may go on. One that may only post for one agent has no business here. */
const limitOf = ({ agent, scopes }: Principal, scope: string): NativeError | null => {
  if (agent !== null) return { type: "credential_limited", wanted: "it may only post traces" };
  return scopes === null || scopes.includes(scope) ? null : { type: "credential_limited", wanted: `it lacks ${scope}` };
};

const enter = async (
  c: Context<AppEnv>,
  scope: string,
  key: string | null,
  kind: CallKind,
): Promise<Result<Caller, NativeError>> => {
  const { headers } = c.req.raw;
  const authenticated = await authenticate(
    c,
    {
      credential: presentedCredential(headers),
      workspaceId: headers.get("x-workspace-id"),
      organizationId: headers.get("x-orgid"),
      reviewId: pathId(c),
      idempotency: key === null ? null : { key, method: c.req.method, path: c.req.path },
    },
    kind,
  );
  if (!authenticated.ok) return authenticated;
  const limit = limitOf(authenticated.value.principal, scope);
  return limit === null ? ok({ ...authenticated.value, key, ifMatch: null }) : err(limit);
};

/** The operator, who names a workspace; null: somebody else calls. An unknown workspace holds no review. */
const enterAsOperator = async (c: Context<AppEnv>): Promise<Result<Caller, NativeError> | null> => {
  const { headers } = c.req.raw;
  const workspaceId = headers.get("x-workspace-id");
  const credential = presentedCredential(headers);
  const { services } = c.var;
  if (workspaceId === null || credential.type !== "bearer" || !(await services.isOperator(credential.token)))
    return null;
  const entered = await services.enterAsOperator(workspaceId, pathId(c));
  return entered === null ? err({ type: "not_found" }) : ok({ ...entered, key: null, ifMatch: null });
};

export const enterToRead = async (c: Context<AppEnv>): Promise<Result<Caller, NativeError>> =>
  (await enterAsOperator(c)) ?? enter(c, "read:reviews", null, "any");

export const enterToWrite = async (
  c: Context<AppEnv>,
  kind: CallKind = "any",
): Promise<Result<Caller, NativeError>> => {
  const { headers } = c.req.raw;
  const key = readIdempotencyKey(headers);
  const caller = await enter(c, "write:reviews", key.ok ? key.value : null, kind);
  if (!caller.ok) return caller;
  if (!key.ok) return key;
  const ifMatch = readIfMatch(headers, caller.value.target?.version ?? null);
  return ifMatch.ok ? ok({ ...caller.value, ifMatch: ifMatch.value }) : ifMatch;
};

/** Null when the caller has one of the roles. */
export const roleError = ({ principal }: Caller, roles: readonly Role[]): NativeError | null =>
  roles.includes(principal.actor.role) ? null : { type: "forbidden" };

export const factsOf = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<RequestFacts> => ({
  entrance: DIALECT,
  requestId: c.var.requestId,
  ifMatch: caller.ifMatch,
  idempotency: await scopeOf(c, caller, rawBody),
  answer: caller.answer,
});
