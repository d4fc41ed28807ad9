// What a calendar must be before calendar.ts may trust it: a known zone, hours that open, close and do not overlap,
// holidays that exist. Every problem is told at once, each with its place in the calendar. Source: spec/time.md 1, 7.

import type { Calendar, Weekday } from "./calendar.ts";
import { isKnownZone } from "./time-zone.ts";

export interface CalendarProblem {
  /** JSON pointer within the calendar, such as `/hours/mon/0/1`. */
  readonly path: string;
  readonly message: string;
}

/** Empty for a calendar that can be used. Intervals may stand in any order and may touch. */
export const calendarProblems = ({ timeZone, hours, holidays }: Calendar): readonly CalendarProblem[] => {
  const problems: CalendarProblem[] = [];
  if (!isKnownZone(timeZone)) problems.push({ path: "/timeZone", message: "is not a known time zone" });
  const days = WEEKDAYS.map((day) => ({ day, intervals: hours[day] ?? [] }));
  if (days.every(({ intervals }) => intervals.length === 0)) {
    problems.push({ path: "/hours", message: "must open at least once a week" });
  }
  for (const { day, intervals } of days) problems.push(...intervalProblems(`/hours/${day}`, intervals));
  for (const [index, date] of holidays.entries()) {
    if (!isDate(date)) problems.push({ path: `/holidays/${index}`, message: "must be a date YYYY-MM-DD" });
  }
  return problems;
};

const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const OPENING_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const CLOSING_TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Times of one spelling compare as text, so overlaps are found without reading them. */
const intervalProblems = (path: string, intervals: readonly (readonly [string, string])[]): CalendarProblem[] => {
  const problems: CalendarProblem[] = [];
  for (const [index, [opens, closes]] of intervals.entries()) {
    const here = `${path}/${index}`;
    const isSpelled = [OPENING_TIME.test(opens), CLOSING_TIME.test(closes)];
    if (!isSpelled[0]) problems.push({ path: `${here}/0`, message: "must be a time HH:MM before 24:00" });
    if (!isSpelled[1]) problems.push({ path: `${here}/1`, message: "must be a time HH:MM, at most 24:00" });
    if (isSpelled.includes(false)) continue;
    if (opens >= closes) problems.push({ path: here, message: "must open before it closes" });
    const isOverlapping = intervals.slice(0, index).some((other) => opens < other[1] && other[0] < closes);
    if (isOverlapping) problems.push({ path: here, message: "overlaps an earlier interval of the day" });
  }
  return problems;
};

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
};
