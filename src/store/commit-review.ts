// The one place that writes reviews: everything a request changes, in one batch. A stale writer breaks on the audit
// key and nothing of its batch stands. A lost reply is not a lost commit: the hash tells whether ours is there.

import type { CommitRequest, CommitResult } from "../app/ports.ts";
import type { Announce } from "../app/webhook-ports.ts";
import { commitStatements } from "./commit-statements.ts";
import { conflictOn, isTransient } from "./d1-errors.ts";
import { listenersOf, listenersStatement } from "./find-listeners.ts";
import { newEndpointStatement } from "./new-endpoint-rows.ts";
import { noticeStatements } from "./notice-statements.ts";
import { type CommitPlan, planCommit } from "./plan-commit.ts";

/** Tries of one batch when the connection, not another writer, is in the way. */
const MAX_TRIES = 4;
const BACKOFF_MS = 25;

export interface CommitDeps {
  readonly db: D1Database;
  readonly newSalt: () => string;
  readonly pause: (ms: number) => Promise<void>;
  /** Told of everybody who listens, once an event stands; absent: nobody is asked for. */
  readonly announce?: Announce;
}

/** Whether the last audit row of this very plan stands: its hash covers our request id and instant. */
const hasLanded = async (db: D1Database, workspaceId: string, plan: CommitPlan): Promise<boolean> => {
  const last = plan.audit.at(-1);
  if (last === undefined) return false;
  const row = await db
    .prepare("SELECT hash FROM audit WHERE workspace_id = ?1 AND review_id = ?2 AND seq = ?3")
    .bind(workspaceId, last.review_id, last.seq)
    .first<{ hash: string }>();
  return row?.hash === last.hash;
};

/** Throws what is neither a conflict nor worth another try. */
export const commitReview = async (deps: CommitDeps, request: CommitRequest): Promise<CommitResult> => {
  const { db } = deps;
  const plan = await planCommit(request, deps.newSalt);
  const { workspaceId, notices = [], endpoints = [] } = request;
  const statements = [
    // A callback has to be there when its review's first event is written.
    ...endpoints.map((endpoint) => newEndpointStatement(db, workspaceId, endpoint, request.recordedAt)),
    ...commitStatements(db, request, plan),
    ...noticeStatements(db, workspaceId, notices),
  ];
  if (statements.length === 0) return { type: "committed", stored: [] };
  const { announce } = deps;
  const listens =
    announce === undefined || plan.audit.length + notices.length === 0 ? [] : [listenersStatement(db, request)];
  let lost: unknown = null;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const results = await db.batch<Record<string, unknown>>([...statements, ...listens]);
      if (listens.length > 0) announce?.(listenersOf(request.workspaceId, results.at(-1)?.results ?? []));
      return { type: "committed", stored: plan.stored };
    } catch (error) {
      const on = conflictOn(error);
      const isRetry = attempt > 1;
      if (on !== null) {
        // After a lost reply the conflict may be with ourselves.
        const isOurs = isRetry && (await hasLanded(db, request.workspaceId, plan));
        // Nothing tells whose it is: neither an event nor an answer under a key. Then nobody knows, and nobody claims to.
        if (isRetry && plan.audit.length === 0 && request.answers.length === 0) throw lost;
        return isOurs ? { type: "committed", stored: plan.stored } : { type: "conflict", on };
      }
      if (!isTransient(error) || attempt === MAX_TRIES) throw error;
      lost = error;
      await deps.pause(BACKOFF_MS * 2 ** attempt);
    }
  }
};
