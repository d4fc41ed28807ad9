// docs/security.md and docs/operations.md name tests, and fields of the log: what they name is there.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, "utf8");
const security = read("docs/security.md");
const operations = read("docs/operations.md");

const filesIn = (text: string): readonly string[] => text.match(/(?:test|src|docs)\/[\w/.-]+\.(?:ts|md|sql)/g) ?? [];

test("every file that they name exists", () => {
  const named = [...new Set([...filesIn(security), ...filesIn(operations)])];
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !existsSync(`${root}/${path}`))).toEqual([]);
});

test("each of the ten risks has a test, and every test that is quoted is in a file of its row", () => {
  const rows = security.split("\n").filter((line) => /^\| API\d+ /.test(line));
  expect(rows.map((row) => /^\| (API\d+) /.exec(row)?.[1])).toEqual(
    Array.from({ length: 10 }, (_, index) => `API${index + 1}`),
  );
  for (const row of rows) {
    const cell = row.split(" | ").at(-1) ?? "";
    const folder = "test/conformance/security";
    const short = [...cell.matchAll(/`(\w+\.(?:test\.)?ts)`/g)].map(([, name]) => `${folder}/${name}`);
    const files = [...filesIn(cell), ...short];
    expect(files.filter((path) => path.startsWith("test/")).length).toBeGreaterThan(0);
    const text = files.map(read).join("\n");
    const quoted = [...cell.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name.replace(/ …$/, ""));
    expect(quoted.filter((name) => !text.includes(name))).toEqual([]);
  }
});

test("every secret of the Worker is explained", () => {
  const secrets = [...read("src/env.ts").matchAll(/readonly (\w+)\?: string/g)].map(([, name = ""]) => name);
  expect(secrets.length).toBeGreaterThan(3);
  expect(secrets.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
});

test("every job of Cron and every field of a log line that alerts speak of is one that is logged", () => {
  const sources = [
    "src/http/entrance.ts",
    "src/jobs/scheduled.ts",
    "src/webhooks/logged-drain.ts",
    "src/app/log-ports.ts",
  ];
  const code = sources.map(read).join("\n");
  const alerts = operations.slice(
    operations.indexOf("### What to alert on"),
    operations.indexOf("## Beyond one database"),
  );
  const fields = [
    ...alerts.matchAll(/\b(event|status|lateMs|failed|jobs|rowsRead|delivered)\b(?= (?:=|>|above|not)|\.)/g),
  ];
  const named = [...new Set(fields.map(([, field = ""]) => field))];
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((field) => !new RegExp(`\\b${field}\\b`).test(code))).toEqual([]);
});
