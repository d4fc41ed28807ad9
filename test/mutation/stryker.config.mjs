// One group of groups.ts, named by MUTATION_GROUP. No mutator is left out, not even of string literals.
import { fileURLToPath } from "node:url";
import { GROUPS } from "./groups.ts";

const group = process.env.MUTATION_GROUP ?? "";
const work = fileURLToPath(new URL("../../coverage/mutation", import.meta.url));

export default {
  mutate: [...GROUPS[group]],
  testRunner: "vitest",
  vitest: { configFile: "test/mutation/vitest.config.ts", pool: "threads" },
  // TypeScript 7 has no API for Stryker to read a tsconfig with, and none is needed to strip types.
  tsconfigFile: "none.json",
  coverageAnalysis: "perTest",
  concurrency: 1,
  incremental: true,
  incrementalFile: `${work}/${group}.incremental.json`,
  tempDirName: `${work}/sandbox-${group}`,
  ignorePatterns: [
    "/coverage",
    "/.wrangler",
    "/dist",
    "/migrations",
    "/test/*/**",
    "!/test/core",
    "!/test/core/**",
    "!/test/support/**",
    "!/test/webhooks",
    "!/test/webhooks/pure.node.test.ts",
    "!/test/mutation/vitest.config.ts",
  ],
  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: `${work}/${group}.json` },
  allowEmpty: false,
  thresholds: { high: 95, low: 90, break: null },
};
