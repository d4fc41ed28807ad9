// The one batch of a new session, whoever asked for it, and what is answered: the same again under the same key.

import type { Context } from "hono";
import { replayOf } from "../../app/open-review.ts";
import type { Answer, NewSubject } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { JsonObject } from "../../core/json.ts";
import type { OpenReview } from "../../core/review/commands.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, scopeOf } from "./caller.ts";
import { DIALECT } from "./policy.ts";
import { refuse } from "./respond.ts";

export interface Opening {
  /** Null: nobody has to approve. */
  readonly open: OpenReview | null;
  readonly subject: NewSubject;
  readonly answer: { readonly status: 200 | 202; readonly body: JsonObject };
}

const toResponse = (c: Context<AppEnv>, answer: Answer): Response =>
  answer.type === "body"
    ? c.json(answer.body, answer.status === 200 ? 200 : 202)
    : refuse(c, { type: "idempotency_mismatch" });

/** What is stored under the request's key; null when there is nothing yet. */
export const replayed = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<Response | null> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null || caller.answer === null) return null;
  const replay = replayOf(caller.answer, scope);
  if (!replay.ok) return refuse(c, replay.error);
  return replay.value.type === "replayed" ? toResponse(c, replay.value.answer) : null;
};

/** Session, review and stored answer stand together or not at all. */
export const openSession = async (
  c: Context<AppEnv>,
  caller: Caller,
  rawBody: string,
  { open, subject, answer }: Opening,
): Promise<Response> => {
  const { services, requestId } = c.var;
  const { principal } = caller;
  const stored: Answer = { type: "body", ...answer };
  const opened = await services.open({
    workspaceId: principal.workspaceId,
    open,
    subjects: [subject],
    meta: metaOf(principal, { entrance: DIALECT, requestId }, services.clock),
    idempotency: await scopeOf(c, caller, rawBody),
    answer: stored,
  });
  if (!opened.ok) return refuse(c, opened.error);
  return toResponse(c, opened.value.type === "replayed" ? opened.value.answer : stored);
};
