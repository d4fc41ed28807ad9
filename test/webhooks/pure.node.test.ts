// The pure parts: when to try again, what is signed, what a request may do. Source: webhooks.md 2, 4; workspace.md 2.

import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { judgeEndpointUrl } from "../../src/core/endpoint-url.ts";
import { standardFormat } from "../../src/dialects/native/webhook.ts";
import { nextAttemptAt, readRetryAfter } from "../../src/webhooks/backoff.ts";
import { createSend } from "../../src/webhooks/send.ts";
import { signerOf } from "../../src/webhooks/sign.ts";

const SECOND = 1_000;

describe("retries", () => {
  const last = (tries: number, retryAfterMs: number | null = null) => ({ tries, firstAt: 0, at: 0, retryAfterMs });

  test("wait 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h after the previous attempt, +-20 %", () => {
    const delays = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
    for (const [index, seconds] of delays.entries()) {
      for (const random of [0, 0.25, 0.5, 0.999]) {
        const at = nextAttemptAt(standardFormat.retries, last(index + 1), () => random) ?? 0;
        expect(at).toBeGreaterThanOrEqual(seconds * SECOND * 0.8);
        expect(at).toBeLessThanOrEqual(seconds * SECOND * 1.2);
      }
    }
    expect(nextAttemptAt(standardFormat.retries, last(8), () => 0.5)).toBeNull();
  });

  test("Retry-After is waited for where it is longer, up to ten hours", () => {
    expect(nextAttemptAt(standardFormat.retries, last(1, 60 * SECOND), () => 0.5)).toBe(60 * SECOND);
    expect(nextAttemptAt(standardFormat.retries, last(1, SECOND), () => 0.5)).toBe(5 * SECOND);
    expect(nextAttemptAt(standardFormat.retries, last(1, 1e12), () => 0.5)).toBe(36_000 * SECOND);
    expect(readRetryAfter("120", 0)).toBe(120 * SECOND);
    expect(readRetryAfter("Thu, 01 Jan 1970 00:01:00 GMT", 0)).toBe(60 * SECOND);
    expect(readRetryAfter("soon", 0)).toBeNull();
  });
});

describe("signing", () => {
  test("a whsec_ secret means its bytes where the format says so, every secret else its text", async () => {
    const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const [decoded] = await signerOf([secret], true)("text");
    const [plain] = await signerOf([secret], false)("text");
    const key = Buffer.from(secret.slice(6), "base64");
    expect(Buffer.from(decoded ?? []).toString("hex")).toBe(createHmac("sha256", key).update("text").digest("hex"));
    expect(Buffer.from(plain ?? []).toString("hex")).toBe(createHmac("sha256", secret).update("text").digest("hex"));
  });

  test("the standardwebhooks verifier takes each of two live secrets", async () => {
    const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"];
    const attempted = { messageId: "r:1", type: "review.opened", at: Date.now(), body: '{"a":1}' };
    const headers = await standardFormat.headers(attempted, { type: "hmac", sign: signerOf(secrets, true) });
    for (const secret of secrets) expect(() => new Webhook(secret).verify('{"a":1}', { ...headers })).not.toThrow();
    expect(() => new Webhook("whsec_bm90IHRoaXMgb25l").verify('{"a":1}', { ...headers })).toThrow();
  });
});

describe("what may be called", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://localhost/",
    "https://localhost./",
    "https://db.internal/",
    "https://db.internal./",
    "https://user@hooks.example.com/",
    "http://hooks.example.com/",
    "https://hooks.example.com:8443/",
    "ftp://hooks.example.com/",
    `https://hooks.example.com/${"x".repeat(10_000)}`,
  ])("%s is refused", (url) => {
    expect(judgeEndpointUrl(url, { allowLoopback: false }).ok).toBe(false);
  });
});

describe("one request", () => {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url === "/hang") return;
    if (request.url === "/redirect") return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    if (request.url === "/large") {
      response.writeHead(200);
      const chunk = Buffer.alloc(65_536, "x");
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", write);
      return write();
    }
    if (request.url === "/drip") {
      response.writeHead(200);
      const timer = setInterval(() => response.write("x"), 100);
      return response.on("close", () => clearInterval(timer));
    }
    return response.writeHead(503, { "retry-after": "7" }).end("busy");
  });
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    origin = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const send = createSend({ fetch, allowLoopback: true, timeoutMs: 500, now: () => Date.now() });

  test("a redirect is an answer that failed, and is not followed", async () => {
    expect(await send(`${origin}/redirect`, {}, "{}")).toMatchObject({ statusCode: 302, error: null });
  });

  test("of an endless reply 4 KB are read", async () => {
    const { statusCode, responseBody } = await send(`${origin}/large`, {}, "{}");
    expect([statusCode, responseBody?.length]).toEqual([200, 4_096]);
  });

  test("a reply that drips holds nobody up", async () => {
    const startedAt = Date.now();
    expect(await send(`${origin}/drip`, {}, "{}")).toMatchObject({ statusCode: 200 });
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });

  test("who does not answer in time has failed, in words that say so", async () => {
    const startedAt = Date.now();
    const { statusCode, error, latencyMs } = await send(`${origin}/hang`, {}, "{}");
    expect({ statusCode, error }).toEqual({ statusCode: null, error: "no answer within 0.5 s" });
    expect(latencyMs).toBeGreaterThanOrEqual(450);
    expect(Date.now() - startedAt).toBeLessThan(4_000);
  });

  test("503 says when to come back", async () => {
    expect(await send(`${origin}/busy`, {}, "{}")).toMatchObject({
      statusCode: 503,
      responseBody: "busy",
      retryAfterMs: 7_000,
    });
  });

  test("nobody there, and loopback where it is closed, are failures with their reason", async () => {
    expect(await send("http://127.0.0.1:1/", {}, "{}")).toMatchObject({
      statusCode: null,
      error: "the connection failed",
    });
    const closed = createSend({ fetch, allowLoopback: false, timeoutMs: 500, now: () => Date.now() });
    expect(await closed(`${origin}/`, {}, "{}")).toMatchObject({
      statusCode: null,
      error: "refused: the URL must be an https URL",
    });
  });

  describe("a connection that breaks", () => {
    const aSend = (answers: readonly (Error | Response)[], tookMs: number) => {
      const left = [...answers];
      let [calls, clock] = [0, 0];
      const sending = createSend({
        fetch: async () => {
          calls += 1;
          clock += tookMs;
          const answer = left.shift() ?? new Error("no answer left");
          if (answer instanceof Error) throw answer;
          return answer;
        },
        allowLoopback: true,
        timeoutMs: 500,
        now: () => clock,
      });
      return { send: () => sending("https://hooks.example.com/", {}, "{}"), calls: () => calls };
    };
    const BROKEN = new TypeError("Network connection lost.");

    test("at once was closed before the request: another one is tried within the same attempt", async () => {
      const stale = aSend([BROKEN, new Response("ok")], 3);
      expect(await stale.send()).toMatchObject({ statusCode: 200, error: null, latencyMs: 6 });
      expect(stale.calls()).toBe(2);
    });

    test("twice has failed", async () => {
      const down = aSend([BROKEN, BROKEN, new Response("ok")], 3);
      expect(await down.send()).toMatchObject({ statusCode: null, error: "the connection failed" });
      expect(down.calls()).toBe(2);
    });

    test("later may have been read: it waits for its next attempt", async () => {
      const late = aSend([BROKEN, new Response("ok")], 1_500);
      expect(await late.send()).toMatchObject({ statusCode: null, error: "the connection failed" });
      expect(late.calls()).toBe(1);
    });

    test("is something else than a receiver that does not answer in time", async () => {
      const slow = aSend([Object.assign(new Error("slow"), { name: "TimeoutError" }), new Response("ok")], 3);
      expect(await slow.send()).toMatchObject({ statusCode: null, error: "no answer within 0.5 s" });
      expect(slow.calls()).toBe(1);
    });
  });
});
