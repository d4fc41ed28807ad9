// Alloy's review API, described. Source: seeds "Create a Review for an Entity", "How to Change the Status of an
// Evaluation"; alloy.md.

import { version } from "../../../../package.json";
import type { Api } from "../../../openapi/describe.ts";
import { DIALECT } from "../policy.ts";
import { noteBody, reviewBody, tokenBody } from "../schema.ts";
import * as bodies from "./bodies.ts";
import { operations } from "./operations.ts";

export const alloyApi: Api = {
  name: DIALECT,
  title: "Countersign for Alloy's callers",
  version,
  description:
    'Evaluations with the outcome "Manual Review" wait in the queue until an agent of the account reviews their entity. Instants are Unix milliseconds. Errors carry `status_code` and `error.minor_code`.',
  tags: {
    Reviews: "Changing the status of what waits.",
    Evaluations: "What is reviewed.",
    Entities: "Whom it is about.",
    Authentication: "Access tokens.",
  },
  securitySchemes: {
    basic: {
      type: "http",
      scheme: "basic",
      description: "Token and secret of a `basic` credential: a workflow's or the account's.",
    },
    bearer: { type: "http", scheme: "bearer", description: "An access token of `/v1/oauth/bearer`." },
  },
  security: ["basic", "bearer"],
  requests: {
    ReviewRequest: {
      schema: reviewBody,
      fields: {
        workflow_token: "Unless the key or the header `alloy-workflow-token` names it.",
        agent: "An active agent of the account.",
        outcome: "As set up in the review reasons, exact in case.",
        reasons: "Linked with the outcome in the review reasons.",
      },
      examples: [{ agent: { email: "bczaderna@alloy.co" }, outcome: "Denied", reasons: ["Other"] }],
    },
    NoteRequest: {
      schema: noteBody,
      fields: { note_author_agent_email: "An active agent of the account." },
      examples: [{ note: "Documents checked.", note_author_agent_email: "bczaderna@alloy.co" }],
    },
    EvaluationRequest: {
      schema: bodies.evaluationBody,
      description: "Any object.",
      fields: {
        identifiers: "An object's `external_entity_id`, of 1 to 255 characters, is the caller's own id of the entity.",
        journey_application_token: "Where it is set, the evaluation belongs to a journey and is not reviewed here.",
      },
      examples: [{ name_first: "Jo", name_last: "Review", identifiers: { external_entity_id: "customer-7" } }],
    },
    TokenRequest: {
      schema: tokenBody,
      fields: { grant_type: "Needed with a Basic header.", application_token: "The pair, where there is no header." },
    },
  },
  responses: {
    Review: {
      schema: bodies.review,
      fields: {
        entity_token: "Of the entity or group that the path named; absent under /v1/groups.",
        reason: "The first of the reasons.",
        reviewer: "The agent's address.",
      },
    },
    Reviews: { schema: bodies.reviews },
    NewNote: { schema: bodies.newNote },
    Evaluation: { schema: bodies.evaluation, fields: { supplied: "The document as submitted." } },
    EntityOverview: { schema: bodies.overview },
    OAuthToken: { schema: bodies.oauthToken, fields: { expires_in: "Seconds." } },
    BearerToken: { schema: bodies.bearerToken, fields: { expires: "Milliseconds." } },
    Token: { schema: bodies.anyToken, description: "The first for a Basic header, the second for a pair in the body." },
    Refusal: { schema: bodies.refusal },
    ShortRefusal: { schema: bodies.shortRefusal },
  },
  operations,
};
