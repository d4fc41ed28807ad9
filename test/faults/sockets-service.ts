// The sockets case of `npm run faults`: first workerd itself, where every answer is the Worker's own or workerd's; then
// `wrangler dev` as a user starts it, abused at its own port.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bearer, MIXED, mixedDocument, REQUESTER } from "./mixed-workspace.ts";
import { migrate, OPERATOR_TOKEN, startServer } from "./server.ts";
import { abuseSockets } from "./sockets.ts";
import { aWorld } from "./world.ts";

export interface SocketsCase {
  /** How often everything is tried. */
  readonly rounds: number;
}

/** Against workerd, without `wrangler dev` before it. */
export const abuseWorkerd = async ({ rounds }: SocketsCase): Promise<readonly string[]> => {
  const world = await aWorld();
  try {
    await world.apply(MIXED, mixedDocument());
    const { authorization = "" } = bearer(REQUESTER);
    return await abuseSockets({ url: world.url, authorization, isProxied: false, rounds });
  } finally {
    await world.end();
  }
};

const abuseDevelopmentServer = async ({ rounds }: SocketsCase): Promise<readonly string[]> => {
  const persistTo = mkdtempSync(join(tmpdir(), "countersign-sockets-"));
  migrate(persistTo);
  const server = await startServer(persistTo);
  try {
    const applied = await fetch(`${server.url}/v2/workspaces/${MIXED}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify(mixedDocument()),
    });
    if (!applied.ok) throw new Error(`the workspace was not applied: ${applied.status} ${await applied.text()}`);
    const { authorization = "" } = bearer(REQUESTER);
    return await abuseSockets({ url: server.url, authorization, isProxied: true, rounds });
  } finally {
    await server.kill();
    rmSync(persistTo, { recursive: true, force: true });
  }
};

/** Empty is what is wanted. */
export const runSockets = async (options: SocketsCase): Promise<readonly string[]> => [
  ...(await abuseWorkerd(options)),
  ...(await abuseDevelopmentServer(options)),
];
