// The block that `npm start` prints, run as it stands: the README's promise.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoRequests } from "../../src/local/demo-requests.mjs";
import { localSecrets } from "../../src/local/flags.mjs";
import { type LocalService, startService } from "../support/local-service.ts";

const run = promisify(execFile);
const state = mkdtempSync(join(tmpdir(), "countersign-demo-"));
let service: LocalService;

beforeAll(async () => {
  service = await startService(state);
});
afterAll(async () => {
  await service?.stop("SIGKILL");
  rmSync(state, { recursive: true, force: true });
});

/** Everything that one run of the block prints; it must write no complaint. */
const paste = async (): Promise<string> => {
  const block = demoRequests({ baseUrl: service.url, operatorToken: localSecrets.OPERATOR_TOKEN });
  const { stdout, stderr } = await run("bash", ["-c", block]);
  return stdout + stderr;
};

test.each([1, 2])("the printed requests tell the whole story, time %i", async () => {
  const printed = await paste();
  expect(printed).toContain('"has_review":true');
  expect(printed).toContain('{"message":"unable to self approve review"}');
  expect(printed).toMatch(
    /"status":"APPROVED".*"group":"banking","status":"APPROVED".*"group":"sre","status":"APPROVED"/,
  );
  expect(printed.match(/-> \d+/g)?.toSorted((a, b) => a.localeCompare(b))).toEqual(["-> 202", "-> 409", "-> 409"]);
  expect(printed).toMatch(/"status":"done".*"status":"EXECUTED"/);
  expect(printed).toContain('"type":"executed"');
  expect(printed).toContain('"valid":true,"complete":true');
  expect(printed).toContain('{"message":"resource not found"}[]');
  expect(printed).toContain('"organizationId":"org_demo"');
});

test("the block that is printed is the block that was run", () => {
  const block = demoRequests({ baseUrl: service.url, operatorToken: localSecrets.OPERATOR_TOKEN });
  expect(service.output()).toContain(block.split("\n")[0]);
});
