// Reviews and sessions as they stand at an instant: what time has done to them by then, whether or not a sweep came by.
// Writes nothing.

import type { Session } from "../../app/session-queries.ts";
import { policyActor } from "../../core/review/actor.ts";
import { decide } from "../../core/review/decide.ts";
import type { Review } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

export const asOf = (review: Review, now: Instant): Review =>
  decide(review, { type: "Tick" }, { actor: policyActor("default"), now, newId: "", directory: null }).review;

/** A session follows its review, but for one that was ended for good. */
export const sessionAsOf = (session: Session, now: Instant): Session => {
  if (session.review === null) return session;
  const review = asOf(session.review, now);
  const { subjectStatus, subjectEnd } = review.policy;
  const isLeft = review.status === session.review.status || session.status === subjectEnd;
  return { ...session, review, status: isLeft ? session.status : (subjectStatus[review.status] ?? session.status) };
};
