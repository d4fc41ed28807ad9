// The audit trail in plain words: every type of event has its sentence, whatever stands in its data.
// Source: issue "The desk people like to sit at", Build 3.

import { type FC, jsx } from "hono/jsx";
import { describe, expect, test } from "vitest";
import type { TrailRow } from "../../src/app/review-queries.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import type { AuditActor } from "../../src/core/review/actor.ts";
import { EVENT_TYPES, type EventType } from "../../src/core/review/events.ts";
import { ChainMark, type ChainStanding, entriesOf, History } from "../../src/desk/components/history.tsx";
import { NOON } from "../support/builders.ts";

const CARLA: AuditActor = { kind: "member", id: "carla", role: "member", groups: ["banking"], identity: null };
const TIME: AuditActor = { kind: "policy", id: "default", role: null, groups: [], identity: null };

const row = (
  version: number,
  type: string,
  data: Json = {},
  {
    actor = CARLA,
    entrance = "desk",
    texts = null,
  }: { actor?: AuditActor; entrance?: string; texts?: JsonObject | null } = {},
): TrailRow => ({
  email: null,
  event: {
    version,
    hash: "h",
    texts: texts === null ? null : { salt: "s", texts },
    event: {
      workspaceId: "ws",
      reviewId: "r",
      version,
      type,
      at: new Date(NOON).toISOString(),
      recordedAt: new Date(NOON).toISOString(),
      actor,
      entrance,
      requestId: "q",
      workspaceVersion: 1,
      data,
      texts: texts === null ? null : "digest",
    },
  },
});

const nameOf = ({ id }: { readonly id: string }): string => ({ carla: "Carla", bert: "Bert" })[id] ?? id;

const told = (...rows: readonly TrailRow[]): readonly string[] => {
  const view = { nameOf, now: NOON + 3 * 3_600_000 };
  const markup = String(jsx(History as FC, { entries: entriesOf(rows), view }));
  return markup
    .split("<li")
    .slice(1)
    .map((entry) => `<li${entry}`.replaceAll(/<[^>]*>/g, "|").replaceAll(/\|+/g, ""));
};

const sentence = (type: EventType, data: Json, options: Parameters<typeof row>[3] = {}): string =>
  told(row(2, type, data, options))[0] ?? "";

const ROWS = [{ id: "1", group: "banking", status: "approved" }];

describe("sentences", () => {
  test.each([
    [
      "opened",
      { requester: { kind: "member", id: "bert" }, groups: ROWS },
      "Carla asked banking for this review in the name of Bert",
    ],
    [
      "vote_cast",
      { verdict: "approve", rows: ROWS },
      "Carla voted to approve for banking; that did not settle it alone",
    ],
    ["approved", { verdict: "approve", rows: ROWS, forced: true }, "Carla approved it by force for banking"],
    ["rejected", { verdict: "reject", rows: [] }, "Carla rejected it"],
    ["revoked", { verdict: "revoke", rows: ROWS }, "Carla revoked it for banking"],
    [
      "assigned",
      { assignedTo: "bert", priority: "high", sla: null },
      "Carla gave it to Bert and set its priority to high",
    ],
    ["started", { assignedTo: "carla" }, "Carla started to work on it"],
    ["escalated", { to: ["bert", "carla"], level: 2 }, "Carla escalated it to level 2 and told Bert and Carla"],
    ["findings_saved", {}, "Carla saved findings"],
    ["second_review_requested", { firstCompletedBy: null }, "Carla asked for a second reviewer"],
    [
      "second_review_requested",
      { firstCompletedBy: { kind: "member", id: "carla" } },
      "Carla completed it first; somebody else must complete it too",
    ],
    [
      "completed",
      { outcome: "Denied", reasons: ["Other", "Bad Quiz"], opening: null },
      "Carla completed it as Denied, because: Other and Bad Quiz",
    ],
    [
      "completed",
      { outcome: "Approved", reasons: [], opening: { dialect: "x" } },
      "Carla recorded it as decided as Approved",
    ],
    ["note_added", {}, "Carla added a note"],
    ["paused", {}, "Carla paused its deadline"],
    ["resumed", { sla: null }, "Carla let its deadline run again"],
    [
      "execution_started",
      { deadlineAt: "2026-03-02T12:15:00.000Z" },
      "Carla started to run it, to be done by 2 Mar 2026, 12:15:00 UTC",
    ],
    ["executed", { result: "succeeded", exitCode: 0 }, "Carla reported that the run succeeded with exit code 0"],
    ["execution_unknown", {}, "Carla heard nothing of the run in time: its outcome is unknown"],
    ["execution_report_late", { result: "failed", exitCode: null }, "Carla reported too late that the run failed"],
    ["expired", { automated: true }, "Carla let it expire undecided"],
    ["cancelled", { automated: false }, "Carla took the question back"],
    ["sla_at_risk", {}, "Carla warned that its deadline is near"],
    ["sla_breached", {}, "Carla found its deadline breached"],
  ] as const)("%s %j", (type, data, expected) => {
    expect(sentence(type, data)).toBe(`${expected}2 Mar 2026, 12:00:00 UTC (3 h ago), at the desk`);
  });

  test("what time does names its policy and its door", () => {
    const said = sentence(
      "approved",
      { verdict: "approve", rows: [], automated: true },
      { actor: TIME, entrance: "sweep" },
    );
    expect(said).toBe(
      "The policy default approved it, because its time had come2 Mar 2026, 12:00:00 UTC (3 h ago), by the clock",
    );
  });

  test("an API is named", () => {
    expect(sentence("note_added", {}, { entrance: "native" })).toContain("through the native API");
  });

  test("every type of event has a sentence of its own, whatever its data says", () => {
    const said = EVENT_TYPES.map((type) => sentence(type, { rows: 1, to: {}, requester: [], constructor: null }));
    expect(new Set(said).size).toBe(EVENT_TYPES.length);
    for (const text of said) expect(text).not.toMatch(/undefined|null|\[object/);
  });

  test("a type that this version does not know is named", () => {
    expect(told(row(1, "teleported"))[0]).toContain("did something that is called teleported");
  });

  test("what was written stands with it, as text; what was erased says so", () => {
    const written = told(row(1, "note_added", {}, { texts: { note: "<i>look</i>" } }))[0];
    expect(written).toContain("Note&lt;i&gt;look&lt;/i&gt;");
    const erased = row(1, "note_added", {}, { texts: { note: "x" } });
    expect(told({ ...erased, event: { ...erased.event, texts: null } })[0]).toContain("has been erased");
  });

  test("an assignment says what it changed, and only that", () => {
    const sla = (at: string) => ({ dueAt: at, status: "on_track" });
    const said = told(
      row(1, "opened", { groups: [], policy: { sla: sla("2026-03-02T14:00:00.000Z") } }),
      row(2, "assigned", { assignedTo: "bert", priority: null, sla: sla("2026-03-02T14:00:00.000Z") }),
      row(3, "assigned", { assignedTo: "bert", priority: null, sla: sla("2026-03-02T15:00:00.000Z") }),
      row(4, "assigned", { assignedTo: null, priority: null, sla: sla("2026-03-02T15:00:00.000Z") }),
    );
    expect(said[1]).toMatch(/^Carla gave it to Bert2 Mar/);
    expect(said[2]).toMatch(/^Carla moved its deadline to 2 Mar 2026, 15:00:00 UTC2 Mar/);
    expect(said[3]).toMatch(/^Carla took it from its assignee2 Mar/);
  });

  test("a row that cannot be read is shown as such", () => {
    expect(told({ email: null, event: { version: 7, event: null, hash: "", texts: null } })[0]).toContain(
      "Event 7 cannot be read",
    );
  });
});

describe("the chain's mark", () => {
  const mark = (standing: ChainStanding): string => String(jsx(ChainMark as FC, { ...standing }));

  test("says what was verified, how far, or where it breaks", () => {
    expect(mark({ verifiedVersion: 4, broken: null, isComplete: true })).toContain("Chain verified: all 4 events");
    expect(mark({ verifiedVersion: 10_000, broken: null, isComplete: false })).toContain("up to event 10000");
    const broken = mark({ verifiedVersion: 1, broken: { version: 2, reason: "hash_mismatch" }, isComplete: true });
    expect(broken).toContain("The chain is broken at event 2");
    expect(broken).not.toContain("verified");
  });
});
