// GET /api/v1/audit/verify. adjudon.md ruling 13, sentence by sentence.

import { env } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { type Answer, textAt } from "../../support/workspace-builder.ts";
import { aHeldTrace, aTraceWorkspace, decide, refused, type TraceWorkspace } from "./world.ts";

const verify = (workspace: TraceWorkspace, as = "aud"): Promise<Answer> => workspace.as(as).get("/api/v1/audit/verify");

/** The audit rows cannot be changed: who wants to try takes the triggers away first. */
const withoutTriggers = async (...statements: readonly string[]): Promise<void> => {
  await env.DB.batch(
    ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete", ...statements].map((sql) =>
      env.DB.prepare(sql),
    ),
  );
};

let workspace: TraceWorkspace;
beforeAll(async () => {
  workspace = await aTraceWorkspace();
});

test("owner, admin, auditor; nobody else", async () => {
  for (const name of ["ada", "adam", "aud"]) expect((await verify(workspace, name)).status).toBe(200);
  for (const name of ["mia", "vic"]) expect(await verify(workspace, name)).toMatchObject(refused(403, "FORBIDDEN"));
});

test("totalEntries, brokenLinks, lastVerifiedAt, complete", async () => {
  const own = await aTraceWorkspace();
  expect((await verify(own)).body).toEqual({
    success: true,
    data: { totalEntries: 0, brokenLinks: [], lastVerifiedAt: null, complete: true },
  });
  const held = await aHeldTrace(own);
  await decide(own.desk, held, "approve", { reason: "because" });
  await aHeldTrace(own);
  const expected = { totalEntries: 3, brokenLinks: [], lastVerifiedAt: expect.any(String), complete: true };
  expect((await verify(own)).body).toMatchObject({ data: expected });
  expect((await verify(own)).body).toMatchObject({ data: expected });
});

test("brokenLinks names the review and the version at which its chain does not hold", async () => {
  const own = await aTraceWorkspace();
  const changed = await aHeldTrace(own);
  await decide(own.desk, changed, "reject", { reason: "no" });
  const shortened = await aHeldTrace(own);
  await decide(own.desk, shortened, "approve");
  const reworded = await aHeldTrace(own);
  await decide(own.desk, reworded, "approve", { reason: "fine" });
  await aHeldTrace(own);
  const nativeIds = await Promise.all(
    [changed, shortened, reworded].map(async ({ reviewId }) =>
      textAt((await own.as("ada").get(`/v2/reviews/${reviewId}`)).body, "id"),
    ),
  );
  await withoutTriggers(
    `UPDATE audit SET data = replace(data, 'reject', 'approve') WHERE review_id = '${nativeIds[0]}' AND seq = 2`,
    `DELETE FROM audit WHERE review_id = '${nativeIds[1]}' AND seq = 2`,
    `UPDATE event_texts SET texts = replace(texts, 'fine', 'never') WHERE review_id = '${nativeIds[2]}'`,
  );
  expect((await verify(own)).body).toMatchObject({
    data: {
      totalEntries: 6,
      brokenLinks: [
        { reviewId: changed.reviewId, version: 2 },
        { reviewId: shortened.reviewId, version: 2 },
        { reviewId: reworded.reviewId, version: 2 },
      ],
      complete: true,
    },
  });
  expect((await verify(workspace)).body).toMatchObject({ data: { brokenLinks: [] } });
});

test("it resumes from its last checkpoint, at most 10,000 events a call", async () => {
  const own = await aTraceWorkspace();
  const held = await aHeldTrace(own);
  await aHeldTrace(own);
  const nativeId = textAt((await own.as("ada").get(`/v2/reviews/${held.reviewId}`)).body, "id");
  // A trail far longer than one call takes, made of copies that no hash fits: all of it is counted, one break is told.
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10500)
     INSERT INTO audit SELECT workspace_id, review_id, n.i, type, at, recorded_at, actor, entrance, request_id,
       workspace_version, clock, data, texts_digest, hash FROM n, audit WHERE review_id = ?1`,
  )
    .bind(nativeId)
    .run();
  const broken = [{ reviewId: held.reviewId, version: 2 }];
  expect((await verify(own)).body).toMatchObject({
    data: { totalEntries: 10_000, brokenLinks: broken, complete: false },
  });
  expect((await verify(own)).body).toMatchObject({
    data: { totalEntries: 10_501, brokenLinks: broken, complete: true },
  });
  expect((await verify(own)).body).toMatchObject({ data: { totalEntries: 10_000, complete: false } });
});
