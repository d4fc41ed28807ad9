// The documents and pages that describe the APIs, made of src/openapi: the same schemas that validate requests. Plain
// Node; not a part of the Worker.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = join(root, "src/openapi/reference");
const encode = (text) => new TextEncoder().encode(text);

/** The descriptions are TypeScript: they are bundled, and the bundle is run at once. */
async function apiFiles() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/openapi/files.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { apiFiles: made } = await import(`data:text/javascript;base64,${code}`);
  return made();
}

/**
 * Name below dist/assets -> bytes.
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function describeApis() {
  const files = [...(await apiFiles())].map(([name, text]) => [name, encode(text)]);
  const parts = ["reference.css", "reference.js"].map((name) => [
    `reference/${name}`,
    new Uint8Array(readFileSync(join(page, name))),
  ]);
  return new Map([...files, ...parts]);
}
