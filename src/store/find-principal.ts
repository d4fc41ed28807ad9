// The one round trip before every request: credentials and members it may mean, the review its path names, the answer
// under its idempotency key. Returns candidates; hashes and signatures are judged in app/authenticate.ts.
// This look-up is the only one outside Cron that crosses workspaces.

import type { AuthFindings, AuthQuestion, FoundAnswer, PrincipalStore } from "../app/auth-ports.ts";
import * as sql from "./find-principal-sql.ts";
import { hydrateAnswer } from "./load-review.ts";
import {
  type AnswerColumns,
  type AuthRow as Row,
  toCredential,
  toFoundMember,
  toIssuer,
  toTarget,
  toWorkspace,
} from "./principal-rows.ts";

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
  const candidates = sql.CANDIDATES[token === null ? "key" : "token"];
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
      db.prepare(candidates + sql.TARGETS).bind(...shown, ...said, reviewId),
      (findings, rows) => ({ ...findings, targets: rows.map(toTarget) }),
    ]);
  }
  if (idempotency !== null) {
    const { key, method, path } = idempotency;
    plan.push([
      db.prepare(candidates + sql.ANSWERS).bind(...shown, ...said, key, method, path),
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
