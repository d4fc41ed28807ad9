// Outbox and deliveries after thirty days. Source: DESIGN § 7; the last outbox row of a workspace stays.

import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { pruneMessages } from "../../src/queries/prune-messages.ts";
import { NOON } from "../support/builders.ts";
import { aDrain, answer, anEndpointRow, aWorkspaceRow, deliveriesOf, openMany } from "./fixture.ts";

const DAY = 86_400_000;

const positions = async (workspaceId: string): Promise<readonly number[]> => {
  const { results } = await env.DB.prepare("SELECT position FROM outbox WHERE workspace_id = ?1 ORDER BY position")
    .bind(workspaceId)
    .all<{ position: number }>();
  return results.map(({ position }) => position);
};

test("what is older than thirty days goes, but never the last outbox row of a workspace", async () => {
  await aWorkspaceRow("old");
  await anEndpointRow("old", "wh");
  await openMany("old", 3);
  await openMany("old", 2, { at: NOON + 20 * DAY });
  const bench = aDrain("old", "wh", () => answer(200));
  await bench.drain();
  await pruneMessages(env.DB, NOON + 29 * DAY);
  expect(await positions("old")).toEqual([1, 2, 3, 4, 5]);
  await pruneMessages(env.DB, NOON + 31 * DAY);
  expect(await positions("old")).toEqual([4, 5]);
  expect((await deliveriesOf("old", "wh")).map(({ position }) => position)).toEqual([4, 5]);
  const bodies = await env.DB.prepare("SELECT count(*) AS n FROM message_bodies WHERE workspace_id = 'old'").first();
  expect(bodies).toEqual({ n: 2 });
  await pruneMessages(env.DB, NOON + 99 * DAY);
  expect(await positions("old")).toEqual([5]);
  await openMany("old", 1);
  expect(await positions("old")).toEqual([5, 6]);
});

test("deliveries of a deleted endpoint and of callbacks go with the others; what is younger stays", async () => {
  await aWorkspaceRow("deleted");
  await anEndpointRow("deleted", "wh");
  await anEndpointRow("deleted", "zz");
  await openMany("deleted", 2);
  await openMany("deleted", 2, { at: NOON + 20 * DAY });
  for (const id of ["wh", "zz"]) await aDrain("deleted", id, () => answer(200)).drain();
  const insert = env.DB.prepare(
    `INSERT INTO deliveries (workspace_id, endpoint_id, position, own, review_id, seq, message_id, type, status, tries,
      attempts, created_at) VALUES ('deleted', ?1, ?2, ?3, ?4, 1, ?5, 't', 'delivered', 1, '[]', 0)`,
  );
  const rows = await deliveriesOf("deleted", "wh");
  await env.DB.batch([
    // A message about endpoints, and a callback's.
    insert.bind("wh", 1, 1, null, "wh:1"),
    insert.bind(`callback:${rows[0]?.review_id}`, 1, 0, rows[0]?.review_id ?? null, null),
    insert.bind(`callback:${rows[3]?.review_id}`, 4, 0, rows[3]?.review_id ?? null, null),
    env.DB.prepare("DELETE FROM webhook_endpoints WHERE workspace_id = 'deleted' AND id = 'wh'"),
  ]);
  await pruneMessages(env.DB, NOON + 31 * DAY);
  const { results } = await env.DB.prepare(
    "SELECT endpoint_id AS id, position FROM deliveries WHERE workspace_id = 'deleted' ORDER BY endpoint_id, position",
  ).all<{ id: string; position: number }>();
  expect(results.map(({ id, position }) => `${id.replace(/:.*/, "")} ${position}`)).toEqual([
    "callback 4",
    "wh 3",
    "wh 4",
    "zz 3",
    "zz 4",
  ]);
});
