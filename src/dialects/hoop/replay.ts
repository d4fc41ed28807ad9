// Idempotency keys of writes that answer with a body of their own: what was stored is answered again.
// Source: workspace.md, `Idempotency-Key`.

import { scopeOf } from "../../http/idempotency-key.ts";
import type { Context } from "hono";
import { replayOf } from "../../app/open-review.ts";
import { nowOf } from "../../app/run-command.ts";
import type { AppEnv } from "../../http/context.ts";
import type { Caller } from "./caller.ts";
import { type BodyAnswer, refuse, respond } from "./respond.ts";

/** The answer stored under the request's key; null when there is none yet. */
export const replayed = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<Response | null> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null || caller.answer === null) return null;
  const replay = replayOf(caller.answer, scope);
  if (!replay.ok) return refuse(c, replay.error);
  return replay.value.type === "replayed" ? respond(c, replay.value.answer) : null;
};

/**
 * Stores an answer whose write is done already. Not one batch with it: after a crash in between, the same request is
 * judged anew, and a rule that is there already says so.
 */
export const remember = async (
  c: Context<AppEnv>,
  caller: Caller,
  rawBody: string,
  answer: BodyAnswer,
): Promise<void> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null) return;
  const { store, clock } = c.var.services;
  const { principal } = caller;
  const recordedAt = nowOf(principal, clock);
  await store.commit({
    workspaceId: principal.workspaceId,
    recordedAt,
    items: [],
    subjects: [],
    answers: [{ scope, answer }],
  });
};
