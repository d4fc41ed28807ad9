// What applying a workspace document needs from the outside: a schema that judges it and a store that keeps it.

import type { JsonObject } from "../core/json.ts";
import type { Result } from "../core/result.ts";
import type { Role } from "../core/review/actor.ts";
import type { Instant } from "../core/time.ts";
import type { Answer, IdempotencyScope } from "./ports.ts";
import type { Documents, Member, WorkspaceDocument } from "./workspace-document.ts";

export type { Documents, WorkspaceDocument };

/** What is wrong with one place of a document. `path` is a JSON pointer (RFC 6901); secrets never stand in `message`. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** A machine's credential as submitted. Secret null: keep the old one, or make one. */
export interface CredentialEntry {
  readonly name: string;
  readonly type: "basic" | "bearer";
  /** Null for a bearer. */
  readonly token: string | null;
  readonly secret: string | null;
  readonly role: Role | null;
  readonly member: string | null;
  readonly agent: string | null;
  readonly workflow: string | null;
  readonly scopes: readonly string[] | null;
}

/** Whose tokens are accepted. Exactly one kind of key. */
export interface IssuerEntry {
  readonly issuer: string;
  readonly audience: string;
  readonly key:
    | { readonly type: "jwks_url"; readonly url: string }
    | { readonly type: "jwks"; readonly jwks: JsonObject }
    /** Null: keep the old one. */
    | { readonly type: "hs256"; readonly secret: string | null };
}

export interface WebhookEntry {
  readonly id: string;
  /** Whether the format signs with the decoded bytes of a `whsec_` secret and takes no other. */
  readonly needsWhsec: boolean;
  readonly secret: string | null;
  /** Null: signed. Password null: keep the old one. */
  readonly basic: { readonly username: string; readonly password: string | null } | null;
}

/** A document that validates, with the secrets it was submitted with. Never stored as it is. */
export interface SubmittedDocument {
  readonly organizationId: string | null;
  readonly members: readonly Member[];
  readonly credentials: readonly CredentialEntry[];
  readonly issuers: readonly IssuerEntry[];
  readonly webhooks: readonly WebhookEntry[];
  readonly testClock: boolean;
  readonly json: JsonObject;
}

/** The one schema of the whole document, put together from everybody's parts. */
export interface DocumentSchema {
  /** After `loadRegularExpressions`. */
  validate(json: unknown): Result<SubmittedDocument, readonly Problem[]>;
  /** A stored version, which was validated when it was applied. */
  read(workspaceId: string, version: number, json: JsonObject): WorkspaceDocument;
}

export interface StoredCredential {
  readonly name: string;
  readonly type: "basic" | "bearer";
  /** Basic: the token. Bearer: the beginning of the digest. */
  readonly lookup: string;
  /** `<pepper id>:<hex>`. */
  readonly secretDigest: string;
}

/** An e-mail address of a member, and what the audit trail knows of it. */
export interface StoredIdentity {
  readonly memberId: string;
  readonly email: string;
  readonly digest: string;
  readonly salt: string;
}

/** Everything stored of a workspace that an apply compares with. */
export interface StoredWorkspace {
  readonly version: number;
  readonly deletedAt: Instant | null;
  /** Secrets null. */
  readonly json: JsonObject;
  readonly credentials: readonly StoredCredential[];
  readonly identities: readonly StoredIdentity[];
  /** Name -> sealed text. */
  readonly secrets: ReadonlyMap<string, string>;
}

export interface CredentialRow extends StoredCredential {
  readonly role: Role | null;
  readonly memberId: string | null;
  readonly agent: string | null;
  readonly workflow: string | null;
  readonly scopes: readonly string[] | null;
}

export interface MemberRow extends Member {
  /** Place in the document. */
  readonly position: number;
  /** Digest of the salted e-mail address. */
  readonly identity: string;
}

export interface IssuerRow {
  readonly position: number;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string | null;
  readonly jwks: JsonObject | null;
  /** Name of the sealed secret. */
  readonly secretName: string | null;
}

/** One version as it is written: all of it, in one batch, or nothing. */
export interface WorkspaceWrite {
  readonly workspaceId: string;
  /** The version before + 1. */
  readonly version: number;
  readonly json: JsonObject;
  readonly organizationId: string | null;
  readonly appliedBy: string;
  readonly at: Instant;
  /** Set with the first version only. */
  readonly created: { readonly signingKey: string; readonly testNow: Instant | null } | null;
  /** Null: as they are. */
  readonly members: readonly MemberRow[] | null;
  readonly newIdentities: readonly StoredIdentity[];
  readonly credentials: readonly CredentialRow[] | null;
  readonly issuers: readonly IssuerRow[] | null;
  readonly secrets: ReadonlyMap<string, string> | null;
}

/** The same secrets under newer keys. Touches a row only while it still holds `from`. */
export interface Rekeying {
  readonly credentials: readonly { readonly from: StoredCredential; readonly to: StoredCredential }[];
  readonly secrets: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** What the same request under the same key is answered again. */
export interface KeptAnswer {
  readonly scope: IdempotencyScope;
  readonly answer: Answer;
  /** By the workspace's clock. */
  readonly recordedAt: Instant;
}

export interface WorkspaceStore {
  /** The version in force; null: there never was a workspace of that id. */
  current(workspaceId: string): Promise<Pick<StoredWorkspace, "version" | "deletedAt" | "json"> | null>;
  /** Null: there never was one. `others`: credentials of other workspaces that stand under one of `lookups`. */
  load(
    workspaceId: string,
    lookups: readonly string[],
  ): Promise<{ readonly workspace: StoredWorkspace | null; readonly others: readonly StoredCredential[] }>;
  /**
   * `kept` stands with the version, or neither does. `conflict`: somebody else wrote that version, or took a secret;
   * `answered`: the key has an answer already; nothing was written.
   */
  write(write: WorkspaceWrite, kept: KeptAnswer | null): Promise<"written" | "conflict" | "answered">;
  /** The answer to a request that found nothing to change. */
  keep(workspaceId: string, kept: KeptAnswer): Promise<"written" | "answered">;
  rekey(workspaceId: string, rekeying: Rekeying): Promise<void>;
  /** The tombstone: a version without a document. Credentials, members and issuers go with it. */
  remove(workspaceId: string, version: number, appliedBy: string, at: Instant): Promise<"written" | "conflict">;
}
