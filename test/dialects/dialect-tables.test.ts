// docs/dialects.md against the code, both ways: every cell is what a translation answers, every route and every command
// of a dialect stands in the table. Source: issue "The other three APIs", Build 4.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Command } from "../../src/core/review/commands.ts";
import { type Escalation, PRIORITIES, REVIEW_STATUSES, type Review } from "../../src/core/review/review.ts";
import { readDecision } from "../../src/dialects/adjudon/schema.ts";
import { itemToWire } from "../../src/dialects/adjudon/translate.ts";
import { isShown } from "../../src/dialects/alloy/translate.ts";
import { reviewToWire as toVoice } from "../../src/dialects/authentivoice/translate.ts";
import { reviewToWire as toHoop, verdictOf } from "../../src/dialects/hoop/translate.ts";
import { decisionSchema } from "../../src/dialects/native/schema.ts";
import { toReview } from "../../src/dialects/native/translate.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { aReview, NOON, OWNER, singlePolicy } from "../support/builders.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(`${root}/docs/dialects.md`, "utf8");

/** Columns after the first of a table, in order. */
const DIALECTS = ["native", "hoop", "adjudon", "alloy", "authentivoice"] as const;
const TITLES = ["native", "hoop", "Adjudon", "Alloy", "AuthentiVoice"];
const NONE = "–";

/** Cells of the one table under a heading, its heading row first, without back-ticks. */
const tableUnder = (heading: string): readonly (readonly string[])[] => {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|") && !line.startsWith("|---"));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
};

const base = aReview(singlePolicy(), {
  extra: { agentId: "bot", agent: null, action: "refund", confidence: 0.5 },
});
const ESCALATION: Escalation = {
  version: 2,
  at: NOON,
  to: ["ada"],
  by: OWNER,
  level: 1,
  reason: null,
  isPickedUp: false,
};

const toNative = (review: Review) => toReview(review, null, OWNER);
const toItem = (review: Review) =>
  itemToWire({ review, members: {}, leftOut: [] }, { workspaceId: "ws", organizationId: null }, true);

/** One row of a table, as the code answers it. */
const statusRow = (review: Review, label: string): readonly string[] => [
  label,
  toHoop(review).status,
  toItem(review).status,
  isShown(review) ? "shown" : "not shown",
  toVoice(review, { members: [] }).status,
];

test("status x dialect: each cell is what the dialect answers for a review in that status", () => {
  const [heading, ...rows] = tableUnder("Status");
  expect(heading).toEqual(TITLES);
  const plain = REVIEW_STATUSES.map((status) => {
    const review = { ...base, status };
    expect(toNative(review)["status"]).toBe(status);
    return statusRow(review, status);
  });
  const escalated = (["pending", "in_progress"] as const).map((status) =>
    statusRow({ ...base, status, escalation: ESCALATION }, `${status}, escalated`),
  );
  expect(rows).toEqual([...plain, ...escalated]);
});

test("priority x dialect: each cell is what the dialect answers for a review of that priority", () => {
  const [heading, ...rows] = tableUnder("Priorities");
  expect(heading).toEqual(TITLES);
  expect(rows).toEqual(
    PRIORITIES.map((priority) => {
      const review = { ...base, priority };
      return [priority, NONE, toItem(review).priority, NONE, toVoice(review, { members: [] }).priority];
    }),
  );
});

test("verdict x dialect: each word is read as that verdict, and the words of other rows are not", () => {
  const [heading, ...rows] = tableUnder("Verdicts");
  expect(heading).toEqual(TITLES);
  expect(rows.map(([verdict]) => verdict)).toEqual(["approve", "reject", "revoke"]);
  for (const [verdict = "", hoop = "", adjudon = ""] of rows) {
    expect(decisionSchema.safeParse({ verdict }).success).toBe(true);
    expect(verdictOf(hoop)).toBe(verdict);
    expect(readDecision({ decision: verdict }).ok).toBe(adjudon !== NONE);
    if (adjudon !== NONE) expect(adjudon).toBe(verdict);
  }
});

describe("verbs", () => {
  const [heading, ...rows] = tableUnder("Verbs");
  const callsOf = (row: readonly string[], dialect: string): readonly string[] => {
    const cell = row[1 + DIALECTS.findIndex((name) => name === dialect)] ?? "";
    return cell === NONE ? [] : cell.split(", ");
  };
  const allCallsOf = (dialect: string): readonly string[] => rows.flatMap((row) => callsOf(row, dialect));

  /** Every command, by a table that a new one breaks. */
  const COMMANDS = {
    CastVote: true,
    RecordOutcome: true,
    Progress: true,
    Assign: true,
    Escalate: true,
    AddNote: true,
    Cancel: true,
    ClaimExecution: true,
    ReportExecution: true,
    PauseSla: true,
    ResumeSla: true,
    Tick: false,
  } as const satisfies Record<Command["type"], boolean>;
  const commandNames = Object.entries(COMMANDS).flatMap(([name, isAskedFor]) => (isAskedFor ? [name] : []));

  test("there is a row for each command, beside birth and what changes no review", () => {
    expect(heading).toEqual(["core command", ...TITLES]);
    expect(rows.map(([command]) => command)).toEqual(["OpenReview", ...commandNames, "no review changes"]);
  });

  /** Writes of a dialect, as its routes name them; a parameter is `{id}` here. The deprecated prefix is left out. */
  const writesOf = async (dialect: (typeof dialects)[number]): Promise<readonly string[]> =>
    (await dialect.routes()).routes
      .filter(({ method }) => ["POST", "PUT", "PATCH", "DELETE"].includes(method))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:\w+(?:\{[^}]*\})?/g, "{id}")}`)
      .filter((call) => !/ \/api\/(?:review-queue|traces)/.test(call))
      .filter((call) => dialect.name !== "native" || call.includes(" /v2/reviews"));

  test.each(dialects.map((dialect) => ({ dialect, name: dialect.name })))(
    "every write of $name stands in the table, and the table names no other",
    async ({ dialect, name }) => {
      const inTable = [...new Set(allCallsOf(name))];
      expect(inTable.toSorted((a, b) => a.localeCompare(b))).toEqual(
        [...new Set(await writesOf(dialect))].toSorted((a, b) => a.localeCompare(b)),
      );
    },
  );

  test.each(DIALECTS)("the commands that %s makes are the rows where it has a call", (dialect) => {
    const folder = `${root}/src/dialects/${dialect}`;
    const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    const source = names.map((name) => readFileSync(`${folder}/${name}`, "utf8"));
    const made = commandNames.filter((name) => source.some((text) => text.includes(`type: "${name}"`)));
    expect(made).toEqual(
      rows
        .flatMap((row) => (callsOf(row, dialect).length > 0 ? [row[0]] : []))
        .filter((name) => name !== "OpenReview" && name !== "no review changes"),
    );
  });
});
