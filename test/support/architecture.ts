// The import arrows of the design as data, and a checker over sources given as text, so that it can be tried on sources
// that break them. There are no exceptions to list: a rule that needs one is changed here, for everybody.
import { posix } from "node:path";
import { importsOf, withoutSourceNotes } from "./source-text.ts";

/** Path below the repository's root ("src/core/time.ts") -> text. */
export type Sources = ReadonlyMap<string, string>;

interface Layer {
  /** The files it speaks of, as paths below src/. */
  readonly of: RegExp;
  /** The files they may import, as paths below src/, beside those of their own folder. */
  readonly files: RegExp;
  /** The packages they may import. */
  readonly packages: RegExp;
}

/** Re2js matches users' patterns in linear time; time zones come from Intl. */
const corePackages = /^re2js$/;
const plainPackages = /^(?!hono(\/|$)|drizzle-orm(\/|$)|cloudflare:|node:)/;
const storagePackages = /^(?!hono(\/|$)|node:)/;
const webPackages = /^(?!drizzle-orm(\/|$)|cloudflare:|node:)/;
/** What workerd has of Node's own modules is used in one place: what a log line says is collected beside the call. */
const anyPackage = /^(?!node:(?!async_hooks$))/;

/** The first layer that speaks of a file decides; a file that none speaks of is a violation itself. */
const layers: readonly Layer[] = [
  { of: /^(worker|compose(-[a-z]+)?)\.ts$/, files: /^(?!local\/)/, packages: anyPackage },
  // Types of the platform that its own package leaves out.
  { of: /^[a-z-]+\.d\.ts$/, files: /^$/, packages: /^$/ },
  { of: /^env\.ts$/, files: /^(object|webhooks|limits)\/[a-z-]*-object\.ts$/, packages: anyPackage },
  { of: /^core\//, files: /^core\//, packages: corePackages },
  { of: /^app\//, files: /^(core|app)\//, packages: plainPackages },
  { of: /^http\//, files: /^(core|app|http)\//, packages: webPackages },
  // One more entrance: what it needs of a dialect comes as data.
  { of: /^desk\/island\//, files: /^(core|desk\/components)\//, packages: /^$/ },
  { of: /^desk\//, files: /^(core|app|http)\//, packages: webPackages },
  { of: /^jobs\//, files: /^(core|app|http)\//, packages: webPackages },
  {
    of: /^(object|webhooks|limits)\/[a-z-]*-object\.ts$/,
    files: /^(core\/|app\/([a-z-]+-)?ports\.ts$|env\.ts$)/,
    packages: storagePackages,
  },
  // What a gate judges is what a request presents: app/principal.ts says what that is, in types alone.
  { of: /^limits\//, files: /^(core\/|app\/(([a-z-]+-)?ports|principal)\.ts$)/, packages: storagePackages },
  { of: /^(object|webhooks|store)\//, files: /^(core\/|app\/([a-z-]+-)?ports\.ts$)/, packages: storagePackages },
  {
    of: /^queries\//,
    files: /^(core\/|app\/(([a-z-]+-)?ports|[a-z-]+-queries)\.ts$|store\/(schema|([a-z-]+-)?rows)\.ts$)/,
    packages: storagePackages,
  },
  // How the APIs are described: read by the build and the tests, see `buildOnly`.
  { of: /^openapi\/(apis|documents|files)\.ts$/, files: /^(openapi|dialects)\//, packages: webPackages },
  { of: /^openapi\//, files: /^(openapi\/|http\/any-json\.ts$)/, packages: /^zod\/mini$/ },
  { of: /^dialects\/[^/]+\/openapi\//, files: /^(core|app|http|openapi)\//, packages: webPackages },
  { of: /^dialects\/(registry|formats)\.ts$/, files: /^(core|app|http|dialects)\//, packages: webPackages },
  { of: /^dialects\//, files: /^((core|app|http)\/|dialects\/dialect\.ts$)/, packages: webPackages },
];

/** No part of the Worker: nothing else may import them, or callers would pay for descriptions with every start. */
const buildOnly = /^(openapi|dialects\/[^/]+\/openapi)\//;

/** The version, and the migrations that the code needs. */
const outsideOfSrc = ["package.json", "migrations/meta/_journal.json"];

const dialectNames = /hoop|adjudon|alloy|authentivoice/i;
const neutralFolders = /^src\/(core|app|store|object|queries|webhooks|limits|desk|http|jobs)\//;

/** Everything that is wrong with the sources, one sentence each. Files of src/local are no part of the Worker and are not read. */
export function violations(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) => {
    if (path.startsWith("migrations/")) return rebuiltTables(path, text);
    if (!path.startsWith("src/") || path.startsWith("src/local/")) return [];
    return [...forbiddenImports(path, text, sources), ...dialectWords(path, text)];
  });
}

function forbiddenImports(path: string, text: string, sources: Sources): string[] {
  const file = path.slice("src/".length);
  const layer = layers.find(({ of }) => of.test(file));
  if (layer === undefined) return [`${path} stands in no folder of the design`];
  return importsOf(text).flatMap((name) => {
    if (!name.startsWith(".")) return layer.packages.test(name) ? [] : [`${path} may not import the package ${name}`];
    const target = resolve(path, name, sources);
    if (!target.startsWith("src/"))
      return outsideOfSrc.includes(target) ? [] : [`${path} imports ${target}, outside of src`];
    const imported = target.slice("src/".length);
    if (buildOnly.test(imported) && !buildOnly.test(file))
      return [`${path} imports ${target}, which only the build reads`];
    const isOwn = folderOf(imported) !== "" && folderOf(imported) === folderOf(file);
    return isOwn || layer.files.test(imported) ? [] : [`${path} may not import ${target}`];
  });
}

/** What belongs together: a folder of src, or one dialect. The files directly in src or in dialects have none. */
function folderOf(file: string): string {
  return /^(dialects\/[^/]+|(?!dialects\/)[^/]+)\//.exec(file)?.[1] ?? "";
}

function resolve(from: string, name: string, sources: Sources): string {
  const path = posix.join(posix.dirname(from), name);
  const candidates = [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, path.replace(/\.js$/, ".ts")];
  return candidates.find((candidate) => sources.has(candidate)) ?? path;
}

function dialectWords(path: string, text: string): string[] {
  if (!neutralFolders.test(path)) return [];
  if (dialectNames.test(path)) return [`${path} is named after a dialect`];
  const lines = withoutSourceNotes(text).split("\n");
  return lines.flatMap((line, at) =>
    dialectNames.test(line) ? [`${path}:${at + 1} names a dialect: ${line.trim()}`] : [],
  );
}

/** drizzle-kit's rebuild of a table drops its triggers without a word. */
function rebuiltTables(path: string, text: string): string[] {
  return text.includes("__new_") ? [`${path} rebuilds a table (__new_) and so drops its triggers`] : [];
}
