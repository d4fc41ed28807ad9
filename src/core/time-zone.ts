// Offsets of time zones, asked of the platform's own zone rules (Intl): no zone arithmetic of ours.
// Answers one question, "which stretches of time keep one offset", so that nobody has to turn a local time into an
// instant: local times that do not exist or exist twice cannot go wrong. Source: spec/time.md 1.

import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from "./time.ts";

const MS_PER_HOUR = 60 * MS_PER_MINUTE;
/** A day without a change of offset. */
export const MS_PER_DAY = 24 * MS_PER_HOUR;

/** From `start` up to, not including, `end`, local time is UTC plus `offsetMs`. */
export interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
  readonly offsetMs: number;
}

/** Whether the platform knows the zone: an IANA name in any case, or a fixed offset such as `+05:30`. */
export const isKnownZone = (timeZone: string): boolean => {
  try {
    formatterOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/**
 * How far apart two questions about the offset may lie. The shortest time any zone kept an offset, 1970-2040, is 6 days
 * 23 hours (Brazil's one-week summer of 2000; asked hour by hour of every zone), so five days miss no change.
 */
const STRIDE_MS = 5 * MS_PER_DAY;

/** The time from `from` to `to`, in order and without gaps, cut wherever the offset changes (and every few days). */
export function* stretches(timeZone: string, from: Instant, to: Instant): Generator<Stretch> {
  let start = from;
  let offsetMs = offsetAt(timeZone, start);
  while (start < to) {
    const end = Math.min(start + STRIDE_MS, to);
    const nextOffsetMs = offsetAt(timeZone, end);
    if (nextOffsetMs === offsetMs) {
      yield { start, end, offsetMs };
    } else {
      const change = changeBetween(timeZone, start, end, offsetMs);
      yield { start, end: change, offsetMs };
      if (change < end) yield { start: change, end, offsetMs: nextOffsetMs };
    }
    start = end;
    offsetMs = nextOffsetMs;
  }
}

/** The first instant after `start` with another offset; `end` has one. */
const changeBetween = (timeZone: string, start: Instant, end: Instant, offsetMs: number): Instant => {
  let before = start;
  let after = end;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(timeZone, middle) === offsetMs) before = middle;
    else after = middle;
  }
  return after;
};

/** `GMT`, `GMT+05:30`, and for local mean times of the past `GMT-00:44:30`. */
const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

const offsetAt = (timeZone: string, at: Instant): number => {
  const spelled = formatterOf(timeZone).format(at);
  const match = OFFSET.exec(spelled);
  if (match === null) throw new Error(`the platform spells an offset in an unknown way: ${spelled}`);
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const size = Number(hours) * MS_PER_HOUR + Number(minutes) * MS_PER_MINUTE + Number(seconds) * MS_PER_SECOND;
  return sign === "-" ? -size : size;
};

/** Making a formatter costs a hundred times what using it costs; a name has endless spellings, hence the bound. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_KEPT = 64;

/** Throws RangeError for a zone that the platform does not know. */
const formatterOf = (timeZone: string): Intl.DateTimeFormat => {
  const kept = formatters.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  if (formatters.size >= FORMATTERS_KEPT) formatters.clear();
  formatters.set(timeZone, made);
  return made;
};
