// The one batch of a new session, whoever asked for it: session, review and stored answer stand together or not at all.

import { scopeOf } from "../../http/idempotency-key.ts";
import type { Context } from "hono";
import type { NewSubject } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { OpenReview } from "../../core/review/commands.ts";
import type { AppEnv } from "../../http/context.ts";
import type { Caller } from "./caller.ts";
import { DIALECT } from "./policy.ts";
import { type BodyAnswer, refuse, respond } from "./respond.ts";

export interface Opening {
  /** Null: nobody has to approve. */
  readonly open: OpenReview | null;
  readonly subject: NewSubject;
  readonly answer: BodyAnswer;
}

export const openSession = async (
  c: Context<AppEnv>,
  caller: Caller,
  rawBody: string,
  { open, subject, answer }: Opening,
): Promise<Response> => {
  const { services, requestId } = c.var;
  const { principal } = caller;
  const opened = await services.open({
    workspaceId: principal.workspaceId,
    open,
    subjects: [subject],
    // One instant for the session and its review.
    meta: { ...metaOf(principal, { entrance: DIALECT, requestId }, services.clock), now: subject.createdAt },
    idempotency: await scopeOf(c, caller, rawBody),
    answer,
  });
  if (!opened.ok) return refuse(c, opened.error);
  return respond(c, opened.value.type === "replayed" ? opened.value.answer : answer);
};
