// PUT /v1/reviews/{reviewId}: start, save progress, complete, escalate, ask for a second reviewer.
// Source: seed "Update Review"; authentivoice.md rulings 1-9, 13.

import { type Context, Hono } from "hono";
import { metaOf } from "../../app/run-command.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { decide } from "../../core/review/decide.ts";
import type { AppEnv } from "../../http/context.ts";
import { readBody } from "./body.ts";
import { type Caller, enter, factsOf } from "./caller.ts";
import { stepRulesOf } from "./document.ts";
import { errorToWire, type VoiceError } from "./errors.ts";
import { asReviewId } from "./ids.ts";
import { nextStepsOf } from "./next-steps.ts";
import { seniorsFor } from "./people.ts";
import { DIALECT } from "./policy.ts";
import { refuse } from "./respond.ts";
import { updateToWire } from "./translate.ts";
import { readUpdate, toCommand, UPDATE_KEYS, type UpdateProblem, type UpdateRequest } from "./update-request.ts";

const documentOf = (c: Context<AppEnv>, { principal }: Caller): Promise<WorkspaceDocument> =>
  c.var.services.documents.load(principal.workspaceId, principal.workspaceVersion);

/** The kernel's own refusal, where it comes before the body's: it is asked, and nothing is written. */
const firstOf = async (c: Context<AppEnv>, caller: Caller, { error, asked }: UpdateProblem): Promise<VoiceError> => {
  const { principal, target } = caller;
  const { services, requestId } = c.var;
  if (asked === null || target === null) return error;
  const stored = await services.store.load(principal.workspaceId, target.reviewId);
  if (stored === null) return { type: "not_found" };
  const { members } = await documentOf(c, caller);
  const { actor, now } = metaOf(principal, { entrance: DIALECT, requestId }, services.clock);
  const directory = members.filter(({ active }) => active);
  const { refusal } = decide(stored.review, toCommand(asked, []), { actor, now, newId: "", directory });
  return refusal !== null && errorToWire(refusal).status < errorToWire(error).status ? refusal : error;
};

const apply = async (c: Context<AppEnv>, caller: Caller, request: UpdateRequest, raw: string): Promise<Response> => {
  const { principal, target } = caller;
  const document = await documentOf(c, caller);
  const command = toCommand(request, seniorsFor(document, principal.actor));
  const updated = await c.var.services.run(principal, target, command, await factsOf(c, caller, raw));
  if (!updated.ok) return refuse(c, updated.error);
  const { review } = updated.value;
  return c.json(updateToWire(review, nextStepsOf(review, stepRulesOf(document))));
};

const updateReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_reviews", asReviewId(c.req.param("id")));
  if (!caller.ok) return refuse(c, caller.error);
  if (caller.value.target === null) return refuse(c, { type: "not_found" });
  const body = await readBody(c, UPDATE_KEYS);
  if (!body.ok) return refuse(c, body.error);
  const request = readUpdate(body.value.fields);
  if (!request.ok) return refuse(c, await firstOf(c, caller.value, request.error));
  return apply(c, caller.value, request.value, body.value.raw);
};

export const updateRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().put("/v1/reviews/:id", updateReview);
