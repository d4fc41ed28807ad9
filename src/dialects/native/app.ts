// The native API: everything that any dialect can do to a review, in one vocabulary; and the answer to every path that
// no dialect owns. Source: workspace.md 4.

import { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { bulkRoutes } from "./bulk-routes.ts";
import { eligibilityRoutes } from "./eligibility-routes.ts";
import { executionRoutes } from "./execution-routes.ts";
import { healthRoutes } from "./health-routes.ts";
import { openRoutes } from "./open-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { claimRoutes } from "./claim-routes.ts";
import { clockRoutes } from "./clock-routes.ts";
import { metricsRoutes } from "./metrics-routes.ts";
import { methodNotAllowed, problem } from "./problem.ts";
import { readRoutes } from "./read-routes.ts";
import { refuseWithoutReview } from "./respond.ts";
import { signInLinkRoutes } from "./sign-in-link-routes.ts";
import { slaRoutes } from "./sla-routes.ts";
import { streamRoutes } from "./stream-routes.ts";
import { trailRoutes } from "./trail-routes.ts";
import { webhookRoutes } from "./webhook-routes.ts";
import { addWorkspaceRoutes } from "./workspace-routes.ts";
import { writeRoutes } from "./write-routes.ts";

/** Methods of every known path: what `Allow` says with 405. HEAD goes wherever GET does. */
const METHODS: readonly (readonly [path: string, allow: string])[] = [
  ["/health", "GET, HEAD"],
  ["/v2/reviews", "GET, HEAD, POST"],
  ["/v2/reviews/bulk-decisions", "POST"],
  ["/v2/reviews/:id", "GET, HEAD"],
  ["/v2/reviews/:id/eligibility", "GET, HEAD"],
  ["/v2/reviews/:id/events", "GET, HEAD"],
  ["/v2/reviews/:id/events/verification", "GET, HEAD"],
  ["/v2/reviews/:id/texts", "DELETE"],
  ["/v2/reviews/:id/execution", "PUT"],
  ["/v2/reviews/:id/decisions", "POST"],
  ["/v2/reviews/:id/assign", "POST"],
  ["/v2/reviews/:id/escalate", "POST"],
  ["/v2/reviews/:id/findings", "POST"],
  ["/v2/reviews/:id/complete", "POST"],
  ["/v2/reviews/:id/notes", "POST"],
  ["/v2/reviews/:id/cancel", "POST"],
  ["/v2/reviews/:id/claim", "POST"],
  ["/v2/reviews/:id/release", "POST"],
  ["/v2/queue/next", "POST"],
  ["/v2/reviews/:id/deliveries", "GET, HEAD"],
  ["/v2/events", "GET, HEAD"],
  ["/v2/webhooks", "GET, HEAD, POST"],
  ["/v2/webhooks/:endpointId", "GET, HEAD, PATCH, DELETE"],
  ["/v2/webhooks/:endpointId/test", "POST"],
  ["/v2/webhooks/:endpointId/rotate-secret", "POST"],
  ["/v2/webhooks/:endpointId/deliveries", "GET, HEAD"],
  ["/v2/webhooks/:endpointId/replay", "POST"],
  ["/v2/deliveries/:deliveryId/replay", "POST"],
];

/** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
export const routes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  // Before `{id}`: this name is no review's.
  app.on(["GET", "HEAD"], "/v2/reviews/bulk-decisions", () => methodNotAllowed("POST"));
  const parts = [
    healthRoutes,
    openRoutes,
    bulkRoutes,
    streamRoutes,
    readRoutes,
    eligibilityRoutes,
    claimRoutes,
    webhookRoutes,
    deliveryRoutes,
    writeRoutes,
    executionRoutes,
    slaRoutes,
    trailRoutes,
  ];
  for (const part of parts) app.route("/", part());
  app.route("/", clockRoutes());
  app.route("/", signInLinkRoutes());
  app.route("/", metricsRoutes());
  addWorkspaceRoutes(app);
  for (const [path, allow] of METHODS) app.all(path, () => methodNotAllowed(allow));
  app.all("*", () => problem("not_found", "There is nothing at this path."));
  // The entrance logs what it was, with the request's id.
  app.onError((error, c) => {
    if (c.var.services.isTransient(error)) return refuseWithoutReview({ type: "unavailable", retryAfterSeconds: 1 });
    return problem("internal_error", "Something went wrong here. The request id says which.", {
      extra: { requestId: c.var.requestId },
    });
  });
  return app;
};
