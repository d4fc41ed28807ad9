// Who checks the checker of acts: what is lost, doubled, refused and done all the same, or fired twice, is found.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { checkLedger } from "./check-ledger.ts";
import { type Act, type Fate, Ledger } from "./ledger.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

type Row = readonly [reviewId: string, seq: number, type: string, requestId: string, kind: "member" | "policy"];

const databaseWith = (rows: readonly Row[], marks: readonly string[] = []): string => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-ledger-"));
  folders.push(folder);
  const directory = join(folder, "v3/d1/miniflare-D1DatabaseObject");
  mkdirSync(directory, { recursive: true });
  const db = new DatabaseSync(join(directory, "some.sqlite"));
  for (const file of readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()) {
    db.exec(readFileSync(join(MIGRATIONS, file), "utf8"));
  }
  for (const [reviewId, seq, type, requestId, kind] of rows) {
    db.prepare(
      `INSERT INTO audit (workspace_id, review_id, seq, type, at, recorded_at, actor, entrance, request_id, workspace_version, data, hash)
       VALUES ('w', ?, ?, ?, 0, 0, json_object('kind', ?), 'native', ?, 1, '{}', '')`,
    ).run(reviewId, seq, type, kind, requestId);
  }
  for (const mark of marks) {
    db.prepare("INSERT INTO subject_bodies (workspace_id, type, id, body) VALUES ('w', 't', ?, ?)").run(
      crypto.randomUUID(),
      JSON.stringify({ mark }),
    );
  }
  db.close();
  return folder;
};

const ledgerWith = (fate: Fate, leaves: Act["leaves"] = "event"): Ledger => {
  const ledger = new Ledger();
  const act = { requestId: "a", dialect: "native", label: "act", method: "POST", path: "/", headers: {}, body: "" };
  ledger.settle({ ...act, isKeyed: false, leaves }, fate);
  return ledger;
};

const found = async (rows: readonly Row[], ledger: Ledger, marks: readonly string[] = []): Promise<string> =>
  (await checkLedger(databaseWith(rows, marks), ledger)).violations
    .filter((line) => /^(?:lost|done|refused|fired)/.test(line))
    .join("\n");

test.each<readonly [string, readonly Row[], Fate, string]>([
  ["once, as it was promised", [["r", 1, "note_added", "a", "member"]], "acknowledged", ""],
  ["nothing", [], "acknowledged", "lost: native act"],
  ["what was refused", [["r", 1, "note_added", "a", "member"]], "refused", "refused but done"],
  ["a timer on the way of a refusal", [["r", 1, "expired", "a", "policy"]], "refused", ""],
  ["what nobody knows", [["r", 1, "note_added", "a", "member"]], "unanswered", ""],
  [
    "the act and its repetition",
    [
      ["r", 1, "note_added", "a", "member"],
      ["r", 2, "note_added", "a.again", "member"],
    ],
    "acknowledged",
    "done 2 times",
  ],
  [
    "one request that opened two",
    [
      ["r", 1, "opened", "a", "member"],
      ["s", 1, "opened", "a", "member"],
    ],
    "unanswered",
    "done 2 times",
  ],
  [
    "one request that decided two",
    [
      ["r", 1, "rejected", "a", "member"],
      ["s", 1, "rejected", "a", "member"],
    ],
    "acknowledged",
    "",
  ],
  [
    "a breach that fired twice",
    [
      ["r", 1, "note_added", "a", "member"],
      ["r", 2, "sla_breached", "sweep-1", "policy"],
      ["r", 3, "sla_breached", "sweep-2", "policy"],
    ],
    "acknowledged",
    "fired twice: r sla_breached",
  ],
])("%s", async (_name, rows, fate, expected) => {
  const violations = await found(rows, ledgerWith(fate));
  if (expected === "") expect(violations).toBe("");
  else expect(violations).toContain(expected);
});

test("a thing that carries a mark is counted by its mark", async () => {
  expect(await found([], ledgerWith("acknowledged", "mark"), ["a"])).toBe("");
  expect(await found([], ledgerWith("acknowledged", "mark"))).toContain("lost");
  expect(await found([], ledgerWith("unanswered", "mark"), ["a", "a"])).toContain("done 2 times");
});
