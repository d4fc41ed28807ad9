// Who calls, and whether the role may: the first two rows of the error table, before any body is read.
// Source: hoop.md rulings 4, 13 (Order, Provision) and section 1.1.

import type { Context } from "hono";
import { callerKey, type PresentedCredential, type Principal, type ReviewRef } from "../../app/principal.ts";
import type { StoredAnswer } from "../../app/ports.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import type { SeenBy } from "../../app/session-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isAdministrator, mayWrite } from "../../core/review/actor.ts";
import { seesEverything } from "../../core/review/readers.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { readIdempotencyKey, scopeOf } from "../../http/idempotency-key.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import type { HoopError } from "./errors.ts";
import { DIALECT } from "./policy.ts";

/** `rules` are configuration: administrators write them, auditors read them too. `provision` is for administrators' keys. */
export type Access = "read" | "write" | "provision" | "read_rules" | "write_rules";

export interface Caller {
  readonly principal: Principal;
  /** The review of this dialect that the path names. */
  readonly target: ReviewRef | null;
  readonly key: string | null;
  readonly answer: StoredAnswer | null;
}

/** The scheme word is exactly `Bearer`; nothing else is taken from the Authorization header. */
const credentialOf = (headers: Headers): PresentedCredential => {
  const authorization = headers.get("authorization");
  return authorization !== null && !authorization.startsWith("Bearer ")
    ? { type: "unreadable" }
    : presentedCredential(headers);
};

const needsWrite = (access: Access): boolean => access !== "read" && access !== "read_rules";

/** Null when the caller may go on. A key that may only post for one agent has no business here. */
const roleError = ({ actor, agent, scopes, via }: Principal, access: Access): HoopError | null => {
  if (access === "provision" && (via !== "key" || !isAdministrator(actor.role))) return { type: "unauthenticated" };
  const scope = needsWrite(access) ? "write:reviews" : "read:reviews";
  if (agent !== null || (scopes !== null && !scopes.includes(scope))) return { type: "forbidden" };
  const isAllowed = {
    read: true,
    write: mayWrite(actor.role),
    provision: true,
    read_rules: isAdministrator(actor.role) || actor.role === "auditor",
    write_rules: isAdministrator(actor.role),
  }[access];
  return isAllowed ? null : { type: "forbidden" };
};

/** `reviewId`: the review or session that the path names; null for none, or for an id that nothing can have. */
export const enter = async (
  c: Context<AppEnv>,
  access: Access,
  reviewId: string | null,
): Promise<Result<Caller, HoopError>> => {
  const { headers } = c.req.raw;
  const read = needsWrite(access) ? readIdempotencyKey(headers) : ok(null);
  const key = read.ok ? read.value : null;
  const authenticated = await authenticate(c, {
    credential: credentialOf(headers),
    workspaceId: headers.get("x-workspace-id"),
    organizationId: headers.get("x-orgid"),
    reviewId,
    idempotency: key === null ? null : { key, method: c.req.method, path: c.req.path },
  });
  if (!authenticated.ok) return authenticated;
  const { principal, target, answer } = authenticated.value;
  const refusal = roleError(principal, access);
  if (refusal !== null) return err(refusal);
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

/** Administrators and auditors see all; everybody else what they asked for or may decide. Source: hoop.md ruling 4. */
export const eyesOf = (principal: Principal): SeenBy => {
  if (seesEverything(principal.actor)) return { type: "all" };
  const owner = callerKey(principal);
  return {
    type: "reader",
    owner,
    readers: [owner, ...new Set(principal.actor.groups.map((group) => `group:${group}`))],
  };
};
