// The tests that judge a mutant of src/core: the core's own, in plain Node. What only another folder's tests would
// notice counts as unnoticed.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  root,
  test: { root, include: ["test/core/**/*.test.ts"], environment: "node", isolate: false, testTimeout: 60_000 },
});
