// Decide and next: where somebody goes who came from the queue and has decided. The next review of the same filters is
// theirs for the length of a claim; with nothing left, back to the queue.

import type { LineFilter } from "../../app/claim-ports.ts";
import { PRIORITIES } from "../../core/review/review.ts";
import type { DeskContext } from "../context.ts";
import { factsOf } from "../form.tsx";
import { QUEUE, reviewPath, withQuery } from "../routes.ts";

/** Filters of the queue that a line knows too; what it does not know only makes it wider. */
const lineOf = (query: URLSearchParams): LineFilter => ({
  dialect: query.get("dialect") || null,
  group: query.get("group") || null,
  status: (["pending", "in_progress"] as const).find((status) => status === query.get("status")) ?? null,
  priority: PRIORITIES.find((priority) => priority === query.get("priority")) ?? null,
  isAnybodys: false,
});

/** Longest query of a queue that a page carries along: it comes back in addresses. */
const MAX_QUERY_CHARS = 2_000;

/** The queue's filters as a page or a form brings them; null: it was not opened from there. */
export const readNext = (text: string | null | undefined): string | null =>
  text == null || text.length > MAX_QUERY_CHARS ? null : new URLSearchParams(text).toString();

/** The address to look at next. `query`: the queue's filters, as the page carried them. */
export const nextInLine = async (c: DeskContext, query: string, decided: string): Promise<string> => {
  const filters = new URLSearchParams(query);
  // The key belongs to the decision: a lease that is asked for twice is only renewed.
  const facts = { ...(await factsOf(c)), ifMatch: null, idempotency: null, answer: null };
  const request = { filter: lineOf(filters), skip: [decided] };
  const next = await c.var.services.claims.next(c.var.principal, request, facts);
  // Too much was in the way: what is left is still in the queue.
  if (!next.ok) return withQuery(QUEUE, Object.fromEntries(filters));
  if (next.value === null) return withQuery(QUEUE, { ...Object.fromEntries(filters), "nothing-left": "" });
  return withQuery(reviewPath(next.value.review.id), { next: filters.toString() });
};
