// The example that docs/storage.md gives to outsiders is true. Source: docs/storage.md, "The chain".

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { auditHash, textsDigest } from "../../src/core/review/audit-event.ts";

test("the documented example hashes to what the documentation says", async () => {
  const text = readFileSync(new URL("../../docs/storage.md", import.meta.url), "utf8");
  const event = JSON.parse(/```json\n(.*)\n```/.exec(text)?.[1] ?? "");
  const hash = /has the hash `([0-9a-f]{64})`/.exec(text)?.[1];
  expect(event.texts).toBe(await textsDigest("salt", { note: "hello" }));
  expect(await auditHash("", event)).toBe(hash);
});
