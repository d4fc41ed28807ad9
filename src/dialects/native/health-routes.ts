// GET /health: public, and healthy only when the database answers. Source: workspace.md 4.

import { Hono } from "hono";
import { version } from "../../../package.json";
import type { AppEnv } from "../../http/context.ts";
import { problem } from "./problem.ts";

export const healthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/health", async (c) =>
    (await c.var.services.reviews.ping())
      ? c.json({ status: "ok", version })
      : problem("unavailable", "The database does not answer.", { headers: { "retry-after": "1" } }),
  );
