// The peer as one of the things compared: Fastify as a process of its own, PostgreSQL behind it.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { cpuMsOfTree } from "../harness/process-cpu.ts";
import type { Contestant } from "../harness/compare.ts";

export interface PeerWorld {
  readonly workspaceId: string;
  readonly people: readonly { readonly id: string; readonly token: string; readonly groups: readonly string[] }[];
  readonly reviews: readonly { readonly id: string; readonly owner: string; readonly groups: readonly string[] }[];
  /** What every review shows. */
  readonly payload: object;
}

export interface Peer {
  readonly instance: Contestant["instance"];
  readonly stop: () => Promise<void>;
}

/** `clients`: connections to the database. Throws where PostgreSQL is not installed. */
export const startPeer = async (world: PeerWorld, clients: number): Promise<Peer> => {
  // Its packages are its own: they are there once `npm run bench:peer` has installed them.
  const { startDatabase, fillDatabase } = await import("./database.mjs");
  const database = await startDatabase();
  await fillDatabase(database.client, world);
  const server = fork(fileURLToPath(new URL("./server.mjs", import.meta.url)), {
    env: { ...process.env, NODE_ENV: "production", DATABASE: database.url, POOL: String(clients) },
  });
  const complaints: string[] = [];
  server.on("error", (error) => complaints.push(error.message));
  const [{ port }] = (await once(server, "message")) as [{ readonly port: number }];
  const pids = [server.pid, database.pid].filter((pid) => pid !== undefined);
  return {
    instance: {
      url: `http://127.0.0.1:${port}`,
      cpuMs: () => pids.reduce((sum, pid) => sum + cpuMsOfTree(pid), 0),
      complaints: () => complaints,
    },
    stop: async () => {
      server.kill("SIGTERM");
      await once(server, "exit");
      await database.stop();
    },
  };
};
