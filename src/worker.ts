// The Worker: HTTP requests go to the dialect that owns their path, Cron triggers to their jobs. Wiring: compose*.ts.

import { inScope, log, meteredEnv, noting } from "./compose-log.ts";
import { CounterObjectBase } from "./compose-limits.ts";
import { endpointDeps, hubDeps } from "./compose-webhooks.ts";
import { createSchedule } from "./compose-schedule.ts";
import { createServices, serializeDeps } from "./compose.ts";
import { dialects } from "./dialects/registry.ts";
import type { Env } from "./env.ts";
import { createEntrance, type Mounted, withSecurityHeaders } from "./http/entrance.ts";
import { runScheduled } from "./jobs/scheduled.ts";
import { reviewObjectClass } from "./object/review-object.ts";
import { endpointObjectClass } from "./webhooks/endpoint-object.ts";
import { hubObjectClass } from "./webhooks/hub-object.ts";

export class ReviewObject extends reviewObjectClass(serializeDeps) {}
export class EndpointObject extends endpointObjectClass(endpointDeps) {}
export class HubObject extends hubObjectClass(hubDeps) {}
export class CounterObject extends CounterObjectBase {}

/** A module of its own: programs that call the APIs never load it. */
const desk: Mounted = {
  name: "desk",
  prefixes: ["/desk"],
  routes: async () => (await import("./desk/index.tsx")).routes(dialects.map(({ name }) => name)),
};

type Handle = (request: Request) => Promise<Response>;

/** Built at the first request of an isolate; `env` is the same object for all of them. */
const entrances = new WeakMap<Env, Handle>();

/** Secrets that cannot be read stop everything, and say which they are: their messages name variables and no values. */
const misconfigured = (error: unknown): Handle => {
  log({ event: "misconfigured", reason: error instanceof Error ? error.message : "unknown" });
  const headers = { "retry-after": "60" };
  return async () => withSecurityHeaders(new Response(null, { status: 503, headers }), crypto.randomUUID());
};

const buildEntrance = (env: Env): Handle => {
  try {
    return createEntrance([...dialects, desk], noting(createServices(meteredEnv(env))), log, inScope);
  } catch (error) {
    return misconfigured(error);
  }
};

const entranceOf = (env: Env): Handle => {
  const entrance = entrances.get(env) ?? buildEntrance(env);
  entrances.set(env, entrance);
  return entrance;
};

export default {
  fetch: (request, env) => entranceOf(env)(request),
  scheduled: ({ cron, scheduledTime }, env) =>
    runScheduled({ cron, scheduledAt: scheduledTime }, createSchedule(meteredEnv(env)), {
      log,
      inScope,
      now: Date.now,
    }),
} satisfies ExportedHandler<Env>;
