// What the clients of all five APIs did and what they were told. Every request names itself in `x-request-id`, which the
// service writes into the audit row of whatever the request changed.

import type { HeaderList } from "./fuzz-target.ts";

/** What an act that succeeds leaves behind: an event, or a thing that carries the act's own mark in its body. */
export type Trace = "event" | "mark";

export interface Act {
  readonly requestId: string;
  readonly dialect: string;
  /** For reports: `POST /v2/reviews`. */
  readonly label: string;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: string;
  /** Sent with an idempotency key, its request id: such an act may be sent again. */
  readonly isKeyed: boolean;
  readonly leaves: Trace;
}

/** `unanswered`: 503, or nothing; nobody knows whether it stands. */
export type Fate = "acknowledged" | "refused" | "unanswered";

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export class Ledger {
  private readonly entries = new Map<string, { readonly act: Act; readonly fate: Fate }>();
  /** Answers that no client should ever get. */
  readonly failures: string[] = [];

  settle(act: Act, fate: Fate): void {
    this.entries.set(act.requestId, { act, fate });
  }

  get all(): readonly { readonly act: Act; readonly fate: Fate }[] {
    return [...this.entries.values()];
  }

  withFate(fate: Fate): readonly Act[] {
    return this.all.flatMap((entry) => (entry.fate === fate ? [entry.act] : []));
  }

  /** `alloy 12, hoop 31, …` of the acts with that fate. */
  tally(fate: Fate): string {
    const counts = new Map<string, number>();
    for (const { dialect } of this.withFate(fate)) counts.set(dialect, (counts.get(dialect) ?? 0) + 1);
    return [...counts]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([dialect, count]) => `${dialect} ${count}`)
      .join(", ");
  }
}

/** The same act sent again under its own key, and under another name. */
export const againOf = (requestId: string): string => `${requestId}.again`;
