// hoop's review API: sessions on guarded connections wait until every group that is asked has approved.
// A known path with another verb is not found, like every path under /api that is none of its own: the real gateway
// has no 405. Source: seed "Update Review Status"; hoop.md ruling 1 and section 1.3.

import { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { createRoutes } from "./create-routes.ts";
import { refuse } from "./respond.ts";
import { reviewsRoutes } from "./reviews-routes.ts";
import { ruleChanges } from "./rule-changes.ts";
import { rulesRoutes } from "./rules-routes.ts";
import { sessionsRoutes } from "./sessions-routes.ts";

/** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
export const routes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  for (const part of [reviewsRoutes(), createRoutes(), sessionsRoutes(), rulesRoutes(), ruleChanges()])
    app.route("/", part);
  app.all("*", (c) => c.body(null, 404));
  // The entrance logs what it was, with the request's id.
  app.onError((error, c) => {
    if (c.var.services.isTransient(error)) return refuse(c, { type: "unavailable", retryAfterSeconds: 1 });
    return c.json({ message: "internal server error" }, 500);
  });
  return app;
};
