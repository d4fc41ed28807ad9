// Sessions and the newest reviews: what is found, in which order, and what it costs.
// Source: hoop.md ruling 13 (Sessions, newest 500); DESIGN § 8 (rows read by the caller's principals).

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { SeenBy, SessionsQuestion } from "../../src/app/session-queries.ts";
import { REVIEW_STATUSES } from "../../src/core/review/review.ts";
import { withoutTexts } from "../../src/core/review/texts.ts";
import { createSessionQueries } from "../../src/queries/session-queries.ts";
import { aReview, groupPolicy, NOON } from "../support/builders.ts";
import { countingD1 } from "../support/counting-d1.ts";

const counting = countingD1(env.DB);
const sessions = createSessionQueries({ db: counting.db, type: "session", dialect: "first", end: "done" });

const id = (kind: string): string => `'${kind}-' || printf('%08d', i)`;

/**
 * Sessions 1..count. Even ones are Ada's, odd ones Ben's; every tenth has no review; reviews of multiples of three ask
 * "sre", the others "banking"; every fifth review is pending. As many reviews of another API stand between them.
 */
const seed = async (workspaceId: string, count: number): Promise<void> => {
  const state = JSON.stringify(withoutTexts(aReview(groupPolicy(["banking"]))));
  const asked = "CASE WHEN i % 3 = 0 THEN 'sre' ELSE 'banking' END";
  const timed = `json_object('kind', 'timed', 'durationMs', 1)`;
  for (let first = 1; first <= count; first += 10_000) {
    const last = Math.min(count, first + 9_999);
    const numbers = `WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`;
    const reviewed = "FROM n WHERE i % 10 <> 0";
    const owner = "CASE WHEN i % 2 = 0 THEN 'member:ada' ELSE 'member:ben' END";
    const insert = (dialect: string, prefix: string): string => `${numbers}
      INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id, is_grouped,
        created_at, head_hash, text_count, state)
      SELECT ?1, ${id(prefix)}, '${dialect}', CASE WHEN i % 5 = 1 THEN 'pending' ELSE 'approved' END, 1, 1, 'session',
        ${id("s")}, 1, ${NOON} + i, 'h', 0, json_set(?2, '$.id', ${id(prefix)}, '$.dialect', '${dialect}',
          '$.groups[0].group', ${asked}, '$.policy.access', ${timed}, '$.extra', json_object('connection', 'c' || (i % 4)),
          '$.accessEndsAt', ${NOON} + i) ${reviewed}`;
    const readers = (prefix: string, principal: string): string => `${numbers}
      INSERT INTO review_readers (workspace_id, principal, review_id) SELECT ?1, ${principal}, ${id(prefix)} ${reviewed}`;
    await env.DB.batch([
      env.DB.prepare(`${numbers} INSERT INTO subjects (workspace_id, type, id, parent_id, status, created_at)
        SELECT ?1, 'session', ${id("s")}, ${owner}, 'open', ${NOON} + i FROM n`).bind(workspaceId),
      env.DB.prepare(`${numbers} INSERT INTO subject_bodies (workspace_id, type, id, body)
        SELECT ?1, 'session', ${id("s")}, json_object('n', i) FROM n`).bind(workspaceId),
      env.DB.prepare(insert("first", "r")).bind(workspaceId, state),
      env.DB.prepare(insert("second", "x")).bind(workspaceId, state),
      env.DB.prepare(readers("r", owner)).bind(workspaceId),
      env.DB.prepare(readers("r", `'group:' || ${asked}`)).bind(workspaceId),
      env.DB.prepare(readers("x", `'group:' || ${asked}`)).bind(workspaceId),
    ]);
  }
};

const ALL: SeenBy = { type: "all" };
const reader = (member: string, ...groups: readonly string[]): SeenBy => ({
  type: "reader",
  owner: `member:${member}`,
  readers: [`member:${member}`, ...groups.map((group) => `group:${group}`)],
});
const ask = (seenBy: SeenBy, changes: Partial<SessionsQuestion> = {}): SessionsQuestion => ({
  seenBy,
  reviewStatus: null,
  reviewGroups: null,
  limit: 50,
  offset: 0,
  ...changes,
});
const numberOf = (text: string): number => Number(text.split("-")[1]);
const newest = (count: number, wanted: (i: number) => boolean): readonly number[] =>
  Array.from({ length: count }, (_, index) => count - index).filter(wanted);

const hasReview = (i: number): boolean => i % 10 !== 0;
const isPending = (i: number): boolean => hasReview(i) && i % 5 === 1;
const asksSre = (i: number): boolean => hasReview(i) && i % 3 === 0;
const isAdas = (i: number): boolean => i % 2 === 0;

describe("one session", () => {
  beforeAll(() => seed("one", 20));

  test("comes with its body and the review of this API, not another's", async () => {
    const found = await sessions.find("one", "s-00000003");
    expect(found).toMatchObject({ id: "s-00000003", owner: "member:ben", status: "open", body: { n: 3 } });
    expect(found?.review?.id).toBe("r-00000003");
    expect((await sessions.find("one", "s-00000010"))?.review).toBeNull();
  });

  test("is unknown in another workspace", async () => {
    expect(await sessions.find("two", "s-00000003")).toBeNull();
  });

  test("reads the session, its body and its review, by keys alone", async () => {
    const { counts } = await counting.measure(() => sessions.find("one", "s-00000003"));
    expect(counts).toMatchObject({ roundTrips: 1 });
    expect(counts.rowsRead).toBeLessThanOrEqual(6);
  });

  test("ends for good, and twice is once", async () => {
    await sessions.end("one", "s-00000004", null, NOON);
    await sessions.end("one", "s-00000004", null, NOON);
    expect((await sessions.find("one", "s-00000004"))?.status).toBe("done");
    expect((await sessions.find("one", "s-00000004"))?.review?.status).toBe("pending");
  });
});

describe("the list", () => {
  beforeAll(() => seed("list", 1_000));

  test.each<[string, SessionsQuestion, (i: number) => boolean]>([
    ["everything", ask(ALL), () => true],
    ["by status", ask(ALL, { reviewStatus: "pending" }), isPending],
    ["by a status that nothing has", ask(ALL, { reviewStatus: "expired" }), () => false],
    ["by approver's group", ask(ALL, { reviewGroups: ["sre", "legal"] }), asksSre],
    ["by both", ask(ALL, { reviewStatus: "pending", reviewGroups: ["sre"] }), (i) => isPending(i) && asksSre(i)],
    ["one's own", ask(reader("ada")), isAdas],
    ["one's own and what one's group was asked", ask(reader("ada", "sre")), (i) => isAdas(i) || asksSre(i)],
    [
      "a reader by status",
      ask(reader("ada", "sre"), { reviewStatus: "pending" }),
      (i) => isPending(i) && (isAdas(i) || asksSre(i)),
    ],
    ["a reader by group", ask(reader("ada"), { reviewGroups: ["sre"] }), (i) => isAdas(i) && asksSre(i)],
    ["a stranger", ask(reader("eve")), () => false],
  ])("%s: newest first, total of all pages", async (_name, question, wanted) => {
    const expected = newest(1_000, wanted);
    const first = await sessions.list("list", question);
    expect(first.sessions.map((session) => numberOf(session.id))).toEqual(expected.slice(0, 50));
    expect(first.total).toBe(expected.length);
    const third = await sessions.list("list", { ...question, limit: 7, offset: 14 });
    expect(third.sessions.map((session) => numberOf(session.id))).toEqual(expected.slice(14, 21));
  });

  test("is one round trip", async () => {
    const { counts } = await counting.measure(() => sessions.list("list", ask(reader("ada", "sre"))));
    expect(counts.roundTrips).toBe(1);
  });
});

describe("the newest reviews", () => {
  beforeAll(() => seed("newest", 1_000));

  test.each<[string, SeenBy, (i: number) => boolean]>([
    ["all", ALL, hasReview],
    ["the requester's", reader("ada"), (i) => hasReview(i) && isAdas(i)],
    ["a group's", reader("eve", "sre"), asksSre],
    ["both", reader("ada", "sre", "banking"), hasReview],
    ["a stranger's", reader("eve"), () => false],
  ])("%s, newest first and cut at the limit", async (_name, seenBy, wanted) => {
    const expected = newest(1_000, wanted).slice(0, 60);
    const found = await sessions.newestReviews("newest", seenBy, 60);
    expect(found.map((review) => numberOf(review.id))).toEqual(expected);
    expect(new Set(found.map(({ dialect }) => dialect))).toEqual(new Set(expected.length > 0 ? ["first"] : []));
  });
});

describe("live access", () => {
  beforeAll(() => seed("live", 40));

  test("is an approved timed access to that connection whose end has not passed, to the millisecond", async () => {
    // Ada's session 38 is on connection c2 and runs to NOON + 38.
    expect(await sessions.hasLiveAccess("live", "member:ada", "c2", NOON + 38)).toBe(true);
    expect(await sessions.hasLiveAccess("live", "member:ada", "c2", NOON + 39)).toBe(false);
    expect(await sessions.hasLiveAccess("live", "member:ben", "c2", NOON)).toBe(false);
    expect(await sessions.hasLiveAccess("live", "member:ada", "c9", NOON)).toBe(false);
  });

  test("ends with its session", async () => {
    await sessions.end("live", "s-00000038", null, NOON);
    expect(await sessions.hasLiveAccess("live", "member:ada", "c2", NOON + 38)).toBe(false);
    expect(await sessions.hasLiveAccess("live", "member:ada", "c2", NOON + 34)).toBe(true);
  });
});

describe("what it costs does not grow with the workspace", () => {
  const LIMIT = 50;
  beforeAll(async () => {
    await seed("size-1k", 1_000);
    await seed("size-20k", 20_000);
  });

  const costs = async (seenBy: SeenBy): Promise<readonly number[]> => {
    const read: number[] = [];
    for (const workspaceId of ["size-1k", "size-20k"]) {
      const { counts } = await counting.measure(() => sessions.newestReviews(workspaceId, seenBy, LIMIT));
      read.push(counts.rowsRead);
    }
    return read;
  };

  test("the newest reviews of one reader: one row an id and principal, two a review", async () => {
    const seenBy = reader("ada");
    const [small = 0, large = 0] = await costs(seenBy);
    expect(large).toBe(small);
    expect(large).toBeLessThanOrEqual(LIMIT * (1 + 2));
  });

  test("the newest reviews of those who see all: one row an id and status, two a review", async () => {
    const [small = 0, large = 0] = await costs(ALL);
    expect(large).toBe(small);
    expect(large).toBeLessThanOrEqual(LIMIT * (2 + 2) + REVIEW_STATUSES.length);
  });

  test("a page of all sessions: the same at every size", async () => {
    const question = ask(ALL, { reviewStatus: "pending" });
    for (const workspaceId of ["size-1k", "size-20k"]) {
      const { counts } = await counting.measure(() => sessions.list(workspaceId, question));
      expect(counts.rowsRead).toBeLessThanOrEqual(10 * LIMIT);
    }
  });
});
