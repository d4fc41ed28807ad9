// hoop's review API, described. Source: seed "Update Review Status"; hoop.md.

import { version } from "../../../../package.json";
import type { Api } from "../../../openapi/describe.ts";
import { apiKey, BEARER } from "../../../openapi/parts.ts";
import { DIALECT } from "../policy.ts";
import { ruleBody } from "../rule-wire.ts";
import { provisionBody, reviewBody, sessionBody } from "../schema.ts";
import * as bodies from "./bodies.ts";
import { operations } from "./operations.ts";

export const hoopApi: Api = {
  name: DIALECT,
  title: "Countersign for hoop's callers",
  version,
  description:
    'Work on guarded connections waits until the groups that its access rule names have approved. Unknown fields of a body are ignored, null is absence, errors are `{"message": …}`.',
  tags: {
    Reviews: "Who must agree, and who has.",
    Sessions: "Work that waits, and its run.",
    "Access rules": "Which work on which connection waits for whom.",
  },
  securitySchemes: { bearer: BEARER, apiKey: apiKey("X-API-Key"), legacyApiKey: apiKey("Api-Key") },
  security: ["bearer", "apiKey", "legacyApiKey"],
  requests: {
    ReviewRequest: {
      schema: reviewBody,
      required: ["status"],
      fields: {
        status: "APPROVED, REJECTED or REVOKED, in any case.",
        time_window:
          "When the run is allowed: `configuration` has `start_time` and `end_time`, HH:MM in UTC. Set once.",
        force_review: "As a member of a force group: settles it alone.",
        rejection_reason: "Kept where the status is REJECTED.",
      },
      examples: [{ status: "REJECTED", rejection_reason: "Not on a Friday" }],
    },
    SessionRequest: {
      schema: sessionBody,
      required: ["connection"],
      fields: {
        script: "What is run. Needed unless access is asked for a while.",
        access_duration_sec: "Access for so long; 0 or absent: one run.",
        correlation_id: "At most 255 printable ASCII characters.",
      },
      examples: [{ connection: "prod-pg", script: "SELECT 1" }],
    },
    ProvisionRequest: {
      schema: provisionBody,
      required: ["user_email", "connection"],
      fields: { approved_reviewers: "Groups that have approved already; null or absent: all of them." },
    },
    RuleRequest: {
      schema: ruleBody,
      required: ["name", "access_type", "connection_names", "reviewers_groups"],
      fields: {
        access_type: "`jit`, `command` or `jit_command`.",
        min_approvals: "At least 1, unless `all_groups_must_approve`.",
        attributes: "Not supported: must be empty.",
      },
    },
  },
  responses: {
    Review: {
      schema: bodies.review,
      fields: {
        access_duration: "Nanoseconds; 0: one run.",
        revoke_at: "When access ends.",
        review_groups_data: "One row for each group that was asked.",
      },
      examples: [
        {
          id: "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
          session: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
          type: "onetime",
          access_duration: 0,
          status: "REJECTED",
          revoke_at: null,
          created_at: "2025-05-27T16:38:00.000Z",
          review_groups_data: [
            {
              id: "a546dfba-d917-4c2b-bc38-7852a7932573",
              group: "banking",
              status: "REJECTED",
              reviewed_by: {
                id: "17e4ff1a-104c-482c-be68-3c01bfc7028e",
                name: "John Doe",
                email: "john.doe@domain.tld",
                slack_id: "",
              },
              review_date: "2025-05-27T16:40:05.519Z",
              forced_review: false,
            },
          ],
          time_window: null,
          access_request_rule_name: "prod-writes",
          min_approvals: 1,
          force_approval_groups: ["oncall"],
        },
      ],
    },
    Reviews: { schema: bodies.reviews },
    Session: { schema: bodies.session },
    SessionPage: { schema: bodies.sessionPage },
    SessionOpened: { schema: bodies.sessionOpened, fields: { output: "Address of the session that waits, or empty." } },
    SessionProvisioned: { schema: bodies.sessionProvisioned },
    Claim: { schema: bodies.claim, fields: { exit_code: "-2: still running." } },
    Rule: { schema: bodies.rule },
    RulePage: { schema: bodies.rulePage },
    Refusal: { schema: bodies.refusal, examples: [{ message: "review is in wrong state" }] },
  },
  operations,
};
