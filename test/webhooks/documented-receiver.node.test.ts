// The receiver of README.md and docs/webhooks.md, run as it stands there. Source: issue "Done when".

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { standardFormat } from "../../src/dialects/native/webhook.ts";
import { signerOf } from "../../src/webhooks/sign.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
};

const post = async (url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return (await fetch(url, { method: "POST", headers, body })).status;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};

test.each(["README.md", "docs/webhooks.md"])(
  "ten lines of %s verify a signature, and refuse a forged one",
  async (file) => {
    const code = /```js\n([^]*?)```/.exec(readFileSync(join(root, file), "utf8"))?.[1] ?? "";
    expect(code.trim().split("\n").length).toBeLessThanOrEqual(11);
    const folder = mkdtempSync(join(tmpdir(), "countersign-receiver-"));
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "receiver.mjs"), code);
    const port = await freePort();
    const env = { ...process.env, WEBHOOK_SECRET: SECRET, PORT: String(port) };
    const child = spawn(process.execPath, [join(folder, "receiver.mjs")], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    try {
      const body = JSON.stringify({ type: "review.opened", timestamp: "2026-01-01T00:00:00.000Z", data: {} });
      const attempted = { messageId: "r:1", type: "review.opened", at: Date.now(), body };
      const headers = await standardFormat.headers(attempted, { type: "hmac", sign: signerOf([SECRET], true) });
      expect(await post(`http://127.0.0.1:${port}/`, headers, body)).toBe(204);
      expect(await post(`http://127.0.0.1:${port}/`, headers, `${body} `)).toBe(401);
      expect(output).toBe("review.opened\n");
    } finally {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  },
  20_000,
);
