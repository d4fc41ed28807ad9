// What this API promises about cost, counted at the database through the whole Worker.
// Source: issue "The other three APIs", Figures; DESIGN § 8.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import { type CountingD1, countingD1 } from "../../support/counting-d1.ts";
import { aHeldTrace, aTrace, aTraceWorkspace, type TraceWorkspace } from "./world.ts";

/** The Worker as deployed, on a database that counts. */
const aCountedWorker = () => {
  const counting = countingD1(env.DB);
  const entrance = createEntrance(dialects, createServices({ ...env, DB: counting.db }), () => {});
  const send = (key: string, method: string, path: string, body?: unknown) =>
    entrance(
      new Request(`https://countersign.test${path}`, {
        method,
        headers: { authorization: `Bearer ${key}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return { ...counting, send };
};

const AUTHENTICATION = 1;

describe("POST /traces", () => {
  test("<= 3 D1 round trips for a flagged trace including authentication, review included", async () => {
    const { deskKey } = await aTraceWorkspace();
    const { measure, send } = aCountedWorker();
    const cold = await measure(() => send(deskKey, "POST", "/api/v1/traces", aTrace("initiate_refund")));
    expect(cold).toMatchObject({ value: { status: 202 }, counts: { roundTrips: 3 } });
    const warm = await measure(() => send(deskKey, "POST", "/api/v1/traces", aTrace("initiate_refund")));
    expect(warm).toMatchObject({ value: { status: 202 }, counts: { roundTrips: 2 } });
    // Trace 4 and its body 2; audit, review and its indexes 6, aliases 2, reader, outbox, counter; stored answer 2.
    expect(warm.counts.rowsWritten).toBeLessThanOrEqual(20);
    const body = aTrace("initiate_refund");
    await send(deskKey, "POST", "/api/v1/traces", body);
    const replay = await measure(() => send(deskKey, "POST", "/api/v1/traces", body));
    expect(replay).toMatchObject({ value: { status: 202 }, counts: { roundTrips: 1, rowsWritten: 0 } });
  });
});

describe("bulk decision of 100", () => {
  const decideHundred = async (more: object) => {
    const workspace = await aTraceWorkspace();
    const ids: string[] = [];
    for (let count = 0; count < 100; count += 1) ids.push((await aHeldTrace(workspace)).reviewId);
    const { measure, send } = aCountedWorker();
    const body = { ids, decision: "approve", ...more };
    const { value, counts } = await measure(() =>
      send(workspace.deskKey, "POST", "/api/v1/review-queue/bulk-decision", body),
    );
    expect(await value.json()).toMatchObject({ data: { updated: 100 } });
    return counts;
  };

  test("2 D1 round trips after authentication, <= 14 rows read and <= 8 written per item", async () => {
    const { roundTrips, rowsRead, rowsWritten } = await decideHundred({});
    expect(roundTrips).toBe(2 + AUTHENTICATION);
    expect(rowsRead).toBeLessThanOrEqual(14 * 100);
    expect(rowsWritten).toBeLessThanOrEqual(8 * 100);
  });

  test("a reason is free text: one more row written per item", async () => {
    const { roundTrips, rowsRead, rowsWritten } = await decideHundred({ reason: "End-of-quarter cleanup" });
    expect(roundTrips).toBe(2 + AUTHENTICATION);
    expect(rowsRead).toBeLessThanOrEqual(14 * 100);
    expect(rowsWritten).toBeLessThanOrEqual(9 * 100);
  });
});

/** Copies of one held trace, so that there are `count` of them: two thirds pending, the rest decided. */
const multiply = async ({ id }: TraceWorkspace, count: number): Promise<void> => {
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`;
  const key = `printf('00000000-0000-7000-8000-%012d', n.i)`;
  await env.DB.batch([
    env.DB.prepare(
      `${numbers} INSERT INTO reviews SELECT r.workspace_id, ${key}, r.dialect,
         CASE n.i % 6 WHEN 0 THEN 'approved' WHEN 1 THEN 'rejected' WHEN 2 THEN 'expired' ELSE 'pending' END,
         r.version, r.priority_rank, r.subject_type, 'copy_' || n.i, r.is_grouped, r.assigned_to, r.sla_status,
         r.created_at, r.due_at, r.next_due_at, r.test_due_at, r.head_hash, r.text_count, r.state
       FROM n, reviews r WHERE r.workspace_id = ?1 AND r.dialect = 'adjudon'`,
    ).bind(id, count),
    env.DB.prepare(
      `${numbers} INSERT INTO subject_bodies (workspace_id, type, id, body)
       SELECT b.workspace_id, b.type, 'copy_' || n.i, b.body
       FROM n, subject_bodies b WHERE b.workspace_id = ?1 AND b.type = 'trace'`,
    ).bind(id, count),
  ]);
};

describe.each([1_000, 100_000])("the list of 500 among %i reviews", (count) => {
  let workspace: TraceWorkspace;
  let counted: CountingD1 & ReturnType<typeof aCountedWorker>;
  beforeAll(async () => {
    workspace = await aTraceWorkspace();
    await aHeldTrace(workspace);
    await multiply(workspace, count);
    counted = aCountedWorker();
    await counted.send(workspace.deskKey, "GET", "/api/v1/review-queue?status=none");
  }, 120_000);

  test.each(["", "?status=pending", "?status=rejected"])(
    "<= 502 rows read plus 2 per row for payload and context, and a total: %s",
    async (query) => {
      const { value, counts } = await counted.measure(() =>
        counted.send(workspace.deskKey, "GET", `/api/v1/review-queue${query}`),
      );
      const body: { readonly count: number; readonly total: number; readonly truncated: boolean } = await value.json();
      expect(counts.roundTrips).toBe(1 + AUTHENTICATION);
      expect(counts.rowsRead).toBeLessThanOrEqual(502 + 2 * body.count);
      if (query === "") expect(body).toMatchObject({ count: 500, total: count + 1, truncated: true });
    },
  );
});
