// Who checks the checker: every kind of damage that it exists to find is done to a small database, and found.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { type AuditEvent, auditHash } from "../../src/core/review/audit-event.ts";
import { toIso } from "../../src/core/time.ts";
import { checkDatabase } from "./check-database.ts";
import { Journal, type Operation } from "./journal.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));
const NOON = Date.UTC(2026, 2, 2, 12);
const ACTOR = { kind: "member", id: "ada", role: "member", groups: ["sre"], identity: null } as const;

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const operation = (requestId: string): Operation => ({
  requestId,
  verb: "approve",
  caller: "ada",
  method: "PUT",
  path: "/api/reviews/r1",
  body: "{}",
});

const acknowledged = (...requestIds: readonly string[]): Journal => {
  const journal = new Journal();
  for (const requestId of requestIds) journal.note(operation(requestId), { status: 200, body: "" }, false);
  return journal;
};

const refused = (requestId: string): Journal => {
  const journal = new Journal();
  journal.note(operation(requestId), { status: 400, body: "" }, false);
  return journal;
};

const eventOf = (version: number): AuditEvent => ({
  workspaceId: "faults",
  reviewId: "r1",
  version,
  type: version === 1 ? "opened" : "vote_cast",
  at: toIso(NOON),
  recordedAt: toIso(NOON),
  actor: ACTOR,
  entrance: "native",
  requestId: `req-${version}`,
  workspaceVersion: 1,
  data: { n: version },
  texts: null,
});

/** One review, opened by req-1 and voted on by req-2, after whatever `damage` does to it. */
const stateWith = async (damage: string): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-checker-"));
  folders.push(folder);
  const directory = join(folder, "v3/d1/miniflare-D1DatabaseObject");
  mkdirSync(directory, { recursive: true });
  const db = new DatabaseSync(join(directory, "some.sqlite"));
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()) {
    db.exec(readFileSync(join(MIGRATIONS, file), "utf8"));
  }
  let hash = "";
  for (const version of [1, 2]) {
    const event = eventOf(version);
    hash = await auditHash(hash, event);
    db.prepare(
      `INSERT INTO audit (workspace_id, review_id, seq, type, at, recorded_at, actor, entrance, request_id, workspace_version, data, hash)
       VALUES ('faults', 'r1', ?, ?, ?, ?, ?, 'native', ?, 1, ?, ?)`,
    ).run(version, event.type, NOON, NOON, JSON.stringify(ACTOR), event.requestId, JSON.stringify(event.data), hash);
    db.prepare(
      `INSERT INTO outbox (workspace_id, position, review_id, seq, type, created_at, snapshot)
       VALUES ('faults', ?, 'r1', ?, ?, ?, '{}')`,
    ).run(version, version, event.type, NOON);
  }
  const state = JSON.stringify({ version: 2, status: "pending", aliases: [] });
  db.prepare(
    `INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id, is_grouped,
       created_at, head_hash, text_count, state)
     VALUES ('faults', 'r1', 'native', 'pending', 2, 1, 'payment', 'p1', 0, ?, ?, 0, ?)`,
  ).run(NOON, hash, state);
  for (const trigger of ["audit_no_update", "audit_no_delete", "audit_no_replace"]) db.exec(`DROP TRIGGER ${trigger}`);
  db.exec(damage);
  db.close();
  return folder;
};

const violationsAfter = async (damage: string, journal: Journal): Promise<string> =>
  (await checkDatabase(await stateWith(damage), journal)).violations.join("\n");

test("a whole database has no violations", async () => {
  const report = await checkDatabase(await stateWith(""), acknowledged("req-1", "req-2"));
  expect(report).toEqual({ reviews: 1, events: 2, violations: [] });
});

test("an acknowledged operation that nobody recorded is lost", async () => {
  expect(await violationsAfter("", acknowledged("req-3"))).toBe("lost: approve /api/reviews/r1");
});

test("a refused operation that was recorded is a violation", async () => {
  expect(await violationsAfter("", refused("req-2"))).toBe("refused but done: approve /api/reviews/r1");
});

test("an operation recorded twice, once by its retry, is a violation", async () => {
  const damage = `INSERT INTO audit SELECT workspace_id, 'r2', 1, type, at, recorded_at, actor, entrance, request_id || '.retry',
    workspace_version, clock, data, texts_digest, hash FROM audit WHERE seq = 2`;
  expect(await violationsAfter(damage, acknowledged("req-2"))).toContain("done 2 times: approve /api/reviews/r1");
});

const damages: readonly { readonly damage: string; readonly found: string }[] = [
  { damage: "DELETE FROM audit WHERE seq = 2", found: "the version is the number of audit rows" },
  { damage: "DELETE FROM audit WHERE seq = 1", found: "chain: r1:2" },
  { damage: "DELETE FROM outbox WHERE seq = 2", found: "every event has its message" },
  { damage: "UPDATE outbox SET seq = 7 WHERE seq = 2", found: "every message has its event" },
  { damage: "UPDATE outbox SET position = 9 WHERE seq = 2", found: "positions of a workspace have no gap" },
  { damage: "DELETE FROM reviews", found: "every event has its review" },
  { damage: "UPDATE reviews SET status = 'approved'", found: "the row, its state and its head agree" },
  { damage: "UPDATE reviews SET head_hash = 'x'", found: "the row, its state and its head agree" },
  { damage: "UPDATE audit SET texts_digest = 'x' WHERE seq = 2", found: "free text stands where the chain says so" },
  { damage: "UPDATE audit SET data = '{}' WHERE seq = 2", found: "chain: r1:2" },
  { damage: "UPDATE reviews SET state = json_set(state, '$.aliases', json('[1]'))", found: "by all its names" },
  { damage: "UPDATE reviews SET subject_type = 'session'", found: "its subject and its body" },
  { damage: "UPDATE counters SET value = value + 1", found: "counters are the counts" },
  { damage: "UPDATE audit SET type = 'execution_started'", found: "one execution is claimed once" },
];

test.each(damages)("found: $damage", async ({ damage, found }) => {
  expect(await violationsAfter(damage, new Journal())).toContain(found);
});
