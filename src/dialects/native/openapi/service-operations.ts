// Workspaces, webhooks, deliveries, the stream of events, figures and health. Source: workspace.md 1, 4; webhooks.md 5-11.

import { parametersOf } from "../../../openapi/components.ts";
import type { Operation, Schema } from "../../../openapi/describe.ts";
import { metricsQuerySchema } from "../metrics-routes.ts";
import { clockSchema } from "../clock-routes.ts";
import { signInLinkSchema } from "../sign-in-link-routes.ts";
import { createSchema, patchSchema } from "../webhook-schema.ts";
import {
  applied,
  clockMoved,
  delivery,
  deliveryPage,
  endpoint,
  endpointPage,
  eventStream,
  health,
  madeEndpoint,
  metrics,
  replayStarted,
  signInLink,
  storedDocument,
} from "./others.ts";
import { problems } from "./problem.ts";
import { PAGE } from "./review-operations.ts";
import { CALLER, ETAG, KEYED, limited, LOCATION, READ, REVIEW_ID, WRITE } from "./terms.ts";

const OPERATOR = ["operator"];
const workspace = { workspaceId: "1-64 characters of A-Z, a-z, 0-9, _ and -." };
const ofEndpoint = { endpointId: "Id of the endpoint." };

const workspaces = (document: Schema): readonly Operation[] => [
  {
    id: "applyWorkspace",
    method: "put",
    path: "/v2/workspaces/{workspaceId}",
    tag: "Workspaces",
    summary: "Apply a workspace document",
    description:
      "Makes the workspace what the document says. The same document again changes nothing. Secrets that were generated are answered once.",
    segments: workspace,
    query: {
      dryRun: {
        description: "`true`: answers what would change and changes nothing.",
        schema: { enum: ["true", "false"] },
      },
    },
    headers: {
      "If-Match": { description: "The version that this one replaces.", schema: { type: "string" } },
    },
    body: { schema: document, isRequired: true },
    security: OPERATOR,
    answers: {
      "200": { description: "Applied, or what would be (`dryRun`).", body: applied },
      "201": { description: "Applied for the first time.", body: applied, headers: { ETag: ETAG } },
      ...problems(400, 401, 409, 412, 413, 500, 503),
    },
  },
  {
    id: "getWorkspace",
    method: "get",
    path: "/v2/workspaces/{workspaceId}",
    tag: "Workspaces",
    summary: "Read the workspace document",
    description: "The document as applied, with null where a secret stands. The operator, owners and admins.",
    segments: workspace,
    security: ["basic", "operator", "bearer", "apiKey", "legacyApiKey"],
    answers: {
      "200": limited({ description: "The document.", body: storedDocument, headers: { ETag: ETAG } }),
      ...READ,
    },
  },
  {
    id: "deleteWorkspace",
    method: "delete",
    path: "/v2/workspaces/{workspaceId}",
    tag: "Workspaces",
    summary: "Delete a workspace",
    description: "Ends its credentials, sweeps and deliveries at once. Its id can never be used again.",
    segments: workspace,
    security: OPERATOR,
    answers: { "204": { description: "Deleted." }, ...problems(401, 404, 500, 503) },
  },
  {
    id: "advanceClock",
    method: "post",
    path: "/v2/workspaces/{workspaceId}/clock",
    tag: "Workspaces",
    summary: "Move the test clock",
    description:
      "Moves the clock of a workspace with `testClock` forward and runs everything due up to there, in order. `remaining`: more is due than one call runs.",
    segments: workspace,
    body: { schema: clockSchema, isRequired: true },
    security: OPERATOR,
    answers: {
      "200": { description: "Where the clock stands, and what fired.", body: clockMoved },
      ...problems(400, 401, 403, 404, 409, 413, 429, 500, 503),
    },
  },
  {
    id: "makeSignInLink",
    method: "post",
    path: "/v2/workspaces/{workspaceId}/sign-in-links",
    tag: "Workspaces",
    summary: "Make a one-time link to the desk",
    description:
      "Signs the member in at the desk, once, within 15 minutes. Where people have an identity provider they need none.",
    segments: workspace,
    body: { schema: signInLinkSchema, isRequired: true },
    security: OPERATOR,
    answers: {
      "201": { description: "The link. It is shown once.", body: signInLink },
      ...problems(400, 401, 403, 404, 413, 429, 500, 503),
    },
  },
];

const webhooks: readonly Operation[] = [
  {
    id: "listWebhooks",
    method: "get",
    path: "/v2/webhooks",
    tag: "Webhooks",
    summary: "List endpoints",
    description: "Endpoints of the workspace document and those made through the API. Owners and admins.",
    query: PAGE,
    headers: CALLER,
    answers: { "200": limited({ description: "A page.", body: endpointPage }), ...READ },
  },
  {
    id: "createWebhook",
    method: "post",
    path: "/v2/webhooks",
    tag: "Webhooks",
    summary: "Make an endpoint",
    description: "Everything that happens and that it subscribes to is sent there. Its secret is answered once.",
    headers: KEYED,
    body: { schema: createSchema, isRequired: true },
    answers: {
      "201": limited({
        description: "The endpoint, with its secret.",
        body: madeEndpoint,
        headers: { Location: { ...LOCATION, isAlwaysThere: false } },
      }),
      ...WRITE,
    },
  },
  {
    id: "getWebhook",
    method: "get",
    path: "/v2/webhooks/{endpointId}",
    tag: "Webhooks",
    summary: "Read an endpoint",
    description: "Never with its secret.",
    segments: ofEndpoint,
    headers: CALLER,
    answers: { "200": limited({ description: "The endpoint.", body: endpoint }), ...READ },
  },
  {
    id: "updateWebhook",
    method: "patch",
    path: "/v2/webhooks/{endpointId}",
    tag: "Webhooks",
    summary: "Change an endpoint",
    description: "Keys that are absent stay. `active: false` stops deliveries.",
    segments: ofEndpoint,
    headers: KEYED,
    body: { schema: patchSchema, isRequired: true },
    answers: { "200": limited({ description: "The endpoint.", body: endpoint }), ...WRITE },
  },
  {
    id: "deleteWebhook",
    method: "delete",
    path: "/v2/webhooks/{endpointId}",
    tag: "Webhooks",
    summary: "Remove an endpoint",
    description: "What was not delivered yet never is.",
    segments: ofEndpoint,
    headers: KEYED,
    answers: { "204": limited({ description: "Removed." }), ...WRITE },
  },
  {
    id: "testWebhook",
    method: "post",
    path: "/v2/webhooks/{endpointId}/test",
    tag: "Webhooks",
    summary: "Try an endpoint",
    description: "Sends one `webhook.test` message now and answers how that went.",
    segments: ofEndpoint,
    headers: KEYED,
    answers: { "200": limited({ description: "The delivery.", body: delivery }), ...WRITE },
  },
  {
    id: "rotateSecret",
    method: "post",
    path: "/v2/webhooks/{endpointId}/rotate-secret",
    tag: "Webhooks",
    summary: "Give an endpoint a new secret",
    description: "For 24 hours messages are signed with both. The new one is answered once.",
    segments: ofEndpoint,
    headers: KEYED,
    answers: { "200": limited({ description: "The endpoint, with its new secret.", body: madeEndpoint }), ...WRITE },
  },
  {
    id: "listWebhookDeliveries",
    method: "get",
    path: "/v2/webhooks/{endpointId}/deliveries",
    tag: "Webhooks",
    summary: "List an endpoint's deliveries",
    description: "Newest first, with every attempt.",
    segments: ofEndpoint,
    query: PAGE,
    headers: CALLER,
    answers: { "200": limited({ description: "A page.", body: deliveryPage }), ...READ },
  },
  {
    id: "replayWebhook",
    method: "post",
    path: "/v2/webhooks/{endpointId}/replay",
    tag: "Webhooks",
    summary: "Send everything again since an instant",
    description: "Every message of the endpoint from then on, in order, at most 30 days back.",
    segments: ofEndpoint,
    query: {
      since: { description: "From when on.", schema: { type: "string", format: "date-time" }, isRequired: true },
    },
    headers: KEYED,
    answers: { "202": limited({ description: "It has begun.", body: replayStarted }), ...WRITE },
  },
  {
    id: "replayDelivery",
    method: "post",
    path: "/v2/deliveries/{deliveryId}/replay",
    tag: "Webhooks",
    summary: "Send one delivery again",
    description: "Same id, same body, new timestamp. One that is still on its way is 409.",
    segments: { deliveryId: "Id of the delivery." },
    headers: KEYED,
    answers: { "202": limited({ description: "The delivery.", body: delivery }), ...WRITE },
  },
  {
    id: "listReviewDeliveries",
    method: "get",
    path: "/v2/reviews/{id}/deliveries",
    tag: "Webhooks",
    summary: "List a review's deliveries",
    description: "To its callback (`endpointId` null), and for administrators and auditors to endpoints too.",
    segments: { id: REVIEW_ID },
    query: PAGE,
    headers: CALLER,
    answers: { "200": limited({ description: "A page.", body: deliveryPage }), ...READ },
  },
];

const watching: readonly Operation[] = [
  {
    id: "streamEvents",
    method: "get",
    path: "/v2/events",
    tag: "Events",
    summary: "Listen to the workspace",
    description:
      "Server-sent events: every message about reviews that the caller may see, from now on; with `Last-Event-ID` everything after it first, without gap or duplicate. Positions are kept seven days.",
    headers: {
      ...CALLER,
      "Last-Event-ID": { description: "Position of the last message that was received.", schema: { type: "string" } },
    },
    answers: {
      "200": limited({ description: "The stream.", body: eventStream, type: "text/event-stream" }),
      ...READ,
    },
  },
  {
    id: "getMetrics",
    method: "get",
    path: "/v2/metrics",
    tag: "Metrics",
    summary: "Read the figures",
    description:
      "What is open now, and what happened from one instant up to another: opened, settled, times, deadlines kept. Owners, admins and auditors.",
    query: parametersOf(metricsQuerySchema, {
      from: "From when on.",
      to: "Up to when, exclusive.",
      dialect: "Of one API only.",
    }),
    headers: CALLER,
    answers: { "200": limited({ description: "The figures.", body: metrics }), ...READ },
  },
  {
    id: "getHealth",
    method: "get",
    path: "/health",
    tag: "Service",
    summary: "Ask whether the service works",
    description: "200 after a read of the database. With `deep=1` also migrations and keys are looked at.",
    query: { deep: { description: "1: look at everything.", schema: { enum: ["0", "1"] } } },
    security: [],
    answers: { "200": { description: "It works.", body: health }, ...problems(400, 500, 503) },
  },
];

/** `document`: the schema of the workspace document, which everybody's parts make up. */
export const serviceOperations = (document: Schema): readonly Operation[] => [
  ...workspaces(document),
  ...webhooks,
  ...watching,
];
