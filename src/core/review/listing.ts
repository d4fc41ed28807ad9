// What a list of reviews may be asked for: filters, an order, a page. Data only; queries/ answers it.
// Source: workspace.md 4, `GET /v2/reviews`.

import type { JsonObject } from "../json.ts";
import type { Instant } from "../time.ts";
import { type Actor, isAdministrator } from "./actor.ts";
import type { Priority, Review, ReviewStatus, SlaState } from "./review.ts";

/** Every part must hold; null asks for nothing. Instants are exclusive bounds. */
export interface ReviewFilter {
  /** Any of them; empty: every status. */
  readonly statuses: readonly ReviewStatus[];
  readonly dialect: string | null;
  readonly priority: Priority | null;
  readonly assignedTo: string | null;
  /** Name of a group that was asked. */
  readonly group: string | null;
  readonly sla: SlaState["status"] | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly createdAfter: Instant | null;
  readonly createdBefore: Instant | null;
  readonly dueBefore: Instant | null;
}

/** `createdAt`: newest first. `dueAt`: soonest first, no deadline last. `priority`: most pressing first, then oldest. */
export type ReviewSort = "createdAt" | "dueAt" | "priority";

/** The last row that a page looked at: its sort key (0 for `createdAt`, whose order is the id's) and its id. */
export interface ListPosition {
  readonly key: number;
  readonly id: string;
}

export interface ListQuery {
  readonly workspaceId: string;
  readonly filter: ReviewFilter;
  readonly sort: ReviewSort;
  /** Null: from the beginning. */
  readonly after: ListPosition | null;
  readonly limit: number;
  /** Reader principals of the caller; null: sees every review. */
  readonly principals: readonly string[] | null;
  /** All dialects there are: one stream of the status index each. */
  readonly dialects: readonly string[];
  /** Ids tell real time; on a workspace with its own clock they bound no `created…` filter. */
  readonly isRealTime: boolean;
}

/** A review with the body of its subject; null where it has none. */
export interface ReviewWithSubject {
  readonly review: Review;
  readonly attributes: JsonObject | null;
}

/** A page may be shorter than asked for, even empty, and still have a next one: rows read per page are bounded. */
export interface ListPage {
  readonly reviews: readonly ReviewWithSubject[];
  readonly next: ListPosition | null;
}

/** Principal that every caller of a workspace is: reader of the reviews that all members may see. */
export const EVERYONE = "everyone";

/** Under which names the actor reads. Groups match by exact name; a service is in none. */
export const principalsOf = ({ kind, id, groups }: Actor): readonly string[] => [
  EVERYONE,
  `${kind}:${id}`,
  ...groups.map((group) => `group:${group}`),
];

/** Who is named as a reader of the review when it opens, and stays it. */
export const readersOf = ({ policy, requester }: Review): readonly string[] => {
  const groups = [...policy.askedGroups, ...(policy.forceGroups ?? [])];
  const first = policy.visibility === "members" ? [EVERYONE] : [];
  const owner = requester === null || policy.visibility === "members" ? [] : [`${requester.kind}:${requester.id}`];
  return [...new Set([...first, ...owner, ...groups.map((group) => `group:${group}`)])];
};

/** Whether the actor sees every review of the workspace, and everything in it unscrubbed. */
export const seesEverything = ({ role }: Actor): boolean => isAdministrator(role) || role === "auditor";
