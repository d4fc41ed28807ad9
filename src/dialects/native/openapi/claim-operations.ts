// Who works on what just now, described. Source: claim-routes.ts.

import type { Operation } from "../../../openapi/describe.ts";
import { claimSchema, nextSchema } from "../claim-schema.ts";
import { claimedReview } from "./reviews.ts";
import { ETAG, KEYED, limited, REVIEW_ID, WRITE, WRITE_HEADERS, WRITE_ONE } from "./terms.ts";

const shown = limited({
  description: "The review, and who works on it now.",
  body: claimedReview,
  headers: { ETag: ETAG },
});

const onReview = (
  id: string,
  verb: "claim" | "release",
  { summary, description }: Pick<Operation, "summary" | "description">,
): Operation => ({
  id,
  method: "post",
  path: `/v2/reviews/{id}/${verb}`,
  tag: "Reviews",
  summary,
  description,
  segments: { id: REVIEW_ID },
  headers: WRITE_HEADERS,
  body: { schema: claimSchema, isRequired: false },
  answers: { "200": shown, ...WRITE_ONE },
});

export const claimOperations: readonly Operation[] = [
  onReview("claimReview", "claim", {
    summary: "Claim",
    description:
      "Says that the caller works on the review for the next ten minutes; every write of theirs on it, and a claim again, begin those anew. Forbids nothing: others may still decide. To another member it is 409 with `claim` while somebody works on it; an administrator takes it over.",
  }),
  onReview("releaseReview", "release", {
    summary: "Release",
    description: "Ends the caller's claim; an administrator ends anybody's. Where there is none, nothing changes.",
  }),
  {
    id: "nextReview",
    method: "post",
    path: "/v2/queue/next",
    tag: "Reviews",
    summary: "Get the next review",
    description:
      "Claims the first open review that the caller could bring forward, has not voted on, did not ask for, and that nobody else works on: by priority, then by deadline (without one: as if a day after it opened), then by age. Paused ones wait for their requester. Never the same review to two members at once.",
    headers: KEYED,
    body: { schema: nextSchema, isRequired: false },
    answers: { "200": shown, "204": limited({ description: "Nothing is left." }), ...WRITE },
  },
];
