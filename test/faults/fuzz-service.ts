// The fuzz case of `npm run faults`: a real local service, and damaged requests at every route of every public API.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeReport, fuzz, type Send } from "./fuzz.ts";
import { fuzzTargets } from "./fuzz-targets.ts";
import { CLOCKED, clockDocument, FUZZED, fuzzDocument } from "./fuzz-workspace.ts";
import { migrate, OPERATOR_TOKEN, startServer } from "./server.ts";

/** Enough to overlap, too few to outlast the retries of a commit. */
const PARALLEL = 6;
const ANSWER_WITHIN_MS = 120_000;
const MAX_SHOWN = 50;

/** What `wrangler dev` itself says when a file that it watches has changed under it; the Worker's answers carry an id. */
const isRestarted = async (response: Response): Promise<boolean> =>
  response.status === 503 &&
  !response.headers.has("x-request-id") &&
  (await response.clone().text()).startsWith("Your worker restarted mid-request");

/** A server that has refused a body unread closes the connection, maybe under the next request on it: one more try. */
const fetchTwice = async (url: string, init: RequestInit): Promise<Response> => {
  const attempt = (): Promise<Response> => fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  try {
    const response = await attempt();
    return (await isRestarted(response)) ? await attempt() : response;
  } catch {
    return await attempt();
  }
};

const sendTo =
  (url: string): Send =>
  async ({ method, path, headers, body }) => {
    const response = await fetchTwice(`${url}${path}`, { method, headers, ...(body === null ? {} : { body }) });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (isStream) await response.body?.cancel();
    return { status: response.status, headers: response.headers, text: isStream ? "" : await response.text() };
  };

const apply = async (url: string, workspaceId: string, document: object): Promise<void> => {
  const response = await fetch(`${url}/v2/workspaces/${workspaceId}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(document),
  });
  if (!response.ok) throw new Error(`${workspaceId} was not applied: ${response.status} ${await response.text()}`);
};

/** Prints what it did; answers how many requests were not answered as they should be. */
export const runFuzz = async ({
  bodies,
  seed,
}: {
  readonly bodies: number;
  readonly seed: number;
}): Promise<number> => {
  console.log(
    `fuzz: ${bodies} bodies for each public API, seed ${seed} (again: --only fuzz --bodies ${bodies} --seed ${seed})`,
  );
  const persistTo = mkdtempSync(join(tmpdir(), "countersign-fuzz-"));
  migrate(persistTo);
  const server = await startServer(persistTo);
  let failed = 0;
  try {
    await apply(server.url, FUZZED, fuzzDocument());
    await apply(server.url, CLOCKED, clockDocument());
    for (const target of fuzzTargets(OPERATOR_TOKEN)) {
      const begun = Date.now();
      const report = await fuzz({ target, bodies, seed, parallel: PARALLEL, send: sendTo(server.url) });
      console.log(`${describeReport(report)}\n  in ${Math.round((Date.now() - begun) / 1_000)} s`);
      for (const failure of report.failures.slice(0, MAX_SHOWN)) console.error(failure);
      failed += report.failures.length;
    }
  } finally {
    await server.kill();
    rmSync(persistTo, { recursive: true, force: true });
  }
  return failed;
};
