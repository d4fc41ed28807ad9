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
