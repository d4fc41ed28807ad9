// Workspace documents in D1. One batch for each version; the row of workspace_versions is the lock: whoever comes second
// breaks on it and nothing of that batch stands. Source: workspace.md 1.

import type {
  KeptAnswer,
  Rekeying,
  StoredCredential,
  StoredIdentity,
  WorkspaceStore,
  WorkspaceWrite,
} from "../app/document-ports.ts";
import type { JsonObject } from "../core/json.ts";
import type { Instant } from "../core/time.ts";
import { answerStatements } from "./answer-statements.ts";
import { conflictOn } from "./d1-errors.ts";
import { jsonParts } from "./json-parts.ts";
import * as sql from "./workspaces-sql.ts";

interface CurrentRow {
  readonly version: number;
  readonly deleted_at: number | null;
  readonly document: string;
}

interface CredentialColumns {
  readonly name: string;
  readonly type: "basic" | "bearer";
  readonly lookup: string;
  readonly secret_digest: string;
}

interface IdentityColumns {
  readonly member_id: string;
  readonly email: string;
  readonly digest: string;
  readonly salt: string;
}

const toCredential = (row: CredentialColumns): StoredCredential => ({
  name: row.name,
  type: row.type,
  lookup: row.lookup,
  secretDigest: row.secret_digest,
});

const toIdentity = (row: IdentityColumns): StoredIdentity => ({
  memberId: row.member_id,
  email: row.email,
  digest: row.digest,
  salt: row.salt,
});

/** A tombstone's document is null. */
const parseDocument = (text: string): JsonObject => {
  const parsed: JsonObject | null = JSON.parse(text);
  return parsed ?? {};
};

/** Replaces a workspace's rows of one table; null leaves them alone. */
const replaceRows = (
  db: D1Database,
  workspaceId: string,
  table: "members" | "credentials" | "issuers" | "workspace_secrets",
  insertSql: string,
  rows: readonly unknown[] | null,
): readonly D1PreparedStatement[] => {
  if (rows === null) return [];
  const removal = db.prepare(`DELETE FROM ${table} WHERE workspace_id = ?1`).bind(workspaceId);
  return [removal, ...jsonParts(rows).map((part) => db.prepare(insertSql).bind(workspaceId, part))];
};

/** What authentication has to know of the document without reading it; null: nothing is limited. */
const limitsOf = ({ rateLimits = null }: JsonObject): string | null =>
  rateLimits === null || Object.keys(rateLimits).length === 0 ? null : JSON.stringify(rateLimits);

const writeStatements = (db: D1Database, write: WorkspaceWrite): D1PreparedStatement[] => {
  const { workspaceId, version, organizationId, created, at } = write;
  const rateLimits = limitsOf(write.json);
  const workspace =
    created === null
      ? db.prepare(sql.UPDATE_WORKSPACE).bind(workspaceId, version, organizationId, rateLimits)
      : db
          .prepare(sql.INSERT_WORKSPACE)
          .bind(workspaceId, version, organizationId, created.signingKey, created.testNow, at, rateLimits);
  const members = write.members?.map((member) => ({ ...member, emailLower: member.email.toLowerCase() })) ?? null;
  const identities = write.newIdentities;
  return [
    db.prepare(sql.INSERT_VERSION).bind(workspaceId, version, JSON.stringify(write.json), write.appliedBy, at),
    workspace,
    ...replaceRows(db, workspaceId, "members", sql.INSERT_MEMBERS, members),
    ...jsonParts(identities).map((part) => db.prepare(sql.INSERT_IDENTITIES).bind(workspaceId, part)),
    ...replaceRows(db, workspaceId, "credentials", sql.INSERT_CREDENTIALS, write.credentials),
    ...replaceRows(db, workspaceId, "issuers", sql.INSERT_ISSUERS, write.issuers),
    ...replaceRows(
      db,
      workspaceId,
      "workspace_secrets",
      sql.INSERT_SECRETS,
      write.secrets === null ? null : [...write.secrets],
    ),
  ];
};

const removeStatements = (
  db: D1Database,
  workspaceId: string,
  version: number,
  appliedBy: string,
  at: Instant,
): D1PreparedStatement[] => [
  db.prepare(sql.INSERT_VERSION).bind(workspaceId, version, "null", appliedBy, at),
  db.prepare("UPDATE workspaces SET version = ?2, deleted_at = ?3 WHERE id = ?1").bind(workspaceId, version, at),
  ...["members", "credentials", "issuers", "workspace_secrets"].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE workspace_id = ?1`).bind(workspaceId),
  ),
];

const rekeyStatements = (db: D1Database, workspaceId: string, { credentials, secrets }: Rekeying) => [
  ...credentials.map(({ from, to }) =>
    db
      .prepare(
        "UPDATE credentials SET lookup = ?3, secret_digest = ?4 WHERE workspace_id = ?1 AND name = ?2 AND secret_digest = ?5",
      )
      .bind(workspaceId, to.name, to.lookup, to.secretDigest, from.secretDigest),
  ),
  ...secrets.map(({ name, from, to }) =>
    db
      .prepare("UPDATE workspace_secrets SET sealed = ?3 WHERE workspace_id = ?1 AND name = ?2 AND sealed = ?4")
      .bind(workspaceId, name, to, from),
  ),
];

const keptStatements = (
  db: D1Database,
  workspaceId: string,
  kept: KeptAnswer | null,
): readonly D1PreparedStatement[] => (kept === null ? [] : answerStatements(db, workspaceId, kept, kept.recordedAt));

/** One batch, or `answered` when its idempotency key is taken. */
const runAnswering = async (db: D1Database, statements: D1PreparedStatement[]): Promise<"written" | "answered"> => {
  try {
    await db.batch(statements);
    return "written";
  } catch (error) {
    if (conflictOn(error) === "idempotency") return "answered";
    throw error;
  }
};

/** One batch, or `conflict` when another writer was first: with this version, or with one of its secrets. */
const runLocked = async <T>(run: () => Promise<T>): Promise<T | "conflict"> => {
  try {
    return await run();
  } catch (error) {
    if (conflictOn(error) === "workspace") return "conflict";
    throw error;
  }
};

export const createWorkspaceStore = (db: D1Database): WorkspaceStore => ({
  current: async (workspaceId) => {
    const row = await db.prepare(sql.CURRENT).bind(workspaceId).first<CurrentRow>();
    if (row === null) return null;
    return { version: row.version, deletedAt: row.deleted_at, json: parseDocument(row.document) };
  },
  load: async (workspaceId, lookups) => {
    const [current, credentials, others, identities, secrets] = await db.batch<
      CurrentRow & CredentialColumns & IdentityColumns & { sealed: string }
    >([
      db.prepare(sql.CURRENT).bind(workspaceId),
      db.prepare(sql.CREDENTIALS).bind(workspaceId),
      db.prepare(sql.OTHERS).bind(workspaceId, JSON.stringify(lookups)),
      db.prepare(sql.IDENTITIES).bind(workspaceId),
      db.prepare(sql.SECRETS).bind(workspaceId),
    ]);
    const row = current?.results[0];
    return {
      workspace:
        row === undefined
          ? null
          : {
              version: row.version,
              deletedAt: row.deleted_at,
              json: parseDocument(row.document),
              credentials: (credentials?.results ?? []).map(toCredential),
              identities: (identities?.results ?? []).map(toIdentity),
              secrets: new Map((secrets?.results ?? []).map(({ name, sealed }) => [name, sealed])),
            },
      others: (others?.results ?? []).map(toCredential),
    };
  },
  write: (write, kept) =>
    runLocked(() => runAnswering(db, [...writeStatements(db, write), ...keptStatements(db, write.workspaceId, kept)])),
  keep: (workspaceId, kept) => runAnswering(db, [...keptStatements(db, workspaceId, kept)]),
  rekey: async (workspaceId, rekeying) => {
    const statements = rekeyStatements(db, workspaceId, rekeying);
    if (statements.length > 0) await db.batch(statements);
  },
  remove: (workspaceId, version, appliedBy, at) =>
    runLocked(async () => {
      await db.batch(removeStatements(db, workspaceId, version, appliedBy, at));
      return "written" as const;
    }),
});
