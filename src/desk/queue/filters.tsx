// The queue's filters: views that one click opens, and a form for everything else. Both only make an address.

import { PRIORITIES, REVIEW_STATUSES } from "../../core/review/review.ts";
import { STATUS_WORDS } from "../components/badge.tsx";
import { Field, type Option, SelectField } from "../components/form.tsx";
import { QUEUE } from "../routes.ts";
import { DEFAULT_VIEW, type QueueView, searchOf, SLA_STATES, SORTS } from "./view.ts";

/** The queue in that view. */
export const queuePath = (view: QueueView): string => {
  const search = searchOf(view);
  return search === "" ? QUEUE : `${QUEUE}?${search}`;
};

/** Each keeps the order that the reader has chosen. */
const VIEWS: readonly (readonly [label: string, changes: Partial<QueueView>])[] = [
  ["All open", {}],
  ["Mine", { whose: "mine" }],
  ["My groups", { whose: "groups" }],
  ["Unassigned", { whose: "unassigned" }],
  ["Breached", { sla: "breached" }],
  ["Everything", { status: "any" }],
];

export const Views = ({ view }: { readonly view: QueueView }) => {
  const here = searchOf({ ...view, after: null });
  return (
    <nav class="views" aria-label="Views">
      {VIEWS.map(([label, changes]) => {
        const target = { ...DEFAULT_VIEW, sort: view.sort, ...changes };
        return (
          <a href={queuePath(target)} aria-current={searchOf(target) === here ? "true" : undefined}>
            {label}
          </a>
        );
      })}
    </nav>
  );
};

const SORT_WORDS = {
  priority: "Priority, then due",
  due: "Due first",
  age: "Oldest first",
  newest: "Newest first",
} as const;

const SLA_WORDS = { on_track: "On track", at_risk: "At risk", breached: "Breached", met: "Met" } as const;

const WHOSE_WORDS = { all: "Everybody's", mine: "Mine", groups: "My groups", unassigned: "Nobody's" } as const;

const any = (label: string): Option => ({ value: "", label });
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const statusOptions: readonly Option[] = [
  { value: "open", label: "Open" },
  ...REVIEW_STATUSES.map((status) => ({ value: status, label: capital(STATUS_WORDS[status]) })),
  { value: "any", label: "Any" },
];

interface FiltersProps {
  readonly view: QueueView;
  readonly dialects: readonly string[];
}

/** How many filters are set, for the fold's name. */
const setCount = ({ status, dialect, priority, sla, whose, subject }: QueueView): number =>
  [status !== "open", dialect, priority, sla, whose !== "all", subject].filter(Boolean).length;

export const Filters = ({ view, dialects }: FiltersProps) => {
  const count = setCount(view);
  return (
    <details class="filters" open={view.subject !== null || count > 1}>
      <summary>{count === 0 ? "Filter and sort" : `Filter and sort (${count} set)`}</summary>
      <form class="filter-form" method="get" action={QUEUE}>
        <SelectField id="f-status" name="status" label="Status" value={view.status} options={statusOptions} />
        <SelectField
          id="f-whose"
          name="whose"
          label="Whose"
          value={view.whose}
          options={Object.entries(WHOSE_WORDS).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          id="f-priority"
          name="priority"
          label="Priority"
          value={view.priority ?? ""}
          options={[any("Any"), ...PRIORITIES.map((value) => ({ value, label: capital(value) }))]}
        />
        <SelectField
          id="f-sla"
          name="sla"
          label="Deadline"
          value={view.sla ?? ""}
          options={[any("Any"), ...SLA_STATES.map((value) => ({ value, label: SLA_WORDS[value] }))]}
        />
        <SelectField
          id="f-dialect"
          name="dialect"
          label="Came through"
          value={view.dialect ?? ""}
          options={[any("Any"), ...dialects.map((value) => ({ value, label: value }))]}
        />
        <Field id="f-subject" label="Subject id">
          <input
            id="f-subject"
            name="subject"
            value={view.subject ?? ""}
            maxlength={256}
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            data-key="/"
          />
        </Field>
        <SelectField
          id="f-sort"
          name="sort"
          label="Order"
          value={view.sort}
          options={SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
        />
        <div class="actions filter-actions">
          <button type="submit">Show</button>
          <a href={queuePath({ ...DEFAULT_VIEW, sort: view.sort })}>Clear</a>
        </div>
      </form>
    </details>
  );
};
