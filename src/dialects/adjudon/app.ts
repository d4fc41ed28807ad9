// Adjudon's API: traces that policies approve, block or hold, and the queue in which people decide the held ones.
// Source: seed "Reviews"; adjudon.md rulings 1, 2, 13.

import { Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { auditRoutes } from "./audit-routes.ts";
import { queueRoutes } from "./queue-routes.ts";
import { refuse } from "./respond.ts";
import { tracesRoutes } from "./traces-routes.ts";
import { API_PREFIX, LEGACY_PREFIX, versionHeaders } from "./versions.ts";

/** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
export const routes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>().use(versionHeaders);
  for (const prefix of [API_PREFIX, LEGACY_PREFIX]) {
    app.route("/", queueRoutes(prefix)).route("/", tracesRoutes(prefix));
  }
  app.route("/", auditRoutes());
  app.all("*", (c) => refuse(c, { type: "unknown_path" }));
  // The entrance logs what it was, with the request's id.
  app.onError((error, c) => {
    if (c.var.services.isTransient(error)) return refuse(c, { type: "unavailable", retryAfterSeconds: 1 });
    return c.json({ success: false, error: "Internal server error", code: "INTERNAL_ERROR" }, 500);
  });
  return app;
};
