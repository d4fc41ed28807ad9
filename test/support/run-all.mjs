// `npm test`: format check, lint, type checks, then every vitest project, each in a process of its own, and one last
// line `N passed, N failed` over all of them. A check counts as one. It stops for nothing: a reader sees all failures at once.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` };
const reports = mkdtempSync(join(tmpdir(), "countersign-test-"));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs a command to its end; a signal counts as failure. What is `isQuiet` shows its output at its end, in one piece. */
async function run(title, command, args, isQuiet = false) {
  const begun = Date.now();
  const output = [];
  if (!isQuiet) console.log(`\n== ${title}`);
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ["ignore", isQuiet ? "pipe" : "inherit", isQuiet ? "pipe" : "inherit"],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(chunk));
  const status = await new Promise((done) => {
    child.on("error", () => done(1)).on("close", done);
  });
  if (isQuiet) process.stdout.write(`\n== ${title}\n${Buffer.concat(output)}`);
  console.log(`== ${title}: ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return status === 0;
}

/** The same names as test/browser/chromium.ts looks for. */
function hasChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return env.PATH.split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name))));
}

async function check(title, script) {
  if (await run(title, "npm", ["run", "--silent", script])) total.passed += 1;
  else total.failed += 1;
}

/** A file that does not load, or an error outside of every test, fails no test: it is counted as one failure of its own. */
async function vitest(project, isQuiet) {
  const report = join(reports, `${project}.json`);
  const args = ["run", "--config", "test/vitest.config.ts", "--project", project];
  const reporting = ["--reporter=default", "--reporter=json", `--outputFile=${report}`];
  const ok = await run(`tests: ${project}`, "vitest", [...args, ...reporting], isQuiet);
  const counts = countTests(report);
  total.passed += counts.passed;
  total.skipped += counts.skipped;
  total.failed += ok ? counts.failed : Math.max(counts.failed, 1);
}

function countTests(report) {
  try {
    const result = JSON.parse(readFileSync(report, "utf8"));
    const brokenFiles = result.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + brokenFiles.length,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Projects one after the other. */
async function lane(projects, isQuiet) {
  for (const project of projects) await vitest(project, isQuiet);
}

await check("build", "build");
await check("format", "format:check");
await check("lint", "lint");
await check("types", "typecheck");
// Servers and browsers mostly wait: two cores have time for the rest meanwhile.
await Promise.all([lane(["node", "workerd", "tables"], false), lane(["e2e", "browser"], true)]);

rmSync(reports, { recursive: true, force: true });
if (total.skipped > 0 && !hasChromium()) {
  console.log("\nSkipped: the browser tests, because no chromium is in PATH (Debian: apt-get install chromium).");
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;
