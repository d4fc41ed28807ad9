// What of a review's payload somebody is shown: all of it, or with personal data hidden where the review's rules say so.
// Every entrance that shows payloads to members asks here.

import type { JsonObject } from "../core/json.ts";
import type { Actor } from "../core/review/actor.ts";
import { seesEverything } from "../core/review/readers.ts";
import type { Review } from "../core/review/review.ts";
import { scrub } from "../core/scrub.ts";

/** Whether the review's rules hide personal data in what was submitted from this viewer. */
export const isScrubbedFor = ({ policy }: Review, viewer: Actor): boolean =>
  policy.outputScrub && !seesEverything(viewer);

/** What the subject is made of; empty where it has no body. */
export const shownAttributes = (review: Review, attributes: JsonObject | null, viewer: Actor): JsonObject => {
  const shown = attributes ?? {};
  if (!isScrubbedFor(review, viewer)) return shown;
  return Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, scrub(value)]));
};
