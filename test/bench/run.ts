// `npm run bench`: what the service's own code costs beside what the platform costs, as ratios measured in alternation
// in one run. Absolute numbers say nothing between machines. How to read it: docs/benchmarks.md.

import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { allCases } from "./cases.ts";
import { readFlags } from "./flags.ts";
import { costOf, costTable } from "./costs.ts";
import { compare } from "./harness/compare.ts";
import { generatorName } from "./harness/load.ts";
import { drain } from "./once/drain.ts";
import { type Figure, figureTable } from "./once/figure.ts";
import { startToFirstReply, type Starting } from "./once/start.ts";
import { sweeps } from "./once/sweep.ts";
import { type CaseResult, isQuiet, table, toResult } from "./report.ts";
import { createWorld } from "./world.ts";

/** Source: DESIGN § 8 (Worker bundle). */
const MAX_BUNDLE_KIB = 140;
const LIST_SIZES = [1_000, 100_000];
const LARGE_LIST_SIZE = 1_000_000;

const flags = readFlags(process.argv.slice(2));
console.log(`load from ${generatorName}, ${flags.rounds} rounds`);
const needsLists = flags.only === null || flags.only.some((key) => key.includes("list"));
const sizes = flags.large ? [...LIST_SIZES, LARGE_LIST_SIZE] : LIST_SIZES;
const world = await createWorld({
  listSizes: needsLists ? sizes : [],
  inspectorPort: flags.inspectorPort,
});
const results: CaseResult[] = [];
const figures: Figure[] = [];
let starting: Starting | null = null;
const isWanted = (key: string): boolean => flags.only === null || flags.only.includes(key);
try {
  for (const benchCase of allCases(world)) {
    if (!isWanted(benchCase.key)) continue;
    const { subject, base, isControlled, countedAs } = benchCase;
    const comparison = await compare(subject, base, flags.rounds, isControlled);
    const result = toResult(benchCase, comparison, world.counts[countedAs] ?? null);
    results.push(result);
    console.log(table([result]).split("\n").at(-1));
  }
  if (isWanted("sweep")) figures.push(...(await sweeps(world.service)));
  if (isWanted("drain")) figures.push(await drain(world.service));
  if (isWanted("start")) starting = await startToFirstReply(world.starters.service, world.starters.floor, flags.rounds);
} finally {
  await world.stop();
}

const bundleKib = world.bundleGzipBytes / 1024;
const uploadKib = world.uploadGzipBytes / 1024;
console.log(
  `\n${table(results)}\n\nbundle: ${bundleKib.toFixed(1)} KiB minified and gzipped, at most ${MAX_BUNDLE_KIB}; ${uploadKib.toFixed(1)} with the modules that are loaded when they are needed`,
);
if (figures.length > 0) console.log(`\n${figureTable(figures)}`);
if (starting !== null) {
  const [service, floor] = [starting.serviceMs.median, starting.floorMs.median];
  console.log(`start to first reply: ${service.toFixed(0)} ms, the floor ${floor.toFixed(0)} ms`);
}
const costs = Object.entries(world.counts).map(([operation, counts]) =>
  costOf(
    operation,
    counts,
    results.find(({ countedAs }) => countedAs === operation)?.comparison.cpuMsPerOp.subject ?? null,
  ),
);
console.log(`\na million operations at Cloudflare's prices:\n${costTable(costs)}\n`);
if (!isQuiet(results)) console.log("the control (A/A) strays: the machine was busy, and a ratio may be noise");
for (const [operation, { roundTrips, rowsRead, rowsWritten }] of Object.entries(world.counts)) {
  console.log(`${operation}: ${roundTrips} round trips, ${rowsRead} rows read, ${rowsWritten} written`);
}
const report = {
  at: new Date().toISOString(),
  generator: generatorName,
  rounds: flags.rounds,
  bundleKib,
  uploadKib,
  counts: world.counts,
  results,
  figures,
  starting,
  costs,
};
writeFileSync(fileURLToPath(new URL("./results.json", import.meta.url)), `${JSON.stringify(report, null, 2)}\n`);

const failures = [
  ...results.filter(({ isMet }) => !isMet).map(({ title, target }) => `${title}: below ${target}`),
  ...(bundleKib > MAX_BUNDLE_KIB ? [`the bundle is above ${MAX_BUNDLE_KIB} KiB`] : []),
];
for (const failure of failures) console.error(failure);
process.exitCode = failures.length > 0 ? 1 : 0;
