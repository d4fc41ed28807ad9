// Builds a Worker the way a deployment does: bundled and minified by wrangler, nothing uploaded.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

/** Paths below the repository's root. */
export interface WorkerSource {
  readonly main: string;
  readonly config: string;
}

export interface BuiltWorker extends WorkerSource {
  readonly code: string;
  readonly gzipBytes: number;
}

export const buildWorker = (source: WorkerSource): BuiltWorker => {
  const outdir = mkdtempSync(join(tmpdir(), "countersign-build-"));
  try {
    const wrangler = join(REPOSITORY, "node_modules/wrangler/bin/wrangler.js");
    const args = [wrangler, "deploy", source.main, "--dry-run", "--outdir", outdir, "--config", source.config];
    const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" };
    // This very Node: the machine's own may be too old for wrangler.
    const built = spawnSync(process.execPath, args, { cwd: REPOSITORY, env, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`${source.main} does not build:\n${built.stderr}`);
    const code = readFileSync(join(outdir, "worker.js"), "utf8");
    return { ...source, code, gzipBytes: gzipSync(code, { level: 9 }).byteLength };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
