// Bundles a Worker as it is deployed: minified, in modules. What is imported by `import()` is a module of its own, which
// the first request that needs it loads. Plain Node; not a part of the Worker.
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Name -> bytes: `worker.js`, the modules that it loads, and their source maps. `entry`: path below the repository's root.
 * @param {string} entry
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function bundleWorker(entry) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { worker: entry },
    outdir: "worker",
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2024",
    chunkNames: "[name]-[hash]",
    sourcemap: true,
    legalComments: "none",
    conditions: ["workerd", "worker", "browser"],
    // workerd brings these itself, `node:` as far as the compatibility flags allow.
    external: ["cloudflare:*", "node:*"],
    logLevel: "warning",
    write: false,
  });
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
