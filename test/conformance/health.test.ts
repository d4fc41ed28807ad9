import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";

test("GET /health: public, answers ok and its version after a D1 read", async () => {
  const response = await exports.default.fetch("https://countersign.test/health");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok", version: expect.any(String) });
});

test("the tests' Worker has what the deployed one has: database, objects, secrets, all migrations", async () => {
  const applied = await env.DB.prepare("SELECT count(*) AS n FROM d1_migrations").first<number>("n");
  expect(applied).toBe(env.TEST_MIGRATIONS.length);
  expect(env.REVIEW_OBJECT.idFromName("any").toString()).toHaveLength(64);
  expect(env.OPERATOR_TOKEN.length).toBeGreaterThanOrEqual(32);
  expect(atob(env.ENCRYPTION_KEY)).toHaveLength(32);
});
