// Alloy's API of entities, evaluations and their manual reviews. Everything under its paths answers in its envelope:
// an unknown path and a wrong method are 404/4041. Source: seeds "Create a Review for an Entity", "How to Change the
// Status of an Evaluation"; alloy.md rulings 1, 12 (Errors).

import { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { entitiesRoutes } from "./entities-routes.ts";
import { evaluationsRoutes } from "./evaluations-routes.ts";
import { notesRoutes } from "./notes-routes.ts";
import { oauthRoutes } from "./oauth-routes.ts";
import { answerError, refuse } from "./respond.ts";
import { reviewsRoutes } from "./reviews-routes.ts";
import { UNHANDLED } from "./wire-errors.ts";

/** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
export const routes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  for (const part of [reviewsRoutes(), notesRoutes(), evaluationsRoutes(), entitiesRoutes(), oauthRoutes()]) {
    app.route("/", part);
  }
  app.all("*", (c) => refuse(c, { type: "unknown_resource", details: {} }));
  // The entrance logs what it was, with the request's id.
  app.onError((error, c) => {
    if (c.var.services.isTransient(error)) return refuse(c, { type: "unavailable", retryAfterSeconds: 1 });
    return answerError(c, UNHANDLED);
  });
  return app;
};
