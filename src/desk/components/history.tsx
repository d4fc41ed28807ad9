// The audit trail of one review in plain words: who, what, when, through which entrance, and what they wrote.
// Whether the chain holds is computed by whoever reads the trail; it is shown here, never assumed.

import type { Child } from "hono/jsx";
import type { TrailRow } from "../../app/review-queries.ts";
import type { Json } from "../../core/json.ts";
import type { ChainBreak, ChainBreakReason } from "../../core/review/audit-chain.ts";
import type { Instant } from "../../core/time.ts";
import { factsAfter, NO_FACTS, type TrailFacts } from "./event-data.ts";
import { EventSentence } from "./event-words.tsx";
import { Foreign, LongText } from "./foreign-text.tsx";
import { JsonView } from "./json-view.tsx";
import { Moment } from "./moment.tsx";
import type { NameOf, PersonRef } from "./people.tsx";

/** A row of the trail with what was so before it. */
export interface HistoryEntry {
  readonly row: TrailRow;
  readonly before: TrailFacts;
}

/** Of all rows from the first one on. */
export const entriesOf = (rows: readonly TrailRow[]): readonly HistoryEntry[] => {
  const entries: HistoryEntry[] = [];
  let before = NO_FACTS;
  for (const row of rows) {
    entries.push({ row, before });
    if (row.event.event !== null) before = factsAfter(before, row.event.event);
  }
  return entries;
};

/** Assumption: whatever other name an entrance has is that of an API. */
const Entrance = ({ entrance }: { readonly entrance: string }) => {
  if (entrance === "desk") return <>at the desk</>;
  if (entrance === "sweep") return <>by the clock</>;
  return (
    <>
      through the <Foreign text={entrance} /> API
    </>
  );
};

const TEXT_LABELS: Readonly<Record<string, string>> = {
  reason: "Reason",
  notes: "Notes",
  note: "Note",
  output: "Output",
  claimedEmail: "In the name of",
};

const textOf = (name: string, value: Json): Child => (
  <div>
    <dt>{TEXT_LABELS[name] ?? <Foreign text={name} />}</dt>
    <dd>{typeof value === "string" ? <LongText text={value} /> : <JsonView value={value} label={name} />}</dd>
  </div>
);

/** What was written with an event; that it was erased, where it was. */
const Texts = ({ row: { event } }: { readonly row: TrailRow }) => {
  if (event.event?.texts == null) return null;
  if (event.texts === null) return <p class="muted small">What was written here has been erased.</p>;
  const { texts } = event.texts;
  const isObject = typeof texts === "object" && texts !== null && !Array.isArray(texts);
  return (
    <dl class="facts texts">
      {Object.entries(isObject ? texts : { text: texts }).map(([name, value]) => textOf(name, value))}
    </dl>
  );
};

export interface HistoryView {
  readonly nameOf: NameOf;
  readonly you?: PersonRef | undefined;
  readonly now: Instant;
}

const Entry = ({ entry, view }: { readonly entry: HistoryEntry; readonly view: HistoryView }) => {
  const { row, before } = entry;
  const { version, event } = row.event;
  if (event === null) return <li id={`v${version}`}>Event {version} cannot be read.</li>;
  return (
    <li id={`v${version}`}>
      <p>
        <EventSentence event={event} before={before} nameOf={view.nameOf} you={view.you} />
      </p>
      <Texts row={row} />
      <p class="muted small">
        <Moment at={Date.parse(event.at)} now={view.now} />, <Entrance entrance={event.entrance} />
        {event.clock === undefined ? null : ", on the test clock"}
      </p>
    </li>
  );
};

/** In the order given. */
export const History = ({
  entries,
  view,
}: {
  readonly entries: readonly HistoryEntry[];
  readonly view: HistoryView;
}) => (
  <ol class="history">
    {entries.map((entry) => (
      <Entry entry={entry} view={view} />
    ))}
  </ol>
);

const BREAK_WORDS = {
  missing: "it is missing",
  unexpected: "it should not be there",
  unreadable: "it cannot be read",
  hash_mismatch: "it, or the one before it, is not the one that was recorded",
  texts_mismatch: "what is written with it is not what was recorded",
  head_mismatch: "the chain does not end where the review says",
} as const satisfies Record<ChainBreakReason, string>;

/** How far a trail was verified just now. */
export interface ChainStanding {
  readonly verifiedVersion: number;
  readonly broken: ChainBreak | null;
  /** False: there is more than one page verifies. */
  readonly isComplete: boolean;
}

export const ChainMark = ({ verifiedVersion, broken, isComplete }: ChainStanding) => {
  if (broken !== null) {
    return (
      <p class="chain chain-broken" role="alert">
        The chain is broken at event {broken.version}: {BREAK_WORDS[broken.reason]}. Do not rely on this history.
      </p>
    );
  }
  const events = verifiedVersion === 1 ? "the one event" : `all ${verifiedVersion} events`;
  return (
    <p class={isComplete ? "chain chain-verified" : "chain"}>
      {isComplete
        ? `Chain verified: ${events} hashed again just now.`
        : `Chain verified up to event ${verifiedVersion}; there are more.`}
    </p>
  );
};
