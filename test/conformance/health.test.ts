import { env, exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import journal from "../../migrations/meta/_journal.json";
import { createServices } from "../../src/compose.ts";
import { dialects } from "../../src/dialects/registry.ts";
import type { Env } from "../../src/env.ts";
import { createEntrance } from "../../src/http/entrance.ts";
import { countingD1 } from "../support/counting-d1.ts";

test("GET /health: public, answers ok and its version after a D1 read", async () => {
  const response = await exports.default.fetch("https://countersign.test/health");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ status: "ok", version: expect.any(String) });
});

test("the tests' Worker has what the deployed one has: database, objects, secrets, all migrations", async () => {
  const applied = await env.DB.prepare("SELECT count(*) AS n FROM d1_migrations").first<number>("n");
  expect(applied).toBe(env.TEST_MIGRATIONS.length);
  // What the code says it needs is what stands in migrations/.
  expect(journal.entries.map(({ tag }) => `${tag}.sql`)).toEqual(env.TEST_MIGRATIONS.map(({ name }) => name));
  expect(env.REVIEW_OBJECT.idFromName("any").toString()).toHaveLength(64);
  expect(env.OPERATOR_TOKEN.length).toBeGreaterThanOrEqual(32);
  expect(atob(env.ENCRYPTION_KEY)).toHaveLength(32);
});

test("GET /health?deep=1 also checks migrations and keys, and names what is missing without a value", async () => {
  const deep = await exports.default.fetch("https://countersign.test/health?deep=1");
  const ok = { ok: true };
  expect([deep.status, await deep.json()]).toEqual([
    200,
    { status: "ok", version: expect.any(String), checks: { database: ok, migrations: ok, keys: ok } },
  ]);
  expect((await exports.default.fetch("https://countersign.test/health?deep=yes")).status).toBe(400);
});

const deepOf = async (changes: Partial<Env>): Promise<unknown> => {
  const entrance = createEntrance(dialects, createServices({ ...env, ...changes }), () => {});
  const answer = await entrance(new Request("https://countersign.test/health?deep=1"));
  expect(answer.status).toBe(503);
  return answer.json();
};

test("a deployment without its keys is 503 and says which", async () => {
  const without = await deepOf({ OPERATOR_TOKEN: "too short", ENCRYPTION_KEY: "" });
  expect(without).toMatchObject({
    code: "unavailable",
    checks: {
      database: { ok: true },
      migrations: { ok: true },
      keys: { ok: false, missing: ["OPERATOR_TOKEN", "ENCRYPTION_KEY", "AUDIT_SIGNING_KEY"] },
    },
  });
  expect(JSON.stringify(without)).not.toContain("too short");
});

test("a database that lacks the migrations, or does not answer, is 503 and says so", async () => {
  const last = env.TEST_MIGRATIONS.at(-1)?.name.replace(/\.sql$/, "");
  const behind = countingD1(env.DB).db;
  const without = new Proxy(behind, {
    get: (db, key) =>
      key === "prepare"
        ? (sql: string) => db.prepare(sql.replace("d1_migrations", `d1_migrations WHERE name <> '${last}.sql'`))
        : db.batch.bind(db),
  });
  expect(await deepOf({ DB: without })).toMatchObject({
    checks: { database: { ok: true }, migrations: { ok: false, missing: [last] }, keys: { ok: true } },
  });
  const broken = new Proxy(env.DB, {
    get: () => () => {
      throw new Error("D1_ERROR: secret SQL");
    },
  });
  const ill = await deepOf({ DB: broken });
  expect(ill).toMatchObject({ checks: { database: { ok: false }, migrations: { ok: false } } });
  expect(JSON.stringify(ill)).not.toContain("secret");
});
