// wrangler.toml: what is deployed as staging and as production has every binding that the tests ran with. wrangler
// inherits none of them, and a Worker that lacks one breaks at its first request.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";

const root = fileURLToPath(new URL("../..", import.meta.url));
const config = join(root, "wrangler.toml");
const ENVIRONMENTS = ["staging", "production"] as const;

/** What is looked at; wrangler's own type needs a package that is not published with it. */
interface Read {
  readonly name: string;
  readonly d1_databases: readonly {
    readonly binding: string;
    readonly database_name: string;
    readonly migrations_dir: string;
  }[];
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly ratelimits: readonly { readonly name: string; readonly namespace_id: string; readonly simple: object }[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly assets: object;
  readonly migrations: readonly object[];
  readonly triggers: { readonly crons: readonly string[] };
  readonly compatibility_flags: readonly string[];
  readonly compatibility_date: string;
  readonly observability: { readonly enabled: boolean };
  readonly placement?: object;
  readonly [others: string]: unknown;
}

const readFor = (env: string | undefined): Read =>
  unstable_readConfig({ config, ...(env === undefined ? {} : { env }) }, { hideWarnings: true });

/** Every other kind of binding that a Worker may have. */
const OTHERS = [
  "kv_namespaces",
  "r2_buckets",
  "queues",
  "services",
  "ai",
  "hyperdrive",
  "unsafe",
  "vectorize",
  "browser",
];

/** What must be the same everywhere: names, classes, limits, schedules; not ids, not databases' names. */
const shapeOf = (env: string | undefined) => {
  const read = readFor(env);
  return {
    databases: read.d1_databases.map(({ binding, migrations_dir: migrations }) => [binding, migrations] as const),
    objects: read.durable_objects.bindings.map(({ name, class_name: className }) => [name, className] as const),
    rateLimits: read.ratelimits.map(({ name, simple }) => [name, simple]),
    variables: Object.keys(read.vars),
    assets: read.assets,
    migrations: read.migrations,
    crons: read.triggers.crons,
    flags: read.compatibility_flags,
    date: read.compatibility_date,
    isObserved: read.observability.enabled,
    others: OTHERS.map((kind) => read[kind]),
  };
};

describe.each(ENVIRONMENTS)("%s", (name) => {
  test("binds what the top level binds, on the same schedule", () => {
    expect(shapeOf(name)).toEqual(shapeOf(undefined));
  });

  test("has a database, counters and a name of its own, stands near its database, and opens no loopback", () => {
    const read = readFor(name);
    expect(read.name).toBe(`countersign-${name}`);
    expect(read.d1_databases.map(({ database_name: database }) => database)).toEqual([`countersign-${name}`]);
    const namespaces = [readFor(undefined), read].flatMap(({ ratelimits }) =>
      ratelimits.map(({ namespace_id: id }) => id),
    );
    expect(new Set(namespaces).size).toBe(namespaces.length);
    expect(read.placement).toMatchObject({ mode: "smart" });
    expect(read.vars["LOCATION_HINT"]).toMatch(/^(wnam|enam|sam|weur|eeur|apac|oc|afr|me)$/);
    expect(read.vars).not.toHaveProperty("WEBHOOK_ALLOW_LOOPBACK");
  });

  test("passes a dry run of its deployment", () => {
    const out = mkdtempSync(join(tmpdir(), "countersign-dry-run-"));
    try {
      const args = [join(root, "node_modules/wrangler/bin/wrangler.js"), "deploy", "--dry-run", "--env", name];
      const env = { ...process.env, CI: "1", WRANGLER_SEND_METRICS: "false" };
      const run = spawnSync(process.execPath, [...args, "--outdir", out], { cwd: root, env, encoding: "utf8" });
      expect(run.status, run.stderr).toBe(0);
      for (const [binding] of [...shapeOf(name).databases, ...shapeOf(name).objects]) {
        expect(run.stdout).toContain(`env.${binding}`);
      }
      expect(run.stdout).not.toMatch(/OPERATOR_TOKEN|ENCRYPTION_KEY|PEPPER|AUDIT_SIGNING_KEY/);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});

test("no secret stands in the configuration", () => {
  const text = readFileSync(config, "utf8");
  const assigned = /^\s*(OPERATOR_TOKEN|ENCRYPTION_KEY|PEPPER|AUDIT_SIGNING_KEY|WEBHOOK_ALLOW_LOOPBACK)\s*=/m;
  expect(text).not.toMatch(assigned);
});
