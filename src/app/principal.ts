// Who is calling, as the credential says. Made by authentication, trusted everywhere after it.

import type { RateStanding } from "../core/rate-limit.ts";
import type { Actor } from "../core/review/actor.ts";
import type { Instant } from "../core/time.ts";
import type { StoredAnswer } from "./ports.ts";
import type { RateLimits } from "./workspace-document.ts";

export interface Principal {
  readonly workspaceId: string;
  /** Version of the workspace document in force: what was compiled for it may be cached under this number. */
  readonly workspaceVersion: number;
  readonly organizationId: string | null;
  readonly actor: Actor;
  /** `key`: a bearer credential, whichever header carried it. */
  readonly via: "basic" | "key" | "jwt" | "oauth";
  /** Name of the credential; null for a JWT. */
  readonly credential: string | null;
  /** External id of the one agent that this credential may post for; null without that limit. */
  readonly agent: string | null;
  /** Token of the workflow that this credential belongs to. */
  readonly workflow: string | null;
  /** Null: every scope. */
  readonly scopes: readonly string[] | null;
  /** Now of a test-clock workspace; null: real time. */
  readonly testNow: Instant | null;
  /** Key of tokens that are derived and never stored. */
  readonly signingKey: string;
  /** Of each caller of the workspace; empty: none. */
  readonly rateLimits: RateLimits;
}

/** The review that the request names, as far as the look-up beside authentication saw it. Not yet a permission. */
export interface ReviewRef {
  readonly reviewId: string;
  readonly dialect: string;
  readonly version: number;
  /** Votes of several groups meet here: they go through the review's object. */
  readonly isGrouped: boolean;
}

export interface Authenticated {
  readonly principal: Principal;
  /** Null: the request names none, or nothing of this workspace has that id. */
  readonly target: ReviewRef | null;
  /** Stored under the request's idempotency key by this caller. */
  readonly answer: StoredAnswer | null;
}

/** What a request shows of itself before anybody knows it. */
export type PresentedCredential =
  | { readonly type: "none" }
  /** An Authorization header in a scheme or form that nobody here speaks. */
  | { readonly type: "unreadable" }
  | { readonly type: "basic"; readonly token: string; readonly secret: string }
  | { readonly type: "bearer"; readonly token: string; readonly header: "authorization" | "x-api-key" | "api-key" };

export interface AuthRequest {
  readonly credential: PresentedCredential;
  /** `x-workspace-id`, or the id in a workspace path. */
  readonly workspaceId: string | null;
  /** `x-orgid`. */
  readonly organizationId: string | null;
  /** Native id or any alias of the review that the path names. */
  readonly reviewId: string | null;
  readonly idempotency: { readonly key: string; readonly method: string; readonly path: string } | null;
}

/** Why a caller is nobody here. `type` is what the dialects word; secrets and tokens never stand in it. */
export type AuthError =
  | { readonly type: "no_credentials" }
  | { readonly type: "unreadable_credentials" }
  | { readonly type: "unknown_credentials"; readonly presented: PresentedCredential }
  | { readonly type: "token_expired" }
  | { readonly type: "token_invalid" }
  /** A good token whose subject is no active member of the workspace. `elsewhere`: but of another of that issuer. */
  | { readonly type: "not_a_member"; readonly elsewhere: boolean }
  /** The token is good in several workspaces and the request names none. */
  | { readonly type: "workspace_ambiguous" }
  /** The request names a workspace that this credential does not belong to. */
  | { readonly type: "workspace_mismatch" }
  /** Known, but calling too often; or, without `standings`, of an address that failed too often. */
  | {
      readonly type: "rate_limited";
      readonly retryAfterSeconds: number;
      readonly standings: readonly RateStanding[];
    };

/** The person or machine. */
export const callerKey = ({ actor }: Principal): string => `${actor.kind}:${actor.id}`;

/** Whose idempotency keys a credential writes: those of the one agent that it posts for, else of whoever it is. */
export const keyOwner = (principal: Principal): string =>
  principal.agent === null ? callerKey(principal) : `agent:${principal.agent}`;
