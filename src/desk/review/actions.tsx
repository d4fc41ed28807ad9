// What happens when a form of a review's page comes: one command, then another page to look at (303), or the same page
// with everything that was typed and what was wrong. The kernel decides; a form that was made for an older version never
// does. Source: issue "The desk people like to sit at", Build 3 and Bad input.

import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ClaimError } from "../../app/claims.ts";
import type { ReviewRef } from "../../app/principal.ts";
import { ok, type Result } from "../../core/result.ts";
import type { Command } from "../../core/review/commands.ts";
import type { ExecutionError } from "../../core/review/errors.ts";
import type { FieldProblem } from "../components/form.tsx";
import type { DeskContext } from "../context.ts";
import { badForm, notFound } from "../errors.tsx";
import { factsOf, keyOf, versionOf } from "../form.tsx";
import { seeOther } from "../layout.tsx";
import { refusalText } from "../refusals.ts";
import { reviewPath, withQuery } from "../routes.ts";
import { type Action, isAction, type Planned, toCommand, toProgress } from "./commands.ts";
import { fieldName } from "./findings-fields.ts";
import { nextInLine, readNext } from "./next-in-line.ts";
import { readReview } from "./read-review.ts";
import type { Refused } from "./review-form.tsx";
import { reviewPage } from "./review-page.tsx";

/** Actions after which nothing is left to do on the page. */
const DECIDES: readonly Action[] = ["decide", "outcome", "complete"];

/** What is said on the page that follows. */
const DONE = {
  decide: "Your decision is recorded.",
  outcome: "The outcome is recorded.",
  start: "You are working on it now.",
  findings: "Your findings are saved.",
  complete: "It is completed.",
  assign: "It is given.",
  escalate: "It is escalated.",
  note: "Your note is added.",
  pause: "The deadline is paused.",
  resume: "The deadline runs again.",
  cancel: "The question is taken back.",
  claim: "You are working on it: colleagues who ask for work get another.",
  release: "It is free for others again.",
} as const satisfies Record<Action | "claim" | "release", string>;

export const doneWords = (said: string | undefined): string | null =>
  Object.entries(DONE).find(([action]) => action === said)?.[1] ?? null;

const STATUS = {
  not_found: 404,
  forbidden: 403,
  self_approval: 403,
  not_eligible: 403,
  same_reviewer: 403,
  not_executor: 403,
  review_closed: 409,
  already_voted: 409,
  time_window_already_set: 409,
  not_applicable: 409,
  execution_running: 409,
  not_executable: 409,
  window_closed: 409,
  window_unknown: 409,
  sla_paused: 409,
  sla_not_paused: 409,
  precondition_failed: 409,
  findings_missing: 422,
  findings_invalid: 422,
  outcome_not_allowed: 422,
  idempotency_mismatch: 422,
  too_much_text: 413,
  directory_needed: 503,
  unavailable: 503,
} as const satisfies Record<ExecutionError["type"], ContentfulStatusCode>;

const problemOf = (action: Action, error: ExecutionError): FieldProblem => {
  const message = refusalText(error);
  if (error.type === "findings_invalid") return { field: fieldName(error.key), message };
  if (error.type === "outcome_not_allowed" && action === "outcome") return { field: "outcome_1", message };
  return { field: null, message };
};

/** The page again, with what was typed. */
const showAgain = async (
  c: DeskContext,
  target: ReviewRef,
  refused: Omit<Refused, "form" | "outgrown">,
  status: ContentfulStatusCode,
): Promise<Response> => {
  const view = await readReview(c, target);
  if (view === null) return notFound(c);
  const seen = versionOf(c.var.form);
  const outgrown = seen !== null && seen < view.version ? seen : null;
  const state = stateOf(c, view, { ...refused, form: c.var.form, outgrown }, readNext(c.var.form.get("_next")));
  return reviewPage(state, { status, done: null });
};

export const stateOf = (
  c: DeskContext,
  view: NonNullable<Awaited<ReturnType<typeof readReview>>>,
  refused: Refused | null,
  next: string | null,
) => ({
  c,
  view,
  refused,
  next,
  actionPath: (action: Action | "claim" | "release") => `${reviewPath(view.review.id)}/${action}`,
});

/** A plain no: nothing to be asked of the kernel. */
const refuseFields = (c: DeskContext, target: ReviewRef, action: Action, problems: readonly FieldProblem[]) =>
  showAgain(c, target, { action, title: "Nothing was sent yet", problems }, 422);

const refuse = (c: DeskContext, target: ReviewRef, action: Action, error: ExecutionError): Promise<Response> => {
  if (error.type === "not_found") return notFound(c);
  const title =
    error.type === "precondition_failed"
      ? "This review has changed while you were looking at it"
      : "Nothing was changed";
  const message =
    error.type === "precondition_failed"
      ? { field: null, message: "Nothing of yours was sent. Look at what is new, then decide." }
      : problemOf(action, error);
  return showAgain(c, target, { action, title, problems: [message] }, STATUS[error.type]);
};

/** A stored answer comes before any judgment of the form: the second click of two is the first again. */
const plan = async (c: DeskContext, target: ReviewRef, action: Action): Promise<Planned | null> => {
  const { form, answer, services, principal } = c.var;
  const tick: Command = { type: "Tick" };
  if (answer !== null) return ok(tick);
  if (action !== "findings" && action !== "complete")
    return toCommand(action, { form, document: await c.var.document() });
  // Only findings are read by the review's own rules.
  const found = await services.claims.find(principal, target.reviewId);
  return found.ok ? toProgress(action, form, found.value.stored.review) : null;
};

const afterwards = async (c: DeskContext, action: Action, reviewId: string): Promise<Response> => {
  const next = readNext(c.var.form.get("_next"));
  if (next !== null && DECIDES.includes(action)) return seeOther(await nextInLine(c, next, reviewId));
  return seeOther(withQuery(reviewPath(reviewId), { done: action, ...(next === null ? {} : { next }) }));
};

/** Every write on one review. Without a key a second click would be a second write; without a version, a blind one. */
const act = async (c: DeskContext, target: ReviewRef, action: Action): Promise<Response> => {
  const { form, principal, services } = c.var;
  if (keyOf(form) === null || (action !== "note" && versionOf(form) === null)) return badForm("unreadable");
  const planned = await plan(c, target, action);
  if (planned === null) return notFound(c);
  if (!planned.ok) return refuseFields(c, target, action, planned.error);
  const executed = await services.run(principal, target, planned.value, await factsOf(c));
  return executed.ok ? afterwards(c, action, executed.value.review.id) : refuse(c, target, action, executed.error);
};

const claimRefusal = (error: ClaimError): string => {
  if (error.type === "claimed") return `${error.claim.by.name} is working on it.`;
  if (error.type === "claims_need_member") return "Only people work on a review.";
  return refusalText(error);
};

/** The lease: no change of the review, so that no version is asked for. */
const lease = async (c: DeskContext, target: ReviewRef, action: "claim" | "release"): Promise<Response> => {
  const { form, principal, services } = c.var;
  if (keyOf(form) === null) return badForm("unreadable");
  const done: Result<unknown, ClaimError> = await services.claims[action](principal, target, await factsOf(c));
  if (done.ok) return seeOther(`${reviewPath(target.reviewId)}?done=${action}`);
  const { error } = done;
  if (error.type === "not_found") return notFound(c);
  const status = error.type === "claimed" || error.type === "claims_need_member" ? 409 : STATUS[error.type];
  const problems = [{ field: null, message: claimRefusal(error) }];
  return showAgain(c, target, { action, title: "Nothing was changed", problems }, status);
};

/** POST /desk/reviews/{id}/{action}. */
export const postAction = async (c: DeskContext): Promise<Response> => {
  const { target } = c.var;
  const action = c.req.param("action") ?? "";
  const isLease = action === "claim" || action === "release";
  if (!isLease && !isAction(action)) return notFound(c);
  if (target === null) return notFound(c);
  return isLease ? lease(c, target, action) : act(c, target, action);
};
