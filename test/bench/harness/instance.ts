// One Worker in a workerd of its own, with its own database on disk, reached directly: Miniflare's own entry Worker would
// add the same cost to everything and make every ratio look better than it is.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { unstable_readConfig, unstable_splitSqlQuery } from "wrangler";
import { type BuiltWorker, REPOSITORY } from "./build-worker.ts";
import { cpuMsOf, workerdChildren } from "./process-cpu.ts";

/** Miniflare is wrangler's, in the version that wrangler was tried with: it is no dependency of this repository. */
const requireOfWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
const miniflare: typeof import("miniflare") = requireOfWrangler("miniflare");

export interface Instance {
  /** Without a slash at its end. */
  readonly url: string;
  readonly db: D1Database;
  readonly pid: number;
  /** CPU time of its workerd so far. */
  readonly cpuMs: () => number;
  /** What its Worker complained of so far: errors that nobody caught. */
  readonly complaints: () => readonly string[];
  /** Plays a Cron trigger; resolves once the Worker is done with it. */
  readonly runCron: (cron: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface InstanceOptions {
  readonly worker: BuiltWorker;
  /** Folder of its database, which may hold one already. */
  readonly directory: string;
  readonly bindings: Readonly<Record<string, string>>;
  /** Port of the inspector; null: none. */
  readonly inspectorPort: number | null;
}

/** Statements of all migrations, in order, cut as wrangler cuts them when it applies them. */
const migrationStatements = (): readonly string[] =>
  readdirSync(join(REPOSITORY, "migrations"))
    .filter((file) => file.endsWith(".sql"))
    .toSorted()
    .flatMap((file) => unstable_splitSqlQuery(readFileSync(join(REPOSITORY, "migrations", file), "utf8")));

const readConfig = (path: string) => unstable_readConfig({ config: join(REPOSITORY, path) });

/** As wrangler.toml writes it. */
interface RateLimitBinding {
  readonly name: string;
  readonly namespace_id: string;
  readonly simple: { readonly limit: number; readonly period: 10 | 60 };
}

/** Bindings and compatibility as wrangler.toml has them, so that what is measured is what is deployed. */
export const startInstance = async (options: InstanceOptions): Promise<Instance> => {
  const { worker, directory, bindings, inspectorPort } = options;
  const deployed = readConfig("wrangler.toml");
  const config = readConfig(worker.config);
  const before = new Set(workerdChildren());
  const complaints: string[] = [];
  const instance = new miniflare.Miniflare(
    miniflare.convertV4MiniflareOptions({
      // One name for all: the database's file is named after it, and a copied folder must be found again.
      name: "bench",
      modules: worker.modules.map(({ name, code }) => ({ type: "ESModule" as const, path: name, contents: code })),
      compatibilityDate: deployed.compatibility_date ?? "",
      compatibilityFlags: deployed.compatibility_flags,
      d1Databases: { DB: "bench" },
      durableObjects: Object.fromEntries(
        config.durable_objects.bindings.map(({ name, class_name: className }: { name: string; class_name: string }) => [
          name,
          { className, useSQLite: true },
        ]),
      ),
      ratelimits: Object.fromEntries(deployed.ratelimits.map(({ name, ...limit }: RateLimitBinding) => [name, limit])),
      bindings: { ...deployed.vars, ...bindings },
      resourcePersistencePath: directory,
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      // A Worker writes one log line a request: it is paid for and not shown.
      handleStructuredLogs: ({ level, message }) => {
        if (level === "error") complaints.push(String(message));
      },
      ...(inspectorPort === null ? {} : { inspectorPort }),
    }),
  );
  await instance.ready;
  const pid = workerdChildren().find((child) => !before.has(child));
  if (pid === undefined) throw new Error("workerd did not start");
  const db = (await instance.getD1Database("DB")) as unknown as D1Database;
  const isEmpty = (await db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'reviews'").first()) === null;
  if (isEmpty) for (const statement of migrationStatements()) await db.prepare(statement).run();
  const url = await instance.unsafeGetDirectURL();
  return {
    url: url.origin,
    db,
    pid,
    cpuMs: () => cpuMsOf(pid),
    complaints: () => complaints,
    runCron: async (cron) => {
      const { outcome } = await (await instance.getWorker()).scheduled({ cron });
      if (outcome !== "ok") throw new Error(`Cron ended with ${outcome}`);
    },
    stop: () => instance.dispose(),
  };
};
