// One line of the queue: what it is about, how pressing it is, how long is left, who has it. Each line is a landmark of its
// own for the island: it finds a line by its review's id and knows by the version whether it changed.

import type { QueueItem } from "../../app/review-queries.ts";
import { isOpen, type Review } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import { DialectBadge, PriorityBadge, StatusBadge } from "../components/badge.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { Ago } from "../components/moment.tsx";
import type { NameOf } from "../components/people.tsx";
import { SlaText } from "../components/sla-text.tsx";
import { slaFactsOf } from "../components/sla-words.ts";
import { reviewPath, withQuery } from "../routes.ts";

export interface RowsProps {
  readonly items: readonly QueueItem[];
  readonly now: Instant;
  readonly nameOf: NameOf;
  /** Id of the reader. */
  readonly you: string;
  /** Query of the view, which the page of a review hands on. */
  readonly search: string;
  /** Review -> why the last bulk decision left it out. */
  readonly refused: ReadonlyMap<string, string>;
}

const Groups = ({ review }: { readonly review: Review }) => {
  const { groups } = review;
  if (groups.length === 0) return null;
  const waiting = groups.filter(({ status }) => status === "pending");
  const done = groups.length - waiting.length;
  return (
    <span class="row-groups">
      {done} of {groups.length} groups
      {waiting.length === 0 || !isOpen(review.status) ? null : (
        <>
          , waits for{" "}
          {waiting.slice(0, 3).map(({ group }, place) => (
            <>
              {place === 0 ? null : ", "}
              <Foreign text={group} />
            </>
          ))}
          {waiting.length > 3 ? ` and ${waiting.length - 3} more` : null}
        </>
      )}
    </span>
  );
};

const Holder = ({ item, nameOf, you }: Pick<RowsProps, "nameOf" | "you"> & { readonly item: QueueItem }) => {
  const { review, claim } = item;
  const named = (id: string) => (id === you ? "you" : <Foreign text={nameOf({ kind: "member", id })} />);
  return (
    <>
      {review.assignedTo === null ? null : <span>for {named(review.assignedTo)}</span>}
      {claim === null ? null : (
        <span class="row-claim">{claim.by.id === you ? "you are on it" : <>{named(claim.by.id)} is on it</>}</span>
      )}
      {review.assignedTo === null && claim === null ? <span class="row-free">nobody yet</span> : null}
    </>
  );
};

const Row = ({ item, now, nameOf, you, search, refused }: Omit<RowsProps, "items"> & { readonly item: QueueItem }) => {
  const { review } = item;
  const { id, version, subject, status, priority, dialect, createdAt } = review;
  const problem = refused.get(id);
  const mark = `${version}-${item.claim?.by.id ?? ""}`;
  return (
    <li class="row" data-review={id} data-mark={mark}>
      <span class="row-pick">
        <input
          type="checkbox"
          name="item"
          value={`${id}@${version}`}
          aria-labelledby={`s-${id}`}
          checked={problem !== undefined}
          disabled={!isOpen(status)}
        />
      </span>
      <div class="row-what">
        <a id={`s-${id}`} class="row-link" href={withQuery(reviewPath(id), { next: search })}>
          <span class="row-type">{subject.type.replaceAll("_", " ")}</span> <Foreign text={subject.id} />
        </a>
        <span class="row-more">
          <StatusBadge status={status} /> <DialectBadge dialect={dialect} /> <Groups review={review} />
        </span>
        {problem === undefined ? null : <span class="row-problem">{problem}</span>}
      </div>
      <span class="row-priority">
        <PriorityBadge priority={priority} />
      </span>
      <span class="row-due">
        <SlaText facts={slaFactsOf(review, isOpen)} now={now} />
      </span>
      <span class="row-age">
        <span class="row-label">opened </span>
        <Ago at={createdAt} now={now} />
      </span>
      <span class="row-who">
        <Holder item={item} nameOf={nameOf} you={you} />
      </span>
    </li>
  );
};

export const Rows = ({ items, ...props }: RowsProps) => (
  <ul class="rows" aria-label="Reviews" id="rows">
    {items.map((item) => (
      <Row item={item} {...props} />
    ))}
  </ul>
);
