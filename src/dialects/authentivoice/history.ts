// The audit trail in this API's words. Pure. Source: authentivoice.md rulings 10, 13 (List, Details).

import type { TrailRow } from "../../app/review-queries.ts";
import type { AuditEvent } from "../../core/review/audit-event.ts";
import { EVENT_TYPES, type EventType } from "../../core/review/events.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import { toSeconds } from "./translate.ts";

/** Null: no event of this API. Endings that it does not know are completions, as its statuses are. */
const EVENT = {
  opened: "created",
  assigned: "assigned",
  started: "started",
  findings_saved: "findings_saved",
  escalated: "escalated",
  second_review_requested: "second_review_requested",
  completed: "completed",
  sla_at_risk: "sla_at_risk",
  sla_breached: "sla_breached",
  expired: "completed",
  cancelled: "completed",
  approved: "completed",
  rejected: "completed",
  revoked: "completed",
  executed: "completed",
  execution_unknown: "completed",
  vote_cast: null,
  note_added: null,
  paused: null,
  resumed: null,
  execution_started: null,
  execution_report_late: null,
} as const satisfies Record<EventType, string | null>;

const isObject = (value: Json | null | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys of an event's data that its reader is told, by this API's names. */
const DATA_KEYS: readonly (readonly [key: string, name: string])[] = [
  ["assignedTo", "assignedTo"],
  ["level", "level"],
];

const given = (key: string, value: Json | undefined): JsonObject => (value == null ? {} : { [key]: value });

const detailsOf = ({ data }: AuditEvent, texts: Json | null): JsonObject => {
  const facts = isObject(data) ? data : {};
  const words = isObject(texts) ? texts : {};
  const to = Array.isArray(facts["to"]) ? facts["to"][0] : undefined;
  return {
    ...Object.fromEntries(DATA_KEYS.flatMap(([key, name]) => Object.entries(given(name, facts[key])))),
    ...given("escalatedTo", to),
    ...given("reason", words["reason"]),
    ...given("findings", words["findings"]),
  };
};

/** Oldest first. Rows that cannot be read, and events of other APIs, are left out. */
export const historyToWire = (rows: readonly TrailRow[]) =>
  rows.flatMap(({ event: { event, texts }, email }) => {
    const type = EVENT_TYPES.find((candidate) => candidate === event?.type);
    const word = type === undefined ? null : EVENT[type];
    if (event === null || word === null) return [];
    const by = { userId: event.actor.id, email };
    return [{ event: word, at: toSeconds(Date.parse(event.at)), by, details: detailsOf(event, texts?.texts ?? null) }];
  });
