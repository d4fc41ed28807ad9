// AuthentiVoice's review API: analysed calls, and the reviews that people write about them. Everything under /v1 that
// is no other API's is answered in its envelope. Source: seed "Update Review"; authentivoice.md rulings 1, 2, 13.

import { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { analysesRoutes } from "./analyses-routes.ts";
import { assignRoutes } from "./assign-routes.ts";
import { createRoutes } from "./create-routes.ts";
import { refuse } from "./respond.ts";
import { reviewsRoutes } from "./reviews-routes.ts";
import { updateRoutes } from "./update-routes.ts";
import { WEBHOOKS_PATH, webhookRoutes } from "./webhook-routes.ts";

/** Methods of every known path: what `Allow` says with 405. HEAD goes wherever GET does. */
const METHODS: readonly (readonly [path: string, allow: string])[] = [
  ["/v1/reviews/assign", "POST"],
  ["/v1/reviews", "GET, HEAD, POST"],
  ["/v1/reviews/:id", "GET, HEAD, PUT"],
  ["/v1/analyses", "POST"],
  ["/v1/analyses/:id", "GET, HEAD"],
  [WEBHOOKS_PATH, "POST"],
];

/** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
export const routes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.route("/", assignRoutes());
  // Before `{reviewId}`: this name is no review's.
  app.all("/v1/reviews/assign", (c) => refuse(c, { type: "method_not_allowed", allow: "POST" }));
  for (const part of [analysesRoutes, createRoutes, reviewsRoutes, updateRoutes, webhookRoutes]) app.route("/", part());
  for (const [path, allow] of METHODS) app.all(path, (c) => refuse(c, { type: "method_not_allowed", allow }));
  app.all("*", (c) => refuse(c, { type: "unknown_path" }));
  // The entrance logs what it was, with the request's id.
  app.onError((error, c) => {
    if (c.var.services.isTransient(error)) return refuse(c, { type: "unavailable", retryAfterSeconds: 1 });
    return c.json({ error: { code: "INTERNAL_ERROR", message: "Something went wrong here" } }, 500);
  });
  return app;
};
