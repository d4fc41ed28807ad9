// Routes of the queue: the page, the bulk decision, the next review, and word that something has changed.

import type { Desk, DeskContext } from "../context.ts";
import { methodNotAllowed } from "../errors.tsx";
import { seeOther } from "../layout.tsx";
import { nextInLine } from "../review/next-in-line.ts";
import { QUEUE, withQuery } from "../routes.ts";
import { decideChosen } from "./bulk.ts";
import { queuePath } from "./filters.tsx";
import { liveChanges } from "./live.ts";
import { outcomeParameters, readOutcome } from "./outcome.ts";
import { queuePage } from "./queue-page.tsx";
import { queryOf, readView, searchOf } from "./view.ts";

const show = async (
  c: DeskContext,
  query: URLSearchParams,
  dialects: readonly string[],
  problem: string | null,
): Promise<Response> => {
  const { principal, now, services } = c.var;
  const { view, unknown } = readView(query, dialects);
  const list = await services.reviews.queue(queryOf(view, principal, dialects, now));
  const isLeftOver = query.get("nothing-left") === null;
  return queuePage(c, { view, unknown, dialects, list, outcome: readOutcome(query), problem, isLeftOver });
};

/** The view that a form was sent from: only what a view is made of comes back. */
const searchIn = (c: DeskContext, dialects: readonly string[]): string =>
  searchOf(readView(new URLSearchParams(c.var.form.get("search") ?? ""), dialects).view);

const bulk = async (c: DeskContext, dialects: readonly string[]): Promise<Response> => {
  const search = searchIn(c, dialects);
  const results = await decideChosen(c);
  if (!results.ok) return show(c, new URLSearchParams(search), dialects, results.error);
  const parameters = { ...Object.fromEntries(new URLSearchParams(search)), ...outcomeParameters(results.value) };
  return seeOther(withQuery(QUEUE, parameters));
};

/** Nothing was left to hand out. */
const isQueue = (path: string): boolean => path === QUEUE || path.startsWith(`${QUEUE}?`);

/** Leased to the reader and shown; with nothing left, the queue says so. */
const next = async (c: DeskContext, dialects: readonly string[]): Promise<Response> => {
  const { view } = readView(new URLSearchParams(c.var.form.get("search") ?? ""), dialects);
  const found = await nextInLine(c, searchOf({ ...view, after: null }), "");
  if (!isQueue(found)) return seeOther(found);
  const path = queuePath({ ...view, after: null });
  return seeOther(`${path}${path.includes("?") ? "&" : "?"}nothing-left`);
};

/** `dialects`: names of all APIs that reviews come through. */
export const addQueueRoutes = (desk: Desk, dialects: readonly string[]): void => {
  desk.get("/desk", (c) => show(c, new URL(c.req.url).searchParams, dialects, null));
  desk.get("/desk/live", liveChanges);
  desk.post("/desk/bulk", (c) => bulk(c, dialects));
  desk.post("/desk/next", (c) => next(c, dialects));
  for (const path of ["/desk", "/desk/live"]) desk.all(path, () => methodNotAllowed("GET, HEAD"));
  for (const path of ["/desk/bulk", "/desk/next"]) desk.all(path, () => methodNotAllowed("POST"));
};
