// What applying a document does to a workspace: its changes, the secrets that are made, and the one write that brings
// them. Decides nothing about races: the store's lock does. Source: workspace.md 1.

import type { Json, JsonObject } from "../core/json.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import { type DocumentChange, diffDocuments } from "./diff-documents.ts";
import { sha256 } from "./digest-secrets.ts";
import type {
  IssuerEntry,
  IssuerRow,
  MemberRow,
  Problem,
  Rekeying,
  StoredCredential,
  StoredIdentity,
  StoredWorkspace,
  SubmittedDocument,
  WorkspaceWrite,
} from "./document-ports.ts";
import { type CredentialPlanDeps, planCredentials } from "./plan-credentials.ts";
import { issuerSecretName, planSealedSecrets, type SealedPlanDeps, type SecretPlace } from "./plan-sealed-secrets.ts";
import { stripSecrets } from "./strip-secrets.ts";
import type { Member } from "./workspace-document.ts";

export interface PlanDeps extends CredentialPlanDeps, SealedPlanDeps {
  readonly newSalt: () => string;
  readonly newSigningKey: () => string;
}

export interface PlanRequest {
  readonly workspaceId: string;
  readonly submitted: SubmittedDocument;
  /** Null: the first apply. */
  readonly previous: StoredWorkspace | null;
  /** Credentials of other workspaces that stand where a submitted one would. */
  readonly others: readonly StoredCredential[];
  readonly appliedBy: string;
  /** Real time. */
  readonly at: Instant;
}

export interface ApplyPlan {
  /** Empty: nothing to write but the rekeying. */
  readonly changes: readonly DocumentChange[];
  /** Credential name or webhook id -> secret. */
  readonly generated: ReadonlyMap<string, string>;
  readonly write: WorkspaceWrite;
  readonly rekeying: Rekeying;
}

/** The e-mail addresses of the document, each with its digest: the one it has, or a new one under a random salt. */
const planIdentities = (
  members: readonly Member[],
  known: readonly StoredIdentity[],
  newSalt: () => string,
): Promise<readonly StoredIdentity[]> => {
  const old = new Map(known.map((identity) => [JSON.stringify([identity.memberId, identity.email]), identity]));
  return Promise.all(
    members.map(async ({ id, email }): Promise<StoredIdentity> => {
      const kept = old.get(JSON.stringify([id, email]));
      if (kept !== undefined) return kept;
      const salt = newSalt();
      return { memberId: id, email, salt, digest: await sha256(`${salt}:${email}`) };
    }),
  );
};

const toMemberRow = (member: Member, position: number, identities: readonly StoredIdentity[]): MemberRow => ({
  ...member,
  position,
  identity: identities[position]?.digest ?? "",
});

const toIssuerRow = (entry: IssuerEntry, position: number): IssuerRow => ({
  position,
  issuer: entry.issuer,
  audience: entry.audience,
  jwksUrl: entry.key.type === "jwks_url" ? entry.key.url : null,
  jwks: entry.key.type === "jwks" ? entry.key.jwks : null,
  secretName: entry.key.type === "hs256" ? issuerSecretName(entry) : null,
});

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** A copy with one place set, so that a secret that changed shows as a change where nulls stand for all secrets. */
const setAt = (value: Json, [key, ...rest]: SecretPlace, leaf: Json): Json => {
  if (key === undefined) return leaf;
  if (isList(value)) return value.map((entry, index) => (index === key ? setAt(entry, rest, leaf) : entry));
  if (typeof value !== "object" || value === null) return value;
  return { ...value, [key]: setAt(value[key] ?? null, rest, leaf) };
};

const markReplaced = (json: JsonObject, places: readonly SecretPlace[]): JsonObject => {
  const marked = places.reduce<Json>((marking, place) => setAt(marking, place, "replaced"), json);
  return typeof marked === "object" && marked !== null && !isList(marked) ? marked : json;
};

const touches = (changes: readonly DocumentChange[], list: string): boolean =>
  changes.some(({ path }) => path === `/${list}` || path.startsWith(`/${list}/`));

/** A webhook's id that is also the name of a credential with a new secret is told apart. */
const joinGenerated = (
  credentials: ReadonlyMap<string, string>,
  webhooks: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> =>
  new Map([
    ...credentials,
    ...[...webhooks].map(([id, secret]) => [credentials.has(id) ? `webhook:${id}` : id, secret] as const),
  ]);

const clockProblems = ({ submitted, previous }: PlanRequest): readonly Problem[] =>
  previous === null || (previous.json["testClock"] ?? false) === submitted.testClock
    ? []
    : [{ path: "/testClock", message: "cannot be changed after the first apply" }];

/**
 * Of a document as it is kept, without secrets. A body is bounded before it is read; what many small changes make of a
 * document is not, and a spelling may grow (1e20). D1 keeps rows of 2 MB.
 */
const MAX_DOCUMENT_BYTES = 1_048_576;

const isTooLarge = (json: JsonObject): boolean =>
  new TextEncoder().encode(JSON.stringify(json)).byteLength > MAX_DOCUMENT_BYTES;

/** The problems that only the stored workspace, or another one, can show; or the plan. */
export const planApply = async (
  request: PlanRequest,
  deps: PlanDeps,
): Promise<Result<ApplyPlan, readonly Problem[]>> => {
  const { workspaceId, submitted, previous, others, appliedBy, at } = request;
  const json = stripSecrets(submitted.json);
  if (isTooLarge(json)) return err([{ path: "", message: "the document must have at most 1 MiB" }]);
  const [credentials, sealed, identities] = await Promise.all([
    planCredentials(submitted.credentials, previous?.credentials ?? [], others, deps),
    planSealedSecrets(workspaceId, submitted, previous?.secrets ?? new Map(), deps),
    planIdentities(submitted.members, previous?.identities ?? [], deps.newSalt),
  ]);
  const problems = [...clockProblems(request), ...credentials.problems, ...sealed.problems];
  if (problems.length > 0) return err(problems);

  const marked = markReplaced(json, [...credentials.replaced, ...sealed.replaced]);
  const changes = diffDocuments(previous?.json ?? {}, marked);
  const known = new Set(previous?.identities.map(({ digest }) => digest));
  const hasNewMembers = touches(changes, "members");
  const hasNewSecrets = touches(changes, "issuers") || touches(changes, "webhooks");
  const write: WorkspaceWrite = {
    workspaceId,
    version: (previous?.version ?? 0) + 1,
    json,
    organizationId: submitted.organizationId,
    appliedBy,
    at,
    created: previous === null ? { signingKey: deps.newSigningKey(), testNow: submitted.testClock ? at : null } : null,
    members: hasNewMembers
      ? submitted.members.map((member, position) => toMemberRow(member, position, identities))
      : null,
    newIdentities: hasNewMembers ? identities.filter(({ digest }) => !known.has(digest)) : [],
    credentials: touches(changes, "credentials") ? credentials.rows : null,
    issuers: touches(changes, "issuers") ? submitted.issuers.map(toIssuerRow) : null,
    secrets: hasNewSecrets ? sealed.secrets : null,
  };
  const generated = joinGenerated(credentials.generated, sealed.generated);
  return ok({
    changes,
    generated,
    write,
    rekeying: { credentials: credentials.rekeyed, secrets: sealed.rekeyed },
  });
};
