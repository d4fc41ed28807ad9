// `npm start` as a user runs it, for tests that need the real process: its own port, its own folder of state.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const startTimeoutMs = 90_000;

export interface LocalService {
  /** Without a slash at its end. */
  readonly url: string;
  /** Everything it has printed so far. */
  readonly output: () => string;
  /** Sends the signal to npm, as a supervisor does, and resolves with npm's exit code (null: ended by a signal). */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Resolves once the block of requests is printed; rejects with the output where that does not happen. */
export async function startService(persistTo: string, ...flags: string[]): Promise<LocalService> {
  const npm = spawn("npm", ["start", "--", "--port", "0", "--persist-to", persistTo, ...flags], { cwd: root });
  const exited = once(npm, "exit").then(([code]: (number | null)[]) => code ?? null);
  let text = "";
  const started = new Promise<string>((done, fail) => {
    const timeout = setTimeout(() => fail(new Error(`npm start takes too long:\n${text}`)), startTimeoutMs);
    void exited.then((code) => fail(new Error(`npm start ended with ${code}:\n${text}`)));
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const url = /Countersign answers on (http:\S+)\. Try:[^]*\n\n/.exec(text)?.[1];
        if (url === undefined) return;
        clearTimeout(timeout);
        done(url);
      });
    }
  });
  const stop = (signal: NodeJS.Signals = "SIGTERM") => {
    npm.kill(signal);
    return exited;
  };
  try {
    return { url: await started, output: () => text, stop };
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  }
}
