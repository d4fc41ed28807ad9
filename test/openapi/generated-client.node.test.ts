// The generated client is the one that the generator makes of today's document. The generator lives in a package of its
// own and is not installed with the service: without it this test says so and is skipped.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openApiDocuments } from "../../src/openapi/documents.ts";

const client = fileURLToPath(new URL("../client", import.meta.url));
const generator = join(client, "node_modules/.bin/openapi-ts");

const filesIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted((a, b) => a.localeCompare(b))
      .map((path) => [path.slice(folder.length), readFileSync(path, "utf8")] as const),
  );

test("the committed client is what the generator makes", { timeout: 120_000 }, ({ skip }) => {
  skip(!existsSync(generator), "the generator is not installed: npm ci --prefix test/client");
  const folder = mkdtempSync(join(tmpdir(), "countersign-client-"));
  try {
    writeFileSync(join(folder, "native.json"), JSON.stringify(openApiDocuments().get("openapi/native.json")));
    const output = join(folder, "generated");
    const env = { ...process.env, OPENAPI_DOCUMENT: join(folder, "native.json"), CLIENT_OUTPUT: output };
    const { status, stderr } = spawnSync(process.execPath, [generator], { cwd: client, env, encoding: "utf8" });
    expect(status, stderr).toBe(0);
    const made = filesIn(output);
    expect(made.size).toBeGreaterThan(5);
    expect(filesIn(join(client, "generated")), "make it again: npm run client").toEqual(made);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
