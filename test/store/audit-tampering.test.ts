// What verification finds when somebody with the whole database in hand has changed the audit trail, and what the
// table itself refuses. Rows are tampered with in a copy of the workspace, whose triggers are dropped for the moment.
// Source: issue "Audit"; DESIGN § 5.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyTrail } from "../../src/app/verify-trail.ts";
import type { Actor } from "../../src/core/review/actor.ts";
import type { Command } from "../../src/core/review/commands.ts";
import { decide } from "../../src/core/review/decide.ts";
import { openReview } from "../../src/core/review/open.ts";
import { createReviewQueries } from "../../src/queries/review-queries.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { anId, anOpening, aPerson, aVote, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";

const store = createReviewStore({ db: env.DB, newSalt: anId, pause: async () => {} });
const queries = createReviewQueries(env.DB);
const meta = { entrance: "native", requestId: "req", workspaceVersion: 1, clock: null } as const;

/** A review with four events, the second and the last with free text. */
const aHistory = async (workspaceId: string): Promise<string> => {
  const opened = openReview(anOpening(groupPolicy(["banking", "sre"]), { workspaceId }), metaBy(OWNER));
  if (!opened.ok) throw new Error("not opened");
  const { review, events } = opened.value;
  await store.commit({
    workspaceId,
    recordedAt: NOON,
    items: [{ before: null, events, after: review, meta }],
    subjects: [],
    answers: [],
  });
  const steps: readonly (readonly [Command, Actor])[] = [
    [{ type: "AddNote", text: "look at this", claimedEmail: null }, OWNER],
    [aVote("approve"), aPerson("ben", ["banking"])],
    [aVote("reject", { reason: "no" }), aPerson("sue", ["sre"])],
  ];
  for (const [command, actor] of steps) {
    const before = await store.load(workspaceId, review.id);
    if (before === null) throw new Error("lost");
    const decided = decide(before.review, command, metaBy(actor));
    const item = { before, events: decided.events, after: decided.review, meta };
    await store.commit({ workspaceId, recordedAt: NOON, items: [item], subjects: [], answers: [] });
  }
  return review.id;
};

const TRIGGERS = ["audit_no_update", "audit_no_delete", "audit_no_replace"] as const;

/** Does what no service does: changes rows with the triggers gone, and puts the triggers back. */
const tamper = async (...statements: readonly string[]): Promise<void> => {
  const { results } = await env.DB.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all<{
    name: string;
    sql: string;
  }>();
  const own = results.filter(({ name }) => TRIGGERS.some((trigger) => trigger === name));
  expect(own).toHaveLength(TRIGGERS.length);
  for (const { name } of own) await env.DB.prepare(`DROP TRIGGER ${name}`).run();
  try {
    for (const sql of statements) await env.DB.prepare(sql).run();
  } finally {
    for (const { sql } of own) await env.DB.prepare(sql).run();
  }
};

let copies = 0;

/** A fresh history of its own for each case. */
const inCopy = async (change: (where: string, reviewId: string) => readonly string[]) => {
  const workspaceId = `copy-${copies++}`;
  const reviewId = await aHistory(workspaceId);
  expect(await verifyTrail(queries, workspaceId, reviewId)).toMatchObject({ broken: null, verified: { version: 4 } });
  await tamper(...change(`workspace_id = '${workspaceId}' AND review_id = '${reviewId}'`, reviewId));
  return verifyTrail(queries, workspaceId, reviewId);
};

const COLUMNS =
  "workspace_id, review_id, seq, type, at, recorded_at, actor, entrance, request_id, workspace_version, clock, data, texts_digest, hash";

describe("a copy that somebody has changed", () => {
  test.each<[string, string, number, string]>([
    ["another verdict", "data = json_set(data, '$.verdict', 'reject') WHERE seq = 3", 3, "hash_mismatch"],
    ["another actor", "actor = json_set(actor, '$.id', 'eve') WHERE seq = 3", 3, "hash_mismatch"],
    ["another role", "actor = json_set(actor, '$.role', 'admin') WHERE seq = 4", 4, "hash_mismatch"],
    ["another type", "type = 'approved' WHERE seq = 4", 4, "hash_mismatch"],
    ["another instant", "at = at + 1 WHERE seq = 1", 1, "hash_mismatch"],
    ["another recording instant", "recorded_at = recorded_at + 1 WHERE seq = 2", 2, "hash_mismatch"],
    ["another entrance", "entrance = 'desk' WHERE seq = 2", 2, "hash_mismatch"],
    ["another request", "request_id = 'x' WHERE seq = 2", 2, "hash_mismatch"],
    ["another workspace version", "workspace_version = 2 WHERE seq = 2", 2, "hash_mismatch"],
    ["another clock", "clock = 'test' WHERE seq = 2", 2, "hash_mismatch"],
    ["another digest of texts", "texts_digest = 'x' WHERE seq = 2", 2, "hash_mismatch"],
    ["no digest of texts", "texts_digest = NULL WHERE seq = 2", 2, "hash_mismatch"],
    ["another hash", "hash = 'x' WHERE seq = 2", 2, "hash_mismatch"],
    ["another hash at the end", "hash = 'x' WHERE seq = 4", 4, "hash_mismatch"],
    ["data that is no JSON", "data = '{' WHERE seq = 3", 3, "unreadable"],
    ["an actor that is none", "actor = '[]' WHERE seq = 3", 3, "unreadable"],
    ["an instant that is none", "at = 'never' WHERE seq = 3", 3, "unreadable"],
    ["another number", "seq = 5 WHERE seq = 4", 4, "missing"],
  ])("rewritten: %s", async (_, change, version, reason) => {
    const [set = "", where = ""] = change.split(" WHERE ");
    const found = await inCopy((row) => [`UPDATE audit SET ${set} WHERE ${row} AND ${where}`]);
    expect(found?.broken).toEqual({ version, reason });
  });

  test.each([1, 2, 3])("deleted: event %i", async (seq) => {
    const found = await inCopy((row) => [`DELETE FROM audit WHERE ${row} AND seq = ${seq}`]);
    expect(found?.broken).toEqual({ version: seq, reason: "missing" });
  });

  test.each([
    ["the last one", "seq = 4", 4],
    ["the last two", "seq >= 3", 3],
    ["all", "seq >= 1", 1],
  ])("truncated: %s", async (_, which, version) => {
    const found = await inCopy((row) => [`DELETE FROM audit WHERE ${row} AND ${which}`]);
    expect(found?.broken).toEqual({ version, reason: "missing" });
  });

  test("deleted and closed up: the numbers are whole again, the hashes are not", async () => {
    const found = await inCopy((row) => [
      `DELETE FROM audit WHERE ${row} AND seq = 2`,
      `UPDATE audit SET seq = 2 WHERE ${row} AND seq = 3`,
      `UPDATE audit SET seq = 3 WHERE ${row} AND seq = 4`,
    ]);
    expect(found?.broken).toEqual({ version: 2, reason: "hash_mismatch" });
  });

  test("INSERT OR REPLACE over an event", async () => {
    const found = await inCopy((row) => [
      `INSERT OR REPLACE INTO audit (${COLUMNS}) SELECT ${COLUMNS.replace("data", "json_set(data, '$.verdict', 'approve')")} FROM audit WHERE ${row} AND seq = 4`,
    ]);
    expect(found?.broken).toEqual({ version: 4, reason: "hash_mismatch" });
  });

  test("an event more than the review has", async () => {
    const found = await inCopy((row) => [
      `INSERT INTO audit (${COLUMNS}) SELECT ${COLUMNS.replace("seq", "5")} FROM audit WHERE ${row} AND seq = 4`,
    ]);
    expect(found?.broken).toEqual({ version: 5, reason: "hash_mismatch" });
  });

  test("the head that the review keeps", async () => {
    const found = await inCopy((_, id) => [`UPDATE reviews SET head_hash = 'x' WHERE id = '${id}'`]);
    expect(found?.broken).toEqual({ version: 4, reason: "head_mismatch" });
  });

  test("a version that the review never had, and one that it takes back", async () => {
    const forward = await inCopy((_, id) => [`UPDATE reviews SET version = 5 WHERE id = '${id}'`]);
    expect(forward?.broken).toEqual({ version: 5, reason: "missing" });
    const back = await inCopy((_, id) => [`UPDATE reviews SET version = 3 WHERE id = '${id}'`]);
    expect(back?.broken).toEqual({ version: 4, reason: "unexpected" });
  });

  test("free text", async () => {
    const other = await inCopy((row) => [
      `UPDATE event_texts SET texts = '{"note":"nothing to see"}' WHERE ${row} AND seq = 2`,
    ]);
    expect(other?.broken).toEqual({ version: 2, reason: "texts_mismatch" });
    const salt = await inCopy((row) => [`UPDATE event_texts SET salt = 'x' WHERE ${row} AND seq = 4`]);
    expect(salt?.broken).toEqual({ version: 4, reason: "texts_mismatch" });
    const moved = await inCopy((row) => [`UPDATE event_texts SET seq = 3 WHERE ${row} AND seq = 2`]);
    expect(moved?.broken).toEqual({ version: 3, reason: "texts_mismatch" });
    const broken = await inCopy((row) => [`UPDATE event_texts SET texts = '{' WHERE ${row} AND seq = 2`]);
    expect(broken?.broken).toEqual({ version: 2, reason: "texts_mismatch" });
  });

  test("erased free text is no break", async () => {
    const found = await inCopy((row) => [`DELETE FROM event_texts WHERE ${row}`]);
    expect(found).toMatchObject({ broken: null, verified: { version: 4 } });
  });
});

describe("the table itself", () => {
  let where = "";
  beforeAll(async () => {
    where = `workspace_id = 'real' AND review_id = '${await aHistory("real")}'`;
  });

  test.each([
    ["UPDATE", () => `UPDATE audit SET type = 'approved' WHERE ${where} AND seq = 4`],
    ["DELETE", () => `DELETE FROM audit WHERE ${where} AND seq = 4`],
    ["DELETE of everything", () => "DELETE FROM audit"],
    [
      "INSERT OR REPLACE",
      () => `INSERT OR REPLACE INTO audit (${COLUMNS}) SELECT ${COLUMNS} FROM audit WHERE ${where} AND seq = 4`,
    ],
    ["REPLACE", () => `REPLACE INTO audit (${COLUMNS}) SELECT ${COLUMNS} FROM audit WHERE ${where} AND seq = 4`],
    ["UPDATE OR REPLACE", () => `UPDATE OR REPLACE audit SET seq = 3 WHERE ${where} AND seq = 4`],
    [
      "an upsert",
      () => `INSERT INTO audit (${COLUMNS}) SELECT ${COLUMNS} FROM audit WHERE ${where} AND seq = 4
        ON CONFLICT (workspace_id, review_id, seq) DO UPDATE SET type = 'approved'`,
    ],
  ])("refuses %s", async (_, sql) => {
    await expect(env.DB.prepare(sql()).run()).rejects.toThrow(/audit_append_only|audit_conflict/);
    const { results } = await env.DB.prepare(`SELECT type FROM audit WHERE ${where} ORDER BY seq`).all();
    expect(results.map(({ type }) => type)).toEqual(["opened", "note_added", "vote_cast", "rejected"]);
  });
});
