// Business time: how much of it lies between two instants, and when so much of it will have passed.
// A business minute is an elapsed minute whose reading on a wall clock of the zone lies inside the hours. So a night
// that gains or loses an hour gains or loses sixty, a local time that does not exist is never open, one that exists
// twice is open twice. It trusts its calendar: calendar-problems.ts says what a calendar must be. Source: spec/time.md 1, 4, 7.

import { MS_PER_DAY, stretches, type Stretch } from "./time-zone.ts";
import { type Instant, MS_PER_MINUTE } from "./time.ts";

export { type CalendarProblem, calendarProblems } from "./calendar-problems.ts";

export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

export interface Calendar {
  /** IANA name. */
  readonly timeZone: string;
  /** Local `["HH:MM", "HH:MM"]`, opening inclusive, closing exclusive; `24:00` may close. A day without a key is closed. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly (readonly [string, string])[]>>>;
  /** Local dates `YYYY-MM-DD` that stay closed from midnight to midnight. */
  readonly holidays: readonly string[];
}

/** Where the search for business time ends: the last instant that ISO 8601 spells with a year of four digits. */
const END_OF_CALENDARS: Instant = Date.UTC(10_000, 0, 1) - 1;

/**
 * The earliest instant by which `ms` of business time have passed since `from`: due exactly at closing time is that
 * closing time, not the next opening, and 0 is `from` itself, open or not. Negative `ms` go back, to the earliest
 * instant that far before `from`. What would lie beyond the year 9999 is the end of that year:
 * only a calendar of a few minutes a week gets there.
 */
export const addBusinessMs = (calendar: Calendar, from: Instant, ms: number): Instant => {
  if (ms === 0) return from;
  if (ms < 0) return goBack(calendar, from, -ms);
  const hours = readHours(calendar);
  let left = ms;
  for (const stretch of stretches(calendar.timeZone, from, END_OF_CALENDARS)) {
    for (const { start, end } of openSpans(hours, stretch)) {
      if (left <= end - start) return start + left;
      left -= end - start;
    }
  }
  return Math.max(from, END_OF_CALENDARS);
};

/** Business time from `from` to `to`; negative when `to` comes first. */
export const businessMsBetween = (calendar: Calendar, from: Instant, to: Instant): number => {
  if (to < from) return 0 - businessMsBetween(calendar, to, from);
  const hours = readHours(calendar);
  let ms = 0;
  for (const stretch of stretches(calendar.timeZone, from, to)) {
    for (const { start, end } of openSpans(hours, stretch)) ms += end - start;
  }
  return ms;
};

/** As {@link addBusinessMs}; a null calendar is the wall clock. */
export const addTime = (calendar: Calendar | null, from: Instant, ms: number): Instant =>
  calendar === null ? from + ms : addBusinessMs(calendar, from, ms);

/** As {@link businessMsBetween}; a null calendar is the wall clock. */
export const timeBetween = (calendar: Calendar | null, from: Instant, to: Instant): number =>
  calendar === null ? to - from : businessMsBetween(calendar, from, to);

/** Steps back until enough business time lies ahead, then walks forward to the point. */
const goBack = (calendar: Calendar, from: Instant, ms: number): Instant => {
  let start = from;
  let passed = 0;
  while (passed < ms) {
    const earlier = start - 7 * MS_PER_DAY;
    passed += businessMsBetween(calendar, earlier, start);
    start = earlier;
  }
  return addBusinessMs(calendar, start, passed - ms);
};

/** Half-open; in {@link OpeningHours} milliseconds after local midnight, else instants. */
interface Span {
  readonly start: number;
  readonly end: number;
}

interface OpeningHours {
  /** Monday first, each day's spans in order. */
  readonly byWeekday: readonly (readonly Span[])[];
  /** Local days, counted from 1970-01-01. */
  readonly holidays: ReadonlySet<number>;
}

/** The open spans of a stretch, in order. Its offset is constant, so local time is plain arithmetic. */
function* openSpans({ byWeekday, holidays }: OpeningHours, { start, end, offsetMs }: Stretch): Generator<Span> {
  const localStart = start + offsetMs;
  const localEnd = end + offsetMs;
  for (let day = Math.floor(localStart / MS_PER_DAY); day * MS_PER_DAY < localEnd; day++) {
    if (holidays.has(day)) continue;
    for (const span of byWeekday[weekdayIndex(day)] ?? []) {
      const opensAt = Math.max(day * MS_PER_DAY + span.start, localStart) - offsetMs;
      const closesAt = Math.min(day * MS_PER_DAY + span.end, localEnd) - offsetMs;
      if (opensAt < closesAt) yield { start: opensAt, end: closesAt };
    }
  }
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
const weekdayIndex = (day: number): number => (((day + 3) % 7) + 7) % 7;

const readHours = ({ hours, holidays }: Calendar): OpeningHours => {
  const days = [hours.mon, hours.tue, hours.wed, hours.thu, hours.fri, hours.sat, hours.sun];
  const byWeekday = days.map((intervals = []) =>
    intervals
      .map(([opens, closes]) => ({ start: msOfDay(opens), end: msOfDay(closes) }))
      .toSorted((a, b) => a.start - b.start),
  );
  if (byWeekday.every((spans) => spans.length === 0)) throw new RangeError("a calendar with no hours never opens");
  return { byWeekday, holidays: new Set(holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY)) };
};

const msOfDay = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * MS_PER_MINUTE;
