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

interface Module {
  readonly name: string;
  readonly code: string;
}

export interface BuiltWorker extends WorkerSource {
  /** `worker.js` first. */
  readonly modules: readonly Module[];
  /** Of `worker.js` and what it imports: what every isolate parses. What `import()` loads comes with a request. */
  readonly gzipBytes: number;
  /** Of all modules: what is uploaded. */
  readonly totalGzipBytes: number;
}

const ENTRY = "worker.js";

/** Static imports only: `from"./chunk.js"` and `import"./chunk.js"`, as the minifier writes them. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)"\.\/([^"]+)"/g;

/** Names of the module and of everything that it imports, however far. */
const closureOf = (
  name: string,
  codes: ReadonlyMap<string, string>,
  found = new Set<string>(),
): ReadonlySet<string> => {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, imported = ""] of (codes.get(name) ?? "").matchAll(STATIC_IMPORT)) closureOf(imported, codes, found);
  return found;
};

export const buildWorker = async (source: WorkerSource): Promise<BuiltWorker> => {
  const files = await bundleWorker(source.main);
  const modules = [...files]
    .filter(([name]) => name.endsWith(".js"))
    .map(([name, bytes]) => ({ name, code: new TextDecoder().decode(bytes) }))
    .toSorted((a, b) => Number(b.name === ENTRY) - Number(a.name === ENTRY));
  const loadedAtStart = closureOf(ENTRY, new Map(modules.map(({ name, code }) => [name, code])));
  const gzipped = (some: readonly Module[]): number =>
    some.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).byteLength, 0);
  return {
    ...source,
    modules,
    gzipBytes: gzipped(modules.filter(({ name }) => loadedAtStart.has(name))),
    totalGzipBytes: gzipped(modules),
  };
};
