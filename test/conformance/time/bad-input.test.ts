// What no workspace may say about time: each is 400 with its place when the document is applied, and nothing is applied.
// Source: time.md 6, 7; the table of bad input.

import { describe, expect, test } from "vitest";
import { aMember, aWorkspace, operator } from "../../support/workspace-builder.ts";

const MEMBERS = [aMember("olga", ["desk"], { role: "owner" }), aMember("rolf", ["gone"], { active: false })];

const apply = (parts: Readonly<Record<string, unknown>>) =>
  operator.put(`/v2/workspaces/ws-${crypto.randomUUID()}`, { members: MEMBERS, ...parts });

const withCalendar = (changes: Readonly<Record<string, unknown>>) => ({
  sla: { calendars: [{ name: "office", timeZone: "Europe/Berlin", hours: { mon: [["09:00", "17:00"]] }, ...changes }] },
});

const withPolicy = (changes: Readonly<Record<string, unknown>>) => ({
  sla: { policies: [{ name: "p", dueInMinutes: 60, ...changes }] },
});

const withRung = (rung: unknown) => ({ escalation: { ladder: [rung] } });

const HOURS = "/sla/calendars/0/hours";
const POLICY = "/sla/policies/0";
const RUNG = "/escalation/ladder/0";

describe("refused with its path", () => {
  test.each([
    ["an unknown zone", withCalendar({ timeZone: "Europe/Atlantis" }), "/sla/calendars/0/timeZone"],
    ["an empty zone", withCalendar({ timeZone: "" }), "/sla/calendars/0/timeZone"],
    ["an unknown calendar", withPolicy({ calendar: "office" }), `${POLICY}/calendar`],
    [
      "overlapping intervals",
      withCalendar({
        hours: {
          mon: [
            ["09:00", "13:00"],
            ["12:59", "17:00"],
          ],
        },
      }),
      `${HOURS}/mon/1`,
    ],
    ["a reversed interval", withCalendar({ hours: { fri: [["17:00", "09:00"]] } }), `${HOURS}/fri/0`],
    ["an interval without length", withCalendar({ hours: { fri: [["09:00", "09:00"]] } }), `${HOURS}/fri/0`],
    ["an opening at 24:00", withCalendar({ hours: { fri: [["24:00", "24:00"]] } }), `${HOURS}/fri/0/0`],
    ["a time that is none", withCalendar({ hours: { fri: [["09:00", "25:00"]] } }), `${HOURS}/fri/0/1`],
    ["a calendar that never opens", withCalendar({ hours: {} }), HOURS],
    ["a calendar of empty days", withCalendar({ hours: { mon: [], tue: [] } }), HOURS],
    ["a holiday that is no date", withCalendar({ holidays: ["2027-02-29"] }), "/sla/calendars/0/holidays/0"],
    ["a ladder to nobody", withRung({ afterMinutes: 0, to: [] }), `${RUNG}/to`],
    ["a rung to a member the document lacks", withRung({ afterMinutes: 0, to: ["member:eve"] }), `${RUNG}/to/0`],
    ["a rung to a group nobody is in", withRung({ afterMinutes: 0, to: ["group:desk", "group:x"] }), `${RUNG}/to/1`],
    ["a rung to a role nobody has", withRung({ afterMinutes: 0, to: ["role:admin"] }), `${RUNG}/to/0`],
    ["a rung before the ladder", withRung({ afterMinutes: -1, to: ["role:owner"] }), `${RUNG}/afterMinutes`],
    ["a rung after ten years", withRung({ afterMinutes: 5_256_001, to: ["role:owner"] }), `${RUNG}/afterMinutes`],
    ["a negative deadline", withPolicy({ dueInMinutes: -5 }), `${POLICY}/dueInMinutes`],
    ["a deadline of no minutes", withPolicy({ dueInMinutes: 0 }), `${POLICY}/dueInMinutes`],
    ["a deadline of half a minute", withPolicy({ dueInMinutes: 0.5 }), `${POLICY}/dueInMinutes`],
    ["an absurd deadline", withPolicy({ dueInMinutes: 1e300 }), `${POLICY}/dueInMinutes`],
    ["at risk from the beginning", withPolicy({ atRiskPercent: 0 }), `${POLICY}/atRiskPercent`],
    ["at risk at the breach", withPolicy({ atRiskPercent: 100 }), `${POLICY}/atRiskPercent`],
    ["two endings", withPolicy({ onBreach: ["reject", "expire"] }), `${POLICY}/onBreach/1`],
    ["an ending that is none", withPolicy({ onBreach: ["delete"] }), `${POLICY}/onBreach/0`],
    ["an execution without time", { execution: { deadlineMinutes: 0 } }, "/execution/deadlineMinutes"],
    [
      "a flag's absurd minutes",
      {
        policies: [
          {
            name: "low",
            enabled: true,
            priority: 1,
            conditions: [],
            actions: [{ type: "flag_for_review", config: { slaMinutes: 5_256_001 } }],
          },
        ],
      },
      "/policies/0/actions/0/config/slaMinutes",
    ],
  ])("%s", async (_, parts, path) => {
    const refused = await apply(parts);
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(refused.body).toMatchObject({ errors: expect.arrayContaining([expect.objectContaining({ path })]) });
  });
});

describe("taken", () => {
  test.each([
    [
      "intervals that touch, up to midnight",
      withCalendar({
        hours: {
          sun: [
            ["00:00", "12:00"],
            ["12:00", "24:00"],
          ],
        },
      }),
    ],
    ["the longest deadline", withPolicy({ dueInMinutes: 5_256_000 })],
    ["a rung to a group whose members are all inactive", withRung({ afterMinutes: 0, to: ["group:gone"] })],
    [
      "two rungs at once",
      { escalation: { ladder: [0, 0].map((afterMinutes) => ({ afterMinutes, to: ["role:owner"] })) } },
    ],
  ])("%s", async (_, parts) => {
    expect((await apply(parts)).status).toBe(201);
  });
});

describe("a document that is refused", () => {
  test("changes nothing of the one in force", async () => {
    const workspace = await aWorkspace({ members: MEMBERS, ...withPolicy({}) });
    expect((await workspace.apply({ members: MEMBERS, ...withPolicy({ dueInMinutes: -1 }) })).status).toBe(400);
    expect((await workspace.as("olga").get(`/v2/workspaces/${workspace.id}`)).body).toMatchObject({
      sla: { policies: [{ dueInMinutes: 60 }] },
    });
  });
});
