// What authentication asks of storage: everything that one request shows, answered in one round trip.
// The answers are candidates: whether a secret or a signature holds is judged in authenticate.ts.

import type { JsonObject } from "../core/json.ts";
import type { Role } from "../core/review/actor.ts";
import type { Instant } from "../core/time.ts";
import type { StoredAnswer } from "./ports.ts";
import type { ReviewRef } from "./principal.ts";
import type { Member, RateLimits } from "./workspace-document.ts";

export interface AuthQuestion {
  /** Credentials that stand under one of these. */
  readonly keys: { readonly type: "basic" | "bearer"; readonly lookups: readonly string[] };
  /** What a token says of itself, unverified; null: it is none. */
  readonly token: {
    readonly issuer: string;
    readonly subject: string;
    /** Lower case, and only when the token says that it was verified. */
    readonly email: string | null;
    readonly workspaceId: string | null;
  } | null;
  readonly reviewId: string | null;
  readonly idempotency: { readonly key: string; readonly method: string; readonly path: string } | null;
}

export interface WorkspaceFacts {
  readonly id: string;
  readonly version: number;
  readonly organizationId: string | null;
  readonly signingKey: string;
  readonly testNow: Instant | null;
  readonly rateLimits: RateLimits;
}

export interface MemberFacts extends Member {
  readonly identity: string;
}

export interface FoundCredential {
  readonly workspace: WorkspaceFacts;
  readonly name: string;
  readonly lookup: string;
  readonly secretDigest: string;
  readonly role: Role | null;
  /** Set when it acts as a member. */
  readonly member: MemberFacts | null;
  readonly agent: string | null;
  readonly workflow: string | null;
  readonly scopes: readonly string[] | null;
}

/** One entry of a workspace's list of issuers, with the key that judges its tokens. */
export interface IssuerFacts {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly audience: string;
  readonly key:
    | { readonly type: "jwks_url"; readonly url: string }
    | { readonly type: "jwks"; readonly jwks: JsonObject }
    | { readonly type: "hs256"; readonly name: string; readonly sealed: string };
}

/** A member that a token may mean, with one entry of the issuer it names: several entries, several of these. */
export interface FoundMember {
  readonly workspace: WorkspaceFacts;
  readonly member: MemberFacts;
  readonly by: "subject" | "email";
  readonly issuer: IssuerFacts;
}

export interface FoundAnswer {
  readonly workspaceId: string;
  /** `member:<id>`, `service:<name>`, or `agent:<id>` for a credential that posts for one agent. */
  readonly caller: string;
  readonly storedAt: Instant;
  /** Reads texts that the answer needs: a further round trip, on replays only. */
  readonly hydrate: () => Promise<StoredAnswer>;
}

/** Of every workspace that a candidate belongs to. */
export interface AuthFindings {
  readonly credentials: readonly FoundCredential[];
  readonly members: readonly FoundMember[];
  /** Entries of the named issuer (of the named workspace, or a few of any), for tokens of nobody's. */
  readonly issuers: readonly IssuerFacts[];
  readonly targets: readonly { readonly workspaceId: string; readonly ref: ReviewRef }[];
  readonly answers: readonly FoundAnswer[];
}

export interface PrincipalStore {
  find(question: AuthQuestion): Promise<AuthFindings>;
  /** A workspace by its id, deleted ones too, and a review of it: for the operator. */
  findWorkspace(
    workspaceId: string,
    reviewId: string | null,
  ): Promise<{ readonly workspace: WorkspaceFacts; readonly target: ReviewRef | null } | null>;
}
