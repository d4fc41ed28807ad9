// The audit chain without a database: what is hashed of an event, which break is found where, and what a checkpoint signs.
// Source: docs/storage.md, "The audit trail", "Checkpoints"; DESIGN "Audit".

import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { policyActor } from "../../src/core/review/actor.ts";
import { CHAIN_START, headBreak, type RecordedEvent, verifyLinks } from "../../src/core/review/audit-chain.ts";
import {
  auditData,
  auditHash,
  sha256,
  textsDigest,
  toAuditActor,
  toAuditEvent,
} from "../../src/core/review/audit-event.ts";
import { BLOCK, checkpointText, type FoldedEvent, foldEvents } from "../../src/core/review/checkpoint.ts";
import type { ReviewEvent } from "../../src/core/review/events.ts";
import { aPerson, aReview, aVote, groupPolicy, NOON } from "../support/builders.ts";
import { when } from "../support/scenario.ts";

const ann = aPerson("ann", ["a"]);
const ids = { workspaceId: "ws", reviewId: "r1", version: 1 };
const meta = { entrance: "native", requestId: "q1", workspaceVersion: 3, clock: null, recordedAt: NOON + 5 } as const;
const note: ReviewEvent = { type: "note_added", at: NOON, by: ann, data: {}, texts: { note: "n" } };
const hex = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("what is hashed of an event", () => {
  test("its ids, instants in ISO, who acted and where; nothing of its text but the digest", () => {
    expect(toAuditEvent(ids, note, meta, "digest")).toEqual({
      ...ids,
      type: "note_added",
      at: "2026-03-02T12:00:00.000Z",
      recordedAt: "2026-03-02T12:00:00.005Z",
      actor: { kind: "member", id: "ann", role: "member", groups: ["a"], identity: "identity-of-ann" },
      entrance: "native",
      requestId: "q1",
      workspaceVersion: 3,
      data: {},
      texts: "digest",
    });
  });

  test("the clock stands there only where it is a test's", () => {
    expect(toAuditEvent(ids, note, { ...meta, clock: "test" }, null)).toMatchObject({ clock: "test", texts: null });
    expect("clock" in toAuditEvent(ids, note, meta, null)).toBe(false);
  });

  test("a policy has neither role nor groups", () => {
    expect(toAuditActor(policyActor("p"))).toEqual({ kind: "policy", id: "p", role: null, groups: [], identity: null });
  });

  test("a person in the data is kind and id, at any depth; an instant is its ISO text; other numbers stay", () => {
    const voted = when(aReview(groupPolicy(["a"])), ann, aVote("approve"), NOON).events[0];
    if (voted === undefined) throw new Error("no vote");
    expect(auditData(voted)).toMatchObject({
      rows: [{ reviewedBy: { kind: "member", id: "ann" }, reviewedAt: "2026-03-02T12:00:00.000Z", status: "approved" }],
      accessEndsAt: "2026-03-02T12:00:00.000Z",
      timeWindow: null,
      forced: false,
    });
    expect(JSON.stringify(auditData(voted))).not.toContain("ann@example.com");
    const data = { at: 0, deadlineAt: NOON, format: 1, atoms: 2, nested: [{ at: 0 }, "text", null], at_: "x" };
    const odd = { ...note, data } as unknown as ReviewEvent;
    expect(auditData(odd)).toEqual({
      at: "1970-01-01T00:00:00.000Z",
      deadlineAt: "2026-03-02T12:00:00.000Z",
      format: 1,
      atoms: 2,
      nested: [{ at: "1970-01-01T00:00:00.000Z" }, "text", null],
      at_: "x",
    });
  });

  test.each([["kind"], ["id"], ["email"], ["slackId"]])("what lacks %s is no person", (missing) => {
    const person: Record<string, string> = { kind: "member", id: "ann", email: "a@example.com", slackId: "" };
    delete person[missing];
    expect(auditData({ ...note, data: { who: person } } as unknown as ReviewEvent)).toEqual({ who: person });
  });

  test("an instant that is no number stays what it is, and absent keys are dropped", () => {
    const data = { startedAt: null, completedAt: "later", gone: undefined };
    expect(auditData({ ...note, data } as unknown as ReviewEvent)).toEqual({ startedAt: null, completedAt: "later" });
  });

  test("digests are SHA-256 of UTF-8 in lower-case hex; the salt goes before the text", async () => {
    expect(await sha256("héllo")).toBe(hex("héllo"));
    expect(await textsDigest("salt", { note: "hello" })).toBe(hex('salt{"note":"hello"}'));
  });

  test("a hash covers every part of the event, and the hash before it", async () => {
    const event = toAuditEvent(ids, note, meta, null);
    const same = await auditHash("", event);
    const others = [
      await auditHash("before", event),
      await auditHash("", { ...event, version: 2 }),
      await auditHash("", { ...event, texts: "digest" }),
      await auditHash("", { ...event, data: { more: 1 } }),
      await auditHash("", { ...event, clock: "test" }),
      await auditHash("", { ...event, actor: { ...event.actor, role: "admin" } }),
      await auditHash("", { ...event, actor: { ...event.actor, groups: [] } }),
      await auditHash("", { ...event, actor: { ...event.actor, identity: null } }),
    ];
    expect(new Set([same, ...others]).size).toBe(others.length + 1);
    expect(await auditHash("", { ...event })).toBe(same);
  });
});

const TEXTS = { salt: "salt", texts: { note: "n" } } as const;

/** A chain of so many events as it is stored. */
const aChain = async (length: number): Promise<readonly RecordedEvent[]> => {
  const chain: RecordedEvent[] = [];
  for (let version = 1; version <= length; version += 1) {
    const event = toAuditEvent({ ...ids, version }, note, meta, await textsDigest(TEXTS.salt, TEXTS.texts));
    chain.push({ version, event, hash: await auditHash(chain.at(-1)?.hash ?? "", event), texts: TEXTS });
  }
  return chain;
};

const changed = (chain: readonly RecordedEvent[], version: number, changes: Partial<RecordedEvent>) =>
  chain.map((row) => (row.version === version ? { ...row, ...changes } : row));

describe("verifying a chain", () => {
  test("an intact one ends in its head, in one go or in two", async () => {
    const chain = await aChain(3);
    const end = { version: 3, hash: chain[2]?.hash ?? "" };
    expect(await verifyLinks(CHAIN_START, chain)).toEqual({ ok: true, link: end });
    const half = await verifyLinks(CHAIN_START, chain.slice(0, 2));
    if (!half.ok) throw new Error("broken");
    expect(await verifyLinks(half.link, chain.slice(2))).toEqual({ ok: true, link: end });
    expect(await verifyLinks(CHAIN_START, [])).toEqual({ ok: true, link: { version: 0, hash: "" } });
  });

  test("erased texts leave it valid", async () => {
    const chain = (await aChain(2)).map((row) => ({ ...row, texts: null }));
    expect((await verifyLinks(CHAIN_START, chain)).ok).toBe(true);
  });

  const event = toAuditEvent({ ...ids, version: 2 }, note, meta, null);
  const without = (chain: readonly RecordedEvent[]) => chain.filter(({ version }) => version !== 2);
  const twice = (chain: readonly RecordedEvent[]) => chain.flatMap((row) => (row.version === 2 ? [row, row] : [row]));
  test.each<readonly [string, (chain: readonly RecordedEvent[]) => readonly RecordedEvent[], object]>([
    ["a row that is gone", without, { version: 2, reason: "missing" }],
    ["a row that is there twice", twice, { version: 2, reason: "unexpected" }],
    ["a row that cannot be read", (chain) => changed(chain, 2, { event: null }), { version: 2, reason: "unreadable" }],
    ["another event", (chain) => changed(chain, 2, { event }), { version: 2, reason: "hash_mismatch" }],
    ["another hash", (chain) => changed(chain, 2, { hash: "0" }), { version: 2, reason: "hash_mismatch" }],
    [
      "another text",
      (chain) => changed(chain, 2, { texts: { salt: "salt", texts: { note: "m" } } }),
      { version: 2, reason: "texts_mismatch" },
    ],
    [
      "another salt",
      (chain) => changed(chain, 2, { texts: { ...TEXTS, salt: "pepper" } }),
      { version: 2, reason: "texts_mismatch" },
    ],
    [
      "texts that are a list",
      (chain) => changed(chain, 2, { texts: { salt: "salt", texts: ["n"] } }),
      { version: 2, reason: "texts_mismatch" },
    ],
    [
      "texts that are nothing",
      (chain) => changed(chain, 2, { texts: { salt: "salt", texts: null } }),
      { version: 2, reason: "texts_mismatch" },
    ],
    [
      "texts that are a word",
      (chain) => changed(chain, 2, { texts: { salt: "salt", texts: "n" } }),
      { version: 2, reason: "texts_mismatch" },
    ],
  ])("%s is named with its version", async (_name, damage, broken) => {
    expect(await verifyLinks(CHAIN_START, damage(await aChain(3)))).toEqual({ ok: false, broken });
  });

  test("texts that nobody hashed are a break, too", async () => {
    const bare = toAuditEvent(ids, note, meta, null);
    const row = { version: 1, event: bare, hash: await auditHash("", bare), texts: TEXTS };
    const broken = { version: 1, reason: "texts_mismatch" };
    expect(await verifyLinks(CHAIN_START, [row])).toEqual({ ok: false, broken });
  });

  test("the head that the review keeps is the end of it", () => {
    const head = { version: 3, hash: "h" };
    expect(headBreak(head, head)).toBeNull();
    expect(headBreak({ version: 1, hash: "h" }, head)).toEqual({ version: 2, reason: "missing" });
    expect(headBreak({ version: 5, hash: "h" }, head)).toEqual({ version: 4, reason: "unexpected" });
    expect(headBreak({ version: 3, hash: "other" }, head)).toEqual({ version: 3, reason: "head_mismatch" });
  });
});

describe("a checkpoint", () => {
  const folded = (position: number, hash: string | null = "h"): FoldedEvent => ({
    position,
    reviewId: "r",
    version: 1,
    hash,
  });

  test("folds a run of events into the digest before it, one line each", async () => {
    expect(await foldEvents("", [])).toBe("");
    expect(await foldEvents("", [folded(1), folded(2, null)])).toBe(hex("\n1 r 1 h\n2 r 1 -\n"));
    expect(await foldEvents("before", [folded(1)])).toBe(hex("before\n1 r 1 h\n"));
  });

  test("a block ends at every thousandth position, so that a stream cut there folds to the same", async () => {
    const events = [folded(BLOCK - 1), folded(BLOCK), folded(BLOCK + 1)];
    const first = hex(`\n${BLOCK - 1} r 1 h\n${BLOCK} r 1 h\n`);
    expect(await foldEvents("", events)).toBe(hex(`${first}\n${BLOCK + 1} r 1 h\n`));
    expect(await foldEvents(await foldEvents("", events.slice(0, 2)), events.slice(2))).toBe(
      await foldEvents("", events),
    );
    expect(await foldEvents(await foldEvents("", events.slice(0, 1)), events.slice(1))).not.toBe(
      await foldEvents("", events),
    );
  });

  test("what is signed names the workspace, the day, how far, how many, the digest and when", () => {
    const checkpoint = { workspaceId: "ws", day: "2026-03-02", position: 7, reviewCount: 2, digest: "d" };
    expect(JSON.parse(checkpointText({ ...checkpoint, createdAt: NOON }))).toEqual({
      ...checkpoint,
      createdAt: "2026-03-02T12:00:00.000Z",
    });
  });
});
