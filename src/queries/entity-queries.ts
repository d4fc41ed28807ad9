// The questions about entities, over one database, for one API's reviews.

import type { EntityQueries } from "../app/entity-queries.ts";
import { completedReviewsOf, openReviewsOf } from "./entity-reviews.ts";
import { findEvaluation, listEvaluations, listMembers } from "./evaluations.ts";
import { findEntities } from "./find-entities.ts";

export const createEntityQueries = (db: D1Database, dialect: string): EntityQueries => ({
  find: (...asked) => findEntities(db, ...asked),
  openReviews: (...asked) => openReviewsOf(db, dialect, ...asked),
  completedReviews: (...asked) => completedReviewsOf(db, dialect, ...asked),
  evaluation: (...asked) => findEvaluation(db, ...asked),
  evaluations: (...asked) => listEvaluations(db, ...asked),
  members: (...asked) => listMembers(db, ...asked),
});
