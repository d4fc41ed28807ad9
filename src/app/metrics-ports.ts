// What figures need of storage. Counting is one writer a workspace, whoever runs it: a step is saved only where the one
// before it ended. Source: time.md 9.

import type { Counts } from "../core/metric-counts.ts";
import type { MeasuredEvent, OpenEntry, Span, SpanKey, Tally } from "../core/metrics.ts";
import type { Run } from "../core/metric-spans.ts";
import type { Instant } from "../core/time.ts";

/** The next events of a workspace's stream that no figure holds yet. */
export interface PendingEvents {
  /** Stream position of the last event counted. */
  readonly from: number;
  /** Position of the last of `events`. */
  readonly to: number;
  readonly events: readonly MeasuredEvent[];
}

export type EntryKey = Pick<OpenEntry, "reviewId" | "dialect" | "openedAt">;

export interface RollUpStore {
  readonly pending: (workspaceId: string, limit: number) => Promise<PendingEvents>;
  /** What stands under the keys; what is not there is left out. */
  readonly known: (
    workspaceId: string,
    entries: readonly EntryKey[],
    spans: readonly SpanKey[],
  ) => Promise<{ readonly entries: readonly OpenEntry[]; readonly spans: readonly Span[] }>;
  /** False: somebody else has counted from there meanwhile and nothing was written, or the reply was lost: look again. */
  readonly save: (workspaceId: string, step: Pick<PendingEvents, "from" | "to">, tally: Tally) => Promise<boolean>;
}

/** Counts of a range and of now, of one dialect or of all. */
export interface FiguresQuery {
  readonly workspaceId: string;
  readonly runs: readonly Run[];
  /** Null: of all. */
  readonly dialect: string | null;
}

export interface FiguresRead {
  readonly range: Counts;
  readonly open: Counts;
  readonly oldestOpenedAt: Instant | null;
}

/** Whole spans of one width, of each API apart, and how old what is open is. */
export interface SeriesQuery {
  readonly workspaceId: string;
  readonly run: Run;
  /** Opened from the one instant up to the other, exclusive. */
  readonly ages: readonly { readonly from: Instant; readonly to: Instant }[];
  /** Open reviews that are counted of each age at most. */
  readonly ageLimit: number;
  /** Null: of all. */
  readonly dialect: string | null;
}

export interface SeriesRead {
  /** In order of time. */
  readonly spans: readonly Span[];
  /** What is open now, by API. */
  readonly open: readonly Span[];
  /** As asked; `ageLimit` may stand for more. */
  readonly ages: readonly number[];
}

export interface MetricsStore extends RollUpStore {
  readonly read: (query: FiguresQuery) => Promise<FiguresRead>;
  /** One round trip; figures and depths are of the same moment. */
  readonly series: (query: SeriesQuery) => Promise<SeriesRead>;
  /** Workspaces with events that no figure holds yet, in order of id, after this one. */
  readonly behind: (after: string, limit: number) => Promise<readonly string[]>;
}
