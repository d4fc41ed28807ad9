// What an audit row says, read defensively: the trail is JSON that older versions of this service wrote, and a row that
// somebody changed must be shown, not crash the page that would name it. Pure.

import type { Json, JsonObject } from "../../core/json.ts";
import type { AuditEvent } from "../../core/review/audit-event.ts";
import type { Instant } from "../../core/time.ts";
import type { PersonRef } from "./people.tsx";

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const KINDS: readonly PersonRef["kind"][] = ["member", "service", "policy"];

/** Own keys only: the data may hold any key, `constructor` too. */
export const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );

/** Null: no text. */
export const textAt = (value: Json | undefined, ...path: readonly string[]): string | null => {
  const found = at(value, ...path);
  return typeof found === "string" ? found : null;
};

export const numberAt = (value: Json | undefined, ...path: readonly string[]): number | null => {
  const found = at(value, ...path);
  return typeof found === "number" ? found : null;
};

export const isTrueAt = (value: Json | undefined, ...path: readonly string[]): boolean => at(value, ...path) === true;

export const textsAt = (value: Json | undefined, ...path: readonly string[]): readonly string[] => {
  const found: Json | undefined = at(value, ...path);
  return Array.isArray(found) ? found.filter((entry): entry is string => typeof entry === "string") : [];
};

export const objectsAt = (value: Json | undefined, ...path: readonly string[]): readonly JsonObject[] => {
  const found: Json | undefined = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
};

/** An instant in ISO 8601, as the trail spells it. */
export const instantAt = (value: Json | undefined, ...path: readonly string[]): Instant | null => {
  const instant = Date.parse(textAt(value, ...path) ?? "");
  return Number.isNaN(instant) ? null : instant;
};

export const personAt = (value: Json | undefined, ...path: readonly string[]): PersonRef | null => {
  const found = at(value, ...path);
  const kind = KINDS.find((candidate) => candidate === textAt(found, "kind"));
  const id = textAt(found, "id");
  return kind === undefined || id === null ? null : { kind, id };
};

/** What the reader of a trail must remember to say what an event changed. */
export interface TrailFacts {
  readonly assignedTo: string | null;
  readonly dueAt: Instant | null;
}

export const NO_FACTS: TrailFacts = { assignedTo: null, dueAt: null };

/** The facts after one event. */
export const factsAfter = (facts: TrailFacts, { type, data }: Pick<AuditEvent, "type" | "data">): TrailFacts => {
  switch (type) {
    case "opened":
      return { assignedTo: null, dueAt: instantAt(data, "policy", "sla", "dueAt") };
    case "assigned":
      return { assignedTo: textAt(data, "assignedTo"), dueAt: instantAt(data, "sla", "dueAt") };
    case "started":
      return { ...facts, assignedTo: textAt(data, "assignedTo") };
    case "resumed":
      return { ...facts, dueAt: instantAt(data, "sla", "dueAt") };
    default:
      return facts;
  }
};
