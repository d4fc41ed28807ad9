// Opening, reading, listing and deciding reviews. Source: workspace.md 4; time.md 4; webhooks.md 8.

import { parametersOf } from "../../../openapi/components.ts";
import type { Operation } from "../../../openapi/describe.ts";
import { listQuerySchema } from "../list-query.ts";
import {
  assignSchema,
  bulkSchema,
  cancelSchema,
  completeSchema,
  decisionSchema,
  escalateSchema,
  executionSchema,
  findingsSchema,
  noteSchema,
  openSchema,
  pauseSchema,
  resumeSchema,
} from "../schema.ts";
import { bulkResults, claimedReview, eligibility, openedReview, reviewPage, trail, verification } from "./reviews.ts";
import { CALLER, ETAG, KEYED, limited, LOCATION, READ, REVIEW_ID, verb, WRITE, WRITE_ONE } from "./terms.ts";

const segments = { id: REVIEW_ID };

const LIMIT = { type: "integer", minimum: 1, maximum: 200, default: 50 } as const;
const CURSOR = { description: "`nextCursor` of the page before.", schema: { type: "string" } } as const;
export const PAGE = { cursor: CURSOR, limit: { description: "Rows of a page.", schema: LIMIT } } as const;

const listQuery = {
  ...parametersOf(listQuerySchema, {
    status: "Reviews in one of these; may be given several times.",
    dialect: "Reviews of one API.",
    priority: "Reviews of one priority.",
    assignedTo: "Id of a member.",
    group: "Reviews that ask this group.",
    sla: "How the deadline stands.",
    subjectType: "What the review hangs on.",
    subjectId: "Id of what the review hangs on.",
    createdAfter: "Later than this.",
    createdBefore: "Earlier than this.",
    dueBefore: "Deadline earlier than this.",
    sort: "Newest first, most pressing deadline first, or most pressing priority first.",
    cursor: "",
    limit: "",
  }),
  ...PAGE,
};

const reading: readonly Operation[] = [
  {
    id: "listReviews",
    method: "get",
    path: "/v2/reviews",
    tag: "Reviews",
    summary: "List reviews",
    description:
      "The reviews that the caller may see, of every API, a page at a time. `nextCursor` is null on the last page; a cursor belongs to its order.",
    query: listQuery,
    headers: CALLER,
    answers: { "200": limited({ description: "A page.", body: reviewPage }), ...READ },
  },
  {
    id: "openReview",
    method: "post",
    path: "/v2/reviews",
    tag: "Reviews",
    summary: "Open a review",
    description:
      "Asks people about a subject: the groups named each have to approve (or as many as `minApprovals` says), without groups any member may. With a `callbackUrl` every event of the review is sent there, signed with the `callbackSecret` that is answered once.",
    headers: KEYED,
    body: { schema: openSchema, isRequired: true },
    answers: {
      "201": limited({
        description: "The review.",
        body: openedReview,
        headers: { ETag: ETAG, Location: LOCATION },
      }),
      ...WRITE,
    },
  },
  {
    id: "getReview",
    method: "get",
    path: "/v2/reviews/{id}",
    tag: "Reviews",
    summary: "Read a review",
    description:
      "One review. With `wait` the answer is held until the review differs from the version in `If-None-Match`, or, without that header, until an open review changes.",
    segments,
    query: {
      wait: { description: "Seconds to wait for a change.", schema: { type: "integer", minimum: 1, maximum: 60 } },
    },
    headers: {
      ...CALLER,
      "If-None-Match": { description: "The version that the caller has.", schema: { type: "string" } },
    },
    answers: {
      "200": limited({ description: "The review, and who works on it.", body: claimedReview, headers: { ETag: ETAG } }),
      "304": limited({ description: "It is still the version that the caller has.", headers: { ETag: ETAG } }),
      ...READ,
    },
  },
  {
    id: "getEligibility",
    method: "get",
    path: "/v2/reviews/{id}/eligibility",
    tag: "Reviews",
    summary: "Ask what one may do, and why not",
    description:
      "For every verb whether the caller may do it now, with every reason against it; what the review still waits for; and which other members could decide it. An attempt is judged by the same rules.",
    segments,
    headers: CALLER,
    answers: { "200": limited({ description: "How it stands.", body: eligibility }), ...READ },
  },
  {
    id: "listEvents",
    method: "get",
    path: "/v2/reviews/{id}/events",
    tag: "Audit trail",
    summary: "Read the audit trail",
    description: "Every event of the review, oldest first, each with the hash that chains it to the one before.",
    segments,
    headers: CALLER,
    answers: { "200": limited({ description: "The trail.", body: trail }), ...READ },
  },
  {
    id: "verifyEvents",
    method: "get",
    path: "/v2/reviews/{id}/events/verification",
    tag: "Audit trail",
    summary: "Verify the audit trail",
    description:
      "Computes the chain of hashes again and names the first break. At most 10,000 events a call: `nextCursor` goes on. Owners, admins and auditors.",
    segments,
    query: { cursor: CURSOR },
    headers: CALLER,
    answers: { "200": limited({ description: "What was found.", body: verification }), ...READ },
  },
  {
    id: "eraseTexts",
    method: "delete",
    path: "/v2/reviews/{id}/texts",
    tag: "Audit trail",
    summary: "Erase free text",
    description:
      "Erases reasons, notes and personal data of the trail for good. Its proof stays valid: the chain covers their salted digests. Owners only.",
    segments,
    headers: CALLER,
    answers: { "204": limited({ description: "Erased." }), ...WRITE_ONE },
  },
];

const deciding: readonly Operation[] = [
  verb({
    id: "decideReview",
    path: "/decisions",
    summary: "Decide",
    description:
      "Approves, rejects or revokes; or ends the review with one of the workspace's outcomes and reasons that are linked with it. The same vote by the same person again changes nothing.",
    body: { schema: decisionSchema, isRequired: true },
  }),
  {
    id: "bulkDecide",
    method: "post",
    path: "/v2/reviews/bulk-decisions",
    tag: "Decisions",
    summary: "Decide many",
    description: "One verdict on up to 100 reviews in one commit, with one result for each id, in order.",
    headers: KEYED,
    body: { schema: bulkSchema, isRequired: true },
    answers: { "200": limited({ description: "One result for each.", body: bulkResults }), ...WRITE },
  },
  verb({
    id: "assignReview",
    path: "/assign",
    summary: "Assign",
    description: "Gives the review to a member, or to nobody. Assigning decides nothing.",
    body: { schema: assignSchema, isRequired: true },
  }),
  verb({
    id: "escalateReview",
    path: "/escalate",
    summary: "Escalate",
    description:
      "Tells a member, a group or a role; without `to` the workspace's ladder says whom. The review stays open.",
    body: { schema: escalateSchema, isRequired: false },
  }),
  verb({
    id: "saveFindings",
    path: "/findings",
    summary: "Save findings",
    description: "Merges these keys into the findings. What they may hold depends on the API that opened the review.",
    body: { schema: findingsSchema, isRequired: true },
  }),
  verb({
    id: "completeReview",
    path: "/complete",
    summary: "Complete",
    description: "Ends a review that ends with findings; a second reviewer may have to complete it too.",
    body: { schema: completeSchema, isRequired: false },
  }),
  verb({
    id: "addNote",
    path: "/notes",
    summary: "Add a note",
    description: "Adds a note, also to a review that is settled.",
    body: { schema: noteSchema, isRequired: true },
  }),
  verb({
    id: "cancelReview",
    path: "/cancel",
    summary: "Cancel",
    description: "Takes the question back: the requester's and administrators' verb.",
    body: { schema: cancelSchema, isRequired: false },
  }),
  verb({
    id: "pauseDeadline",
    path: "/sla/pause",
    summary: "Pause the deadline",
    description: "Stops every timer of the review while it waits for its requester.",
    body: { schema: pauseSchema, isRequired: false },
  }),
  verb({
    id: "resumeDeadline",
    path: "/sla/resume",
    summary: "Resume the deadline",
    description: "Starts the timers again; the deadline moves by as long as the pause was.",
    body: { schema: resumeSchema, isRequired: false },
  }),
  verb(
    {
      id: "reportExecution",
      path: "/execution",
      summary: "Report an execution",
      description:
        "The executor's report, with the token of its claim. The identical report again changes nothing; another one is refused.",
      body: { schema: executionSchema, isRequired: true },
    },
    "put",
  ),
];

export const reviewOperations: readonly Operation[] = [...reading, ...deciding];
