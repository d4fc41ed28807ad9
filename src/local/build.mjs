// `npm run build`: everything that is made and not written, in dist/. wrangler runs it before `dev` and `deploy`
// (wrangler.toml `[build]`), npm after an install and before the tests. Plain Node; not a part of the Worker.
//   dist/worker/  the Worker, see bundle-worker.mjs
//   dist/assets/  static files of the desk (bundle-desk.mjs), which the platform answers without starting the Worker
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleDesk } from "./bundle-desk.mjs";
import { bundleWorker } from "./bundle-worker.mjs";
import { describeApis } from "./describe-apis.mjs";

const dist = fileURLToPath(new URL("../../dist", import.meta.url));

/** Each file appears whole and only where it changed: a server that runs from dist/ never sees half of a build. */
function writeWhole(path, contents) {
  try {
    if (readFileSync(path).equals(contents)) return;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** Modules that are no longer made would be deployed with the rest. */
function removeOthers(kept) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path) && !path.endsWith(".tmp")) rmSync(path, { force: true });
  }
}

/** Path -> bytes. A step gives names below its folder. */
const files = new Map();
const steps = [
  ["worker", bundleWorker("src/worker.ts")],
  ["assets", bundleDesk()],
  ["assets", describeApis()],
];
for (const [folder, step] of steps) {
  for (const [name, contents] of await step) {
    const path = join(dist, folder, name);
    const before = files.get(path);
    // Headers of files are one list, to which each step adds its own.
    if (before !== undefined && name !== "_headers") throw new Error(`two steps make ${path}`);
    files.set(path, before === undefined ? contents : Buffer.concat([before, contents]));
  }
}

// The folder has to be there, even while nothing is in it.
mkdirSync(join(dist, "assets"), { recursive: true });
for (const [path, contents] of files) writeWhole(path, contents);
removeOthers(files);
