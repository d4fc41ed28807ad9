// The ReviewStore port over one D1 database.

import type { ReviewStore } from "../app/ports.ts";
import { type CommitDeps, commitReview } from "./commit-review.ts";
import { currentState, findAnswer, loadReview, loadReviews } from "./load-review.ts";

export const createReviewStore = (deps: CommitDeps): ReviewStore => ({
  load: (workspaceId, reviewId) => loadReview(deps.db, workspaceId, reviewId),
  loadMany: (workspaceId, reviewIds) => loadReviews(deps.db, workspaceId, reviewIds),
  commit: (request) => commitReview(deps, request),
  current: (workspaceId, reviewId, scope) => currentState(deps.db, workspaceId, reviewId, scope),
  findAnswer: (workspaceId, scope) => findAnswer(deps.db, workspaceId, scope),
});
