// The real thing: `wrangler dev` on a folder of state, as the head of its own process group, so that one signal ends all of it
// at the same instant. Kills nothing that it has not started.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { devArguments, localSecrets, readFlags } from "../../src/local/flags.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WRANGLER = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const START_TIMEOUT_MS = 90_000;

const environment = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false" };

export const OPERATOR_TOKEN = localSecrets.OPERATOR_TOKEN;

export interface Server {
  /** Without a slash at its end. */
  readonly url: string;
  /** `kill -9` of the whole group; resolves once its head is gone. */
  readonly kill: () => Promise<void>;
}

export const migrate = (persistTo: string): void => {
  const args = [WRANGLER, "d1", "migrations", "apply", "DB", "--local", "--persist-to", persistTo];
  execFileSync(process.execPath, args, { cwd: ROOT, env: environment, stdio: "pipe" });
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

const isHealthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};

const killGroup = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await exited;
};

/** Resolves once the service is healthy. `more`: further flags of `wrangler dev`. */
export const startServer = async (persistTo: string, more: readonly string[] = []): Promise<Server> => {
  const port = await freePort();
  const args = devArguments(readFlags(["--persist-to", persistTo, ...more]), port);
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    env: environment,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-10_000);
    });
  }
  // Whoever interrupts the run does not leave a server behind.
  const endWithUs = () => void killGroup(child);
  process.once("exit", endWithUs);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await killGroup(child);
      throw new Error(`the service does not start:\n${output}`);
    }
    await sleep(100);
  }
  return {
    url,
    kill: async () => {
      process.off("exit", endWithUs);
      await killGroup(child);
    },
  };
};
