// Puts one slice of load on a server: prepared requests, each sent once, by so many clients at a time.
// wrk where it is installed, else a loop of plain node:http, which is slower but the same for everything compared.

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export interface PreparedRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** "" for none. */
  readonly body: string;
}

export interface SliceResult {
  /** Answered with a 2xx. */
  readonly ops: number;
  readonly seconds: number;
  /** At least `ops`: those in flight at the end count too. */
  readonly sent: number;
  /** Latency; of no meaning between machines. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Whole seconds: wrk knows nothing shorter. */
export const SLICE_SECONDS = 1;

export interface Slice {
  readonly url: string;
  readonly clients: number;
  readonly requests: readonly PreparedRequest[];
}

const hasWrk = ((): boolean => {
  try {
    execFileSync("sh", ["-c", "command -v wrk"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

export const generatorName = hasWrk ? "wrk" : "node:http";

const rawRequest = (url: URL, { method, path, headers, body }: PreparedRequest): string => {
  const fields = {
    host: url.host,
    ...headers,
    ...(method === "GET" ? {} : { "content-length": Buffer.byteLength(body) }),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
};

interface WrkReport extends SliceResult {
  readonly refused: number;
  readonly broken: number;
}

const byWrk = async ({ url, clients, requests }: Slice): Promise<SliceResult> => {
  const directory = mkdtempSync(join(tmpdir(), "countersign-slice-"));
  try {
    const file = join(directory, "requests");
    const raw = requests.map((request) => rawRequest(new URL(url), request));
    writeFileSync(file, raw.map((text) => `${Buffer.byteLength(text)}\n${text}`).join(""));
    const script = fileURLToPath(new URL("./replay.lua", import.meta.url));
    const args = ["-t1", `-c${clients}`, `-d${SLICE_SECONDS}s`, "-s", script, url, "--", file];
    const { stdout } = await promisify(execFile)("wrk", args);
    const json = /^@(\{.*\})$/m.exec(stdout)?.[1];
    if (json === undefined) throw new Error(`wrk did not report:\n${stdout}`);
    const report: WrkReport = JSON.parse(json);
    if (report.refused + report.broken > 0) {
      const complaint = /^!(.*)$/m.exec(stdout)?.[1] ?? "";
      throw new Error(`${report.refused} refused, ${report.broken} broken of ${report.ops} requests: ${complaint}`);
    }
    return report;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

/** Sends one request on a kept connection; resolves once a good answer is read. */
const send = (agent: Agent, url: URL, { method, path, headers, body }: PreparedRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    const length = method === "GET" ? {} : { "content-length": Buffer.byteLength(body) };
    const request = httpRequest(
      { agent, host: url.hostname, port: url.port, method, path, headers: { ...headers, ...length } },
      (response) => {
        const status = response.statusCode ?? 0;
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (chunk: string) => {
            text += chunk;
          })
          .on("error", reject)
          .on("end", () => {
            if (status >= 200 && status <= 299) resolve();
            else reject(new Error(`${method} ${path} answered ${status}: ${text.slice(0, 300)}`));
          });
      },
    );
    request.on("error", reject).end(body);
  });

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const byNode = async ({ url, clients, requests }: Slice): Promise<SliceResult> => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const target = new URL(url);
  const begun = performance.now();
  const end = begun + SLICE_SECONDS * 1000;
  const latencies: number[] = [];
  let sent = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const request = requests[sent];
      sent += 1;
      if (request === undefined) return;
      const sentAt = performance.now();
      await send(agent, target, request);
      latencies.push(performance.now() - sentAt);
    }
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - begun) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    ops: latencies.length,
    seconds,
    sent,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
};

/** Sends all of the requests, however long it takes: nothing is measured. */
export const sendAll = async ({ url, clients, requests }: Slice): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const queue = requests.values();
  const client = async (): Promise<void> => {
    for (const request of queue) await send(agent, new URL(url), request);
  };
  try {
    await Promise.all(Array.from({ length: clients }, client));
  } finally {
    agent.destroy();
  }
};

/** Throws on any answer that is no 2xx, and where the requests did not last for the slice: a repeated one would be void. */
export const runSlice = async (slice: Slice): Promise<SliceResult> => {
  const result = await (hasWrk ? byWrk(slice) : byNode(slice));
  if (result.sent > slice.requests.length) {
    throw new Error(`${slice.requests.length} prepared requests did not last for ${SLICE_SECONDS} s`);
  }
  return result;
};
