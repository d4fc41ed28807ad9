// The queue: everything somebody could work on, in the order they asked for. Pages by place and not by number: what comes
// and goes before a page does not move it. Without a script it is links and one form; the island adds keys and live changes.

import type { QueueListPage } from "../../app/review-queries.ts";
import { mayWrite } from "../../core/review/actor.ts";
import { ErrorSummary } from "../components/form.tsx";
import { namesOf } from "../components/people.tsx";
import type { DeskContext } from "../context.ts";
import { FormSecrets } from "../form.tsx";
import { page } from "../layout.tsx";
import { reviewPath } from "../routes.ts";
import { Filters, queuePath, Views } from "./filters.tsx";
import type { BulkOutcome } from "./outcome.ts";
import { Rows, type RowsProps } from "./rows.tsx";
import { type QueueView, searchOf } from "./view.ts";

export interface QueueState {
  readonly view: QueueView;
  /** Parameters of the address that nobody understands. */
  readonly unknown: readonly string[];
  readonly dialects: readonly string[];
  readonly list: QueueListPage;
  /** Null: nothing was decided just now. */
  readonly outcome: BulkOutcome | null;
  /** Why a form was not taken; null: none came, or it was. */
  readonly problem: string | null;
  /** False: the reader has just asked for the next review, and there was none. */
  readonly isLeftOver: boolean;
}

const NextForm = ({ c, search }: { readonly c: DeskContext; readonly search: string }) => (
  <form method="post" action="/desk/next">
    <FormSecrets c={c} />
    <input type="hidden" name="search" value={search} />
    <button class="primary" type="submit" data-key="n" data-now="">
      Next review <kbd aria-hidden="true">n</kbd>
    </button>
  </form>
);

const reviews = (count: number): string => (count === 1 ? "1 review" : `${count} reviews`);

const Outcome = ({ outcome, shown }: { readonly outcome: BulkOutcome; readonly shown: ReadonlySet<string> }) => {
  const { decided, refused } = outcome;
  if (refused.size === 0) {
    return (
      <p class="notice notice-good" role="status">
        {reviews(decided)} decided.
      </p>
    );
  }
  const hidden = [...refused].filter(([id]) => !shown.has(id));
  const title = `${reviews(decided)} decided, ${refused.size} not`;
  return (
    <ErrorSummary title={title} problems={[]}>
      <p>Those that were not are still selected, each with its reason.</p>
      {hidden.length === 0 ? null : (
        <ul>
          {hidden.map(([id, why]) => (
            <li>
              <a href={reviewPath(id)}>{id}</a>: {why}
            </li>
          ))}
        </ul>
      )}
    </ErrorSummary>
  );
};

const BulkBar = () => (
  <div class="bulk" role="group" aria-label="Decide the selected reviews">
    <label class="bulk-all" hidden data-needs-script="">
      <input type="checkbox" id="all" /> All on this page
    </label>
    <output class="bulk-count" id="bulk-count" for="rows" />
    <span class="bulk-reason">
      <label for="reason">Reason</label>
      <input id="reason" name="reason" maxlength={2_000} dir="auto" autocomplete="off" placeholder="optional" />
    </span>
    <span class="actions">
      <button type="submit" name="verdict" value="approve" data-key="a">
        Approve selected <kbd aria-hidden="true">a</kbd>
      </button>
      <button class="danger" type="submit" name="verdict" value="reject" data-key="r">
        Reject selected <kbd aria-hidden="true">r</kbd>
      </button>
    </span>
  </div>
);

const KEYS: readonly (readonly [keys: string, meaning: string])[] = [
  ["j / k", "next or previous review"],
  ["x", "select it"],
  ["Enter", "open it"],
  ["n", "the next review for you"],
  ["a, r", "go to approve or reject; again, or Enter, sends it"],
  ["/", "find by subject id"],
];

const KeyHelp = () => (
  <details class="keys" hidden data-needs-script="">
    <summary>Keyboard</summary>
    <dl class="key-list">
      {KEYS.map(([keys, meaning]) => (
        <div>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
    <label>
      <input type="checkbox" id="keys-on" checked /> Single keys are on
    </label>
  </details>
);

const Empty = ({ view }: { readonly view: QueueView }) => (
  <div class="card empty">
    <h2>Nothing here</h2>
    <p class="muted">
      {view.after === null ? "No review fits this view just now." : "No review comes after this place any more."}
    </p>
    <p>
      <a href={queuePath({ ...view, after: null })}>{view.after === null ? "Look again" : "To the first page"}</a>
    </p>
  </div>
);

const Pages = ({ view, list }: Pick<QueueState, "view" | "list">) => (
  <nav class="pages" aria-label="Pages">
    {view.after === null ? null : <a href={queuePath({ ...view, after: null })}>First page</a>}
    {list.next === null ? null : (
      <a rel="next" href={queuePath({ ...view, after: list.next })}>
        Next page
      </a>
    )}
  </nav>
);

const NOTHING: ReadonlyMap<string, string> = new Map();

const List = ({
  c,
  state,
  rows,
}: {
  readonly c: DeskContext;
  readonly state: QueueState;
  readonly rows: RowsProps;
}) => {
  if (state.list.items.length === 0) return <Empty view={state.view} />;
  const isWriter = mayWrite(c.var.principal.actor.role);
  return (
    <form class={isWriter ? "queue-form" : "queue-form read-only"} method="post" action="/desk/bulk" id="queue-form">
      <FormSecrets c={c} />
      <input type="hidden" name="search" value={rows.search} />
      <Rows {...rows} />
      {isWriter ? <BulkBar /> : null}
    </form>
  );
};

export const queuePage = async (c: DeskContext, state: QueueState): Promise<Response> => {
  const { view, unknown, list, outcome, problem, dialects, isLeftOver } = state;
  const { principal, now } = c.var;
  const { members } = await c.var.document();
  const rows: RowsProps = {
    items: list.items,
    now,
    nameOf: namesOf(members),
    you: principal.actor.id,
    search: searchOf(view),
    refused: outcome?.refused ?? NOTHING,
  };
  const shown = new Set(list.items.map(({ review }) => review.id));
  const status = unknown.length > 0 || problem !== null ? 400 : 200;
  return page(
    c,
    { title: "Queue", active: "queue", island: "queue", status },
    <>
      <div class="page-head">
        <h1>Queue</h1>
        {mayWrite(principal.actor.role) ? <NextForm c={c} search={rows.search} /> : null}
      </div>
      {unknown.length === 0 ? null : (
        <p class="notice notice-warning" role="alert">
          This address asks for something that is not there, and it was left out: {unknown.join(", ")}.
        </p>
      )}
      {problem === null ? null : (
        <p class="notice notice-error" role="alert">
          {problem}
        </p>
      )}
      {isLeftOver ? null : (
        <p class="notice" role="status">
          Nothing in this view is waiting for you just now.
        </p>
      )}
      {outcome === null ? null : <Outcome outcome={outcome} shown={shown} />}
      <Views view={view} />
      <Filters view={view} dialects={dialects} />
      <List c={c} state={state} rows={rows} />
      <Pages view={view} list={list} />
      <KeyHelp />
    </>,
  );
};
