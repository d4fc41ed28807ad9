// Who may import whom, and which words may stand where (docs: the design's folders). The first part reads the repository,
// the second shows the checker sources that break each rule: a check that cannot fail proves nothing.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { violations } from "./support/architecture.ts";
import { importsOf, pieces, withoutSourceNotes } from "./support/source-text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

function readSources(): Map<string, string> {
  const paths = ["src", "migrations"]
    .filter((folder) => existsSync(`${root}/${folder}`))
    .flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
    );
  const texts = paths.filter((path) => /\.(ts|tsx|sql)$/.test(path));
  return new Map(texts.map((path) => [path, readFileSync(`${root}/${path}`, "utf8")]));
}

describe("this repository", () => {
  const sources = readSources();

  test("follows the arrows, keeps dialects out of the core and rebuilds no table", () => {
    expect(sources.size).toBeGreaterThan(1);
    expect(violations(sources)).toEqual([]);
  });

  test("warns of files above 200 lines", () => {
    for (const [path, text] of sources) {
      const lines = text.split("\n").length - 1;
      if (path.startsWith("src/") && lines > 200) console.warn(`${path} has ${lines} lines: argue or split`);
    }
  });
});

/** What the checker says of one file among the files it names. */
function judge(path: string, text: string, others: readonly string[] = []): string[] {
  return violations(new Map([...others.map((other) => [other, ""] as const), [path, text]]));
}

describe("the checker", () => {
  test.each([
    ["src/core/a.ts", `import { z } from "zod";`],
    ["src/core/a.ts", `import { DurableObject } from "cloudflare:workers";`],
    ["src/core/a.ts", `import type { Env } from "../env.ts";`],
    ["src/core/review/a.ts", `import { b } from "../../app/b.ts";`],
    ["src/app/a.ts", `import { b } from "../store/b.ts";`],
    ["src/app/a.ts", `export * from "../http/b.ts";`],
    ["src/app/a.ts", `import type { Context } from "hono";`],
    ["src/http/a.ts", `import "../dialects/native/index.ts";`],
    ["src/jobs/a.ts", `import { b } from "../store/b.ts";`],
    ["src/object/a.ts", `import { b } from "../store/b.ts";`],
    ["src/object/a.ts", `import { b } from "../app/b.ts";`],
    ["src/store/a.ts", `import type { Env } from "../env.ts";`],
    ["src/store/a.ts", `import { b } from "../queries/b.ts";`],
    ["src/queries/a.ts", `import { b } from "../store/commit-review.ts";`],
    ["src/webhooks/a.ts", `const b = await import("../object/b.ts");`],
    ["src/webhooks/a.ts", `type B = import("../http/b.ts").B;`],
    ["src/dialects/hoop/a.ts", `import { b } from "../alloy/b.ts";`],
    ["src/dialects/hoop/a.ts", `import { b } from "../registry.ts";`],
    ["src/dialects/hoop/a.ts", `import { b } from "../../store/b.ts";`],
    ["src/dialects/dialect.ts", `import type { b } from "./hoop/b.ts";`],
    ["src/dialects/hoop/a.ts", `import { b } from "../../compose.ts";`],
    ["src/worker.ts", `import demo from "./local/demo.json";`],
    ["src/app/a.ts", `import {\n  a, // the one\n  b,\n} from "../store/b.ts";`],
    ["src/app/a.ts", `import { b } from "../../test/support/b.ts";`],
    ["src/utils/a.ts", ""],
  ])("refuses in %s: %s", (path, text) => {
    expect(judge(path, text)).toHaveLength(1);
  });

  test.each([
    ["src/core/a.ts", `import { RE2JS } from "re2js";\nimport type { B } from "./review/b.ts";`],
    ["src/app/a.ts", `import { b } from "../core/b.ts";\nimport { c } from "./c.ts";`],
    ["src/http/a.ts", `import type { Context } from "hono";\nimport { b } from "../app/b.ts";`],
    ["src/jobs/a.ts", `import { b } from "../http/b.ts";\nimport { c } from "../app/c.ts";`],
    ["src/object/review-object.ts", `import type { Env } from "../env.ts";\nimport type { P } from "../app/ports.ts";`],
    ["src/queries/a.ts", `import { b } from "../store/rows.ts";\nimport { c } from "../store/schema.ts";`],
    [
      "src/dialects/hoop/a.ts",
      `import { b } from "../dialect.ts";\nimport { c } from "./c.ts";\nimport * as z from "zod";`,
    ],
    ["src/dialects/registry.ts", `import { a } from "./hoop/index.ts";\nimport { b } from "./alloy/index.ts";`],
    ["src/compose.ts", `import { a } from "./store/a.ts";\nimport { b } from "./dialects/hoop/index.ts";`],
    ["src/local/a.ts", `import { a } from "../core/a.ts";`],
    ["src/core/a.ts", `// import { z } from "zod";\n/* import "hono"; */\nexport const a = 1;`],
  ])("allows in %s: %s", (path, text) => {
    expect(judge(path, text)).toEqual([]);
  });

  test("finds a module named without its extension, or by its folder", () => {
    expect(judge("src/app/a.ts", `import "../http";`, ["src/http/index.ts"])).toHaveLength(1);
    expect(judge("src/queries/a.ts", `import "../store/rows";`, ["src/store/rows.ts"])).toEqual([]);
  });

  test.each([
    "const a = 'hoop';",
    "// As Adjudon does it.",
    "type AlloyReview = 1;",
    "// Not AuthentiVoice's. Source: hoop",
  ])("refuses a dialect's name outside of a note of origin: %s", (text) => {
    expect(judge("src/core/a.ts", text)).toHaveLength(1);
    expect(judge("src/webhooks/a.ts", text)).toHaveLength(1);
    expect(judge("src/desk/a.ts", text)).toHaveLength(1);
    expect(judge("src/dialects/hoop/a.ts", text)).toEqual([]);
  });

  test("refuses descriptions of APIs in the Worker", () => {
    const described = ["src/openapi/apis.ts", "src/dialects/hoop/openapi/index.ts"];
    expect(judge("src/worker.ts", `import "./openapi/apis.ts";`, described)).toHaveLength(1);
    expect(judge("src/dialects/hoop/index.ts", `import "./openapi/index.ts";`, described)).toHaveLength(1);
    expect(judge("src/openapi/apis.ts", `import "../dialects/hoop/openapi/index.ts";`, described)).toEqual([]);
    expect(
      judge("src/dialects/hoop/openapi/index.ts", `import "../schema.ts";`, ["src/dialects/hoop/schema.ts"]),
    ).toEqual([]);
  });

  test("a note of origin lasts to the end of its line and only in a comment", () => {
    expect(judge("src/core/a.ts", `// Source: hoop.md ruling 4; Adjudon "Reviews"\nexport const a = 1;`)).toEqual([]);
    expect(judge("src/core/a.ts", "/** Seconds. source: hoop.md 4 */ export const a = 1;")).toEqual([]);
    expect(judge("src/core/a.ts", "/* Source: hoop.md 4\n * hoop again */")).toHaveLength(1);
    expect(judge("src/core/a.ts", `const a = "Source: hoop";`)).toHaveLength(1);
    expect(judge("src/core/a.ts", "/* Source: x */ const hoop = 1;")).toHaveLength(1);
    expect(judge("src/core/a.ts", "const a = `// Source: hoop`;")).toHaveLength(1);
  });

  test("refuses a file of the core that is named after a dialect", () => {
    expect(judge("src/queries/list-hoop.ts", "")).toHaveLength(1);
  });

  test("refuses a migration that rebuilds a table", () => {
    expect(judge("migrations/0001_a.sql", "ALTER TABLE `__new_reviews` RENAME TO `reviews`;")).toHaveLength(1);
    expect(judge("migrations/0001_a.sql", "ALTER TABLE reviews ADD COLUMN a TEXT;")).toEqual([]);
  });
});

describe("the reader of sources", () => {
  const tricky = [
    "const url = 'https://example.com'; // Source: a",
    'const re = /["\'/*]/g; const s = "/*"; // Source: b',
    "const t = `a ${b ? `// ${c}` : {d: 1}.d} // no comment`; /* Source: c */",
    "const half = a / b / c; // Source: d",
    "const q = x => /[/]\\//.test(x); // Source: e",
  ].join("\n");

  test("loses nothing", () => {
    const text = `${tricky}\n${readFileSync(fileURLToPath(import.meta.url), "utf8")}`;
    expect(
      pieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  });

  test("tells comments from strings, templates and regular expressions", () => {
    const comments = pieces(tricky).filter((piece) => piece.kind === "comment");
    expect(comments.map((piece) => piece.text)).toEqual([
      "// Source: a",
      "// Source: b",
      "/* Source: c */",
      "// Source: d",
      "// Source: e",
    ]);
    expect(withoutSourceNotes("a(); // Source: b\nc();")).toBe("a(); // \nc();");
  });

  test("names every imported module once", () => {
    const text = `import a from "a";\nimport type { B } from 'b';\nexport { c } from "c";\nimport "d";\nconst e = import("e");\nimport A from "a";`;
    expect(importsOf(text).toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  });
});
