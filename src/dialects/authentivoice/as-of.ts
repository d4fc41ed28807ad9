// A review as it stands at an instant: what time has done to it by then, whether or not a sweep came by. Writes nothing.

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { policyActor } from "../../core/review/actor.ts";
import { decide } from "../../core/review/decide.ts";
import type { Review } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

export const asOf = (review: Review, now: Instant, { members }: Pick<WorkspaceDocument, "members">): Review => {
  const directory = members.filter(({ active }) => active);
  return decide(review, { type: "Tick" }, { actor: policyActor("default"), now, newId: "", directory }).review;
};
