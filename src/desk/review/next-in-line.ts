// Decide and next: where somebody goes who came from the queue and has decided. The next review of the same filters is
// theirs for the length of a claim; with nothing left, back to the queue.

import type { LineFilter } from "../../app/claim-ports.ts";
import { PRIORITIES } from "../../core/review/review.ts";
import type { DeskContext } from "../context.ts";
import { factsOf } from "../form.tsx";
import { QUEUE, reviewPath } from "../routes.ts";

/** Filters of the queue that a line knows too; what it does not know only makes it wider. */
const lineOf = (query: URLSearchParams): LineFilter => ({
  dialect: query.get("dialect") || null,
  group: query.get("group") || null,
  status: (["pending", "in_progress"] as const).find((status) => status === query.get("status")) ?? null,
  priority: PRIORITIES.find((priority) => priority === query.get("priority")) ?? null,
  isAnybodys: false,
});

/** The address to look at next. `query`: the queue's filters, as the page carried them. */
export const nextInLine = async (c: DeskContext, query: string, decided: string): Promise<string> => {
  const filters = new URLSearchParams(query);
  // The key belongs to the decision: a lease that is asked for twice is only renewed.
  const facts = { ...(await factsOf(c)), ifMatch: null, idempotency: null, answer: null };
  const request = { filter: lineOf(filters), skip: [decided] };
  const next = await c.var.services.claims.next(c.var.principal, request, facts);
  const search = filters.toString();
  if (!next.ok || next.value === null) return search === "" ? QUEUE : `${QUEUE}?${search}`;
  return `${reviewPath(next.value.review.id)}?${new URLSearchParams({ next: search }).toString()}`;
};
