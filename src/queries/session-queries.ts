// The questions about sessions, over one database, for one API's sessions.

import type { SessionQueries } from "../app/session-queries.ts";
import { endSession } from "./end-session.ts";
import { findSession } from "./find-session.ts";
import { listSessions } from "./list-sessions.ts";
import { hasLiveAccess } from "./live-access.ts";
import { newestReviews } from "./newest-reviews.ts";
import type { SessionScope } from "./session-rows.ts";

export const createSessionQueries = (scope: SessionScope): SessionQueries => ({
  find: (...asked) => findSession(scope, ...asked),
  list: (...asked) => listSessions(scope, ...asked),
  newestReviews: (...asked) => newestReviews(scope, ...asked),
  hasLiveAccess: (...asked) => hasLiveAccess(scope, ...asked),
  end: (...asked) => endSession(scope, ...asked),
});
