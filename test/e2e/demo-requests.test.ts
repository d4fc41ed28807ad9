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

/** What the block prints, pasted once and pasted again. */
const printedAt: string[] = [];

beforeAll(async () => {
  service = await startService(state);
  printedAt.push(await paste());
  printedAt.push(await paste());
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

test.each([1, 2])("the printed requests tell the whole story, time %i", (time) => {
  const printed = printedAt[time - 1] ?? "";
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

/** Sentences and bodies as the vendors' documents print them: see the seeds. */
test.each([1, 2])("each vendor's own request works with our address and ids, time %i", (time) => {
  const printed = printedAt[time - 1] ?? "";
  // Adjudon: held, shown without personal data, approved.
  expect(printed).toContain('"code":"ADJ_FLAGGED_FOR_REVIEW"');
  expect(printed).toMatch(/"context":\{"prompt":"Refund order \d+, as asked at [\d:]+, to \[REDACTED_EMAIL\]\?"\}/);
  expect(printed).toMatch(/"status":"approved".*"decision":"approve","reason":"Risk acceptable per Q3 policy"/);
  // AuthentiVoice: completed, with the steps of its example.
  expect(printed).toMatch(
    /"status":"completed".*"nextSteps":\["Fraud report filed","Customer notification scheduled","Number added to blocklist"\]/,
  );
  // Alloy: an entity, and the review that settled it.
  expect(printed).toMatch(/\nP-[0-9A-Za-z]{20}\n/);
  expect(printed).toMatch(/"review_token":"R-[0-9A-Za-z]{20}".*"outcome":"Denied","reasons":\["Other"\]/);
  expect(printed).not.toMatch(/"(?:success":false|error":\{)/);
});

test.each([1, 2])("the four newest reviews on the one desk are of four APIs, time %i", (time) => {
  const desk = (printedAt[time - 1] ?? "").split("\n12. ")[1]?.split("\n13. ")[0] ?? "";
  const dialects = Array.from(desk.matchAll(/"dialect":"(\w+)"/g), ([, name]) => name);
  expect(dialects).toEqual(["alloy", "authentivoice", "adjudon", "hoop"]);
  expect(Array.from(desk.matchAll(/"status":"(?:executed|approved|completed)","version"/g))).toHaveLength(4);
});

test.each([1, 2])("five days pass over the office: warned, breached, both rungs told, time %i", (time) => {
  const weekend = (printedAt[time - 1] ?? "").split("\n13. ")[1]?.split("\n14. ")[0] ?? "";
  const fired = Array.from(weekend.matchAll(/"type":"(sla_\w+|escalated)"/g), ([, type]) => type);
  expect(fired).toEqual(["sla_at_risk", "sla_breached", "escalated", "escalated"]);
});

test("the block that is printed is the block that was run", () => {
  const block = demoRequests({ baseUrl: service.url, operatorToken: localSecrets.OPERATOR_TOKEN });
  expect(service.output()).toContain(block.split("\n")[0]);
});
