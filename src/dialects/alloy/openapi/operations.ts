// Alloy's operations. Source: seeds "Create a Review for an Entity" and "How to Change the Status of an Evaluation";
// alloy.md rulings 1-12 and sections 3-7.

import type { Answer, Operation, Schema } from "../../../openapi/describe.ts";
import { IDEMPOTENCY_KEY, RATE_LIMIT_HEADERS, refusals, WORKSPACE } from "../../../openapi/parts.ts";
import { noteBody, reviewBody, tokenBody } from "../schema.ts";
import * as bodies from "./bodies.ts";

const text = { type: "string" } as const;
const CALLER = { "x-workspace-id": WORKSPACE } as const;

const WORKFLOW = {
  description: "Token of the workflow, unless the key or the body names it.",
  schema: text,
} as const;

const WRITE = { ...CALLER, "alloy-workflow-token": WORKFLOW, "Idempotency-Key": IDEMPOTENCY_KEY } as const;

const ID = { type: "string", minLength: 1, maxLength: 255 } as const;

const EVALUATED = {
  ...WRITE,
  "alloy-entity-token": { description: "An entity that is known.", schema: ID },
  "alloy-external-entity-id": { description: "The caller's own id of the entity.", schema: ID },
  "alloy-external-group-id": { description: "The caller's own id of the group it belongs to.", schema: ID },
  "alloy-entity-type": { description: "Absent: a person.", schema: { enum: ["person", "business"] } },
} as const;

const WORDS = {
  400: "`4000`, `4001` (headers), `4002` (body): `details` names the fields.",
  401: "`4011`, `4012` (expired).",
  404: "`4041`: not there. `4042`: the agent, or the outcome with its reasons, is none of the account's.",
  409: "`4091`.",
  413: "`4002`: the body is too large.",
  422: "`4221`: the `Idempotency-Key` was used with another request.",
  429: "`4033`.",
  500: "`5000`.",
  503: "`5031`: nothing was written.",
} as const;

const challenge = (answers: Readonly<Record<string, Answer>>): Readonly<Record<string, Answer>> => ({
  ...answers,
  "401": {
    description: WORDS[401],
    ...answers["401"],
    headers: { "WWW-Authenticate": { description: "Basic.", schema: text, isAlwaysThere: true } },
  },
});

const says = (body: Schema, ...statuses: readonly (keyof typeof WORDS)[]): Readonly<Record<string, Answer>> =>
  challenge(refusals(body, Object.fromEntries(statuses.map((status) => [status, WORDS[status]]))));

const READ = says(bodies.refusal, 400, 401, 404, 429, 500, 503);
const WRITES = says(bodies.refusal, 400, 401, 404, 409, 413, 422, 429, 500, 503);

const ok = (description: string, body: Schema): Answer => ({ description, body, headers: RATE_LIMIT_HEADERS });

const ENTITY = { entity: "Token of the entity or the group." } as const;
const GROUP = { group: "Token of the group." } as const;
const REVIEW = { review: "The `R-` token." } as const;

const CREATE = {
  method: "post",
  tag: "Reviews",
  headers: WRITE,
  body: { schema: reviewBody, isRequired: true },
  answers: { "200": ok("The review that was made.", bodies.review), ...WRITES },
} as const;

const NOTE = {
  method: "post",
  tag: "Reviews",
  headers: { ...CALLER, "Idempotency-Key": IDEMPOTENCY_KEY },
  body: { schema: noteBody, isRequired: true },
  answers: { "200": ok("The note.", bodies.newNote), ...WRITES },
} as const;

export const operations: readonly Operation[] = [
  {
    ...CREATE,
    id: "createEntityReview",
    path: "/v1/entities/{entity}/reviews",
    summary: "Create a review for an entity",
    description:
      "Ends what waits for manual review of this entity under the workflow. The agent must be one of the account's; outcome and reasons must match its review reasons exactly.",
    segments: ENTITY,
  },
  {
    ...CREATE,
    id: "createGroupReview",
    path: "/v1/groups/{group}/reviews",
    summary: "Create a review for a group",
    description: "As for an entity; it also ends what waits for the entities of the group.",
    segments: GROUP,
  },
  {
    id: "listEntityReviews",
    method: "get",
    path: "/v1/entities/{entity}/reviews",
    tag: "Reviews",
    summary: "List the reviews of an entity",
    description: "Completed ones only.",
    segments: ENTITY,
    headers: CALLER,
    answers: { "200": ok("The reviews.", bodies.reviews), ...READ },
  },
  {
    id: "getEntityReview",
    method: "get",
    path: "/v1/entities/{entity}/reviews/{review}",
    tag: "Reviews",
    summary: "Read a review",
    description: "A completed one.",
    segments: { ...ENTITY, ...REVIEW },
    headers: CALLER,
    answers: { "200": ok("The review.", bodies.review), ...READ },
  },
  {
    ...NOTE,
    id: "addEntityReviewNote",
    path: "/v1/entities/{entity}/reviews/{review}/notes",
    summary: "Add a note to a review",
    description: "By an agent of the account.",
    segments: { ...ENTITY, ...REVIEW },
  },
  {
    ...NOTE,
    id: "addGroupReviewNote",
    path: "/v1/groups/{group}/reviews/{review}/notes",
    summary: "Add a note to a group's review",
    description: "By an agent of the account.",
    segments: { ...GROUP, ...REVIEW },
  },
  {
    id: "createEvaluation",
    method: "post",
    path: "/v1/evaluations",
    tag: "Evaluations",
    summary: "Evaluate",
    description:
      'Any object is a document; the workflow\'s rules say its outcome. With the outcome "Manual Review" it waits in the queue.',
    headers: EVALUATED,
    body: { schema: bodies.evaluationBody, isRequired: true },
    answers: { "201": ok("The evaluation.", bodies.evaluation), ...WRITES },
  },
  {
    id: "getEvaluation",
    method: "get",
    path: "/v1/entities/{entity}/evaluations/{evaluation}",
    tag: "Evaluations",
    summary: "Read an evaluation",
    description: "As it was answered: a review changes the entity, never the evaluation.",
    segments: { ...ENTITY, evaluation: "Token of the evaluation." },
    headers: CALLER,
    answers: { "200": ok("The evaluation.", bodies.evaluation), ...READ },
  },
  {
    id: "getEntity",
    method: "get",
    path: "/v1/entities/{entity}",
    tag: "Entities",
    summary: "Read an entity or a group",
    description: "Where it stands, and what led there.",
    segments: ENTITY,
    headers: CALLER,
    answers: { "200": ok("The overview.", bodies.overview), ...READ },
  },
  {
    id: "createToken",
    method: "post",
    path: "/v1/oauth/bearer",
    tag: "Authentication",
    summary: "Get an access token",
    description:
      "For a Basic pair in the header, with `grant_type`; or for the pair in the body. The two ways answer differently. A token lives an hour, and no longer than its credential.",
    headers: CALLER,
    body: { schema: tokenBody, isRequired: true },
    security: ["basic", ""],
    answers: {
      "200": { description: "The token.", body: bodies.anyToken, headers: RATE_LIMIT_HEADERS },
      ...says(bodies.shortRefusal, 400, 401, 413, 429, 500, 503),
    },
  },
];
