import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("health: answers after a D1 read", async () => {
  const response = await exports.default.fetch(new Request("https://countersign.test/health"));
  expect(response.status).toBe(200);
  expect(await env.DB.prepare("SELECT 1 AS one").first("one")).toBe(1);
  expect(env.REVIEW_OBJECT.idFromName("x").toString()).toHaveLength(64);
});
