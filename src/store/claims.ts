// Claims in D1. Each write is one batch: the lease, and the answer under the request's idempotency key.

import type { Claim, ClaimedReview, ClaimStore, KeptUnder, Taken, TakeRequest } from "../app/claim-ports.ts";
import type { Instant } from "../core/time.ts";
import { answerStatements, expiredAnswerStatement } from "./answer-statements.ts";
import * as sql from "./claims-sql.ts";
import { conflictOn } from "./d1-errors.ts";
import { readLine } from "./line.ts";
import { LOAD_SQL } from "./load-review.ts";
import { type ReviewRow, reviewFromRow } from "./rows.ts";

interface ClaimRow {
  readonly member_id: string;
  readonly member_name: string;
  readonly until: number;
}

const toClaim = ({ member_id, member_name, until }: ClaimRow): Claim => ({
  by: { id: member_id, name: member_name },
  until,
});

const find = async (
  db: D1Database,
  workspaceId: string,
  reviewId: string,
  now: Instant,
): Promise<ClaimedReview | null> => {
  const [reviews, claims] = await db.batch<ReviewRow & ClaimRow>([
    db.prepare(LOAD_SQL).bind(workspaceId, reviewId),
    db.prepare(sql.FIND).bind(workspaceId, reviewId, now),
  ]);
  const [review, claim] = [reviews?.results[0], claims?.results[0]];
  if (review === undefined) return null;
  return { stored: reviewFromRow(review), claim: claim === undefined ? null : toClaim(claim) };
};

/** What the batch answered, or `answered` when its idempotency key is taken: then nothing of it stands. */
const unlessAnswered = async <T>(run: () => Promise<T>): Promise<T | "answered"> => {
  try {
    return await run();
  } catch (error) {
    if (conflictOn(error) === "idempotency") return "answered";
    throw error;
  }
};

const keepTaken = (
  db: D1Database,
  { workspaceId, reviews, token }: TakeRequest,
  { scope, recordedAt }: KeptUnder,
): readonly D1PreparedStatement[] => {
  const { key, actor, method, path, fingerprint } = scope;
  const ids = reviews.map(({ id }) => id);
  return [
    expiredAnswerStatement(db, workspaceId, scope, recordedAt),
    db
      .prepare(sql.keepTakenSql(ids.length))
      .bind(workspaceId, key, actor, method, path, fingerprint, recordedAt, token, ...ids),
  ];
};

const take = async (db: D1Database, request: TakeRequest): Promise<Taken> => {
  const { workspaceId, reviews, claim, now, token, takesOver, isTestClock, keep } = request;
  if (reviews.length === 0) return { type: "nothing" };
  const { by, until } = claim;
  const flags = [isTestClock ? 1 : 0, token, now, takesOver ? 1 : 0];
  const tried = reviews.map(({ id, version }) => JSON.stringify([id, version]));
  const taking = db.prepare(sql.takeSql(tried.length)).bind(workspaceId, by.id, by.name, until, ...flags, ...tried);
  const results = await unlessAnswered(() =>
    db.batch<{ readonly review_id: string }>([taking, ...(keep === null ? [] : keepTaken(db, request, keep))]),
  );
  if (results === "answered") return { type: "answered" };
  const reviewId = results[0]?.results[0]?.review_id;
  return reviewId === undefined ? { type: "nothing" } : { type: "taken", reviewId };
};

const keepBody = (
  db: D1Database,
  workspaceId: string,
  keep: KeptUnder | null,
  status: 200 | 204,
  body: { readonly reviewId?: string },
): readonly D1PreparedStatement[] =>
  keep === null
    ? []
    : answerStatements(db, workspaceId, { scope: keep.scope, answer: { type: "body", status, body } }, keep.recordedAt);

export const createClaimStore = (db: D1Database): ClaimStore => ({
  find: (workspaceId, reviewId, now) => find(db, workspaceId, reviewId, now),
  take: (request) => take(db, request),
  release: async ({ workspaceId, reviewId, memberId, keep }) => {
    const release = db.prepare(sql.RELEASE).bind(workspaceId, reviewId, memberId);
    const kept = keepBody(db, workspaceId, keep, 200, { reviewId });
    return (await unlessAnswered(() => db.batch([release, ...kept]))) === "answered" ? "answered" : "released";
  },
  keepNothing: async (workspaceId, keep) => {
    const kept = keepBody(db, workspaceId, keep, 204, {});
    return (await unlessAnswered(() => db.batch([...kept]))) === "answered" ? "answered" : "kept";
  },
  line: (question) => readLine(db, question),
});

/** Deletes leases of real-time workspaces that are over; answers how many went. */
export const pruneClaims = async (db: D1Database, now: Instant, limit: number): Promise<number> => {
  const { meta } = await db.prepare(sql.PRUNE).bind(now, limit).run();
  return meta.changes;
};
