// The last step of every handler: a refusal, or an answer that may have been stored, as a response.

import type { Context } from "hono";
import type { Answer } from "../../app/ports.ts";
import type { AppEnv } from "../../http/context.ts";
import { errorToWire, type HoopError } from "./errors.ts";

/** `id` is the one in the path, as given. */
export const refuse = (c: Context<AppEnv>, error: HoopError): Response => {
  const { status, message, retryAfterSeconds } = errorToWire(error, c.req.param("id"));
  if (retryAfterSeconds !== undefined) c.header("Retry-After", String(retryAfterSeconds));
  return c.json({ message }, status);
};

/** What a write answers with a body of its own, and what is stored for replays of it. */
export interface BodyAnswer {
  readonly type: "body";
  readonly status: 200 | 201 | 202 | 204;
  readonly body: Extract<Answer, { type: "body" }>["body"];
}

const STATUSES = [200, 201, 202, 204] as const;

/** An answer as it was given the first time; one that this API's routes never store is another request's. */
export const respond = (c: Context<AppEnv>, answer: Answer): Response => {
  const status = answer.type === "body" ? STATUSES.find((known) => known === answer.status) : undefined;
  if (answer.type !== "body" || status === undefined) return refuse(c, { type: "idempotency_mismatch" });
  return status === 204 ? c.body(null, 204) : c.json(answer.body, status);
};
