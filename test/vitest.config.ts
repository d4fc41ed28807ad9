// Five projects, and every test file belongs to exactly one of them, by its place:
//   node     test/architecture.test.ts, test/{core,dialects,support,local}/**, and *.node.test.ts in any folder: pure code, plain Node
//   e2e      test/{e2e,faults,bench}/**: Node tests that start real `wrangler dev` processes, one file after another
//   browser  test/browser/**: Node tests that drive a real Chromium against one `wrangler dev`; skipped where there is none
//   workerd  test/{conformance,object,desk}/**, but for conformance/webhooks: inside workerd, with D1 and objects; the files of
//            a worker share one runtime and one database, so each test takes a fresh workspace id
//   tables   every other *.test.ts (store, queries, webhooks, …): inside workerd as well, but each file has a runtime and
//            a database of its own (2 s a file), because it looks at whole tables, damages them, counts warm objects, or
//            stands in for receivers, which would hear what is sent again from the files before
import { fileURLToPath } from "node:url";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-pool-workers";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));
const pure = ["test/architecture.test.ts", "test/{core,dialects,support,local}/**/*.test.ts", "test/**/*.node.test.ts"];
const shared = [
  "test/{object,desk}/**/*.test.ts",
  "test/conformance/*.test.ts",
  "test/conformance/!(webhooks)/**/*.test.ts",
];
/** A package of its own below test/ brings its dependencies' tests with it. */
const packages = "**/node_modules/**";
const processes = ["test/{e2e,faults,bench}/**/*.test.ts"];
const browser = ["test/browser/**/*.test.ts"];

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
      {
        root,
        test: {
          name: "node",
          include: pure,
          exclude: [...processes, packages],
          environment: "node",
          testTimeout: 60_000,
        },
      },
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
        test: {
          name: "browser",
          // Not a test: takes the pictures of the README.
          include: process.env["SCREENSHOTS"] === undefined ? browser : ["test/browser/screenshots.ts"],
          environment: "node",
          globalSetup: ["test/browser/service.ts"],
          // One browser at a time: two cores serve it and the service.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      insideWorkerd("workerd", { include: shared, exclude: pure, isolate: false }),
      insideWorkerd("tables", {
        include: ["test/**/*.test.ts"],
        exclude: [...pure, ...processes, ...browser, ...shared, packages],
      }),
    ],
  },
});

/** A project that runs inside workerd, on the Worker's own configuration and all migrations. */
function insideWorkerd(
  name: string,
  files: { readonly include: string[]; readonly exclude: string[]; readonly isolate?: boolean },
): TestProjectInlineConfiguration {
  return {
    root,
    plugins: [
      cloudflareTest(async () => ({
        // The sources, not what is built of them.
        main: "src/worker.ts",
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
      ...files,
      name,
      setupFiles: ["test/support/apply-migrations.ts"],
      // Two runtimes are as many as a machine with two cores can feed.
      maxWorkers: 2,
      // A busy machine is slow, not wrong: what hangs is found all the same.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}
