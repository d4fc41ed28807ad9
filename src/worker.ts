// The Worker's entry. Placeholder of the scaffold: GET /health only.
import { DurableObject } from "cloudflare:workers";
import { Hono } from "hono";
import type { Env } from "./env";

const app = new Hono<{ Bindings: Env }>();

app.get("/health", async (c) => {
  await c.env.DB.prepare("SELECT 1").first();
  return c.json({ status: "ok", version: "0.1.0" });
});

export class ReviewObject extends DurableObject<Env> {}

export default {
  fetch: app.fetch,
  async scheduled() {},
} satisfies ExportedHandler<Env>;
