// What the queue shows, as its address says it: filters, order, place. The address is the saved view: it can be kept, sent
// to a colleague and opened again. What an address says that nobody understands is left out and named.

import type { QueueQuery, ReviewFilter, ReviewSort } from "../../app/review-queries.ts";
import type { Principal } from "../../app/principal.ts";
import { principalsOf, seesEverything } from "../../core/review/readers.ts";
import { isOpen, PRIORITIES, type Priority, REVIEW_STATUSES, type ReviewStatus } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";

export const PAGE_SIZE = 50;

export const SORTS = ["priority", "due", "age", "newest"] as const;
export type Sort = (typeof SORTS)[number];

export const SLA_STATES = ["on_track", "at_risk", "breached", "met"] as const;

/** Whose: everybody's, assigned to the reader, waiting for a group of the reader's, assigned to nobody. */
export const WHOSE = ["all", "mine", "groups", "unassigned"] as const;

export interface QueueView {
  /** `open`: pending or in progress. */
  readonly status: ReviewStatus | "open" | "any";
  readonly dialect: string | null;
  readonly priority: Priority | null;
  readonly sla: (typeof SLA_STATES)[number] | null;
  readonly whose: (typeof WHOSE)[number];
  /** Exact. */
  readonly subject: string | null;
  readonly sort: Sort;
  readonly after: { readonly key: number; readonly id: string } | null;
}

export const DEFAULT_VIEW: QueueView = {
  status: "open",
  dialect: null,
  priority: null,
  sla: null,
  whose: "all",
  subject: null,
  sort: "priority",
  after: null,
};

const MAX_SUBJECT_CHARS = 256;
const POSITION = /^(-?\d{1,16})\.([0-9a-f-]{0,36})$/;

const readPosition = (text: string): QueueView["after"] => {
  const [, key, id] = POSITION.exec(text) ?? [];
  return key === undefined || id === undefined ? null : { key: Number(key), id };
};

/** Reads one parameter; notes its name where the value is none of its values. */
type Read = <T>(name: string, otherwise: T, read: (text: string) => T | null) => T;

const oneOf =
  <T extends string>(values: readonly T[]) =>
  (text: string): T | null =>
    values.find((value) => value === text) ?? null;

/** `unknown`: names of parameters whose values nobody understands. */
export const readView = (
  query: URLSearchParams,
  dialects: readonly string[],
): { readonly view: QueueView; readonly unknown: readonly string[] } => {
  const unknown: string[] = [];
  const read: Read = (name, otherwise, reader) => {
    const text = query.get(name) ?? "";
    if (text === "") return otherwise;
    const value = reader(text);
    if (value === null) unknown.push(name);
    return value ?? otherwise;
  };
  const view: QueueView = {
    status: read("status", DEFAULT_VIEW.status, oneOf(["open", "any", ...REVIEW_STATUSES] as const)),
    dialect: read<string | null>("dialect", null, oneOf(dialects)),
    priority: read<Priority | null>("priority", null, oneOf(PRIORITIES)),
    sla: read<QueueView["sla"]>("sla", null, oneOf(SLA_STATES)),
    whose: read("whose", DEFAULT_VIEW.whose, oneOf(WHOSE)),
    subject: read<string | null>("subject", null, (text) => (text.length > MAX_SUBJECT_CHARS ? null : text)),
    sort: read("sort", DEFAULT_VIEW.sort, oneOf(SORTS)),
    after: read<QueueView["after"]>("after", null, readPosition),
  };
  return { view, unknown };
};

/** The query string of a view: what differs from the default, always in the same order. */
export const searchOf = ({ after, ...view }: QueueView): string => {
  const said = Object.entries({ ...view, after: after === null ? null : `${after.key}.${after.id}` });
  const parameters = new URLSearchParams();
  const defaults: Readonly<Record<string, unknown>> = { ...DEFAULT_VIEW };
  for (const [name, value] of said) if (value !== null && value !== defaults[name]) parameters.set(name, value);
  return parameters.toString();
};

const OPEN = REVIEW_STATUSES.filter(isOpen);

const statusesOf = ({ status }: QueueView): readonly ReviewStatus[] => {
  if (status === "open") return OPEN;
  return status === "any" ? [] : [status];
};

const sortOf = (view: QueueView): ReviewSort => {
  const statuses = statusesOf(view);
  const isOpenOnly = statuses.length > 0 && statuses.every(isOpen);
  switch (view.sort) {
    case "priority":
      return isOpenOnly ? "line" : "priority";
    case "due":
      return "dueAt";
    case "age":
      return "oldest";
    case "newest":
      return "createdAt";
  }
};

const whoseFilter = ({ whose }: QueueView, { actor }: Principal): Partial<ReviewFilter> => {
  switch (whose) {
    case "all":
      return {};
    case "mine":
      return { assignedTo: actor.id };
    case "groups":
      return { anyGroup: actor.groups };
    case "unassigned":
      return { isUnassigned: true };
  }
};

/** The question that the view asks for this reader. */
export const queryOf = (
  view: QueueView,
  principal: Principal,
  dialects: readonly string[],
  now: Instant,
): QueueQuery => ({
  workspaceId: principal.workspaceId,
  filter: {
    statuses: statusesOf(view),
    dialect: view.dialect,
    priority: view.priority,
    assignedTo: null,
    group: null,
    sla: view.sla,
    subjectType: null,
    subjectId: view.subject,
    createdAfter: null,
    createdBefore: null,
    dueBefore: null,
    ...whoseFilter(view, principal),
  },
  sort: sortOf(view),
  after: view.after,
  limit: PAGE_SIZE,
  principals: seesEverything(principal.actor) ? null : principalsOf(principal.actor),
  dialects,
  isRealTime: principal.testNow === null,
  now,
});
