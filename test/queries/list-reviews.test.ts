// The native list: what it finds, in which order, and what a page of it reads.
// Source: workspace.md 4, `GET /v2/reviews`; DESIGN § 8 (rows_read <= k + 2, the same at every size).

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { LineQuestion } from "../../src/app/claim-ports.ts";
import type { ListQuery, ReviewFilter } from "../../src/app/review-queries.ts";
import { listReviews, MAX_SCANNED } from "../../src/queries/list-reviews.ts";
import type { ClaimDeps } from "../../src/app/claims.ts";
import type { Principal } from "../../src/app/principal.ts";
import type { WorkspaceDocument } from "../../src/app/workspace-document.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { nextReview } from "../../src/app/next-review.ts";
import { createReviewQueries } from "../../src/queries/review-queries.ts";
import { createClaimStore } from "../../src/store/claims.ts";
import { readLine } from "../../src/store/line.ts";
import { countingD1 } from "../support/counting-d1.ts";
import { aPerson, aReview, groupPolicy, NOON, singlePolicy } from "../support/builders.ts";
import { withoutTexts } from "../../src/core/review/texts.ts";

const DIALECTS = ["native", "first", "second", "third", "fourth"];
const ANY: ReviewFilter = {
  statuses: [],
  dialect: null,
  priority: null,
  assignedTo: null,
  group: null,
  sla: null,
  subjectType: null,
  subjectId: null,
  createdAfter: null,
  createdBefore: null,
  dueBefore: null,
};

const ask = (workspaceId: string, filter: Partial<ReviewFilter> = {}, changes: Partial<ListQuery> = {}): ListQuery => ({
  workspaceId,
  filter: { ...ANY, ...filter },
  sort: "createdAt",
  after: null,
  limit: 50,
  principals: null,
  dialects: DIALECTS,
  isRealTime: true,
  ...changes,
});

/** Ids as the service makes them: one a second from NOON on, told apart by their number. */
const idSql = `substr(printf('%012x', ${NOON} + i * 1000), 1, 8) || '-' || substr(printf('%012x', ${NOON} + i * 1000), 9) || '-7000-8000-' || printf('%012d', i)`;

/** Reviews 1..count: every tenth is pending, every seventh hidden from plain members, every other one has a deadline. */
const seed = async (workspaceId: string, count: number): Promise<void> => {
  const open = JSON.stringify(withoutTexts(aReview(singlePolicy())));
  const grouped = JSON.stringify(withoutTexts(aReview(groupPolicy(["banking"]))));
  for (let first = 1; first <= count; first += 10_000) {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${Math.min(count, first + 9_999)})`;
    await env.DB.batch([
      env.DB.prepare(
        `${numbers} INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id,
          is_grouped, assigned_to, sla_status, created_at, due_at, head_hash, text_count, state)
        SELECT ?1, ${idSql}, CASE i % 2 WHEN 0 THEN 'native' ELSE 'first' END,
          CASE WHEN i % 10 < 2 THEN 'pending' ELSE 'approved' END, 1, i % 6, 'order', 's' || (i % 1000), 0,
          CASE WHEN i % 500 = 0 THEN 'ada' END, CASE WHEN i % 100 = 0 THEN 'breached' ELSE 'on_track' END,
          ${NOON} + i * 1000, CASE WHEN i % 2 = 0 THEN ${NOON} + i * 60000 END, 'h', 0,
          json_set(CASE WHEN i % 7 = 0 THEN ?3 ELSE ?2 END, '$.id', ${idSql}) FROM n`,
      ).bind(workspaceId, open, grouped),
      env.DB.prepare(
        `${numbers} INSERT INTO review_readers (workspace_id, principal, review_id)
        SELECT ?1, CASE WHEN i % 7 = 0 THEN 'group:banking' ELSE 'everyone' END, ${idSql} FROM n`,
      ).bind(workspaceId),
      env.DB.prepare(
        `${numbers} INSERT INTO subject_bodies (workspace_id, type, id, body)
        SELECT ?1, 'review_subject', ${idSql}, json_object('n', i) FROM n`,
      ).bind(workspaceId),
    ]);
  }
};

const number = (id: string): number => Number(id.slice(-12));

/** All pages, one after the other. */
const all = async (query: ListQuery): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let after = query.after; ; ) {
    const page = await listReviews(env.DB, { ...query, after });
    found.push(...page.reviews.map(({ review }) => number(review.id)));
    if (page.next === null) return found;
    after = page.next;
  }
};

const range = (count: number, wanted: (i: number) => boolean): readonly number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter(wanted);

describe("what it finds, over all pages", () => {
  beforeAll(() => seed("small", 1_000));
  const newest = (wanted: (i: number) => boolean): readonly number[] => range(1_000, wanted).toReversed();
  const isPending = (i: number): boolean => i % 10 < 2;

  test.each<[string, Partial<ReviewFilter>, (i: number) => boolean]>([
    ["everything", {}, () => true],
    ["status", { statuses: ["pending"] }, isPending],
    ["two statuses", { statuses: ["pending", "approved"] }, () => true],
    ["a status that nothing has", { statuses: ["expired"] }, () => false],
    ["status and dialect", { statuses: ["pending"], dialect: "first" }, (i) => isPending(i) && i % 2 === 1],
    ["dialect", { dialect: "native" }, (i) => i % 2 === 0],
    ["priority", { priority: "critical" }, (i) => i % 6 === 0],
    ["priority and status", { priority: "critical", statuses: ["pending"] }, (i) => i % 6 === 0 && isPending(i)],
    ["assignee", { assignedTo: "ada" }, (i) => i % 500 === 0],
    ["assignee and status", { assignedTo: "ada", statuses: ["pending"] }, (i) => i % 500 === 0],
    ["group", { group: "banking" }, (i) => i % 7 === 0],
    ["group and status", { group: "banking", statuses: ["pending"] }, (i) => i % 7 === 0 && isPending(i)],
    ["sla", { sla: "breached" }, (i) => i % 100 === 0],
    ["subject", { subjectType: "order", subjectId: "s7" }, (i) => i % 1000 === 7],
    ["subject type alone", { subjectType: "order" }, () => true],
    ["created after", { createdAfter: NOON + 900_000 }, (i) => i > 900],
    ["created before", { createdBefore: NOON + 100_000 }, (i) => i < 100],
    ["due before", { dueBefore: NOON + 600_000 }, (i) => i % 2 === 0 && i < 10],
    ["a value that is SQL", { assignedTo: "' OR 1=1 --" }, () => false],
  ])("%s", async (_, filter, wanted) => {
    expect(await all(ask("small", filter, { limit: 33 }))).toEqual(newest(wanted));
    expect(await all(ask("small", filter, { limit: 200, isRealTime: false }))).toEqual(newest(wanted));
  });

  test("plain members see what everybody may see and what their groups were asked", async () => {
    const seen = { principals: ["everyone", "member:ben"] };
    expect(await all(ask("small", {}, seen))).toEqual(newest((i) => i % 7 !== 0));
    const inGroup = { principals: ["everyone", "member:ben", "group:banking", "group:sre"] };
    expect(await all(ask("small", {}, inGroup))).toEqual(newest(() => true));
    expect(await all(ask("small", { statuses: ["pending"] }, seen))).toEqual(
      newest((i) => i % 7 !== 0 && isPending(i)),
    );
    expect(await all(ask("small", { group: "banking" }, seen))).toEqual([]);
    expect(await all(ask("small", { group: "banking" }, { principals: [] }))).toEqual([]);
  });

  test("a review that several principals of the caller read is listed once", async () => {
    const twins = { principals: ["everyone", "everyone", "group:banking"] };
    expect(await all(ask("small", {}, { ...twins, limit: 10 }))).toEqual(newest(() => true));
  });

  test("sort dueAt: soonest first, those without a deadline last", async () => {
    const expected = [...range(1_000, (i) => i % 2 === 0), ...range(1_000, (i) => i % 2 === 1)];
    expect(await all(ask("small", {}, { sort: "dueAt", limit: 77 }))).toEqual(expected);
    expect(await all(ask("small", { statuses: ["pending"] }, { sort: "dueAt", limit: 7 }))).toEqual(
      expected.filter(isPending),
    );
    expect(await all(ask("small", { dueBefore: NOON + 600_000 }, { sort: "dueAt", limit: 3 }))).toEqual([2, 4, 6, 8]);
    expect(await all(ask("small", { sla: "breached" }, { sort: "dueAt" }))).toEqual(range(1_000, (i) => i % 100 === 0));
  });

  test("sort priority: most pressing first, then oldest", async () => {
    const ranks = [0, 1, 2, 3, 4, 5];
    const expected = ranks.flatMap((rank) => range(1_000, (i) => i % 6 === rank));
    expect(await all(ask("small", {}, { sort: "priority", limit: 91 }))).toEqual(expected);
    expect(await all(ask("small", { statuses: ["pending"] }, { sort: "priority", limit: 9 }))).toEqual(
      expected.filter(isPending),
    );
    expect(await all(ask("small", { priority: "high" }, { sort: "priority" }))).toEqual(
      range(1_000, (i) => i % 6 === 2),
    );
  });

  test("another workspace sees nothing of it", async () => {
    expect(await all(ask("other"))).toEqual([]);
    expect(await all(ask("other", { statuses: ["pending"] }))).toEqual([]);
  });

  test("each review comes with its subject's body", async () => {
    const { reviews } = await listReviews(env.DB, ask("small", {}, { limit: 2 }));
    expect(reviews.map(({ attributes }) => attributes)).toEqual([{ n: 1000 }, { n: 999 }]);
  });
});

describe.each([1_000, 100_000])("what a page of 50 reads among %i reviews", (count) => {
  const workspaceId = `cost-${count}`;
  beforeAll(() => seed(workspaceId, count), 120_000);
  /** The row of look-ahead, and one for each body. */
  const page = (k: number): number => 2 * (k + 1);

  const rowsRead = async (query: ListQuery) => {
    const counting = countingD1(env.DB);
    const { value, counts } = await counting.measure(() => listReviews(counting.db, query));
    return { rows: counts.rowsRead, trips: counts.roundTrips, found: value.reviews.length, next: value.next };
  };

  test("by status: k + one look-ahead per API", async () => {
    const { rows, trips, found } = await rowsRead(ask(workspaceId, { statuses: ["pending"] }));
    expect({ rows, trips, found }).toEqual({ rows: page(50) + 4, trips: 1, found: 50 });
  });

  test("by several statuses of all APIs: k + the number of streams", async () => {
    const { rows, found } = await rowsRead(ask(workspaceId, { statuses: ["pending", "approved", "expired"] }));
    expect({ rows, found }).toEqual({ rows: page(50) + 14, found: 50 });
  });

  test("without a filter: k + 1, at any depth", async () => {
    const middle = await rowsRead(ask(workspaceId, {}, { limit: 1 }));
    expect(middle.rows).toBe(page(1));
    const after = { key: 0, id: "019cae21-9000-7000-8000-000000000000" };
    const { rows, trips } = await rowsRead(ask(workspaceId, {}, { after }));
    expect(rows).toBeLessThanOrEqual(page(50));
    expect(trips).toBe(1);
  });

  test.each<[string, Partial<ReviewFilter>]>([
    ["assignee", { assignedTo: "ada" }],
    ["subject", { subjectType: "order", subjectId: "s7" }],
    ["priority", { priority: "low" }],
  ])("by %s: k + 1", async (_, filter) => {
    const { rows, found } = await rowsRead(ask(workspaceId, filter));
    expect(rows).toBeLessThanOrEqual(page(found));
  });

  test("by dialect: k + one look-ahead per status", async () => {
    const { rows, found } = await rowsRead(ask(workspaceId, { dialect: "first" }));
    expect({ rows, found }).toEqual({ rows: page(50) + 10, found: 50 });
  });

  test("sorted by deadline or priority: k + 1", async () => {
    expect((await rowsRead(ask(workspaceId, {}, { sort: "dueAt" }))).rows).toBe(page(50));
    expect((await rowsRead(ask(workspaceId, {}, { sort: "priority" }))).rows).toBe(page(50));
  });

  test("a plain member's page: bounded by k and the names they read under", async () => {
    const principals = ["everyone", "member:ben", "group:banking", "group:sre"];
    const { rows, found } = await rowsRead(ask(workspaceId, {}, { principals }));
    expect(found).toBe(50);
    expect(rows).toBeLessThanOrEqual(3 * 51 + principals.length);
  });

  test("a search that finds nothing ends, and says where to go on", async () => {
    const { rows, found, next } = await rowsRead(ask(workspaceId, { subjectType: "none" }));
    expect(found).toBe(0);
    expect(rows).toBeLessThanOrEqual(MAX_SCANNED + 500);
    expect(next === null).toBe(count <= MAX_SCANNED);
  });

  const inLine = (changes: Partial<LineQuestion> = {}): LineQuestion => ({
    workspaceId,
    memberId: "ben",
    isAdministrator: false,
    groups: ["banking"],
    principals: ["everyone", "member:ben", "group:banking"],
    filter: { dialect: null, group: null, status: null, priority: null, isAnybodys: false },
    skip: [],
    now: NOON,
    after: null,
    limit: 20,
    ...changes,
  });

  const lineRead = async (question: LineQuestion) => {
    const counting = countingD1(env.DB);
    const { value, counts } = await counting.measure(() => readLine(counting.db, question));
    return { rows: counts.rowsRead, trips: counts.roundTrips, found: value.reviews.length, next: value.next };
  };

  test("the line of open reviews: the same at its front and behind it, at every size", async () => {
    const front = await lineRead(inLine());
    expect(front).toMatchObject({ found: 20, trips: 1, rows: 62 });
    const behind = await lineRead(inLine({ after: front.next }));
    const further = await lineRead(inLine({ after: behind.next }));
    for (const { found, rows } of [behind, further]) {
      expect(found).toBe(20);
      expect(rows).toBeLessThanOrEqual(62 + 5);
    }
  });

  test("the next review: three round trips", async () => {
    const counting = countingD1(env.DB);
    const nobody: WorkspaceDocument = {
      workspaceId,
      version: 1,
      organizationId: null,
      name: null,
      members: [],
      outcomes: [],
      slaPolicies: [],
      calendars: {},
      ladder: [],
      executionDeadlineMinutes: 15,
      rateLimits: {},
      testClock: false,
      json: {},
    };
    const deps: ClaimDeps = {
      claims: createClaimStore(counting.db),
      store: createReviewStore({ db: counting.db, newSalt: () => "", pause: async () => {} }),
      reviews: createReviewQueries(counting.db),
      documents: { load: async () => nobody },
      clock: { now: () => NOON },
      ids: { random: () => crypto.randomUUID() },
    };
    const principal: Principal = {
      workspaceId,
      workspaceVersion: 1,
      organizationId: null,
      actor: aPerson("ben", ["banking"]),
      via: "key",
      credential: "ben",
      agent: null,
      workflow: null,
      scopes: null,
      testNow: null,
      signingKey: "",
      rateLimits: {},
    };
    const facts = { entrance: "native", requestId: "r", ifMatch: null, idempotency: null, answer: null };
    const request = { filter: inLine().filter, skip: [] };
    const { value, counts } = await counting.measure(() => nextReview(deps, principal, request, facts));
    expect(value).toMatchObject({ ok: true, value: { claim: { by: { id: "ben" } } } });
    // The line, the lease, and at once the review and its attributes.
    expect(counts).toEqual({ roundTrips: 4, rowsRead: 109, rowsWritten: 2 });
  });
});
