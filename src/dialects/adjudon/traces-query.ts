// The query parameters of the list of traces. Pure. Source: adjudon.md ruling 13 (Reading traces, More).

import type { TraceFilter } from "../../app/trace-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Instant } from "../../core/time.ts";
import type { AdjudonError } from "./errors.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Assumption: nobody turns so many pages; it keeps offsets exact. */
const MAX_PAGE = 1_000_000;

export interface TracesQuestion {
  readonly filter: TraceFilter;
  /** From 1. */
  readonly page: number;
  readonly limit: number;
}

const invalid = (message: string) => err<AdjudonError>({ type: "invalid_request", message });

const readNumber = (
  text: string | null,
  name: string,
  absent: number,
  maximum: number,
): Result<number, AdjudonError> => {
  if (text === null || text === "") return ok(absent);
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= maximum ? ok(value) : invalid(`${name} must be a number from 1 to ${maximum}`);
};

const FORM = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Of days that the calendar has: the parser takes a 30th of February for a day in March. */
const isDay = (day: string): boolean => {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};

/** ISO 8601; a day alone is its first instant as `from` and its last as `to`. Without a zone it is UTC. */
const readInstant = (text: string | null, name: string, endOfDay: string): Result<Instant | null, AdjudonError> => {
  if (text === null || text === "") return ok(null);
  const [, day = "", zone] = FORM.exec(text) ?? [];
  const spelled = text === day ? `${day}T${endOfDay}Z` : zone === undefined ? `${text}Z` : text;
  const at = isDay(day) ? Date.parse(spelled) : Number.NaN;
  return Number.isNaN(at) ? invalid(`${name} must be an ISO 8601 date`) : ok(at);
};

export const readTracesQuery = (params: URLSearchParams): Result<TracesQuestion, AdjudonError> => {
  const page = readNumber(params.get("page"), "page", 1, MAX_PAGE);
  if (!page.ok) return page;
  const limit = readNumber(params.get("limit"), "limit", DEFAULT_LIMIT, MAX_LIMIT);
  if (!limit.ok) return limit;
  const from = readInstant(params.get("from"), "from", "00:00:00.000");
  if (!from.ok) return from;
  const to = readInstant(params.get("to"), "to", "23:59:59.999");
  if (!to.ok) return to;
  const agent = params.get("agentId") || null;
  const status = params.get("status") || null;
  return ok({ filter: { agent, status, from: from.value, to: to.value }, page: page.value, limit: limit.value });
};
