// The service with faults to order: the real Worker, bundled as for a deployment, in Miniflare's workerd on a folder of
// state, composed with a world that fails on request.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuiltWorker, buildWorker } from "../bench/harness/build-worker.ts";
import { type Instance, startInstance } from "../bench/harness/instance.ts";
import { type CronReport, type FaultCounts, type FaultPlan, NO_FAULTS } from "./faulty/plan.ts";

export const OPERATOR_TOKEN = "faults-operator-token-0123456789abcdef";

export const MINUTELY = "* * * * *";
export const DAILY = "17 3 * * *";

export interface World {
  /** Without a slash at its end. */
  readonly url: string;
  /** Of `checkDatabase`. */
  readonly persistTo: string;
  /** Errors that nobody caught. */
  readonly complaints: () => readonly string[];
  /** What is left out is as without faults. */
  readonly plan: (plan: Partial<FaultPlan>) => Promise<void>;
  readonly counts: () => Promise<FaultCounts>;
  /** So many runs of one trigger at once. */
  readonly cron: (times: number, cron?: string) => Promise<CronReport>;
  readonly apply: (workspaceId: string, document: object) => Promise<void>;
  /** Ends the service; its folder stays until `end`. */
  readonly stop: () => Promise<void>;
  readonly end: () => Promise<void>;
}

let built: Promise<BuiltWorker> | null = null;

const send = async (url: string, body: unknown, method: "POST" | "PUT" = "POST"): Promise<unknown> => {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
};

/** Built once a process. */
export const aWorld = async (): Promise<World> => {
  built ??= buildWorker({ main: "test/faults/faulty/worker.ts", config: "wrangler.toml" });
  const persistTo = mkdtempSync(join(tmpdir(), "countersign-faulty-"));
  const instance: Instance = await startInstance({
    worker: await built,
    // As `wrangler dev` lays it out, which is what the checker reads.
    directory: join(persistTo, "v3"),
    bindings: {
      OPERATOR_TOKEN,
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
      WEBHOOK_ALLOW_LOOPBACK: "true",
    },
    inspectorPort: null,
  });
  const { url } = instance;
  let isUp = true;
  const stop = async (): Promise<void> => {
    if (isUp) await instance.stop();
    isUp = false;
  };
  return {
    complaints: instance.complaints,
    url,
    persistTo,
    plan: async (plan) => void (await send(`${url}/faults/plan`, { ...NO_FAULTS, ...plan })),
    counts: async () => (await send(`${url}/faults/counts`, {})) as FaultCounts,
    cron: async (times, cron = MINUTELY) => (await send(`${url}/faults/cron`, { cron, times })) as CronReport,
    apply: async (workspaceId, document) => void (await send(`${url}/v2/workspaces/${workspaceId}`, document, "PUT")),
    stop,
    end: async () => {
      await stop();
      rmSync(persistTo, { recursive: true, force: true });
    },
  };
};
