// Who calls, and whether they may: 401, then the workspace, then the role and the scope, before any body is judged.
// Source: seed "Endpoints"; adjudon.md rulings 2, 3, 13.

import type { Context } from "hono";
import type { AuthRequest, Principal, ReviewRef } from "../../app/principal.ts";
import type { StoredAnswer } from "../../app/ports.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isAdministrator, mayWrite } from "../../core/review/actor.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import type { AdjudonError } from "./errors.ts";
import { DIALECT } from "./policy.ts";
import { isKnownSchemaVersion } from "./versions.ts";

export type Access = "read" | "decide" | "assign" | "escalate" | "post_trace" | "verify";

export interface Caller {
  readonly principal: Principal;
  /** The review of this dialect that the path names. */
  readonly target: ReviewRef | null;
  readonly answer: StoredAnswer | null;
}

const SCOPE = {
  read: "read:reviews",
  decide: "write:reviews",
  assign: "write:reviews",
  escalate: "write:reviews",
  post_trace: "write:traces",
  verify: "read:reviews",
} as const satisfies Record<Access, string>;

/** A key of one agent posts its traces and does nothing else. */
const isAllowed = ({ actor, agent, scopes }: Principal, access: Access): boolean => {
  if (agent !== null && access !== "post_trace") return false;
  if (scopes !== null && !scopes.includes(SCOPE[access])) return false;
  return {
    read: true,
    decide: isAdministrator(actor.role),
    assign: mayWrite(actor.role),
    escalate: mayWrite(actor.role),
    post_trace: mayWrite(actor.role),
    verify: isAdministrator(actor.role) || actor.role === "auditor",
  }[access];
};

/** `reviewId`: what the path names; null for none, or for an id that no review can have. */
export const enter = async (
  c: Context<AppEnv>,
  access: Access,
  reviewId: string | null = null,
  idempotency: AuthRequest["idempotency"] = null,
): Promise<Result<Caller, AdjudonError>> => {
  const { headers } = c.req.raw;
  const authenticated = await authenticate(
    c,
    {
      credential: presentedCredential(headers),
      workspaceId: headers.get("x-workspace-id"),
      organizationId: headers.get("x-orgid"),
      reviewId,
      idempotency,
    },
    access === "assign" ? "assign" : "any",
  );
  if (!authenticated.ok) return authenticated;
  const { principal, target, answer } = authenticated.value;
  if (!isAllowed(principal, access)) return err({ type: "forbidden" });
  if (!isKnownSchemaVersion(headers)) return err({ type: "unknown_schema_version" });
  return ok({ principal, target: target?.dialect === DIALECT ? target : null, answer });
};

/** The review endpoints know neither `If-Match` nor `Idempotency-Key`. Source: adjudon.md ruling 9. */
export const factsOf = (c: Context<AppEnv>): RequestFacts => ({
  entrance: DIALECT,
  requestId: c.var.requestId,
  ifMatch: null,
  idempotency: null,
  answer: null,
});
