// The callback of a review is stored in the review's own commit: its first event finds it, and an opening that comes to
// nothing leaves none behind. Source: webhooks.md 7.

import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { aMember, aWorkspace, textAt } from "../../support/workspace-builder.ts";
import { aReceiver, eventually } from "./receiver.ts";

const receiver = aReceiver();

const callbacksOf = async (workspaceId: string): Promise<readonly string[]> => {
  const { results } = await env.DB.prepare(
    "SELECT id FROM webhook_endpoints WHERE workspace_id = ?1 AND origin = 'callback'",
  )
    .bind(workspaceId)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
};

const body = { subject: { type: "thing", id: "t" }, callbackUrl: "https://caller.example.com/back" };

test("equal openings at once leave one review, one callback, and show its secret once", async () => {
  const workspace = await aWorkspace({ members: [aMember("ada", [], { role: "owner" })] });
  const ada = workspace.as("ada");
  const open = () => ada.post("/v2/reviews", body, { "idempotency-key": "at-once" });
  const answers = await Promise.all([open(), open(), open(), open()]);
  const ids = new Set(answers.map((answer) => textAt(answer.body, "id")));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(ids.size).toBe(1);
  const secrets = answers.map(({ text }) => JSON.parse(text).callbackSecret).filter((secret) => secret !== null);
  expect(secrets).toHaveLength(1);
  expect(await callbacksOf(workspace.id)).toEqual([...ids].map((id) => `callback:${id}`));
  await eventually(() => receiver.received.length > 0);
  expect(receiver.ids()).toEqual([...ids].map((id) => `${id}:1`));
});

test("an opening that is refused leaves no callback", async () => {
  const workspace = await aWorkspace({ members: [aMember("ada", [], { role: "owner" })] });
  const ada = workspace.as("ada");
  const refused = await ada.post("/v2/reviews", { ...body, assignedTo: "nobody" });
  expect(refused.status).toBe(400);
  expect(await callbacksOf(workspace.id)).toEqual([]);
});
