// `npm run verify-audit` against a small server that answers as the API does, with trails that are whole and broken.
// Source: issue "Audit"; docs/storage.md.

import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { verifyEvents } from "../../src/local/audit-chain.mjs";
import { auditHash, textsDigest, toAuditEvent } from "../../src/core/review/audit-event.ts";
import { openReview } from "../../src/core/review/open.ts";
import { decide } from "../../src/core/review/decide.ts";
import { toEvent } from "../../src/dialects/native/translate.ts";
import { anOpening, aPerson, aVote, groupPolicy, metaBy, NOON, OWNER } from "../support/builders.ts";

/** A trail of three events as the API shows it, and its head. */
const aTrail = async () => {
  const opened = openReview(anOpening(groupPolicy(["banking", "sre"])), metaBy(OWNER));
  if (!opened.ok) throw new Error("not opened");
  const voted = decide(opened.value.review, aVote("approve"), metaBy(aPerson("ben", ["banking"])));
  const settled = decide(voted.review, aVote("reject", { reason: "nein 😀" }), metaBy(aPerson("sue", ["sre"])));
  const { workspaceId, id: reviewId } = opened.value.review;
  const data: object[] = [];
  let hash = "";
  for (const [index, event] of [...opened.value.events, ...voted.events, ...settled.events].entries()) {
    const texts = Object.keys(event.texts).length === 0 ? null : { salt: "salt", texts: event.texts };
    const digest = texts === null ? null : await textsDigest(texts.salt, texts.texts);
    const ids = { workspaceId, reviewId, version: index + 1 };
    const meta = {
      entrance: "native",
      requestId: "r",
      workspaceVersion: 1,
      clock: index === 1 ? "test" : null,
      recordedAt: NOON,
    } as const;
    const recorded = toAuditEvent(ids, event, meta, digest);
    const previousHash = hash;
    hash = await auditHash(previousHash, recorded);
    data.push(
      toEvent({ event: { version: index + 1, event: recorded, hash, texts }, email: null }, previousHash, false),
    );
  }
  return { trail: { workspaceId, reviewId, data }, head: { version: 3, hash } };
};

type Trail = Awaited<ReturnType<typeof aTrail>>;

const changed = ({ trail, head }: Trail, index: number, change: object): Trail => ({
  trail: { ...trail, data: trail.data.map((event, at) => (at === index ? { ...event, ...change } : event)) },
  head,
});

describe("verifyEvents", () => {
  test("a whole trail, with free text and without it", async () => {
    const { trail, head } = await aTrail();
    expect(verifyEvents(trail, head)).toEqual({ verified: 3, broken: null });
    const erased = changed({ trail, head }, 2, { texts: null, textsSalt: null });
    expect(verifyEvents(erased.trail, head)).toEqual({ verified: 3, broken: null });
  });

  test.each<[string, (given: Trail) => Trail, number, string]>([
    ["rewritten data", (given) => changed(given, 1, { data: {} }), 2, "hash_mismatch"],
    ["a rewritten actor", (given) => changed(given, 2, { actor: { kind: "member", id: "eve" } }), 3, "hash_mismatch"],
    ["another hash before", (given) => changed(given, 1, { previousHash: "x" }), 2, "hash_mismatch"],
    ["other texts", (given) => changed(given, 2, { texts: { reason: "ja" } }), 3, "texts_mismatch"],
    ["an unreadable row", (given) => changed(given, 1, { unreadable: true }), 2, "unreadable"],
    [
      "a missing event",
      ({ trail, head }) => ({ trail: { ...trail, data: trail.data.toSpliced(1, 1) }, head }),
      2,
      "missing",
    ],
    ["a cut end", ({ trail, head }) => ({ trail: { ...trail, data: trail.data.slice(0, 2) }, head }), 3, "missing"],
    ["another review's trail", ({ trail, head }) => ({ trail: { ...trail, reviewId: "x" }, head }), 1, "hash_mismatch"],
    ["another head", ({ trail }) => ({ trail, head: { version: 3, hash: "x" } }), 3, "head_mismatch"],
    ["an earlier head", ({ trail }) => ({ trail, head: { version: 2, hash: "x" } }), 3, "unexpected"],
  ])("%s", async (_, change, version, reason) => {
    const { trail, head } = change(await aTrail());
    expect(verifyEvents(trail, head).broken).toEqual({ version, reason });
  });
});

const script = fileURLToPath(new URL("../../src/local/verify-audit.mjs", import.meta.url));

/** The command's exit code and words, against a server that has this trail. */
const verify = async ({ trail, head }: Trail, ...flags: string[]): Promise<{ code: number; output: string }> => {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === "Bearer secret";
    const isHead = request.url?.endsWith("/events/verification") === true;
    const answer = isHead ? { reviewId: trail.reviewId, head, break: null, nextCursor: null } : trail;
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify(isKnown ? answer : { detail: "The credential is not known." }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  try {
    return await new Promise((done) => {
      execFile("node", [script, "--url", `http://127.0.0.1:${address.port}`, ...flags], (error, stdout, stderr) => {
        done({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr });
      });
    });
  } finally {
    server.close();
  }
};

describe("the command", () => {
  const flags = ["--review", "any", "--token", "secret"];

  test("0 and the head for a whole trail", async () => {
    const given = await aTrail();
    const { code, output } = await verify(given, ...flags);
    expect(output).toContain("3 of 3 events verified");
    expect(output).toContain(given.head.hash);
    expect(code).toBe(0);
  });

  test("1 and the first break for a broken one", async () => {
    const { code, output } = await verify(changed(await aTrail(), 1, { data: {} }), ...flags);
    expect(output).toContain("broken at event 2: hash_mismatch");
    expect(code).toBe(1);
  });

  test("2 without permission, without a review, without a service", async () => {
    const given = await aTrail();
    expect(await verify(given, "--review", "any", "--token", "other")).toMatchObject({
      code: 2,
      output: expect.stringContaining("401"),
    });
    expect(await verify(given)).toMatchObject({ code: 2, output: expect.stringContaining("--review") });
    const nowhere = await verify(given, ...flags, "--url", "http://127.0.0.1:1");
    expect(nowhere).toMatchObject({ code: 2, output: expect.stringContaining("does not answer") });
  });
});
