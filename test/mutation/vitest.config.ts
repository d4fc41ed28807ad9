// The tests that judge a mutant of src/core: the core's own, and the one of webhooks
// that tests two of its files. What only other folders' tests would notice counts as unnoticed.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  root,
  test: {
    root,
    include: ["test/core/**/*.test.ts", "test/webhooks/pure.node.test.ts"],
    environment: "node",
    testTimeout: 60_000,
  },
});
