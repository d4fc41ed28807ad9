// The database after all migrations is exactly the golden schema: drizzle-kit silently drops WITHOUT ROWID and
// triggers when it rebuilds a table. After a wanted change, the "Received" text of the failing test is the new golden file.

import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import golden from "./schema.golden.sql?raw";

test("sqlite_master is the golden schema", async () => {
  const { results } = await env.DB.prepare(
    `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'd1_%' AND name NOT LIKE 'sqlite_%'
     AND name NOT LIKE '_cf_%' ORDER BY type, name`,
  ).all<{ sql: string }>();
  const actual = results.map(({ sql }) => `${sql};`).join("\n\n");
  expect(actual).toBe(golden.trim());
});

test("narrow tables are WITHOUT ROWID, wide ones are not", async () => {
  const { results } = await env.DB.prepare("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'").all<{
    name: string;
    wr: number;
  }>();
  const ofKind = (wr: number) => results.filter((table) => table.wr === wr).map(({ name }) => name);
  expect(ofKind(1)).toEqual(
    expect.arrayContaining(["reviews", "audit", "outbox", "review_aliases", "counters", "subjects"]),
  );
  expect(ofKind(0)).toEqual(expect.arrayContaining(["subject_bodies", "idempotency", "workspace_versions"]));
});
