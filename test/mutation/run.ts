// `npm run mutation`: changes src/core in thousands of small ways and asks the tests of test/core to notice each one.
// Group by group (groups.ts): a run that is cut off keeps what it had, and the next one tests again only what changed.
// `npm run mutation -- timers scrub` runs some groups. Prints the score of each file and every mutant that nobody noticed.

import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { GROUPS } from "./groups.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OWN = fileURLToPath(new URL(".", import.meta.url));
const WORK = join(ROOT, "coverage/mutation");
/** Stryker lives outside of the service's own packages: 63 MB that nothing else needs. */
const TOOL = join(WORK, "tool");
const STRYKER = join(TOOL, "node_modules/@stryker-mutator/core/bin/stryker.js");

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

const run = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): void => {
  const { status } = spawnSync(command, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}`);
};

const install = (): void => {
  if (existsSync(STRYKER)) return;
  mkdirSync(TOOL, { recursive: true });
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) copyFileSync(join(OWN, file), join(TOOL, file));
  run("npm", ["ci"], TOOL);
};

const NOTICED: readonly string[] = ["Killed", "Timeout"];
const UNNOTICED: readonly string[] = ["Survived", "NoCoverage"];

/** Prints a file's score and its survivors; answers how many mutants were noticed, and of how many. */
const show = (path: string, mutants: readonly Mutant[]): readonly [number, number] => {
  const noticed = mutants.filter(({ status }) => NOTICED.includes(status)).length;
  const survivors = mutants.filter(({ status }) => UNNOTICED.includes(status));
  const total = noticed + survivors.length;
  if (total === 0) return [0, 0];
  console.log(`${((100 * noticed) / total).toFixed(1).padStart(5)} %  ${noticed} of ${total}  ${path}`);
  for (const { location, mutatorName, replacement = "", status } of survivors) {
    const { line, column } = location.start;
    console.log(
      `         ${status} ${line}:${column} ${mutatorName} => ${replacement.replace(/\s+/g, " ").slice(0, 80)}`,
    );
  }
  return [noticed, total];
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in GROUPS));
if (unknown.length > 0)
  throw new Error(`no such group: ${unknown.join(", ")}; there are ${Object.keys(GROUPS).join(", ")}`);
install();
const sum = { noticed: 0, total: 0 };
for (const group of wanted.length > 0 ? wanted : Object.keys(GROUPS)) {
  console.log(`== ${group}`);
  const config = join(OWN, "stryker.config.mjs");
  run(process.execPath, [STRYKER, "run", config], ROOT, { MUTATION_GROUP: group });
  const report: Report = JSON.parse(readFileSync(join(WORK, `${group}.json`), "utf8"));
  for (const [path, { mutants }] of Object.entries(report.files)) {
    const [noticed, total] = show(path, mutants);
    sum.noticed += noticed;
    sum.total += total;
  }
}
console.log(`\n${((100 * sum.noticed) / sum.total).toFixed(1)} % of ${sum.total} mutants noticed`);
