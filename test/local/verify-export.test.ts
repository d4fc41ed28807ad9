// `npm run verify-audit -- --database <file>` over databases that the service's own store and signing job have written,
// whole and damaged. Source: docs/storage.md, "Checkpoints".

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditSigner } from "../../src/app/audit-signing.ts";
import { decide } from "../../src/core/review/decide.ts";
import { openReview } from "../../src/core/review/open.ts";
import { signHeads } from "../../src/jobs/sign-heads.ts";
import { createCheckpointQueries } from "../../src/queries/audit-checkpoints.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, aPerson, aVote, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "countersign-export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 86_400_000;
const KEYS = { AUDIT_SIGNING_KEY: "k2:second,k1:first", ENCRYPTION_KEY: "a:kept" };

/** As much of D1 as storing and signing need, over another SQLite. */
const asD1 = (database: DatabaseSync): D1Database => {
  const prepare = (sql: string) => ({
    bind: (...values: SQLInputValue[]) => {
      const all = () => Promise.resolve({ results: database.prepare(sql).all(...values), meta: {} });
      return { all, run: all };
    },
  });
  const batch = (statements: readonly { all(): Promise<unknown> }[]) => Promise.all(statements.map((one) => one.all()));
  return { prepare, batch } as unknown as D1Database;
};

/** Three reviews, one of them decided, signed; the same again a day later. Answers the database's file. */
const aDatabase = async (keys: Partial<typeof KEYS> = KEYS): Promise<string> => {
  const path = join(folder, `${anId()}.sqlite`);
  const database = new DatabaseSync(path);
  database.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
  for (const name of readdirSync(join(root, "migrations"))
    .filter((file) => file.endsWith(".sql"))
    .toSorted())
    database.exec(readFileSync(join(root, "migrations", name), "utf8"));
  database.exec("INSERT INTO workspaces (id, version, signing_key, created_at) VALUES ('w', 1, 'k', 0)");
  const db = asD1(database);
  const store = createReviewStore({ db, newSalt: anId, pause: async () => {} });
  const deps = {
    queries: createCheckpointQueries(db),
    signer: auditSigner(keys.AUDIT_SIGNING_KEY, keys.ENCRYPTION_KEY),
  };
  const meta = { entrance: "native", requestId: "req", workspaceVersion: 1, clock: null } as const;
  // The stream keeps a month: what is older may be gone.
  const now = Date.now() - DAY;
  for (const at of [now - DAY, now]) {
    const items = [1, 2, 3].map((number) => {
      const opened = openReview(anOpening(singlePolicy(), { workspaceId: "w" }), metaBy(OWNER));
      if (!opened.ok) throw new Error("not opened");
      const { review, events } = opened.value;
      if (number > 1) return { before: null, events, after: review, meta };
      const decided = decide(review, aVote("approve", { reason: "fine 😀" }), metaBy(aPerson("ben")));
      return { before: null, events: [...events, ...decided.events], after: decided.review, meta };
    });
    await store.commit({ workspaceId: "w", recordedAt: NOON, items, subjects: [], answers: [] });
    await signHeads(deps, at);
  }
  database.close();
  return path;
};

/** A copy of a database that somebody with write access to every table has been at. */
const damaged = (path: string, damage: string): string => {
  const copy = join(folder, `${anId()}.sqlite`);
  copyFileSync(path, copy);
  const database = new DatabaseSync(copy);
  database.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY");
  for (const { name } of database.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all())
    database.exec(`DROP TRIGGER ${String(name)}`);
  database.exec(damage);
  database.close();
  return copy;
};

let whole = "";
beforeAll(async () => {
  whole = await aDatabase();
});

/** The command's exit code and words. */
const verify = (path: string, environment: object = KEYS, ...flags: string[]): { code: number; output: string } => {
  const argv = [join(root, "src/local/verify-audit.mjs"), "--database", path, ...flags];
  const env = { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1", ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: "utf8", env });
  return { code: status ?? -1, output: stdout + stderr };
};

const copyOf = (path: string): string => {
  const database = new DatabaseSync(path, { readOnly: true });
  const copy = `${path}.json`;
  writeFileSync(copy, JSON.stringify([{ results: database.prepare("SELECT * FROM audit_checkpoints").all() }]));
  database.close();
  return copy;
};

const LAST = "(SELECT max(day) FROM audit_checkpoints)";

describe("a whole database", () => {
  test("every review and every checkpoint, from the file and from the SQL of an export", async () => {
    const words = "6 of 6 reviews whole\nworkspace w: 2 of 2 checkpoints verified, 0 more by their signature alone\n";
    expect(verify(whole)).toEqual({ code: 0, output: words });
    const database = new DatabaseSync(whole, { readOnly: true });
    const objects = database.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    const statements = objects.all().map(({ sql }) => String(sql));
    for (const table of ["reviews", "audit", "event_texts", "outbox", "audit_checkpoints"]) {
      for (const row of database.prepare(`SELECT * FROM ${table}`).all()) {
        const values = Object.values(row).map((value) =>
          typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value),
        );
        statements.push(`INSERT INTO ${table} VALUES (${values.join(",")})`);
      }
    }
    database.close();
    writeFileSync(`${whole}.sql`, `${statements.join(";\n")};\n`);
    expect(verify(`${whole}.sql`)).toEqual({ code: 0, output: words });
  });

  test("signed with a key derived from ENCRYPTION_KEY, and with one that was rotated since", async () => {
    const path = await aDatabase({ ENCRYPTION_KEY: "kept without an id" });
    expect(verify(path, { ENCRYPTION_KEY: "kept without an id" }).code).toBe(0);
    const rotated = await aDatabase({ AUDIT_SIGNING_KEY: "k1:first" });
    expect(verify(rotated, KEYS).code).toBe(0);
  });

  test("events that left the stream in their time", async () => {
    const old = Date.now() - 40 * DAY;
    const path = damaged(whole, "DELETE FROM outbox WHERE position <= 4");
    expect(verify(path).output).toContain("events_missing");
    const database = new DatabaseSync(path);
    const first = database.prepare("SELECT * FROM audit_checkpoints ORDER BY day").get();
    database.exec(`DELETE FROM audit_checkpoints WHERE day < ${LAST}`);
    const { workspace_id: workspaceId, day, position, review_count: reviewCount, digest } = first ?? {};
    const signer = auditSigner(KEYS.AUDIT_SIGNING_KEY, undefined);
    const signed = { createdAt: new Date(old).toISOString(), day, digest, position, reviewCount, workspaceId };
    const signature = await signer?.sign(JSON.stringify(signed));
    database
      .prepare("INSERT INTO audit_checkpoints VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run("w", String(day), Number(position), Number(reviewCount), String(digest), String(signature), old);
    database.close();
    expect(verify(path)).toMatchObject({ code: 0, output: expect.stringContaining("1 of 2 checkpoints verified, 1") });
  });
});

describe("a damaged database", () => {
  test.each([
    ["rewritten data", `UPDATE audit SET data = '{"x":1}' WHERE seq = 2`, "broken at event 2: hash_mismatch"],
    ["an unreadable row", "UPDATE audit SET data = '{' WHERE seq = 2", "broken at event 2: unreadable"],
    ["other texts", `UPDATE event_texts SET texts = '{"reason":"no"}'`, "texts_mismatch"],
    ["a review that is gone", "DELETE FROM reviews WHERE version = 2", "broken at event 1: unexpected"],
    ["a chain that was made anew", "UPDATE audit SET hash = 'new'", "digest_mismatch"],
    ["events that are gone", "DELETE FROM outbox WHERE position = 6", `events_missing`],
    ["another digest", `UPDATE audit_checkpoints SET digest = 'x' WHERE day = ${LAST}`, "bad_signature"],
    ["another count", `UPDATE audit_checkpoints SET review_count = 9 WHERE day = ${LAST}`, "bad_signature"],
    ["nobody's signature", `UPDATE audit_checkpoints SET signature = 'own-k9:00'`, "bad_signature"],
    ["no first checkpoint", `DELETE FROM audit_checkpoints WHERE day < ${LAST}`, "digest_mismatch"],
  ])("%s", (_, damage, words) => {
    const { code, output } = verify(damaged(whole, damage));
    expect(output).toContain(words);
    expect(code).toBe(1);
  });

  test("another key than the one that signed", () => {
    expect(verify(whole, { AUDIT_SIGNING_KEY: "k2:other" })).toMatchObject({
      code: 1,
      output: expect.stringContaining("bad_signature"),
    });
  });

  test("a history that was rewritten and signed again is told by a copy of the checkpoints", async () => {
    const copy = copyOf(whole);
    expect(verify(whole, KEYS, "--copy", copy).code).toBe(0);
    const rewritten = await aDatabase();
    expect(verify(rewritten).code).toBe(0);
    expect(verify(rewritten, KEYS, "--copy", copy)).toMatchObject({
      code: 1,
      output: expect.stringContaining("digest_mismatch"),
    });
  });
});

test("2 where nothing can be said", () => {
  const path = damaged(whole, "DELETE FROM audit_checkpoints");
  expect(verify(path)).toMatchObject({ code: 2, output: expect.stringContaining("no checkpoint") });
  expect(verify(path, {})).toMatchObject({ code: 2, output: expect.stringContaining("AUDIT_SIGNING_KEY") });
  expect(verify(`${path}.none`)).toMatchObject({ code: 2, output: expect.stringContaining("ENOENT") });
  writeFileSync(`${path}.txt`, "no SQL");
  expect(verify(`${path}.txt`)).toMatchObject({ code: 2, output: expect.stringContaining("no export") });
  expect(verify(path, KEYS, "--copy", `${path}.txt`)).toMatchObject({
    code: 2,
    output: expect.stringContaining("no list of checkpoints"),
  });
});
