// Spans of time that figures are summed over, from a day down to one millisecond, so that any range is a handful of
// runs of whole spans and every count is exact at both ends. All in UTC. Source: time.md 9.

import { type Instant, MS_PER_MINUTE } from "./time.ts";

const MS_PER_HOUR = 3_600_000;
const MS_PER_DAY = 86_400_000;

/** Widest first. Each divides the one before it; the last makes every instant a span of its own. */
export const WIDTHS = [MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, 1] as const;

/** Width of the one span that says what is open now. It has no beginning: its start is 0. */
export const NOW = 0;

/** Whole spans of one width, from the start of the first to the end of the last. */
export interface Run {
  readonly width: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** The start of the span that an instant falls into. */
export const startOf = (at: Instant, width: number): Instant => Math.floor(at / width) * width;

/** Runs that make up `from` to `to` (exclusive) exactly, in order of time: seven at most, the widest in the middle. */
export const runsOf = (from: Instant, to: Instant, widths: readonly number[] = WIDTHS): readonly Run[] => {
  const [width, ...narrower] = widths;
  if (from >= to || width === undefined) return [];
  const first = startOf(from + width - 1, width);
  const last = startOf(to, width);
  if (first >= last) return runsOf(from, to, narrower);
  return [...runsOf(from, first, narrower), { width, from: first, to: last }, ...runsOf(last, to, narrower)];
};
