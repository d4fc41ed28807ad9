// Some hundreds of damaged requests, through the Worker: no 5xx, and every error in its own API's form.
// `npm run faults` sends ten thousand bodies to each. Source: issue "The other three APIs", Bad input.

import { env, exports } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";
import { describeReport, fuzz, type Send } from "../faults/fuzz.ts";
import { fuzzTargets } from "../faults/fuzz-targets.ts";
import { CLOCKED, clockDocument, FUZZED, fuzzDocument } from "../faults/fuzz-workspace.ts";
import { holdToContract } from "../support/contract.ts";
import { operator } from "../support/workspace-builder.ts";

const BODIES = 100;
const TIMEOUT_MS = 120_000;
/** Any number will do; a failure names the case that repeats it. */
const SEED = 20_261_121;

const send: Send = async ({ method, path, headers, body }) => {
  const response = await exports.default.fetch(`https://countersign.test${path}`, {
    method,
    headers,
    ...(body === null ? {} : { body }),
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
  if (isStream) await response.body?.cancel();
  const { status, headers: answerHeaders } = response;
  const text = isStream ? "" : await response.text();
  if (typeof body !== "object" || body === null)
    holdToContract({ method, path, headers, body, status, answerHeaders, text });
  return { status, headers: answerHeaders, text };
};

beforeAll(async () => {
  expect(await operator.put(`/v2/workspaces/${FUZZED}`, fuzzDocument())).toMatchObject({ status: 201 });
  expect(await operator.put(`/v2/workspaces/${CLOCKED}`, clockDocument())).toMatchObject({ status: 201 });
});

test.each(fuzzTargets(env.OPERATOR_TOKEN))(
  "$dialect",
  async (target) => {
    const report = await fuzz({ target, bodies: BODIES, seed: SEED, send, parallel: 1 });
    expect(report.failures, describeReport(report)).toEqual([]);
    // Who is never let in proves nothing.
    const accepted = [...report.routes.values()].reduce((sum, tally) => sum + tally.accepted, 0);
    expect(accepted, describeReport(report)).toBeGreaterThan(BODIES / 10);
  },
  TIMEOUT_MS,
);
