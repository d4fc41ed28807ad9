// One service for all browser tests: `wrangler dev` on a copy of what `npm run build` makes, as a deployment runs it, on a
// port and a state of its own, so that nobody who edits a source restarts it. Started once by vitest (globalSetup).
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { chromiumPath } from "./chromium.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_TIMEOUT_MS = 120_000;

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the service, without a slash at its end; "" where there is no browser to test with. */
    serviceUrl: string;
  }
}

/** Secrets of this service. Not secret: it lives as long as the tests. */
export const OPERATOR_TOKEN = "browser-operator-token-0123456789abcdef";
const SECRETS = [
  `OPERATOR_TOKEN:${OPERATOR_TOKEN}`,
  "ENCRYPTION_KEY:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
  "WEBHOOK_ALLOW_LOOPBACK:true",
];

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? done(address.port) : fail(new Error("no port")),
      );
    });
  });

const environment = () => ({
  ...process.env,
  PATH: [join(root, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
  CI: "1",
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});

const run = (folder: string, command: string, ...args: string[]): void => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env: environment(), encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} fails:\n${stdout}${stderr}`);
};

/** A folder that holds all of a deployment, built and configured, and nothing that builds it again. */
const deploymentIn = (folder: string): void => {
  run(root, "node", "src/local/build.mjs");
  for (const part of ["dist", "migrations"]) cpSync(join(root, part), join(folder, part), { recursive: true });
  const configuration = readFileSync(join(root, "wrangler.toml"), "utf8").replace(/^\[build\]\n(?:[^[\n].*\n)*/m, "");
  writeFileSync(join(folder, "wrangler.toml"), configuration);
  run(folder, "wrangler", "d1", "migrations", "apply", "DB", "--local", "--persist-to", "state");
};

const start = (port: number, folder: string): ChildProcess =>
  spawn(
    "wrangler",
    [
      "dev",
      "--show-interactive-dev-session=false",
      ...Object.entries({ port, ip: "127.0.0.1", "persist-to": "state", "inspector-port": 0 }).flatMap(
        ([name, value]) => [`--${name}`, String(value)],
      ),
      ...SECRETS.flatMap((secret) => ["--var", secret]),
    ],
    { cwd: folder, env: environment(), detached: true, stdio: ["ignore", "pipe", "pipe"] },
  );

const waitForHealth = async (url: string, output: () => string): Promise<void> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    if (Date.now() > deadline) throw new Error(`the service does not start:\n${output()}`);
    await sleep(100);
  }
};

export default async function setup(project: TestProject): Promise<() => void> {
  if (chromiumPath() === null) {
    project.provide("serviceUrl", "");
    return () => {};
  }
  // Whoever writes tests keeps one running: `DESK_URL=http://127.0.0.1:8787`, with the secrets above.
  const running = process.env["DESK_URL"];
  if (running !== undefined) {
    project.provide("serviceUrl", running);
    return () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), "countersign-browser-"));
  deploymentIn(folder);
  const port = await freePort();
  const server = start(port, folder);
  let text = "";
  for (const stream of [server.stdout, server.stderr])
    stream?.setEncoding("utf8").on("data", (chunk) => (text += chunk));
  const stop = (): void => {
    // The whole group: a wrangler that ends leaves its workerd behind.
    if (server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await waitForHealth(url, () => text);
    project.provide("serviceUrl", url);
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}
