// Stopping and restarting a review's clock while it waits for its requester. Source: time.md 4.

import { Hono } from "hono";
import { ok } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { methodNotAllowed } from "./problem.ts";
import { pauseSchema, resumeSchema } from "./schema.ts";
import { handle } from "./write-routes.ts";

const PAUSE = "/v2/reviews/:id/sla/pause";
const RESUME = "/v2/reviews/:id/sla/resume";

const pause = handle({
  schema: pauseSchema,
  toCommand: ({ reason }) => ok({ type: "PauseSla", reason }),
  mayBeEmpty: true,
});

const resume = handle({
  schema: resumeSchema,
  toCommand: () => ok({ type: "ResumeSla" }),
  mayBeEmpty: true,
});

export const slaRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post(PAUSE, pause)
    .post(RESUME, resume)
    .all(PAUSE, () => methodNotAllowed("POST"))
    .all(RESUME, () => methodNotAllowed("POST"));
