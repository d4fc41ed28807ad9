// The ReviewQueries port over one D1 database.

import type { ReviewQueries } from "../app/review-queries.ts";
import { findReviews } from "./find-reviews.ts";
import { listDeskQueue } from "./list-desk-queue.ts";
import { listReviews } from "./list-reviews.ts";
import { readAttributes } from "./review-pieces.ts";
import { eraseTexts, readHead, readTrail } from "./review-trail.ts";

export const createReviewQueries = (db: D1Database): ReviewQueries => ({
  list: (query) => listReviews(db, query),
  queue: (query) => listDeskQueue(db, query),
  findMany: (workspaceId, asked) => findReviews(db, workspaceId, asked),
  attributes: (workspaceId, reviewId) => readAttributes(db, workspaceId, reviewId),
  trail: (workspaceId, reviewId, after, limit) => readTrail(db, workspaceId, reviewId, after, limit),
  head: (workspaceId, reviewId) => readHead(db, workspaceId, reviewId),
  eraseTexts: (workspaceId, reviewId) => eraseTexts(db, workspaceId, reviewId),
  ping: async () => {
    try {
      await db.prepare("SELECT 1").first();
      return true;
    } catch {
      return false;
    }
  },
});
