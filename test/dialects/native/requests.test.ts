// What requests mean: headers, cursors, queries, and bodies as commands. Source: workspace.md 4; RFC 9110, 13.1.

import { describe, expect, test } from "vitest";
import type { WorkspaceDocument } from "../../../src/app/workspace-document.ts";
import { listCursor, readChainCursor, readListCursor, chainCursor } from "../../../src/dialects/native/cursor.ts";
import { toAssignment, toDecision, toEscalation } from "../../../src/dialects/native/commands.ts";
import { isKnown, readIfMatch } from "../../../src/dialects/native/entity-tag.ts";
import { readListQuery } from "../../../src/dialects/native/list-query.ts";
import { nativePolicy } from "../../../src/dialects/native/policy.ts";
import { decisionSchema, openSchema } from "../../../src/dialects/native/schema.ts";
import { aReview, NOON, singlePolicy } from "../../support/builders.ts";

const aDocument = (changes: Partial<WorkspaceDocument> = {}): WorkspaceDocument => ({
  workspaceId: "ws",
  version: 1,
  organizationId: null,
  name: null,
  members: [],
  outcomes: [],
  slaPolicies: [],
  calendars: {},
  ladder: [],
  executionDeadlineMinutes: 15,
  rateLimits: {},
  testClock: false,
  json: {},
  ...changes,
});

const member = (id: string, role: "owner" | "admin" | "member", groups: readonly string[] = [], active = true) => ({
  id,
  email: `${id}@example.com`,
  name: id,
  role,
  groups,
  slackId: "",
  active,
});

describe("If-Match", () => {
  const read = (header: string | null, current: number | null = 4) =>
    readIfMatch(new Headers(header === null ? {} : { "if-match": header }), current);

  test.each<[string | null, number | null]>([
    [null, null],
    ["*", null],
    ['"4"', 4],
    ['"3"', 3],
    ['"3", "4"', 4],
    ['"3", "2"', 3],
    ['W/"4"', -1],
    ['"04"', -1],
    ['""', -1],
    ['"x y"', -1],
  ])("%s asks for %s", (header, version) => {
    const found = read(header);
    expect(found).toEqual(
      header === '"x y"' ? { ok: false, error: { type: "invalid_if_match" } } : { ok: true, value: version },
    );
  });

  test.each(["4", '"4', '4"', '"4" "5"', "W/4", ",", '"4",'])("%s is no entity tag", (header) => {
    expect(read(header)).toEqual({ ok: false, error: { type: "invalid_if_match" } });
  });
});

test.each([
  ['"1"', true],
  ['W/"1"', true],
  ['"2","1"', true],
  ["*", true],
  ['"2"', false],
  ["1", false],
])("If-None-Match %s: known %s", (header, expected) => {
  expect(isKnown(new Headers({ "if-none-match": header }), aReview(singlePolicy()))).toBe(expected);
});

describe("cursors", () => {
  const position = { key: 7, id: "019cae21-9000-7000-8000-000000000001" };

  test("come back as they went", () => {
    expect(readListCursor(listCursor("dueAt", position), "dueAt")).toEqual(position);
    expect(readListCursor(listCursor("dueAt", { key: 9_000_000_000_000_000, id: "" }), "dueAt")).toEqual({
      key: 9_000_000_000_000_000,
      id: "",
    });
    const link = { version: 3, hash: "a".repeat(64) };
    expect(readChainCursor(chainCursor(link))).toEqual(link);
  });

  test.each([
    "",
    "x",
    "AAAA",
    "%",
    "\u0000",
    "=".repeat(10_000),
    btoa("null"),
    btoa('{"sort":"dueAt","key":"x","id":""}'),
  ])("%s is none", (text) => {
    expect(readListCursor(text, "dueAt")).toBeNull();
    expect(readChainCursor(text)).toBeNull();
  });

  test("belong to one order", () => {
    expect(readListCursor(listCursor("dueAt", position), "priority")).toBeNull();
  });
});

describe("the list's query", () => {
  const read = (query: string) => readListQuery(new URLSearchParams(query));

  test("without parameters: everything, newest first, fifty", () => {
    expect(read("")).toMatchObject({
      ok: true,
      value: { sort: "createdAt", after: null, limit: 50, filter: { statuses: [] } },
    });
  });

  test("all of them at once", () => {
    const query =
      "status=pending&status=in_progress&status=pending&dialect=hoop&priority=low&assignedTo=a&group=g&sla=at_risk" +
      "&subjectType=t&subjectId=s&createdAfter=2026-03-02T12:00:00Z&createdBefore=2026-03-02T13:00:00%2B01:00" +
      "&dueBefore=2026-03-02T12:00:00.000Z&sort=dueAt&limit=200";
    expect(read(query)).toEqual({
      ok: true,
      value: {
        sort: "dueAt",
        after: null,
        limit: 200,
        filter: {
          statuses: ["pending", "in_progress"],
          dialect: "hoop",
          priority: "low",
          assignedTo: "a",
          group: "g",
          sla: "at_risk",
          subjectType: "t",
          subjectId: "s",
          createdAfter: NOON,
          createdBefore: NOON,
          dueBefore: NOON,
        },
      },
    });
  });

  test.each([
    "limit=1.5",
    "limit=-1",
    "limit=",
    "limit=0x10",
    "limit=1e2",
    "status=",
    "sla=met",
    "assignedTo=",
    "__proto__=1",
    "limit=1&limit=2",
  ])("refuses %s", (query) => {
    expect(read(query).ok).toBe(false);
  });
});

describe("bodies as commands", () => {
  const outcomes = [
    { outcome: "Denied", verdict: "reject", reasons: ["Other"] },
    { outcome: "Parked", verdict: "none", reasons: [] },
  ] as const;
  const decided = (body: object) => toDecision(decisionSchema.parse(body), async () => aDocument({ outcomes }));

  test("a verdict is a vote", async () => {
    expect(await decided({ verdict: "approve", reason: "r", force: true })).toEqual({
      ok: true,
      value: { type: "CastVote", verdict: "approve", reason: "r", notes: null, force: true, timeWindow: null },
    });
  });

  test("an outcome is recorded with its reasons, by the workspace's rules", async () => {
    const expected = {
      type: "RecordOutcome",
      outcome: "Denied",
      reasons: ["Other"],
      rules: outcomes,
      reason: null,
      notes: "n",
    };
    expect(await decided({ outcome: "Denied", reasons: ["Other"], notes: "n" })).toEqual({ ok: true, value: expected });
    expect(await decided({ outcome: "Denied", verdict: "reject" })).toMatchObject({ ok: true });
    expect(await decided({ outcome: "Parked", verdict: "approve" })).toMatchObject({ ok: true });
  });

  test("a verdict that contradicts the outcome is a mistake", async () => {
    expect(await decided({ outcome: "Denied", verdict: "approve" })).toMatchObject({
      ok: false,
      error: { problems: [{ path: "/verdict" }] },
    });
  });

  test("work goes to active members only", () => {
    const document = aDocument({ members: [member("ada", "admin", ["g"]), member("off", "owner", ["g"], false)] });
    expect(toAssignment({ assignedTo: "ada" }, document).ok).toBe(true);
    expect(toAssignment({ assignedTo: "off" }, document).ok).toBe(false);
    const escalated = (to: string | null) => toEscalation({ reason: null, to }, document);
    for (const to of ["ada", "member:ada", "group:g", "role:admin"])
      expect(escalated(to)).toMatchObject({ value: { to: ["ada"] } });
    for (const to of ["off", "role:owner", "group:", ":", "group:g:x"]) expect(escalated(to).ok).toBe(false);
    expect(escalated(null)).toMatchObject({ value: { to: null, fallback: ["ada"] } });
  });
});

describe("the rules of a review that is opened here", () => {
  const terms = { minApprovals: null, priority: "normal", dueAt: null, createdAt: NOON, sponsor: null } as const;

  test("with groups: their members, row by row, seen by readers only", () => {
    expect(nativePolicy(aDocument(), { ...terms, groups: ["a", "b"], minApprovals: 1 })).toMatchObject({
      visibility: "readers",
      askedGroups: ["a", "b"],
      voters: "group_members",
      quorum: { of: "rows", minimum: 1 },
      selfApproval: "refused_unless_administrator_in_group",
      afterApproval: ["approve", "reject", "revoke"],
    });
  });

  test("without groups: any members, counted", () => {
    expect(nativePolicy(aDocument(), { ...terms, groups: [] })).toMatchObject({
      visibility: "members",
      voters: "members",
      quorum: { of: "people", minimum: 1 },
      selfApproval: "refused_to_people",
      afterApproval: ["revoke"],
    });
  });

  test("a deadline of its own, or the first policy that fits", () => {
    const slaPolicies = [
      { name: "other", when: { dialects: ["hoop"] }, dueInMinutes: 1, atRiskPercent: 75, calendar: null, onBreach: [] },
      {
        name: "mine",
        when: { priorities: ["normal"] },
        dueInMinutes: 60,
        atRiskPercent: 50,
        calendar: null,
        onBreach: ["expire"],
      },
    ] as const;
    const sla = (dueAt: number | null) => nativePolicy(aDocument({ slaPolicies }), { ...terms, groups: [], dueAt }).sla;
    expect(sla(null)).toMatchObject({ policyName: "mine", dueAt: NOON + 3_600_000, atRiskAt: NOON + 1_800_000 });
    expect(sla(NOON + 1_000)).toMatchObject({ policyName: "mine", dueAt: NOON + 1_000, onBreach: ["expire"] });
  });

  test("null is absence", () => {
    const subject = { type: "t", id: "i" };
    const nothing = { groups: null, minApprovals: null, dueAt: null, assignedTo: null, requesterId: null };
    expect(openSchema.parse({ subject, ...nothing })).toMatchObject({
      groups: [],
      priority: "normal",
      subject: { attributes: {} },
    });
  });
});
