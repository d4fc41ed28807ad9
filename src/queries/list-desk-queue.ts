// One page of the queue as a person works through it: the same walk as a list of reviews, without free text and bodies, and
// with who works on each just now. One round trip; rows_read <= k + 2, one more for each live claim, and for each review
// that not every member may see.

import type { QueueListPage, QueueQuery } from "../app/review-queries.ts";
import { reviewFromState } from "../store/rows.ts";
import { walk } from "./list-reviews.ts";

/** Primary key of review_claims. The walk's parameters are ?1 to ?3; the instant stands in ?2. */
const CLAIM = `(SELECT json_object('id', c.member_id, 'name', c.member_name, 'until', c.until) FROM review_claims c
  WHERE c.workspace_id = ?1 AND c.review_id = m.id AND c.until > ?2->>'$.now')`;

interface ClaimColumns {
  readonly id: string;
  readonly name: string;
  readonly until: number;
}

const toClaim = (text: string | number | null): QueueListPage["items"][number]["claim"] => {
  if (typeof text !== "string") return null;
  const { id, name, until }: ClaimColumns = JSON.parse(text);
  return { by: { id, name }, until };
};

export const listDeskQueue = async (db: D1Database, query: QueueQuery): Promise<QueueListPage> => {
  // The walk looks one row further than it is asked to. Here that row is shown: a full page may be the last one.
  const { rows, next } = await walk(db, { ...query, limit: query.limit - 1 }, CLAIM);
  return {
    items: rows.map(({ state, body }) => ({ review: reviewFromState(state, null, null), claim: toClaim(body) })),
    next: rows.length === query.limit ? (rows.at(-1)?.position ?? null) : next,
  };
};
