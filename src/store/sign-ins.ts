// Sessions and one-time links in D1: rows found by the digest of a token. `identity` is the member's as it was when the row
// was made: a member of the same id who is another person by now has no session here.
// A session is looked up by its primary key, beside the review that the path names and the answer under the form's key.

import type { FoundAnswer } from "../app/auth-ports.ts";
import type { LinkOwner, SessionQuestion, SignInStore } from "../app/sign-in-ports.ts";
import { MEMBER_COLUMNS, TARGET_OF_WORKSPACE, WORKSPACE_COLUMNS } from "./find-principal-sql.ts";
import { hydrateAnswer } from "./load-review.ts";
import { type AnswerColumns, type AuthRow, toMember, toTarget, toWorkspace } from "./principal-rows.ts";

/** Primary keys of sign_ins and workspaces, members_by_id. ?1 workspace, ?2 digest, ?3 now. */
const SESSION_SQL = `SELECT ${WORKSPACE_COLUMNS}, ${MEMBER_COLUMNS}
  FROM sign_ins s
  CROSS JOIN workspaces w ON w.id = s.workspace_id AND w.deleted_at IS NULL
  CROSS JOIN members m ON m.workspace_id = s.workspace_id AND m.id = s.member_id AND m.identity = s.identity
  WHERE s.digest = ?2 AND s.workspace_id = ?1 AND s.kind = 'session' AND s.expires_at > ?3 AND m.active = 1`;

/** Index idempotency_key. ?1 workspace, ?2 digest, ?3 key, ?4 method, ?5 path. */
const ANSWER_SQL = `SELECT a.workspace_id AS answer_workspace, a.actor AS caller, a.fingerprint AS fingerprint,
    a.answer AS answer, a.created_at AS created_at
  FROM sign_ins s CROSS JOIN idempotency a INDEXED BY idempotency_key
    ON a.workspace_id = s.workspace_id AND a.key = ?3 AND a.actor = 'member:' || s.member_id AND a.method = ?4 AND a.path = ?5
  WHERE s.digest = ?2 AND s.workspace_id = ?1 AND s.kind = 'session'`;

/** Members_by_id. ?1 digest, ?2 workspace, ?3 kind, ?4 member, ?5 and ?6 from and until when. */
const ADD_SQL = `INSERT INTO sign_ins (digest, workspace_id, kind, member_id, identity, created_at, expires_at)
  SELECT ?1, m.workspace_id, ?3, m.id, m.identity, ?5, ?6
  FROM members m CROSS JOIN workspaces w ON w.id = m.workspace_id AND w.deleted_at IS NULL
  WHERE m.workspace_id = ?2 AND m.id = ?4 AND m.active = 1`;

/** Primary keys, members_by_id. ?1 digest, ?2 now. */
const LINK_OWNER = `FROM sign_ins l
  CROSS JOIN workspaces w ON w.id = l.workspace_id AND w.deleted_at IS NULL
  CROSS JOIN members m ON m.workspace_id = l.workspace_id AND m.id = l.member_id AND m.identity = l.identity
  WHERE l.digest = ?1 AND l.kind = 'link' AND l.expires_at > ?2 AND m.active = 1`;

const PEEK_SQL = `SELECT l.workspace_id AS workspace_id, m.id AS member_id, m.name AS member_name ${LINK_OWNER}`;

/** ?3 digest of the session, ?4 its end. */
const FOLLOW_SQL = `INSERT INTO sign_ins (digest, workspace_id, kind, member_id, identity, created_at, expires_at)
  SELECT ?3, l.workspace_id, 'session', l.member_id, l.identity, ?2, ?4 ${LINK_OWNER}`;

const USE_UP_SQL = "DELETE FROM sign_ins WHERE digest = ?1 AND kind = 'link'";

const OPENED_SQL = "SELECT workspace_id FROM sign_ins WHERE digest = ?1 AND kind = 'session'";

/** Rows that one run of Cron deletes at most. */
const PRUNED_AT_ONCE = 1_000;

/** Index sign_ins_by_expiry. */
const PRUNE_SQL = `DELETE FROM sign_ins WHERE digest IN
  (SELECT digest FROM sign_ins INDEXED BY sign_ins_by_expiry WHERE expires_at <= ?1 LIMIT ${PRUNED_AT_ONCE})`;

interface OwnerRow {
  readonly workspace_id: string;
  readonly member_id: string;
  readonly member_name: string;
}

const toOwner = (row: OwnerRow): LinkOwner => ({
  workspaceId: row.workspace_id,
  memberId: row.member_id,
  memberName: row.member_name,
});

const toAnswer = (db: D1Database, row: AnswerColumns): FoundAnswer => ({
  workspaceId: row.answer_workspace,
  caller: row.caller,
  storedAt: row.created_at,
  hydrate: () => hydrateAnswer(db, row.answer_workspace, row),
});

/** The statements that the question needs; absent ones are asked nothing. */
const planOf = (db: D1Database, { workspaceId, digest, reviewId, idempotency, now }: SessionQuestion) => {
  const session = db.prepare(SESSION_SQL).bind(workspaceId, digest, now);
  const target = reviewId === null ? [] : [db.prepare(TARGET_OF_WORKSPACE).bind(workspaceId, reviewId)];
  const answer =
    idempotency === null
      ? []
      : [db.prepare(ANSWER_SQL).bind(workspaceId, digest, idempotency.key, idempotency.method, idempotency.path)];
  return { session, target, answer };
};

export const createSignInStore = (db: D1Database): SignInStore => {
  const add = async (kind: "session" | "link", row: Parameters<SignInStore["addSession"]>[0]): Promise<boolean> => {
    const { digest, workspaceId, memberId, createdAt, expiresAt } = row;
    const statement = db.prepare(ADD_SQL).bind(digest, workspaceId, kind, memberId, createdAt, expiresAt);
    return (await statement.run()).meta.changes > 0;
  };
  return {
    findSession: async (question) => {
      const { session, target, answer } = planOf(db, question);
      const results = await db.batch<AuthRow>([session, ...target, ...answer]);
      const found = results[0]?.results[0];
      if (found === undefined) return null;
      const targetRow = target.length === 0 ? undefined : results[1]?.results[0];
      const answerRow = answer.length === 0 ? undefined : results[1 + target.length]?.results[0];
      return {
        workspace: toWorkspace(found),
        member: toMember(found),
        target: targetRow === undefined ? null : toTarget(targetRow).ref,
        answer: answerRow === undefined ? null : toAnswer(db, answerRow),
      };
    },
    addSession: (session) => add("session", session),
    addLink: (link) => add("link", link),
    endSession: async (workspaceId, digest) => {
      const sql = "DELETE FROM sign_ins WHERE digest = ?1 AND workspace_id = ?2 AND kind = 'session'";
      await db.prepare(sql).bind(digest, workspaceId).run();
    },
    peekLink: async (digest, now) => {
      const row = await db.prepare(PEEK_SQL).bind(digest, now).first<OwnerRow>();
      return row === null ? null : toOwner(row);
    },
    useLink: async (digest, { digest: sessionDigest, createdAt, expiresAt }) => {
      const results = await db.batch<{ readonly workspace_id: string }>([
        db.prepare(FOLLOW_SQL).bind(digest, createdAt, sessionDigest, expiresAt),
        db.prepare(USE_UP_SQL).bind(digest),
        db.prepare(OPENED_SQL).bind(sessionDigest),
      ]);
      const opened = results[2]?.results[0];
      return opened === undefined ? null : { workspaceId: opened.workspace_id };
    },
    prune: async (now) => (await db.prepare(PRUNE_SQL).bind(now).run()).meta.changes,
  };
};
