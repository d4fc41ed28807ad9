// Durations and instants in words. Pure, and without a time zone but UTC: nobody knows where the reader sits.
// The island says the same words as the seconds pass.

import { type Instant, MS_PER_MINUTE } from "../../core/time.ts";

const MS_PER_HOUR = 60 * MS_PER_MINUTE;
const MS_PER_DAY = 24 * MS_PER_HOUR;
/** Up to two days hours say more than days do, and up to ten hours minutes matter. */
const HOURS_UNTIL_MS = 2 * MS_PER_DAY;
const MINUTES_UNTIL_MS = 10 * MS_PER_HOUR;

/** `42 min`, `2 h 5 min`, `14 h`, `3 days`; whole units, rounded down. Negative durations are their amount. */
export const durationWords = (durationMs: number): string => {
  const ms = Math.abs(durationMs);
  if (ms < MS_PER_MINUTE) return "less than a minute";
  const [hours, minutes] = [Math.floor(ms / MS_PER_HOUR), Math.floor((ms % MS_PER_HOUR) / MS_PER_MINUTE)];
  if (hours === 0) return `${minutes} min`;
  if (ms < MINUTES_UNTIL_MS) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  if (ms < HOURS_UNTIL_MS) return `${hours} h`;
  return `${Math.floor(ms / MS_PER_DAY)} days`;
};

/** `in 42 min`, `3 h ago`, `just now`. */
export const distanceWords = (at: Instant, now: Instant): string => {
  const distance = at - now;
  if (Math.abs(distance) < MS_PER_MINUTE) return distance > 0 ? "in less than a minute" : "just now";
  return distance > 0 ? `in ${durationWords(distance)}` : `${durationWords(distance)} ago`;
};

const full = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** `22 Nov 2026, 14:05:09 UTC`. */
export const instantWords = (at: Instant): string => `${full.format(at)} UTC`;
