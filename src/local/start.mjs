// `npm start -- <flags of wrangler dev>`: the whole service on this machine. Applies the migrations, starts `wrangler dev`,
// waits for /health, applies the demo workspaces that are missing, prints requests to try, and plays Cron once a minute.
// Plain Node without packages; not a part of the Worker.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { demoRequests } from "./demo-requests.mjs";
import { signInLinks } from "./sign-in-links.mjs";
import { baseUrl, devArguments, operatorToken, readFlags } from "./flags.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
/** Files of this folder. A document does not hold its workspace's id. */
const demoWorkspaces = [
  { id: "demo", file: "demo-workspace.json" },
  { id: "demo-second", file: "demo-second-workspace.json" },
  { id: "demo-clock", file: "demo-clock.json" },
];
/** Same schedules as wrangler.toml, which the local runtime does not play by itself. */
const everyMinute = "* * * * *";
const daily = { cron: "17 3 * * *", hour: 3, minute: 17 };
/** A cold start bundles and opens the database: seconds; more than this is a fault worth a message. */
const healthTimeoutMs = 120_000;
/** How long a server that is just ending may still hold the port. */
const predecessorMs = 3_000;
/** How long a process that was asked to end may take before it is ended. */
const graceMs = 5_000;

/** The process group that runs now, if any. */
let running;
let isStopping = false;
/** What this process ends with once it was asked to stop. */
let exitCode = 0;

/** Starts wrangler, from this repository and on its own Node, under guard.mjs. */
function wrangler(args, stdout) {
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const env = {
    ...process.env,
    PATH: path,
    CI: "1",
    WRANGLER_SEND_METRICS: "false",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  };
  const child = spawn(process.execPath, [join(here, "guard.mjs"), "wrangler", ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ["pipe", stdout, stdout],
  });
  running = child;
  return child;
}

/** The exit code, once nothing of the group is left: a wrangler that is killed leaves its workerd behind. */
const exitOf = (child) =>
  new Promise((done) => {
    child.on("exit", (code) => {
      signalGroup(child, "SIGKILL");
      done(code ?? 1);
    });
  });

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

function stop(signal) {
  isStopping = true;
  if (!running || running.exitCode !== null || running.signalCode !== null) process.exit(exitCode);
  signalGroup(running, signal);
  setTimeout(signalGroup, graceMs, running, "SIGKILL");
}

/** npm does not pass on a `kill -9`: without npm there is nobody left to stop this process. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== "start") return;
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && !isStopping && stop("SIGTERM"), 250).unref();
}

/** Refuses a port in use (the demo would be applied to a stranger's server) and finds one where 0 was asked for. */
async function claimPort(port, ip) {
  const deadline = Date.now() + predecessorMs;
  for (;;) {
    try {
      return await listenOnce(port, ip);
    } catch (error) {
      if (error.code !== "EADDRINUSE" || Date.now() > deadline)
        throw new Error(`port ${port} cannot be used: ${error.message}`);
      await sleep(100);
    }
  }
}

function listenOnce(port, ip) {
  return new Promise((done, fail) => {
    const probe = createServer().on("error", fail);
    probe.listen(port, ip === "*" ? undefined : ip, () => {
      const claimed = probe.address().port;
      probe.close(() => done(claimed));
    });
  });
}

async function migrate(persistTo) {
  const child = wrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", persistTo], "pipe");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const code = await exitOf(child);
  if (code !== 0 && !isStopping) throw new Error(`the migrations do not apply:\n${output}`);
}

async function waitForHealth(url) {
  const deadline = Date.now() + healthTimeoutMs;
  let last = "no answer";
  while (Date.now() < deadline && !isStopping) {
    try {
      const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) });
      last = `${response.status} ${await response.text()}`;
      if (response.status === 200) return;
    } catch (error) {
      last = String(error.cause?.message ?? error.message);
    }
    await sleep(200);
  }
  if (!isStopping) throw new Error(`${url}/health is not 200 after ${healthTimeoutMs / 1000} s: ${last}`);
}

/** Leaves a workspace that exists alone: whoever edited the demo keeps the edits. */
async function applyDemo(url, token) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  for (const { id, file } of demoWorkspaces) {
    const workspace = `${url}/v2/workspaces/${id}`;
    const found = await fetch(workspace, { headers });
    if (found.status === 200) continue;
    const applied = await fetch(workspace, { method: "PUT", headers, body: readFileSync(join(here, file), "utf8") });
    if (!applied.ok) console.error(`The workspace "${id}" was not applied: ${applied.status} ${await applied.text()}`);
  }
}

async function runCron(url, cron) {
  try {
    const response = await fetch(`${url}/cdn-cgi/handler/scheduled?${new URLSearchParams({ cron })}`);
    if (!response.ok) console.error(`Cron "${cron}" failed: ${response.status} ${await response.text()}`);
  } catch (error) {
    if (!isStopping) console.error(`Cron "${cron}" failed: ${error.cause?.message ?? error.message}`);
  }
}

/** On the minute, as the platform does it. A tick that is still running does not hold the next one back. */
function playCron(url) {
  const tick = () => {
    const now = new Date();
    void runCron(url, everyMinute);
    if (now.getUTCHours() === daily.hour && now.getUTCMinutes() === daily.minute) void runCron(url, daily.cron);
    setTimeout(tick, 60_000 - (Date.now() % 60_000));
  };
  setTimeout(tick, 60_000 - (Date.now() % 60_000));
}

async function main() {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
  stopWithNpm();
  const flags = readFlags(process.argv.slice(2));
  flags.persistTo = resolve(root, flags.persistTo);
  const port = await claimPort(flags.port, flags.ip);
  const url = baseUrl(flags, port);
  await migrate(flags.persistTo);
  if (isStopping) process.exit(exitCode);

  const server = wrangler(devArguments(flags, port), "inherit");
  // Wrangler reports 0 when it was killed: an end that nobody asked for is never a success.
  void exitOf(server).then((code) => process.exit(isStopping ? exitCode : code || 1));
  await waitForHealth(url);
  if (isStopping) return;
  playCron(url);
  const token = operatorToken(flags);
  await applyDemo(url, token);
  const links = await signInLinks({ baseUrl: url, operatorToken: token, workspaces: demoWorkspaces });
  console.log(`\n${links}`);
  console.log(`\nCountersign answers on ${url}. Try:\n\n${demoRequests({ baseUrl: url, operatorToken: token })}\n`);
}

main().catch((error) => {
  if (isStopping) return;
  console.error(error.message);
  exitCode = 1;
  stop("SIGTERM");
});
