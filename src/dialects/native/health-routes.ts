// GET /health: public, and healthy only when the database answers; with `?deep=1` also only when it has every migration
// and the service its keys. Names what is missing, never a value. Source: workspace.md 4.

import { Hono } from "hono";
import { version } from "../../../package.json";
import type { AppEnv } from "../../http/context.ts";
import { problem } from "./problem.ts";

const AGAIN = { "retry-after": "1" };

export const healthRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/health", async (c) => {
    const deep = c.req.query("deep");
    if (deep === undefined || deep === "0") {
      return (await c.var.services.reviews.ping())
        ? c.json({ status: "ok", version })
        : problem("unavailable", "The database does not answer.", { headers: AGAIN });
    }
    if (deep !== "1") return problem("invalid_request", "deep is 1 or 0.");
    const { isHealthy, checks } = await c.var.services.checkHealth();
    return isHealthy
      ? c.json({ status: "ok", version, checks })
      : problem("unavailable", "The deployment lacks something.", { extra: { version, checks }, headers: AGAIN });
  });
