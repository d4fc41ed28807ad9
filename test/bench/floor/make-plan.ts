// A recording of one operation -> the floor's plan of it: what differs from request to request becomes a hole.

import type { TracedCall } from "../recorder/traced-d1.ts";
import type { FloorPlan, Parameter, Template } from "./plan.ts";

export interface Recording {
  readonly calls: readonly TracedCall[];
  readonly status: number;
  readonly body: string;
}

export interface PlanOptions {
  /** Texts of the recording that the n-th value of a request stands in for. */
  readonly given: readonly string[];
  /** Ids that the service made up in this operation: the floor makes up as many. */
  readonly made: readonly string[];
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const templateOf = (text: string, holes: readonly string[]): Template => {
  if (holes.length === 0) return { pieces: [text], holes: [] };
  const parts = text.split(new RegExp(`(${holes.map(escaped).join("|")})`));
  return {
    pieces: parts.filter((_, index) => index % 2 === 0),
    holes: parts.filter((_, index) => index % 2 === 1).map((part) => holes.indexOf(part)),
  };
};

export const toFloorPlan = ({ calls, status, body }: Recording, { given, made }: PlanOptions): FloorPlan => {
  const holes = [...given, ...made];
  const parameterOf = (value: string | number | null): Parameter =>
    typeof value === "string" || (value !== null && holes.includes(String(value)))
      ? templateOf(String(value), holes)
      : value;
  return {
    calls: calls.map(({ where, isBatch, statements }) => ({
      where,
      isBatch,
      statements: statements.map(({ sql, params }) => ({ sql, params: params.map(parameterOf) })),
    })),
    givenCount: given.length,
    madeCount: made.length,
    status,
    body,
  };
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every UUID that the operation sent to D1 and that `known` does not name. */
export const madeIds = ({ calls }: Recording, known: readonly string[]): readonly string[] => {
  const texts = calls.flatMap(({ statements }) => statements.flatMap(({ params }) => params.map(String)));
  const found = new Set(texts.flatMap((text) => text.match(UUID) ?? []));
  return [...found].filter((id) => !known.includes(id));
};

/** The same calls without the hop to an object, and optionally without the one that tells who is calling. */
export const withoutHop = (plan: FloorPlan, skippedCalls = 0): FloorPlan => ({
  ...plan,
  calls: plan.calls.slice(skippedCalls).map((call) => ({ ...call, where: "worker" })),
});
