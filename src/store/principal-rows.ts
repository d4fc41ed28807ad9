// Rows of the look-up before every request, as what authentication judges.

import type {
  AuthFindings,
  FoundCredential,
  FoundMember,
  IssuerFacts,
  MemberFacts,
  WorkspaceFacts,
} from "../app/auth-ports.ts";
import type { JsonObject } from "../core/json.ts";
import type { Role } from "../core/review/actor.ts";

interface WorkspaceColumns {
  readonly workspace_id: string;
  readonly workspace_version: number;
  readonly organization_id: string | null;
  readonly signing_key: string;
  readonly test_now: number | null;
  readonly rate_limits: string | null;
}

interface MemberColumns {
  readonly member_id: string;
  readonly email: string;
  readonly member_name: string;
  readonly member_role: Role;
  readonly groups: string;
  readonly slack_id: string;
  readonly active: number;
  readonly identity: string;
}

interface CredentialColumns {
  readonly credential_name: string;
  readonly lookup: string;
  readonly secret_digest: string;
  readonly credential_role: Role | null;
  readonly agent: string | null;
  readonly workflow: string | null;
  readonly scopes: string | null;
  readonly acts_as_member: number;
}

interface IssuerColumns {
  readonly issuer_workspace: string;
  readonly issuer: string;
  readonly audience: string;
  readonly jwks_url: string | null;
  readonly jwks: string | null;
  readonly secret_name: string | null;
  readonly sealed: string | null;
}

interface TargetColumns {
  readonly target_workspace: string;
  readonly review_id: string;
  readonly dialect: string;
  readonly version: number;
  readonly is_grouped: number;
}

export interface AnswerColumns {
  readonly answer_workspace: string;
  readonly caller: string;
  readonly fingerprint: string;
  readonly answer: string;
  readonly created_at: number;
}

/** What any statement of the batch may return; each reads only the columns of its own select list. */
export type AuthRow = WorkspaceColumns &
  MemberColumns &
  CredentialColumns &
  IssuerColumns &
  TargetColumns &
  AnswerColumns & { readonly found_by: "subject" | "email" };

/** Of a workspace without limits; one object for all of them. */
const NO_LIMITS: WorkspaceFacts["rateLimits"] = {};

const toLimits = (text: string): WorkspaceFacts["rateLimits"] => JSON.parse(text);

export const toWorkspace = (row: WorkspaceColumns): WorkspaceFacts => ({
  id: row.workspace_id,
  version: row.workspace_version,
  organizationId: row.organization_id,
  signingKey: row.signing_key,
  testNow: row.test_now,
  rateLimits: row.rate_limits === null ? NO_LIMITS : toLimits(row.rate_limits),
});

const parseList = (text: string): readonly string[] => JSON.parse(text);

export const toMember = (row: MemberColumns): MemberFacts => ({
  id: row.member_id,
  email: row.email,
  name: row.member_name,
  role: row.member_role,
  groups: parseList(row.groups),
  slackId: row.slack_id,
  active: row.active === 1,
  identity: row.identity,
});

export const toCredential = (row: WorkspaceColumns & MemberColumns & CredentialColumns): FoundCredential => ({
  workspace: toWorkspace(row),
  name: row.credential_name,
  lookup: row.lookup,
  secretDigest: row.secret_digest,
  role: row.credential_role,
  member: row.acts_as_member === 1 ? toMember(row) : null,
  agent: row.agent,
  workflow: row.workflow,
  scopes: row.scopes === null ? null : parseList(row.scopes),
});

const parseObject = (text: string): JsonObject => JSON.parse(text);

/** Empty for a row whose shared key is gone: it can judge nothing. */
export const toIssuer = (row: IssuerColumns): IssuerFacts[] => {
  const { issuer_workspace: workspaceId, issuer, audience, jwks_url: url, jwks, secret_name: name, sealed } = row;
  if (url !== null) return [{ workspaceId, issuer, audience, key: { type: "jwks_url", url } }];
  if (jwks !== null) return [{ workspaceId, issuer, audience, key: { type: "jwks", jwks: parseObject(jwks) } }];
  if (name === null || sealed === null) return [];
  return [{ workspaceId, issuer, audience, key: { type: "hs256", name, sealed } }];
};

export const toFoundMember = (row: AuthRow): FoundMember[] =>
  toIssuer(row).map((issuer) => ({
    workspace: toWorkspace(row),
    member: toMember(row),
    by: row.found_by,
    issuer,
  }));

export const toTarget = (row: TargetColumns): AuthFindings["targets"][number] => ({
  workspaceId: row.target_workspace,
  ref: {
    reviewId: row.review_id,
    dialect: row.dialect,
    version: row.version,
    isGrouped: row.is_grouped === 1,
  },
});
