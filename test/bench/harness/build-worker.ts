// Builds a Worker the way a deployment does, see src/local/bundle-worker.mjs; nothing is uploaded.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleWorker } from "../../../src/local/bundle-worker.mjs";

export const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));

/** Paths below the repository's root. */
export interface WorkerSource {
  readonly main: string;
  readonly config: string;
}

export interface BuiltWorker extends WorkerSource {
  /** `worker.js` first, then what it loads when a request needs it. */
  readonly modules: readonly { readonly name: string; readonly code: string }[];
  /** Of `worker.js`: what each isolate parses. */
  readonly gzipBytes: number;
  /** Of all modules: what is uploaded. */
  readonly totalGzipBytes: number;
}

const ENTRY = "worker.js";

export const buildWorker = async (source: WorkerSource): Promise<BuiltWorker> => {
  const files = await bundleWorker(source.main);
  const modules = [...files]
    .filter(([name]) => name.endsWith(".js"))
    .map(([name, bytes]) => ({ name, code: new TextDecoder().decode(bytes) }))
    .toSorted((a, b) => Number(b.name === ENTRY) - Number(a.name === ENTRY));
  const sizes = modules.map(({ code }) => gzipSync(code, { level: 9 }).byteLength);
  const totalGzipBytes = sizes.reduce((sum, size) => sum + size, 0);
  return { ...source, modules, gzipBytes: sizes[0] ?? 0, totalGzipBytes };
};
