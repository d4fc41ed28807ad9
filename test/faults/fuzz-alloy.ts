// Every route of Alloy's API, each with a body that it would take.

import { isErrorOf } from "./fuzz-errors.ts";
import type { Target } from "./fuzz-target.ts";
import { AGENT_EMAIL, basic, WORKFLOW } from "./fuzz-workspace.ts";

const review = () => ({
  agent: { email: AGENT_EMAIL },
  outcome: "Denied",
  reasons: ["Other"],
  workflow_token: WORKFLOW,
});
const note = () => ({ note: "Called back", note_author_agent_email: AGENT_EMAIL });

export const alloy: Target = {
  dialect: "alloy",
  callers: [basic("wf"), basic("acct")],
  headers: {
    "alloy-workflow-token": [WORKFLOW],
    "alloy-entity-token": ["P-00000000000000000000"],
    "alloy-external-entity-id": ["customer 1", "customer/2"],
    "alloy-external-group-id": ["household 1", "household 2"],
    "alloy-entity-type": ["person", "business"],
    "idempotency-key": ["k-1", "k-2"],
    "content-type": ["application/json; charset=utf-8", "text/plain"],
  },
  isItsError: isErrorOf.alloy,
  routes: [
    {
      method: "POST",
      path: "/v1/evaluations",
      body: () => ({
        name_first: "Jo",
        name_last: "Review",
        birth_date: "1990-01-01",
        identifiers: { external_entity_id: "customer 3" },
        meta: { nested: { list: [1, 2] } },
      }),
      learns: { entity: ["entity_token"], evaluation: ["evaluation_token"], group: ["group_token"] },
      isSeed: true,
      callers: [basic("wf"), { ...basic("wf"), "alloy-external-group-id": "household 3" }],
    },
    {
      method: "POST",
      path: "/v1/entities/{entity}/reviews",
      body: review,
      learns: { review: ["review_token"] },
      isSeed: true,
    },
    { method: "POST", path: "/v1/groups/{group}/reviews", body: review, learns: { review: ["review_token"] } },
    { method: "POST", path: "/v1/entities/{entity}/reviews/{review}/notes", body: note },
    { method: "POST", path: "/v1/groups/{group}/reviews/{review}/notes", body: note },
    { method: "GET", path: "/v1/entities/{entity}" },
    { method: "GET", path: "/v1/entities/{entity}/reviews", query: ["limit"] },
    { method: "GET", path: "/v1/entities/{entity}/reviews/{review}" },
    { method: "GET", path: "/v1/entities/{entity}/evaluations/{evaluation}" },
    {
      method: "POST",
      path: "/v1/oauth/bearer",
      body: () => ({
        grant_type: "client_credentials",
        application_token: "wf",
        application_secret: "secret-of-wf-in-fuzzed",
      }),
    },
  ],
};
