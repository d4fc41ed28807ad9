// Three projects, and every test file belongs to exactly one of them, by its place:
//   node     test/architecture.test.ts, test/{core,dialects,support,local}/**, and *.node.test.ts in any folder: pure code, plain Node
//   e2e      test/{e2e,faults,bench}/**: Node tests that start real `wrangler dev` processes, one file after another
//   workerd  every other *.test.ts (store, object, jobs, webhooks, conformance, …): inside workerd, with D1 and objects;
//            storage is isolated per file, not per test, so each test takes a fresh workspace id
import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const pure = ["test/architecture.test.ts", "test/{core,dialects,support,local}/**/*.test.ts", "test/**/*.node.test.ts"];
const processes = ["test/{e2e,faults,bench}/**/*.test.ts"];

/** Secrets of the test Worker. Not secret: they exist on no deployed Worker. */
const testSecrets = {
  OPERATOR_TOKEN: "test-operator-token-0123456789abcdef",
  ENCRYPTION_KEY: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
};

export default defineConfig({
  root,
  test: {
    passWithNoTests: true,
    // The Worker logs a line per request: only a failing test shows them.
    silent: "passed-only",
    coverage: { provider: "istanbul", include: ["src/**/*.ts"] },
    projects: [
      { root, test: { name: "node", include: pure, exclude: processes, environment: "node" } },
      {
        root,
        test: {
          name: "e2e",
          include: processes,
          environment: "node",
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        root,
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: "wrangler.toml" },
            miniflare: {
              bindings: {
                ...testSecrets,
                WEBHOOK_ALLOW_LOOPBACK: "true",
                TEST_MIGRATIONS: await readD1Migrations("migrations"),
              },
            },
          })),
        ],
        test: {
          name: "workerd",
          include: ["test/**/*.test.ts"],
          exclude: [...pure, ...processes],
          setupFiles: ["test/support/apply-migrations.ts"],
          // A busy machine is slow, not wrong: what hangs is found all the same.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
