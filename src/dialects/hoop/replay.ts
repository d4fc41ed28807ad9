// Idempotency keys of writes that answer with a body of their own: what was stored is answered again.
// Source: workspace.md, `Idempotency-Key`.

import { scopeOf } from "../../http/idempotency-key.ts";
import type { Context } from "hono";
import { replayOf } from "../../app/open-review.ts";
import type { AppEnv } from "../../http/context.ts";
import type { Caller } from "./caller.ts";
import { refuse, respond } from "./respond.ts";

/** The answer stored under the request's key; null when there is none yet. */
export const replayed = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<Response | null> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null || caller.answer === null) return null;
  const replay = replayOf(caller.answer, scope);
  if (!replay.ok) return refuse(c, replay.error);
  return replay.value.type === "replayed" ? respond(c, replay.value.answer) : null;
};

/** The answer that another request has stored under the key since this one came in; null when there is none. */
export const replayedSince = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<Response | null> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null) return null;
  const answer = await c.var.services.store.findAnswer(caller.principal.workspaceId, scope);
  return replayed(c, { ...caller, answer }, rawBody);
};
