// The one round trip before every request: credentials and members it may mean, the review its path names, the answer
// under its idempotency key. Returns candidates; hashes and signatures are judged in app/authenticate.ts.
// This look-up is the only one outside Cron that crosses workspaces.

import type {
  AuthFindings,
  AuthQuestion,
  FoundAnswer,
  FoundCredential,
  FoundMember,
  IssuerFacts,
  MemberFacts,
  PrincipalStore,
  WorkspaceFacts,
} from "../app/auth-ports.ts";
import type { JsonObject } from "../core/json.ts";
import type { Role } from "../core/review/actor.ts";
import { hydrateAnswer } from "./load-review.ts";
import * as sql from "./find-principal-sql.ts";

interface WorkspaceColumns {
  readonly workspace_id: string;
  readonly workspace_version: number;
  readonly organization_id: string | null;
  readonly signing_key: string;
  readonly test_now: number | null;
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

interface AnswerColumns {
  readonly answer_workspace: string;
  readonly caller: string;
  readonly fingerprint: string;
  readonly answer: string;
  readonly created_at: number;
}

/** What any statement of the batch may return; each reads only the columns of its own select list. */
type Row = WorkspaceColumns &
  MemberColumns &
  CredentialColumns &
  IssuerColumns &
  TargetColumns &
  AnswerColumns & { readonly found_by: "subject" | "email" };

const toWorkspace = (row: WorkspaceColumns): WorkspaceFacts => ({
  id: row.workspace_id,
  version: row.workspace_version,
  organizationId: row.organization_id,
  signingKey: row.signing_key,
  testNow: row.test_now,
});

const parseList = (text: string): readonly string[] => JSON.parse(text);

const toMember = (row: MemberColumns): MemberFacts => ({
  id: row.member_id,
  email: row.email,
  name: row.member_name,
  role: row.member_role,
  groups: parseList(row.groups),
  slackId: row.slack_id,
  active: row.active === 1,
  identity: row.identity,
});

const toCredential = (row: WorkspaceColumns & MemberColumns & CredentialColumns): FoundCredential => ({
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
const toIssuer = (row: IssuerColumns): IssuerFacts[] => {
  const { issuer_workspace: workspaceId, issuer, audience, jwks_url: url, jwks, secret_name: name, sealed } = row;
  if (url !== null) return [{ workspaceId, issuer, audience, key: { type: "jwks_url", url } }];
  if (jwks !== null) return [{ workspaceId, issuer, audience, key: { type: "jwks", jwks: parseObject(jwks) } }];
  if (name === null || sealed === null) return [];
  return [{ workspaceId, issuer, audience, key: { type: "hs256", name, sealed } }];
};

const toFoundMember = (row: Row): FoundMember[] =>
  toIssuer(row).map((issuer) => ({
    workspace: toWorkspace(row),
    member: toMember(row),
    by: row.found_by,
    issuer,
  }));

const toTarget = (row: TargetColumns): AuthFindings["targets"][number] => ({
  workspaceId: row.target_workspace,
  ref: {
    reviewId: row.review_id,
    dialect: row.dialect,
    version: row.version,
    isGrouped: row.is_grouped === 1,
  },
});

const toAnswer = (db: D1Database, row: AnswerColumns): FoundAnswer => ({
  workspaceId: row.answer_workspace,
  caller: row.caller,
  storedAt: row.created_at,
  hydrate: () => hydrateAnswer(db, row.answer_workspace, row),
});

type Read = (findings: AuthFindings, rows: readonly Row[]) => AuthFindings;

/** The statements that this question needs, each with what its rows mean. */
const planBatch = (db: D1Database, question: AuthQuestion): readonly (readonly [D1PreparedStatement, Read])[] => {
  const { keys, token, reviewId, idempotency } = question;
  const shown = [keys.type, JSON.stringify(keys.lookups)];
  const said = [token?.issuer ?? null, token?.subject ?? null, token?.email ?? null];
  const plan: (readonly [D1PreparedStatement, Read])[] = [
    [
      db.prepare(sql.CREDENTIALS).bind(...shown),
      (findings, rows) => ({ ...findings, credentials: rows.map(toCredential) }),
    ],
  ];
  if (token !== null) {
    plan.push([
      db.prepare(sql.MEMBERS).bind(...said),
      (findings, rows) => ({ ...findings, members: rows.flatMap(toFoundMember) }),
    ]);
    const issuers =
      token.workspaceId === null
        ? db.prepare(sql.ANY_ISSUERS).bind(token.issuer)
        : db.prepare(sql.ISSUERS_OF_WORKSPACE).bind(token.issuer, token.workspaceId);
    plan.push([issuers, (findings, rows) => ({ ...findings, issuers: rows.flatMap(toIssuer) })]);
  }
  if (reviewId !== null) {
    plan.push([
      db.prepare(sql.TARGETS).bind(...shown, ...said, reviewId),
      (findings, rows) => ({ ...findings, targets: rows.map(toTarget) }),
    ]);
  }
  if (idempotency !== null) {
    const { key, method, path } = idempotency;
    plan.push([
      db.prepare(sql.ANSWERS).bind(...shown, ...said, key, method, path),
      (findings, rows) => ({ ...findings, answers: rows.map((row) => toAnswer(db, row)) }),
    ]);
  }
  return plan;
};

const NOTHING: AuthFindings = { credentials: [], members: [], issuers: [], targets: [], answers: [] };

export const createPrincipalStore = (db: D1Database): PrincipalStore => ({
  find: async (question) => {
    const plan = planBatch(db, question);
    const results = await db.batch<Row>(plan.map(([statement]) => statement));
    return plan.reduce((findings, [, read], index) => read(findings, results[index]?.results ?? []), NOTHING);
  },
  findWorkspace: async (workspaceId, reviewId) => {
    const [workspaces, targets] = await db.batch<Row>([
      db.prepare(sql.WORKSPACE).bind(workspaceId),
      db.prepare(sql.TARGET_OF_WORKSPACE).bind(workspaceId, reviewId),
    ]);
    const workspace = workspaces?.results[0];
    if (workspace === undefined) return null;
    const target = targets?.results[0];
    return { workspace: toWorkspace(workspace), target: target === undefined ? null : toTarget(target).ref };
  },
});
