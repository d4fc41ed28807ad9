// What an event adds to the figures of its workspace, judged on the review right after it and on what was known of the
// review while it was open. Pure: the same stream gives the same figures, in whatever steps it is read.
// Source: time.md 3, 9.

import { addCounts, type Counts, countsOf, timed } from "./metric-counts.ts";
import { NOW, startOf, WIDTHS } from "./metric-spans.ts";
import type { Person } from "./review/actor.ts";
import { isOpen, type Priority, type ReviewStatus, type SlaState } from "./review/review.ts";
import type { Instant } from "./time.ts";

/** One event with the review right after it, as far as figures need it. */
export interface MeasuredEvent {
  readonly type: string;
  readonly reviewId: string;
  readonly version: number;
  readonly at: Instant;
  readonly dialect: string;
  readonly status: ReviewStatus;
  readonly priority: Priority;
  /** Null: no deadline. */
  readonly slaStatus: SlaState["status"] | null;
  readonly openedAt: Instant;
  /** Whether time made the decision that stands; null: none stands. */
  readonly isAutomated: boolean | null;
  /** Who escalated last; null: nobody has. */
  readonly escalatedBy: Person["kind"] | null;
}

/** What is known of a review while it is open. */
export interface OpenEntry {
  readonly reviewId: string;
  readonly dialect: string;
  readonly openedAt: Instant;
  readonly status: ReviewStatus;
  readonly priority: Priority;
  readonly slaStatus: SlaState["status"] | null;
  /** Somebody has acted on it. */
  readonly isTouched: boolean;
}

/** Acts by which a person takes a review up. Notes do not, and neither does taking the question back. */
const TOUCHES: readonly string[] = ["assigned", "started", "findings_saved", "vote_cast", "second_review_requested"];

const isTouch = ({ type, status, escalatedBy, isAutomated }: MeasuredEvent): boolean =>
  TOUCHES.includes(type) ||
  (type === "escalated" && escalatedBy !== "policy") ||
  // A decision that settles; one that time made is nobody's act.
  (!isOpen(status) && type === status && isAutomated === false);

const ending = (event: MeasuredEvent, wasOpen: boolean): Counts => ({
  [`settled:${event.status}`]: 1,
  ...(event.slaStatus === "met" ? { met: 1 } : {}),
  ...(event.status === "expired" || event.isAutomated === true ? { automated: 1 } : {}),
  // A review that was born settled kept nobody waiting.
  ...(wasOpen && event.isAutomated !== null ? timed("decision", event.at - event.openedAt) : {}),
});

/** What happened, counted. `before` null: the review was not open, or not there. */
const happened = (before: OpenEntry | null, event: MeasuredEvent): Counts => {
  const isBirth = event.version === 1;
  const isFirstTouch = before !== null && !before.isTouched && isTouch(event);
  const settles = (isBirth || before !== null) && !isOpen(event.status);
  return {
    ...(isBirth ? { opened: 1 } : {}),
    ...(event.type === "sla_breached" ? { breached: 1 } : {}),
    ...(event.type === "escalated" ? { escalated: 1 } : {}),
    ...(isFirstTouch ? timed("touch", event.at - event.openedAt) : {}),
    ...(settles ? ending(event, before !== null) : {}),
  };
};

const entryAfter = (before: OpenEntry | null, event: MeasuredEvent): OpenEntry | null => {
  if (!isOpen(event.status)) return null;
  const { reviewId, dialect, openedAt, status, priority, slaStatus } = event;
  const isTouched = before !== null && (before.isTouched || isTouch(event));
  return { reviewId, dialect, openedAt, status, priority, slaStatus, isTouched };
};

/** What an open review adds to what is open, `sign` times. */
const standing = (entry: OpenEntry | null, sign: 1 | -1): Counts =>
  entry === null
    ? {}
    : {
        [`status:${entry.status}`]: sign,
        [`priority:${entry.priority}`]: sign,
        ...(entry.slaStatus === null ? {} : { [`sla:${entry.slaStatus}`]: sign }),
      };

export interface SpanKey {
  readonly dialect: string;
  readonly width: number;
  readonly start: Instant;
}

/** Counts of one dialect in one span of time. */
export interface Span extends SpanKey {
  readonly counts: Counts;
}

/** Every span that an event may add to. */
export const spanKeysOf = ({ dialect, at }: Pick<MeasuredEvent, "dialect" | "at">): readonly SpanKey[] => [
  { dialect, width: NOW, start: 0 },
  ...WIDTHS.map((width) => ({ dialect, width, start: startOf(at, width) })),
];

/** One key a span. */
export const spanName = ({ dialect, width, start }: SpanKey): string => `${width} ${start} ${dialect}`;

/** How many more reviews stand open in each status than before: what happened, to those who ask how deep it was then. */
const moved = (shift: Counts): Counts =>
  Object.fromEntries(Object.entries(countsOf(shift, "status")).map(([status, by]) => [`moved:${status}`, by]));

export interface Tally {
  /** Every span with something new in it, as it is now. */
  readonly spans: readonly Span[];
  /** Reviews of the events that are open after them. */
  readonly open: readonly OpenEntry[];
  /** Those that are not. */
  readonly closed: readonly Pick<OpenEntry, "reviewId" | "dialect" | "openedAt">[];
}

/** Adds events, in the order of the stream, to the spans they fall into. `known`: what is known before the first. */
export const tally = (
  events: readonly MeasuredEvent[],
  known: { readonly entries: readonly OpenEntry[]; readonly spans: readonly Span[] },
): Tally => {
  const entries = new Map(known.entries.map((entry) => [entry.reviewId, entry]));
  const spans = new Map(known.spans.map((span) => [spanName(span), span]));
  const changed = new Set<string>();
  for (const event of events) {
    const before = entries.get(event.reviewId) ?? null;
    const after = entryAfter(before, event);
    const shift = addCounts(standing(before, -1), standing(after, 1));
    const facts = addCounts(happened(before, event), moved(shift));
    for (const key of spanKeysOf(event)) {
      const added = key.width === NOW ? shift : facts;
      if (Object.keys(added).length === 0) continue;
      const name = spanName(key);
      spans.set(name, { ...key, counts: addCounts(spans.get(name)?.counts ?? {}, added) });
      changed.add(name);
    }
    if (after === null) entries.delete(event.reviewId);
    else entries.set(event.reviewId, after);
  }
  const touched = [...new Map(events.map((event) => [event.reviewId, event])).values()];
  return {
    spans: [...spans.values()].filter((span) => changed.has(spanName(span))),
    open: touched.flatMap(({ reviewId }) => entries.get(reviewId) ?? []),
    closed: touched.filter(({ reviewId }) => !entries.has(reviewId)),
  };
};
