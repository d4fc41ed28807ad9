// GET /desk/reviews/{id} and the forms on it. A missing, a hidden and a foreign review are the same page: there is none.

import type { Desk, DeskContext } from "../context.ts";
import { methodNotAllowed, notFound } from "../errors.tsx";
import { seeOther } from "../layout.tsx";
import { reviewPath } from "../routes.ts";
import { doneWords, postAction, stateOf } from "./actions.tsx";
import { readNext } from "./next-in-line.ts";
import { readReview } from "./read-review.ts";
import { reviewPage } from "./review-page.tsx";

const PAGE = "/desk/reviews/:id";
const FORM = "/desk/reviews/:id/:action";

const getReview = async (c: DeskContext): Promise<Response> => {
  const { target } = c.var;
  const view = target === null ? null : await readReview(c, target);
  if (view === null) return notFound(c);
  return reviewPage(stateOf(c, view, null, readNext(c.req.query("next"))), {
    status: 200,
    done: doneWords(c.req.query("done")),
  });
};

/** Somebody reloads the answer to a form, or comes back to it after signing in: the page itself is what they want. */
const backToPage = (c: DeskContext): Response => seeOther(reviewPath(c.req.param("id") ?? ""));

export const addReviewRoutes = (desk: Desk): void => {
  desk
    .get(PAGE, getReview)
    .all(PAGE, () => methodNotAllowed("GET, HEAD"))
    .get(FORM, backToPage)
    .post(FORM, postAction)
    .all(FORM, () => methodNotAllowed("GET, HEAD, POST"));
};
