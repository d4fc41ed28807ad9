// Security headers on what is no answer of a handler: unknown paths, wrong methods, broken bodies, broken storage. That
// every route carries them, refused or not, is asserted with each of its callers in roles.test.ts.

import { env, exports } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { createServices } from "../../../src/compose.ts";
import { dialects } from "../../../src/dialects/registry.ts";
import type { AppEnv } from "../../../src/http/context.ts";
import { createEntrance } from "../../../src/http/entrance.ts";
import worker from "../../../src/worker.ts";
import { unsafeHeaders } from "./headers.ts";

const ORIGIN = "https://countersign.test";

const PATHS = [
  ["native", "/v2/nothing", "/v2/reviews"],
  ["native, elsewhere", "/nothing", "/health"],
  ["hoop", "/api/nothing", "/api/reviews"],
  ["adjudon", "/api/v1/nothing", "/api/v1/review-queue"],
  ["adjudon, its old prefix", "/api/review-queue/1/2/3", "/api/traces"],
  ["alloy", "/v1/entities/1/2/3", "/v1/evaluations"],
  ["authentivoice", "/v1/nothing", "/v1/reviews"],
] as const;

describe.each(PATHS)("%s", (_, unknown, known) => {
  test.each([
    ["GET", unknown, undefined],
    ["TRACE", known, undefined],
    ["DELETE", known, undefined],
    ["POST", known, "{"],
    ["HEAD", known, undefined],
    ["OPTIONS", known, undefined],
  ])("%s %s", async (method, path, body) => {
    const answer = await exports.default.fetch(`${ORIGIN}${path}`, {
      method: method === "TRACE" ? "PROPFIND" : method,
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBeLessThan(500);
    expect(unsafeHeaders(answer)).toEqual([]);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("with a database that throws: 5xx in this API's words, with the headers and without the reason", async () => {
    const broken = new Proxy(env.DB, {
      get: () => () => {
        throw new Error("D1_ERROR: SELECT secret FROM secrets");
      },
    });
    const entrance = createEntrance(dialects, createServices({ ...env, DB: broken }), () => {});
    const answer = await entrance(
      new Request(`${ORIGIN}${known}`, {
        method: known.endsWith("evaluations") ? "POST" : "GET",
        headers: { authorization: known.startsWith("/v1/ev") ? `Basic ${btoa("a:b")}` : "Bearer some-key" },
      }),
    );
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(unsafeHeaders(answer)).toEqual([]);
    const text = await answer.text();
    expect(text).not.toMatch(/SELECT|secret|D1_ERROR|\bat .*:\d+:\d+/);
  });
});

test("a page may bring a policy and a caching rule of its own, and keeps every other header", async () => {
  const policy = "default-src 'self'; frame-ancestors 'none'";
  const pages = {
    name: "pages",
    prefixes: ["/pages"],
    routes: () =>
      new Hono<AppEnv>().get("/pages", (c) =>
        c.html("<p>Hello</p>", 200, { "content-security-policy": policy, "cache-control": "private, max-age=60" }),
      ),
  };
  const entrance = createEntrance([...dialects, pages], createServices(env), () => {});
  const page = await entrance(new Request(`${ORIGIN}/pages`));
  expect(page.headers.get("content-security-policy")).toBe(policy);
  expect(unsafeHeaders(page)).toEqual(["content-security-policy", "cache-control"]);
});

test("secrets that cannot be read: 503 without a word about them", async () => {
  const misread = { ...env, ENCRYPTION_KEY: "not-base64-of-32-bytes" };
  const answer = await worker.fetch(new Request(`${ORIGIN}/health`), misread);
  expect([answer.status, await answer.text()]).toEqual([503, ""]);
  expect(unsafeHeaders(answer)).toEqual([]);
});
