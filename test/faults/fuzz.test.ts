// The fuzzer's own test: what it looks for is found, and a run can be had again.

import { describe, expect, test } from "vitest";
import { fuzz, type Send } from "./fuzz.ts";
import type { FuzzRequest } from "./fuzz-request.ts";
import type { FuzzAnswer } from "./fuzz-target.ts";
import { fuzzTargets } from "./fuzz-targets.ts";

const targets = fuzzTargets("an operator's token");

const answer = (status: number, body: string, type = "application/json"): FuzzAnswer => ({
  status,
  text: body,
  headers: new Headers({ "content-type": type }),
});

const run = async (target: (typeof targets)[number], send: Send, seed = 1) =>
  fuzz({ target, bodies: 40, seed, send, parallel: 1 });

describe.each(targets)("$dialect", (target) => {
  test.each([
    ["a server error", () => answer(500, '{"message":"internal server error"}')],
    ["an error without a form", () => answer(400, "Bad Request", "text/plain")],
    ["an empty object", () => answer(400, "{}")],
  ])("%s is a failure, every time", async (_name, reply) => {
    const report = await run(target, async () => reply());
    const heads = report.failures.length - report.requests;
    expect(report.requests).toBeGreaterThanOrEqual(40);
    // HEAD shows no body to find fault with.
    expect(Math.abs(heads)).toBeLessThanOrEqual(3);
  });

  test("another API's error is a failure, its own is none", async () => {
    const forms = {
      native: answer(
        400,
        '{"type":"urn:countersign:problem:invalid_request","title":"t","status":400,"detail":"d","code":"invalid_request"}',
        "application/problem+json",
      ),
      hoop: answer(400, '{"message":"unknown status"}'),
      adjudon: answer(400, '{"success":false,"error":"e","code":"VALIDATION_ERROR"}'),
      alloy: answer(400, '{"error":{"minor_code":4002,"type":"t","message":"m"}}'),
      authentivoice: answer(400, '{"error":{"code":"INVALID_REQUEST","message":"m"}}'),
    };
    forms.adjudon.headers.set("x-adjudon-api-version", "v1");
    for (const [dialect, form] of Object.entries(forms)) {
      expect({ dialect, isOwn: target.isItsError(form) }).toEqual({ dialect, isOwn: dialect === target.dialect });
    }
  });

  test("the same seed sends the same requests, another one others", async () => {
    const sentWith = async (seed: number): Promise<readonly FuzzRequest[]> => {
      const sent: FuzzRequest[] = [];
      await run(target, async (request) => (sent.push(request), answer(200, "{}")), seed);
      return sent;
    };
    const first = await sentWith(1);
    expect(await sentWith(1)).toEqual(first);
    expect(await sentWith(2)).not.toEqual(first);
  });
});
