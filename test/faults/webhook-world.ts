// A service that may call loopback, a workspace with endpoints, and events to tell them of.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate, OPERATOR_TOKEN, type Server, startServer } from "./server.ts";

const SECRET = "key-of-ada-for-webhook-faults-0123456789";
const ALLOW_LOOPBACK = ["--var", "WEBHOOK_ALLOW_LOOPBACK:true"];

export interface WebhookWorld {
  server: Server;
  readonly workspaceId: string;
  readonly restart: () => Promise<void>;
  readonly end: () => Promise<void>;
}

const call = async (url: string, method: string, token: string, body?: unknown): Promise<Response> =>
  fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const expectOk = async (response: Response): Promise<Record<string, unknown>> => {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  const body: Record<string, unknown> = text === "" ? {} : JSON.parse(text);
  return body;
};

export const aWebhookWorld = async (urls: readonly string[], testClock: boolean): Promise<WebhookWorld> => {
  const persistTo = mkdtempSync(join(tmpdir(), "countersign-webhooks-"));
  migrate(persistTo);
  const world: WebhookWorld = {
    server: await startServer(persistTo, ALLOW_LOOPBACK),
    workspaceId: "webhook-faults",
    restart: async () => {
      await world.server.kill();
      world.server = await startServer(persistTo, ALLOW_LOOPBACK);
    },
    end: async () => {
      await world.server.kill();
      rmSync(persistTo, { recursive: true, force: true });
    },
  };
  await expectOk(
    await call(`${world.server.url}/v2/workspaces/${world.workspaceId}`, "PUT", OPERATOR_TOKEN, {
      members: [{ id: "ada", email: "ada@example.com", name: "Ada", role: "owner", groups: [] }],
      credentials: [{ name: "ada", type: "bearer", secret: SECRET, member: "ada" }],
      webhooks: urls.map((url, index) => ({ id: `wh_${index}`, url, events: ["*"] })),
      testClock,
    }),
  );
  return world;
};

/** Opens a review and writes notes on it; answers the ids of its messages. */
export const aStory = async ({ server }: WebhookWorld, events: number): Promise<readonly string[]> => {
  const opened = await expectOk(
    await call(`${server.url}/v2/reviews`, "POST", SECRET, { subject: { type: "thing", id: "t" } }),
  );
  const id = String(opened["id"]);
  for (let seq = 2; seq <= events; seq += 1) {
    await expectOk(await call(`${server.url}/v2/reviews/${id}/notes`, "POST", SECRET, { text: `note ${seq}` }));
  }
  return Array.from({ length: events }, (_, index) => `${id}:${index + 1}`);
};

/** Many stories, a few at once. */
export const stories = async (world: WebhookWorld, count: number, events: number): Promise<readonly string[]> => {
  const messages: string[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      messages.push(...(await aStory(world, events)));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return messages;
};

export const advance = async ({ server, workspaceId }: WebhookWorld, minutes: number): Promise<void> => {
  const url = `${server.url}/v2/workspaces/${workspaceId}/clock`;
  await expectOk(await call(url, "POST", OPERATOR_TOKEN, { advanceMinutes: minutes }));
};

export const playCron = async ({ server }: WebhookWorld): Promise<void> => {
  await (await fetch(`${server.url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent("* * * * *")}`)).text();
};

/** Until it holds, or the time is over; answers whether it did. */
export const within = async (ms: number, condition: () => boolean): Promise<boolean> => {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
};
