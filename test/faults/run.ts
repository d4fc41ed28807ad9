// `npm run faults`: the service dies by `kill -9` in the middle of its work, again and again, and starts again on what
// it left behind. Nothing that it acknowledged may be missing, nothing may be there twice or by half. Before that, damaged
// requests to every public API (no 5xx, every error in its own form), webhook receivers that are down, hang or see the
// service die, and a world that fails on request: see world-cases.ts. `--only kill` runs one of them; flags.ts names all.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkDatabase } from "./check-database.ts";
import { retryUnanswered, verifyTrails } from "./check-service.ts";
import { runClient } from "./clients.ts";
import { type Flags, readFlags } from "./flags.ts";
import { runFuzz } from "./fuzz-service.ts";
import { Journal, reviewOf } from "./journal.ts";
import { migrate, OPERATOR_TOKEN, type Server, startServer } from "./server.ts";
import { run as runWebhooks } from "./webhook-figures.ts";
import { WORKSPACE, workspaceDocument } from "./workspace.ts";
import { WORLD_CASES } from "./world-cases.ts";

/** How long the service lives under load: at least, and at most so much longer. */
const MIN_LIFE_MS = 1_000;
const MORE_LIFE_MS = 2_000;

const flags = readFlags(process.argv.slice(2));
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));

const runs = (name: Flags["only"]): boolean => flags.only === null || flags.only === name;
const misanswered = runs("fuzz") ? await runFuzz(flags) : 0;
const undelivered = runs("webhooks") ? await runWebhooks({}) : [];
for (const problem of undelivered) console.error(`webhooks: ${problem}`);
const lost: string[] = [];
for (const [name, run] of Object.entries(WORLD_CASES)) {
  if (flags.only === null || flags.only === name) lost.push(...(await run(flags)));
}
for (const problem of lost.slice(0, 50)) console.error(problem);
const problemsSoFar = misanswered + undelivered.length + lost.length;
if (!runs("kill")) process.exit(problemsSoFar > 0 ? 1 : 0);

/** Numerical Recipes' linear congruence: reproducible, and chance enough for when to die. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const applyWorkspace = async (url: string): Promise<void> => {
  const response = await fetch(`${url}/v2/workspaces/${WORKSPACE}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(workspaceDocument()),
  });
  if (!response.ok) throw new Error(`the workspace was not applied: ${response.status} ${await response.text()}`);
};

const random = seeded(flags.seed);

/** Puts load on the service and kills it in the middle. Answers how long it lived. */
const loadAndKill = async (server: Server, journal: Journal): Promise<number> => {
  let isDying = false;
  const load = { url: server.url, journal, random, isDying: () => isDying };
  const clients = Array.from({ length: flags.clients }, () => runClient(load));
  const lifeMs = Math.round(MIN_LIFE_MS + random() * MORE_LIFE_MS);
  await sleep(lifeMs);
  isDying = true;
  await server.kill();
  await Promise.all(clients);
  return lifeMs;
};

const persistTo = mkdtempSync(join(tmpdir(), "countersign-faults-"));
const journal = new Journal();
const violations: string[] = [];
console.log(`${flags.rounds} rounds of kill -9 under ${flags.clients} clients, seed ${flags.seed}`);
migrate(persistTo);
let checkedEntries = 0;
/** Operations whose answer a kill swallowed; their retries tell what became of them. */
let cutOff = 0;
try {
  // One start more than kills: the last crash is recovered from, too.
  for (let round = 0; round <= flags.rounds; round += 1) {
    const server = await startServer(persistTo);
    if (round === 0) await applyWorkspace(server.url);
    const retried = await retryUnanswered(server.url, journal);
    cutOff += retried;
    const touched = new Set(
      journal.entries.slice(checkedEntries).flatMap(({ operation }) => reviewOf(operation) ?? []),
    );
    violations.push(...(await verifyTrails(server.url, [...touched])));
    checkedEntries = journal.entries.length;
    const lifeMs = round < flags.rounds ? await loadAndKill(server, journal) : null;
    await server.kill();
    const report = await checkDatabase(persistTo, journal);
    violations.push(...report.violations);
    const begun = journal.entries.length - checkedEntries;
    const story = lifeMs === null ? "recovered" : `killed after ${lifeMs} ms and ${begun} operations`;
    console.log(
      `round ${round + 1}: ${retried} retried, ${touched.size} trails verified, ${story}; ` +
        `${report.reviews} reviews, ${report.events} events, ${report.violations.length} violations`,
    );
    if (report.violations.length > 0) break;
  }
} finally {
  rmSync(persistTo, { recursive: true, force: true });
}

const count = (fate: "acknowledged" | "refused" | "unanswered"): number => journal.withFate(fate).length;
console.log(
  `\n${flags.rounds} kills; ${count("acknowledged")} operations acknowledged and ${count("refused")} refused, ` +
    `${cutOff} of them by their retry after a kill had cut them off; ${count("unanswered")} of unknown fate; ` +
    `${violations.length} violations, ${journal.failures.length} server errors`,
);
for (const text of [...violations, ...journal.failures].slice(0, 50)) console.error(text);
process.exitCode = violations.length + journal.failures.length + problemsSoFar > 0 ? 1 : 0;
