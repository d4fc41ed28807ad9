// The desk: pages for the people who decide, one more entrance beside the dialects. It turns forms into the same commands and
// asks the same queries as the API, and no rule stands here. Loaded at its first request: see worker.ts.

import { Hono } from "hono";
import type { AppEnv } from "../http/context.ts";
import type { Desk, DeskEnv } from "./context.ts";
import { broken, notFound, tryAgain } from "./errors.tsx";
import { addQueueRoutes } from "./queue/queue-routes.tsx";
import { addMetricsRoutes } from "./metrics/metrics-routes.tsx";
import { addReviewRoutes } from "./review/review-routes.tsx";
import { addSignInRoutes } from "./session/sign-in-routes.tsx";
import { requireSession } from "./session/require-session.tsx";
import { addWebhookRoutes } from "./webhooks/webhook-routes.tsx";

/** Parts of the desk, each with the pages it answers for. A part adds its own 405s. */
const PARTS: readonly ((desk: Desk, dialects: readonly string[]) => void)[] = [
  addReviewRoutes,
  addMetricsRoutes,
  addWebhookRoutes,
];

/** Every path below /desk. `dialects`: names of all APIs that reviews come through. */
export const routes = (dialects: readonly string[]): Hono<AppEnv> => {
  const desk: Desk = new Hono<DeskEnv>();
  addSignInRoutes(desk);
  // `/desk` itself is one of them.
  desk.use("/desk/*", requireSession);
  addQueueRoutes(desk, dialects);
  for (const add of PARTS) add(desk, dialects);
  desk.all("*", (c) => notFound(c));
  // The entrance logs what it was, with the request's id.
  desk.onError((error, c) => (c.var.services.isTransient(error) ? tryAgain() : broken(c.var.requestId)));
  return new Hono<AppEnv>().route("/", desk);
};
