// The native app without a Worker around it: what it answers when something below it is broken.
// Source: workspace.md 4 (`GET /health`); STYLE rule 3 (the unexpected is answered with a plain 500).

import { Hono } from "hono";
import { expect, test } from "vitest";
import type { Services } from "../../../src/app/services.ts";
import { routes } from "../../../src/dialects/native/app.ts";
import type { AppEnv } from "../../../src/http/context.ts";

/** Services of which nothing works but what the test gives. */
const broken = (works: object): Services =>
  new Proxy<Services>(JSON.parse("{}"), {
    get: (_, name) => {
      const found: unknown = Reflect.get(works, name);
      if (found === undefined) throw new Error(`secret detail of ${String(name)}`);
      return found;
    },
  });

const appWith = (works: object): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set("services", broken(works));
      c.set("requestId", "the-request");
      await next();
    })
    .route("/", routes());

test("GET /health is 200 while the database answers and 503 when it does not", async () => {
  const healthy = await appWith({ reviews: { ping: async () => true } }).request("/health");
  expect(healthy.status).toBe(200);
  expect(await healthy.json()).toEqual({ status: "ok", version: expect.any(String) });
  const ill = await appWith({ reviews: { ping: async () => false } }).request("/health");
  expect(ill.status).toBe(503);
  expect(ill.headers.get("retry-after")).toBe("1");
  expect(await ill.json()).toMatchObject({ code: "unavailable" });
});

test("the unexpected is a plain 500 with the request's id, and says nothing of what it was", async () => {
  const answer = await appWith({ isTransient: () => false }).request("/v2/reviews", {
    headers: { authorization: "Bearer x" },
  });
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ code: "internal_error", requestId: "the-request" });
  expect(text).not.toContain("secret");
});
