// The static files of the desk: one style sheet joined of src/desk/assets/*.css (desk.css first, for its variables), the
// island of src/desk/island, the icon, and the headers that the platform sends with them. Plain Node; not a part of the Worker.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const assets = join(root, "src/desk/assets");
const encode = (text) => new TextEncoder().encode(text);

/** What browsers of the last two years understand. */
const BROWSERS = ["chrome120", "firefox121", "safari17.2"];

/** Source: issue "The desk" 1 and 7: nothing of this is sniffed, framed or asked for elsewhere. */
const HEADERS = `/desk/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
  Cross-Origin-Resource-Policy: same-origin
`;

async function style() {
  const sheets = readdirSync(assets)
    .filter((name) => name.endsWith(".css"))
    .toSorted((a, b) => Number(b === "desk.css") - Number(a === "desk.css") || a.localeCompare(b));
  const text = sheets.map((name) => readFileSync(join(assets, name), "utf8")).join("\n");
  return (await transform(text, { loader: "css", minify: true, target: BROWSERS })).code;
}

async function script() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["src/desk/island/index.ts"],
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    legalComments: "none",
    logLevel: "warning",
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * Name below dist/assets -> bytes.
 * @returns {Promise<Map<string, Uint8Array>>}
 */
export async function bundleDesk() {
  return new Map([
    ["desk/desk.css", encode(await style())],
    ["desk/desk.js", encode(await script())],
    ["desk/icon.svg", new Uint8Array(readFileSync(join(assets, "icon.svg")))],
    ["_headers", encode(HEADERS)],
  ]);
}
